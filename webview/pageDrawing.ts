import { nothing, render } from 'lit-html';
import type { PageStrings } from '../src/topology/protocol.ts';
import { countOf, isFiltering, showsEveryCluster } from './find/filter.ts';
import type { Found } from './find/search.ts';
import { legend } from './graph/legend.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import type { PageParts } from './pageParts.ts';
import { planLegend } from './plan/planLegend.ts';
import type { Store } from './state/store.ts';
import type { ViewState } from './state/viewState.ts';

/** All that the page is drawn from. */
export interface Now {
  readonly store: Store;
  readonly state: ViewState;
  readonly found: Found;
  /** The extension has not answered for a while. */
  readonly silent: boolean;
  /** The picture of the clusters that are shown, before anything is filtered. */
  readonly base: Picture;
  /** The cluster that is shown until one is chosen. */
  readonly atHand: string | undefined;
}

export function drawAll(parts: PageParts, now: Now, strings: PageStrings): void {
  const { mode, legend: withLegend, filterBar, filter, traced } = now.state;
  const whole = now.base;
  const { picture } = parts.graph;
  const all = countOf(whole);
  const shown = countOf(picture);
  parts.filters.element.hidden = !filterBar;
  parts.filters.show(now.store.picture, filter, shown, all, now.atHand);
  parts.trace.show(nameOfElement(now.store, traced, strings));
  for (const name of ['graph', 'plan', 'list'] as const) parts[name].element.hidden = mode !== name || picture.elements.size === 0;
  parts.details.element.dataset['mode'] = mode;
  drawMarks(parts, now);
  drawDetails(parts, now);
  drawToolbar(parts, now);
  parts.legend.hidden = !withLegend;
  render(withLegend ? (mode === 'plan' ? planLegend(strings) : legend(picture, strings)) : nothing, parts.legend);
  const inGraph = mode === 'graph';
  if (picture === whole) parts.status.count(inGraph ? parts.graph.cards : undefined, shown, inGraph && parts.graph.isQuiet);
  else parts.status.countPart(shown, all);
}

export function drawToolbar({ toolbar, graph }: PageParts, { state, found, store, base }: Now): void {
  const { mode, query, selected, legend: withLegend, filterBar, filter } = state;
  const { matches, hidden, problems } = found;
  toolbar.show({
    mode,
    query,
    matches: matches.length,
    match: selected === undefined ? 0 : matches.indexOf(selected) + 1,
    hidden,
    problems: problems.length,
    // Of a part nobody knows how many findings it has: then what has any is counted.
    findings:
      graph.picture === base && showsEveryCluster(store.picture, base) ? store.status.findings : withFindings(graph.picture, problems),
    fold: graph.nextFold,
    legend: withLegend,
    filters: filterBar,
    filtering: isFiltering(filter),
  });
}

function withFindings({ elements }: Picture, problems: readonly string[]): NonNullable<Store['status']['findings']> {
  const errors = problems.filter((id) => elements.get(id)?.severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** What is selected, and what stands at the cursor of the text editor. */
export function drawMarks({ graph, list, plan }: PageParts, { state, store }: Now): void {
  const { selected, mode, listOpen, planOpen, sorting } = state;
  const { highlighted } = store;
  const { picture } = graph;
  graph.show({ selected, highlighted });
  if (mode === 'list') list.show(picture, { toggled: listOpen, sorting, selected, highlighted: new Set(highlighted) });
  if (mode === 'plan') plan.show(picture, store.plan, { open: new Set(planOpen), selected, highlighted: new Set(highlighted) });
}

export function drawDetails({ details, graph }: PageParts, { state, store }: Now): void {
  const { selected, traced } = state;
  const { picture, described } = store;
  if (selected === undefined) details.hide();
  else details.show(picture, graph.folds, selected, described?.id === selected ? described.description : undefined, traced === selected);
}

export function drawStatus({ status, graph }: PageParts, { store, silent }: Now): void {
  const empty = store.picture.elements.size === 0 ? 'picture' : graph.picture.elements.size === 0 ? 'part' : undefined;
  status.show(store.status, empty, silent);
}

/** Of an element, also of one that is not drawn: `service web`. */
export function nameOfElement({ picture }: Store, id: string | undefined, strings: PageStrings): string | undefined {
  const element = id === undefined ? undefined : picture.elements.get(id);
  return element === undefined ? undefined : `${strings.kinds[element.kind]} ${element.label}`;
}
