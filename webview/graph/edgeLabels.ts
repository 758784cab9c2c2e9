import type { PageStrings } from '../../src/topology/protocol.ts';
import { overlaps, type Point, type Rect, type Size } from '../../src/topology/placement/geometry.ts';
import { pointOn, type Route } from '../../src/topology/placement/route.ts';
import type { VisibleEdge } from '../../src/topology/placement/visible.ts';

/** What an edge is, written on it. */
export interface EdgeLabel {
  /** Of one of the edges that it stands on. */
  readonly edge: VisibleEdge;
  readonly word: string;
  /** Ports, a protocol; empty when there is nothing to say. */
  readonly text: string;
  readonly centre: Point;
}

/** More would hide the lines that they name. */
const mostLabels = 20;

/**
 * Labels for edges, the most important first; edges that fan out from one end and say the same have one for all. Each stands on its line, or beside it where the gutter is narrow,
 * clear of cards and of other labels; one that has no room is left out.
 */
export function edgeLabels(
  edges: readonly VisibleEdge[],
  routeOf: (id: string) => Route | undefined,
  cards: readonly Rect[],
  strings: PageStrings,
): readonly EdgeLabel[] {
  const labels: EdgeLabel[] = [];
  const taken: Rect[] = [];
  for (const { members, along } of fans(edges)) {
    if (labels.length >= mostLabels) break;
    const routed = members
      .flatMap((edge) => {
        const route = routeOf(edge.id);
        return route === undefined ? [] : [{ edge, route, y: route[0].y + (route.at(-1)?.y ?? 0) }];
      })
      .sort((one, other) => one.y - other.y);
    const middle = routed[Math.floor(routed.length / 2)];
    if (middle === undefined) continue;
    const { edge, route } = middle;
    const [word, text] = wordsOf(edge, strings);
    const size = sizeOf(word, text);
    const centre = besides(size)
      .flatMap(([dx, dy]) => along.map((share) => pointOn(route, share)).map(({ x, y }) => ({ x: x + dx, y: y + dy })))
      .find((point) => {
        const rect = around(point, size);
        return ![...cards, ...taken].some((other) => overlaps(rect, other));
      });
    if (centre === undefined) continue;
    taken.push(around(centre, size));
    labels.push({ edge, word, text, centre });
  }
  return labels;
}

/** Edges that leave one end together, or else arrive at one together, with the stretch where they still, or already, run side by side. */
function fans(edges: readonly VisibleEdge[]): readonly { readonly members: readonly VisibleEdge[]; readonly along: readonly number[] }[] {
  const outwards = groups(edges, ({ from, kind, label }) => `${from} ${kind} ${label}`);
  const inwards = groups(outwards.filter(({ length }) => length === 1).flat(), ({ to, kind, label }) => `${to} ${kind} ${label}`);
  const order = new Map(edges.map(({ id }, index) => [id, index]));
  const all = [
    ...outwards.filter(({ length }) => length > 1).map((members) => ({ members, along: [0.3, 0.22, 0.38, 0.15, 0.46] })),
    ...inwards.map((members) => ({
      members,
      along: members.length > 1 ? [0.7, 0.78, 0.62, 0.85, 0.54] : [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82],
    })),
  ];
  const first = ({ members: [edge] }: { readonly members: readonly VisibleEdge[] }) => order.get(edge?.id ?? '') ?? 0;
  return all.sort((one, other) => first(one) - first(other));
}

function groups(edges: readonly VisibleEdge[], keyOf: (edge: VisibleEdge) => string): readonly (readonly VisibleEdge[])[] {
  const found = new Map<string, VisibleEdge[]>();
  for (const edge of edges) {
    const known = found.get(keyOf(edge));
    if (known === undefined) found.set(keyOf(edge), [edge]);
    else known.push(edge);
  }
  return [...found.values()];
}

function wordsOf({ kind, label }: VisibleEdge, strings: PageStrings): readonly [word: string, text: string] {
  return label === '' ? [kind === 'answers' ? strings.edges.answers : strings.edgeWords[kind], ''] : [strings.edgeWords[kind], label];
}

/** About what the text takes; it stands centred, so that a little more or less does no harm. */
function sizeOf(word: string, text: string): Size {
  return { width: Math.max(word.length * 5.9, text.length * 6.8) + 12, height: text === '' ? 18 : 32 };
}

/** On the line, then beside it, then farther away. */
function besides({ width, height }: Size): readonly (readonly [dx: number, dy: number])[] {
  return [1, 2].flatMap((times) => {
    const [x, y] = [(width / 2 + 4) * times, (height / 2 + 4) * times];
    const round = [
      [0, -y],
      [0, y],
      [x, 0],
      [-x, 0],
      [x, y],
      [x, -y],
      [-x, y],
      [-x, -y],
    ] as const;
    return times === 1 ? [[0, 0] as const, ...round] : round;
  });
}

function around({ x, y }: Point, { width, height }: Size): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
