import { arrange, shapeFor } from '../placement/arrange.ts';
import { extend } from '../placement/extend.ts';
import type { Size } from '../placement/geometry.ts';
import { applyPins, type Pins } from '../placement/moving.ts';
import { pictureOf } from '../placement/picture.ts';
import type { Placement } from '../placement/placement.ts';
import { chooseLevel, visibleOf, type Folds, type Shown, type Visible } from '../placement/visible.ts';
import { formatCount, noteOf, podCountOf } from '../placement/wording.ts';
import type { Graph, PageStrings } from '../protocol.ts';

/** A picture as it stands, ready to be written in any format. */
export interface Drawn {
  readonly visible: Visible;
  readonly placement: Placement;
  /** Elements of the graph that are no groups: how much the picture stands for. */
  readonly elements: number;
}

/** What the page shows at a moment: the groups that it folds, and where everything is. */
export interface Captured {
  readonly folds: Folds;
  readonly placement: Placement;
}

/** The picture that the page draws of a graph when nobody has touched anything: groups folded by number, laid out for a window of this size. The address ranges are open: a file has no address plan beside it. */
export function drawnAfresh(graph: Graph, window: Size, pins: Pins = new Map()): Drawn {
  const picture = pictureOf(graph, 0);
  const toggled = new Set(graph.elements.filter(({ kind }) => kind === 'addressPlan').map(({ id }) => id));
  const visible = visibleOf(picture, { level: chooseLevel(picture, toggled), toggled });
  return { visible, placement: applyPins(visible, arrange(visible, shapeFor(visible, window)), pins), elements: countOf(graph) };
}

/** The picture that the page shows. What the page has no place for is left out: it is hidden there, or it came a moment ago. */
export function drawnAsShown(graph: Graph, { folds, placement }: Captured): Drawn {
  const { shown: all, edges: allEdges } = visibleOf(pictureOf(graph, 0), folds);
  const shown = new Map<string, Shown>();
  for (const [id, one] of all) if (placement.has(id) && (one.frame === undefined || shown.has(one.frame))) shown.set(id, one);
  const edges = new Map([...allEdges].filter(([, { from, to }]) => shown.has(from) && shown.has(to)));
  const visible = { shown, edges };
  return { visible, placement: extend(visible, placement), elements: countOf(graph) };
}

/** The picture as a graph of its own: a folded group is one element whose detail says what it holds. */
export function graphOf({ visible: { shown, edges } }: Pick<Drawn, 'visible'>, strings: PageStrings): Graph {
  return {
    elements: [...shown.values()].map((one) => ({
      ...one.element,
      parent: one.frame,
      severity: one.severity,
      pending: one.pending,
      certainty: one.certainty,
      detail:
        one.role === 'card' && one.group
          ? [one.detail, podCountOf(one, strings), noteOf(one, strings)].filter((text) => text !== '').join(' · ')
          : one.element.detail,
    })),
    edges: [...edges.values()],
  };
}

function countOf({ elements }: Graph): number {
  const groups = new Set(elements.map(({ parent }) => parent));
  return elements.filter(({ id }) => !groups.has(id)).length;
}

/** What heads the picture: the names of its clusters, else what it is. */
export function titleOf({ visible }: Drawn, strings: PageStrings): string {
  const clusters = [...visible.shown.values()].filter(({ element }) => element.kind === 'cluster').map(({ element }) => element.label);
  return clusters.length === 0 ? strings.title : clusters.length > 4 ? `${clusters.slice(0, 4).join(', ')}, …` : clusters.join(', ');
}

/** How much it shows, in one sentence. */
export function summaryOf({ visible, elements }: Drawn, strings: PageStrings): string {
  const shown = [...visible.shown.values()];
  const folded = shown.some(({ role, group }) => role === 'card' && group);
  const count = folded
    ? formatCount(strings.showing, elements, strings.language, [shown.filter(({ role }) => role === 'card').length])
    : formatCount(strings.elements, elements, strings.language);
  return `${strings.title} · ${count}`;
}
