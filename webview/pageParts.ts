import type { EventOffer, FromPage, Offer, PageStrings, ReachDirection, StatusAction } from '../src/topology/protocol.ts';
import { DetailPane } from './details/detailPane.ts';
import { FilterBar } from './find/filterBar.ts';
import { TraceBanner } from './find/traceBanner.ts';
import { ModeBanner } from './frame/modeBanner.ts';
import { assemble } from './frame/pageFrame.ts';
import { StatusView } from './frame/status.ts';
import { Toolbar } from './frame/toolbar.ts';
import { GraphPane, type GraphChoices } from './graph/graphPane.ts';
import { ListView } from './list/listView.ts';
import { AddressPlanView } from './plan/addressPlanView.ts';
import { place } from './shared/place.ts';
import type { Filter, Mode, Sorting } from './state/viewState.ts';

/** All that the page shows. */
export interface PageParts {
  readonly toolbar: Toolbar;
  readonly filters: FilterBar;
  readonly trace: TraceBanner;
  readonly hint: ModeBanner;
  readonly future: ModeBanner;
  readonly comparison: ModeBanner;
  readonly way: ModeBanner;
  readonly reach: ModeBanner;
  readonly graph: GraphPane;
  readonly plan: AddressPlanView;
  readonly list: ListView;
  readonly details: DetailPane;
  readonly status: StatusView;
  readonly legend: HTMLElement;
}

/** All that the reader can ask of it, whichever part it was asked of. */
export interface PageActions {
  readonly post: (message: FromPage) => void;
  readonly search: (query: string) => void;
  readonly step: (through: 'matches' | 'problems', step: 1 | -1) => void;
  readonly select: (id: string | undefined) => void;
  /** It was clicked: it is selected and its manifest shown, or a connection leads to it. */
  readonly pick: (id: string | undefined, reveal: boolean) => void;
  /** The reader is to choose where a connection from here goes; false when none can begin here. */
  readonly traceFrom: (id: string) => boolean;
  readonly start: (id: string) => void;
  readonly reach: (id: string, direction: ReachDirection) => void;
  readonly happen: (offer: EventOffer, replicas: number | undefined) => void;
  /** Selects it and brings it into sight. */
  readonly goTo: (id: string) => void;
  readonly reveal: (id: string, focus: boolean) => void;
  readonly show: (mode: Mode) => void;
  /** As the button of a view asks for it: out of the view that is shown, to the graph. */
  readonly press: (mode: Mode) => void;
  readonly focusView: () => void;
  readonly filter: (filter: Filter) => void;
  readonly clearFilters: () => void;
  readonly showFilters: () => void;
  readonly toggleFilters: () => void;
  readonly toggleLegend: () => void;
  readonly toggleInPlan: (id: string) => void;
  readonly toggleInList: (id: string) => void;
  readonly sort: (sorting: Sorting | undefined) => void;
  /** Undefined: everything again. */
  readonly trace: (id: string | undefined) => void;
  readonly traceSelected: () => void;
  readonly back: () => void;
  readonly choose: (offer: Offer) => void;
  readonly act: (action: StatusAction) => void;
  readonly retry: () => void;
  /** What is drawn in the graph, or where, has changed by the reader's hand. */
  readonly graphChanged: (what: 'cards' | 'places') => void;
  /** A key that a view has no use for; true when it was understood. */
  readonly key: (key: string) => boolean;
}

/** Puts the page together; what is asked of its parts is asked of `does`. */
export function pageParts(root: HTMLElement, strings: PageStrings, choices: GraphChoices, does: PageActions): PageParts {
  const filters = new FilterBar(strings, { onFilter: does.filter });
  const toolbar = new Toolbar(strings, filters.clusters, {
    onSearch: does.search,
    onMatch: (step) => does.step('matches', step),
    onLeave: does.focusView,
    onProblem: () => does.step('problems', 1),
    onMode: does.press,
    onFold: () => graph.foldAll(),
    onZoom: (factor) => graph.zoomBy(factor),
    onFit: () => graph.fit(),
    onTidy: () => graph.tidy(),
    onExport: () => does.post({ type: 'export' }),
    onLegend: does.toggleLegend,
    onFilters: does.toggleFilters,
  });
  const trace = new TraceBanner(strings, () => does.trace(undefined));
  const open = (id: string) => does.reveal(id, true);
  const onKey = ({ key }: KeyboardEvent) => does.key(key);
  const plan = new AddressPlanView(strings, { onSelect: does.select, onOpen: open, onToggle: does.toggleInPlan, onKey });
  const list = new ListView(strings, {
    onSelect: (id) => {
      does.select(id);
      list.focus();
    },
    onPress: (id) => {
      does.pick(id, false);
      list.focus();
    },
    onOpen: open,
    onExpand: (id) => {
      does.toggleInList(id);
      list.focus();
    },
    onSort: does.sort,
    onKey,
  });
  const details = new DetailPane(strings, {
    onClose: () => {
      does.select(undefined);
      does.focusView();
    },
    onOpen: open,
    onSelect: does.goTo,
    onToggle: (id) => graph.toggle(id),
    onTrace: does.trace,
    onChoose: does.choose,
    onStart: does.start,
    onReach: does.reach,
    onHappen: does.happen,
  });
  const hint = new ModeBanner('of-hint', strings.details);
  const future = new ModeBanner('of-future', strings.whatIf.heading);
  const comparison = new ModeBanner('of-comparison', strings.comparison.label);
  const way = new ModeBanner('of-way', strings.way.label);
  const reach = new ModeBanner('of-reach', strings.reach.label);
  const status = new StatusView(strings, { onAct: does.act, onRetry: does.retry, onClearFilters: does.clearFilters });
  const legend = place('div', 'legend', { role: 'region', 'aria-label': strings.legend, tabindex: '0' });
  const canvas = place('div', 'graph');
  assemble(root, strings, {
    header: [
      toolbar.element,
      filters.element,
      trace.element,
      future.element,
      hint.element,
      comparison.element,
      way.element,
      reach.element,
      status.banner,
    ],
    stage: [canvas, plan.element, list.element, legend, status.overlay],
    details: details.element,
    foot: [status.footer, status.announcer],
  });
  const graph = new GraphPane(canvas, strings, choices, {
    onSelect: (id) => does.pick(id, true),
    traceFrom: does.traceFrom,
    onChange: does.graphChanged,
    goTo: does.goTo,
    reveal: open,
    clear: does.back,
    trace: does.traceSelected,
    filters: does.showFilters,
    show: does.show,
    search: () => toolbar.focusSearch(),
    other: does.key,
  });
  return { toolbar, filters, trace, hint, future, comparison, way, reach, graph, plan, list, details, status, legend };
}
