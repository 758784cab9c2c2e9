import type { PageStrings } from '../../src/topology/protocol.ts';
import { edgeCurve, type Point } from '../../src/topology/placement/edgeGeometry.ts';
import type { Rect, Size } from '../../src/topology/placement/geometry.ts';
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
 * Labels for edges, the most important first; edges that fan out from one end and say the same have one for all. Each stands on its line, as clear of cards and of other labels as can be;
 * one that would cover a card is left out, unless its edge is among `needed`.
 */
export function edgeLabels(
  edges: readonly VisibleEdge[],
  needed: ReadonlySet<string>,
  bodyOf: (id: string) => Rect | undefined,
  cards: readonly Rect[],
  strings: PageStrings,
): readonly EdgeLabel[] {
  const labels: EdgeLabel[] = [];
  const taken: Rect[] = [];
  for (const { members, along } of fans(edges)) {
    if (labels.length >= mostLabels) break;
    const curves = members
      .flatMap((edge) => {
        const source = bodyOf(edge.from);
        const target = bodyOf(edge.to);
        return source === undefined || target === undefined ? [] : [{ edge, ...edgeCurve(source, target, edge.kind) }];
      })
      .sort((one, other) => one.start.y + one.end.y - other.start.y - other.end.y);
    const curve = curves[Math.floor(curves.length / 2)];
    if (curve === undefined) continue;
    const { edge } = curve;
    const [word, text] = wordsOf(edge, strings);
    const size = sizeOf(word, text);
    let best: { readonly rect: Rect; readonly covered: number } | undefined;
    for (const share of along) {
      const rect = around(pointOn(curve, share), size);
      const covered = [...cards, ...taken].reduce((sum, other) => sum + common(rect, other), 0);
      if (best === undefined || covered < best.covered) best = { rect, covered };
      if (covered === 0) break;
    }
    if (best === undefined || (best.covered > 0.1 * size.width * size.height && !members.some(({ id }) => needed.has(id)))) continue;
    taken.push(best.rect);
    labels.push({ edge, word, text, centre: { x: best.rect.x + size.width / 2, y: best.rect.y + size.height / 2 } });
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
  return { width: Math.max(word.length * 5.3, text.length * 6.2) + 12, height: text === '' ? 17 : 30 };
}

function pointOn(
  {
    start,
    firstControl,
    secondControl,
    end,
  }: { readonly start: Point; readonly firstControl: Point; readonly secondControl: Point; readonly end: Point },
  share: number,
): Point {
  const rest = 1 - share;
  const at = (axis: 'x' | 'y') =>
    rest ** 3 * start[axis] +
    3 * rest ** 2 * share * firstControl[axis] +
    3 * rest * share ** 2 * secondControl[axis] +
    share ** 3 * end[axis];
  return { x: at('x'), y: at('y') };
}

function around({ x, y }: Point, { width, height }: Size): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** The area that two rectangles share. */
function common(one: Rect, other: Rect): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}
