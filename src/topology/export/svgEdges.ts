import { cornerRadius } from '../placement/edgeGeometry.ts';
import type { Point } from '../placement/geometry.ts';
import { arrivalOf, type Route } from '../placement/route.ts';
import { routesOf } from '../placement/routing.ts';
import { podEdgesIn, type VisibleEdge } from '../placement/visible.ts';
import type { Drawn } from './drawn.ts';
import { short, tag } from './markup.ts';
import { dashOf, svgText, type Style } from './svgText.ts';

/** Above this many edges to pods they are faint, above that many of them labels are in each other's way. */
const faintAbove = 120;
const unlabelledAbove = 48;

/** A name hangs below its service and needs no line; who announces an address is shown for what is selected, and here nothing is. */
export function isDrawn({ kind }: Pick<VisibleEdge, 'kind'>): boolean {
  return kind !== 'resolves' && kind !== 'announces';
}

/** Lines with their heads, then the labels over all of them. */
export function svgEdges(drawn: Drawn, style: Style): readonly string[] {
  const crowd = podEdgesIn(drawn.visible);
  const lines: string[] = [];
  const labels: string[] = [];
  const edges = [...drawn.visible.edges.values()].filter(isDrawn);
  const routes = routesOf(drawn.visible, drawn.placement, edges);
  for (const edge of edges) {
    const route = routes.get(edge.id);
    if (route === undefined) continue;
    lines.push(line(edge, route, crowd > faintAbove, style));
    if (edge.label !== '' && crowd <= unlabelledAbove) labels.push(label(edge, route, style));
  }
  return [...lines, ...labels];
}

function line({ kind, certainty }: VisibleEdge, route: Route, crowded: boolean, { palette }: Style): string {
  const outside = kind === 'reaches' || kind === 'assigned';
  const colour = colourOf(kind, palette);
  const faint = crowded && !outside;
  const end = route.at(-1) ?? route[0];
  const arrival = arrivalOf(route);
  // The line ends where its head begins.
  const head = faint ? 0 : 6;
  const tip = { x: end.x + arrival.x * head, y: end.y + arrival.y * head };
  const at = ({ x, y }: { readonly x: number; readonly y: number }) => `${short(x)} ${short(y)}`;
  const path = tag('path', {
    d: pathOf([...route.slice(0, -1), tip], at),
    fill: 'none',
    stroke: colour,
    'stroke-width': faint ? 0.8 : kind === 'assigned' ? 1.8 : 1.4,
    'stroke-opacity': faint ? 0.45 : undefined,
    ...dashOf(kind === 'selects' ? 'possible' : certainty),
  });
  if (faint) return path;
  const side = (sign: number) =>
    at({ x: end.x + arrival.x * 7 - arrival.y * 3.5 * sign, y: end.y + arrival.y * 7 + arrival.x * 3.5 * sign });
  const dot = kind === 'assigned' ? tag('circle', { cx: short(route[0].x), cy: short(route[0].y), r: 3.5, fill: colour }) : '';
  return (
    path +
    dot +
    tag(
      'path',
      kind === 'selects' || kind === 'reaches'
        ? { d: `M${side(1)}L${at(end)}L${side(-1)}`, fill: 'none', stroke: colour, 'stroke-width': 1.4 }
        : { d: `M${at(end)}L${side(1)}L${side(-1)}Z`, fill: colour },
    )
  );
}

/** From corner to corner, the corners rounded as far as the stretches between them allow. */
function pathOf(points: readonly Point[], at: (point: Point) => string): string {
  return points
    .map((point, index) => {
      const [before, next] = [points[index - 1], points[index + 1]];
      if (before === undefined) return `M${at(point)}`;
      if (next === undefined) return `L${at(point)}`;
      const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, next) / 2);
      return `L${at(towards(point, before, radius))}Q${at(point)} ${at(towards(point, next, radius))}`;
    })
    .join('');
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

/** Who may come has the colour of the text, whose an address is that of the outside. */
export function colourOf(kind: VisibleEdge['kind'], palette: Style['palette']): string {
  return kind === 'assigned' ? palette.outside : kind === 'reaches' ? palette.text : palette.edge;
}

/** Ports, before the head of the arrow. */
function label({ label: text }: VisibleEdge, route: Route, { palette }: Style): string {
  const end = route.at(-1) ?? route[0];
  const arrival = arrivalOf(route);
  return svgText(text, {
    x: end.x + (arrival.x === 0 ? 6 : arrival.x * 22),
    y: end.y + (arrival.x === 0 ? arrival.y * 16 : -4),
    size: 10,
    colour: palette.quiet,
    width: 70,
    anchor: arrival.x < 0 ? 'end' : 'start',
    halo: palette.surface,
  });
}
