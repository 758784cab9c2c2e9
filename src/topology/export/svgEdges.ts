import { titleOf } from '../placement/dimensions.ts';
import { edgeCurve, type EdgeCurve } from '../placement/edgeGeometry.ts';
import type { Rect } from '../placement/geometry.ts';
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

/** Where an edge may end: at a card, of a frame at its title. */
export function bodyOf({ visible, placement }: Drawn, id: string): Rect | undefined {
  const shown = visible.shown.get(id);
  const [rect] = placement.get(id) ?? [];
  if (shown === undefined || rect === undefined) return undefined;
  return shown.role === 'card' ? rect : titleOf(shown, rect);
}

/** Lines with their heads, then the labels over all of them. */
export function svgEdges(drawn: Drawn, style: Style): readonly string[] {
  const crowd = podEdgesIn(drawn.visible);
  const lines: string[] = [];
  const labels: string[] = [];
  for (const edge of drawn.visible.edges.values()) {
    const source = bodyOf(drawn, edge.from);
    const target = bodyOf(drawn, edge.to);
    if (source === undefined || target === undefined || !isDrawn(edge)) continue;
    const curve = edgeCurve(source, target);
    lines.push(line(edge, curve, crowd > faintAbove, style));
    if (edge.label !== '' && crowd <= unlabelledAbove) labels.push(label(edge, curve, style));
  }
  return [...lines, ...labels];
}

function line(
  { kind, certainty }: VisibleEdge,
  { start, firstControl, secondControl, end, arrival }: EdgeCurve,
  crowded: boolean,
  { palette }: Style,
): string {
  const outside = kind === 'reaches' || kind === 'assigned';
  const colour = outside ? palette.outside : palette.edge;
  const faint = crowded && !outside;
  // The line ends where its head begins.
  const head = faint ? 0 : 6;
  const tip = { x: end.x + arrival.x * head, y: end.y + arrival.y * head };
  const at = ({ x, y }: { readonly x: number; readonly y: number }) => `${short(x)} ${short(y)}`;
  const path = tag('path', {
    d: `M${at(start)}C${at(firstControl)} ${at(secondControl)} ${at(tip)}`,
    fill: 'none',
    stroke: colour,
    'stroke-width': faint ? 0.8 : 1.4,
    'stroke-opacity': faint ? 0.45 : undefined,
    ...dashOf(kind === 'selects' ? 'possible' : certainty),
  });
  if (faint) return path;
  const side = (sign: number) =>
    at({ x: end.x + arrival.x * 7 - arrival.y * 3.5 * sign, y: end.y + arrival.y * 7 + arrival.x * 3.5 * sign });
  return (
    path +
    tag(
      'path',
      kind === 'selects'
        ? { d: `M${side(1)}L${at(end)}L${side(-1)}`, fill: 'none', stroke: colour, 'stroke-width': 1.4 }
        : { d: `M${at(end)}L${side(1)}L${side(-1)}Z`, fill: colour },
    )
  );
}

/** Ports, before the head of the arrow. */
function label({ label: text }: VisibleEdge, { end, arrival }: EdgeCurve, { palette }: Style): string {
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
