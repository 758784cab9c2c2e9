import { nothing, render } from 'lit-html';
import { protocolVersion, type FromPage, type PageStrings, type ToPage } from '../src/topology/protocol.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import { AddressPlanView } from './plan/addressPlanView.ts';
import { AnswerWatch } from './state/answerWatch.ts';
import { DetailPane } from './details/detailPane.ts';
import { countOf, isFiltering, narrow } from './find/filter.ts';
import { FilterBar } from './find/filterBar.ts';
import { GraphPane } from './graph/graphPane.ts';
import type { Host } from './state/host.ts';
import { legend } from './graph/legend.ts';
import { ListView } from './list/listView.ts';
import { assemble } from './frame/pageFrame.ts';
import { planLegend } from './plan/planLegend.ts';
import { shutAround } from './list/rows.ts';
import { foundIn, type Found } from './find/search.ts';
import { rasterize } from './graph/sharing.ts';
import { StatusView } from './frame/status.ts';
import { applied, emptyStore, type Store } from './state/store.ts';
import { place } from './shared/place.ts';
import { format, spokenText } from './shared/text.ts';
import { Toolbar } from './frame/toolbar.ts';
import { TraceBanner } from './find/traceBanner.ts';
import type { View } from './shared/view.ts';
import { ViewKeeper } from './state/viewKeeper.ts';
import { modeOf, noFilter, parseState, symmetricDifference, type Mode, type ViewState } from './state/viewState.ts';

/** The page: holds what the extension has told and the reader's view state, and draws its parts anew whenever one of the two changes. */
export class Page {
  readonly #host: Host;
  readonly #strings: PageStrings;
  readonly #toolbar: Toolbar;
  readonly #filters: FilterBar;
  readonly #trace: TraceBanner;
  readonly #graph: GraphPane;
  readonly #plan: AddressPlanView;
  readonly #list: ListView;
  readonly #details: DetailPane;
  readonly #status: StatusView;
  readonly #legend: HTMLElement;
  readonly #answers: AnswerWatch;
  readonly #keeper: ViewKeeper;

  #store: Store;
  /** Of what the graph itself decides, as it was at the start. */
  #state: ViewState;
  #found: Found = { matches: [], hidden: 0, problems: [] };
  /** The extension has not answered for a while. */
  #silent = false;

  constructor(root: HTMLElement, strings: PageStrings, host: Host) {
    this.#host = host;
    this.#strings = strings;
    this.#store = emptyStore(strings.waiting);
    this.#state = parseState(host.savedState());
    // Before the workspace has been read, what was saved is better than what is here.
    this.#keeper = new ViewKeeper(host, () =>
      this.#store.status.state === 'loading' ? undefined : { ...this.#state, ...this.#graph.choices },
    );
    this.#filters = new FilterBar(strings, { onFilter: (filter) => this.#narrow({ filter }) });
    this.#toolbar = new Toolbar(strings, this.#filters.clusters, {
      onSearch: (query) => this.#search(query),
      onMatch: (step) => this.#step(this.#found.matches, step),
      onLeave: () => this.#view.focus(),
      onProblem: () => this.#step(this.#found.problems, 1),
      onMode: (mode) => this.#show(mode === this.#state.mode ? 'graph' : mode),
      onFold: () => this.#graph.foldAll(),
      onZoom: (factor) => this.#graph.zoomBy(factor),
      onFit: () => this.#graph.fit(),
      onTidy: () => this.#graph.tidy(),
      onExport: () => this.#host.post({ type: 'export' }),
      onLegend: () => this.#update({ legend: !this.#state.legend }),
      onFilters: () => this.#showFilters(!this.#state.filterBar),
    });
    this.#trace = new TraceBanner(strings, () => this.#traceChain(undefined));
    this.#plan = new AddressPlanView(strings, {
      onSelect: (id) => this.#select(id),
      onOpen: (id) => this.#reveal(id, true),
      onToggle: (id) => this.#update({ planOpen: symmetricDifference(this.#state.planOpen, [id]) }),
      onKey: ({ key }) => this.#onViewKey(key),
    });
    this.#list = new ListView(strings, {
      onSelect: (id) => {
        this.#select(id);
        this.#list.focus();
      },
      onOpen: (id) => this.#reveal(id, true),
      onExpand: (id) => {
        this.#update({ listOpen: symmetricDifference(this.#state.listOpen, [id]) });
        this.#list.focus();
      },
      onSort: (sorting) => {
        this.#update({ sorting });
        this.#status.announce(this.#list.sortingText(sorting));
        if (this.#state.selected !== undefined) this.#list.bringIntoSight(this.#state.selected);
      },
      onKey: ({ key }) => this.#onViewKey(key),
    });
    this.#details = new DetailPane(strings, {
      onClose: () => {
        this.#select(undefined);
        this.#view.focus();
      },
      onOpen: (id) => this.#reveal(id, true),
      onSelect: (id) => this.#goTo(id),
      onToggle: (id) => this.#graph.toggle(id),
      onTrace: (id) => this.#traceChain(id),
      onChoose: ({ number, text }) => {
        this.#host.post({ type: 'choose', number });
        this.#status.announce(text);
      },
    });
    this.#status = new StatusView(strings, {
      onAct: (action) => this.#host.post({ type: 'act', action }),
      onRetry: () => this.#ask({ type: 'ready', protocol: protocolVersion }),
      onClearFilters: () => this.#narrow({ filter: { ...noFilter, cluster: this.#state.filter.cluster } }),
    });
    this.#legend = place('div', 'legend', { role: 'region', 'aria-label': strings.legend, tabindex: '0' });
    const graph = place('div', 'graph');
    assemble(root, strings, {
      header: [this.#toolbar.element, this.#filters.element, this.#trace.element, this.#status.banner],
      stage: [graph, this.#plan.element, this.#list.element, this.#legend, this.#status.overlay],
      details: this.#details.element,
      foot: [this.#status.footer, this.#status.announcer],
    });
    this.#graph = new GraphPane(graph, strings, this.#state, {
      onSelect: (id) => {
        this.#select(id);
        if (id !== undefined) this.#reveal(id, false);
      },
      onChange: (what) => {
        if (what === 'cards') this.#draw();
        this.#keeper.soon();
      },
      goTo: (id) => this.#goTo(id),
      reveal: (id) => this.#reveal(id, true),
      clear: () => this.#back(),
      trace: () => this.#traceSelected(),
      filters: () => this.#showFilters(true),
      show: (mode) => this.#show(mode),
      search: () => this.#toolbar.focusSearch(),
    });
    this.#answers = new AnswerWatch((silent) => {
      this.#silent = silent;
      this.#showStatus();
    });
    this.#answers.asked();
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#toolbar.focusSearch();
    });
    this.#showStatus();
    this.#draw();
  }

  receive(message: ToPage): void {
    this.#answers.heard();
    switch (message.type) {
      case 'graph':
      case 'patch':
      case 'highlight':
      case 'description':
        this.#learn(message);
        break;
      case 'positions':
        if (!this.#keeper.accepts(this.#graph.choices.pins)) return;
        this.#graph.pin(message.pins);
        this.#keeper.know(this.#graph.choices.pins);
        this.#draw();
        break;
      case 'capture':
        this.#host.post(this.#graph.captured(message.request));
        break;
      case 'rasterize':
        void rasterize(message).then((answer) => this.#host.post(answer));
        break;
    }
  }

  save(): void {
    this.#keeper.now();
  }

  /** That which is shown. */
  get #view(): View {
    return { graph: this.#graph, plan: this.#plan, list: this.#list }[this.#state.mode];
  }

  #learn(message: Parameters<typeof applied>[1]): void {
    const before = this.#store;
    const next = applied(before, message);
    if (next === undefined) {
      this.#host.post({ type: 'log', text: `A patch does not fit version ${before.picture.version}, which the page shows.` });
      this.#ask({ type: 'ready', protocol: protocolVersion });
      return;
    }
    this.#store = next;
    if (message.type === 'highlight') this.#drawMarks();
    else if (message.type === 'description') this.#drawDetails();
    else this.#takePicture(before, message.type === 'graph');
  }

  #takePicture(before: Store, whole: boolean): void {
    const { picture, status, plan } = this.#store;
    // While the workspace is being read, and over a picture that was empty, there is nothing to keep in place.
    const settled = before.status.state !== 'loading' && before.picture.elements.size > 0;
    // An extension that has just come knows nothing of what the page shows.
    if (whole && plan === undefined && this.#state.mode === 'plan') this.#host.post({ type: 'watchPlan' });
    if (status.state !== 'loading') this.#forget(picture);
    const part = this.#part();
    this.#graph.take(part, { settled, whole, part: part !== picture });
    this.#find();
    this.#askForDescription();
    this.#showStatus();
    if (settled) this.#status.announce(format(this.#strings.graphChanged, picture.elements.size, this.#found.problems.length));
    this.#draw();
    if (!settled) this.#graph.fitUnlessMoved();
    this.#keeper.soon();
    this.#host.post({ type: 'shown', version: picture.version });
  }

  /** What is no longer there can be neither selected nor traced. */
  #forget({ elements }: Picture): void {
    const present = (id: string | undefined) => (id !== undefined && elements.has(id) ? id : undefined);
    this.#state = { ...this.#state, selected: present(this.#state.selected), traced: present(this.#state.traced) };
  }

  #part(): Picture {
    return narrow(this.#store.picture, this.#state.filter, this.#state.traced);
  }

  #show(mode: Mode): void {
    if (mode === 'plan' && this.#store.plan === undefined) this.#host.post({ type: 'watchPlan' });
    const left = this.#view.element.contains(document.activeElement);
    this.#update({ mode });
    const { selected } = this.#state;
    if (selected !== undefined && this.#graph.picture.elements.has(selected)) this.#bringIntoSight(selected, false);
    if (left) this.#view.focus();
  }

  /** In the view that is shown, out of folded groups if need be. */
  #bringIntoSight(id: string, closely: boolean): void {
    const { mode, listOpen } = this.#state;
    if (mode === 'list')
      this.#state = { ...this.#state, listOpen: symmetricDifference(listOpen, shutAround(this.#graph.picture, listOpen, id)) };
    this.#graph.uncover(id);
    this.#draw();
    this.#view.bringIntoSight(id, closely);
  }

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
    this.#keeper.soon();
  }

  #draw(): void {
    const { mode, legend: withLegend, filterBar, filter, traced } = this.#state;
    const whole = this.#store.picture;
    const { picture } = this.#graph;
    const all = countOf(whole);
    const shown = countOf(picture);
    this.#filters.element.hidden = !filterBar;
    this.#filters.show(whole, filter, shown, all);
    this.#trace.show(this.#nameOf(traced));
    for (const [name, { element }] of Object.entries({ graph: this.#graph, plan: this.#plan, list: this.#list }))
      element.hidden = mode !== name || picture.elements.size === 0;
    this.#details.element.dataset['mode'] = mode;
    this.#drawMarks();
    this.#drawDetails();
    this.#drawToolbar();
    this.#legend.hidden = !withLegend;
    render(withLegend ? (mode === 'plan' ? planLegend(this.#strings) : legend(picture, this.#strings)) : nothing, this.#legend);
    if (picture === whole)
      this.#status.count(mode === 'graph' ? this.#graph.cards : undefined, shown, mode === 'graph' && this.#graph.isQuiet);
    else this.#status.countPart(shown, all);
  }

  #drawToolbar(): void {
    const { mode, query, selected, legend: withLegend, filterBar, filter } = this.#state;
    const { matches, hidden, problems } = this.#found;
    this.#toolbar.show({
      mode,
      query,
      matches: matches.length,
      match: selected === undefined ? 0 : matches.indexOf(selected) + 1,
      hidden,
      problems: problems.length,
      fold: this.#graph.nextFold,
      legend: withLegend,
      filters: filterBar,
      filtering: isFiltering(filter),
    });
  }

  #drawMarks(): void {
    const { selected, mode, listOpen, planOpen, sorting } = this.#state;
    const { highlighted, plan } = this.#store;
    const { picture } = this.#graph;
    this.#graph.show({ selected, highlighted });
    if (mode === 'list') this.#list.show(picture, { toggled: listOpen, sorting, selected, highlighted: new Set(highlighted) });
    if (mode === 'plan') this.#plan.show(picture, plan, { open: new Set(planOpen), selected, highlighted: new Set(highlighted) });
  }

  #drawDetails(): void {
    const { selected, traced } = this.#state;
    const { picture, described } = this.#store;
    if (selected === undefined) this.#details.hide();
    else
      this.#details.show(
        picture,
        this.#graph.folds,
        selected,
        described?.id === selected ? described.description : undefined,
        traced === selected,
      );
  }

  #showStatus(): void {
    const { picture, status } = this.#store;
    const nothing = picture.elements.size === 0 ? 'picture' : this.#graph.picture.elements.size === 0 ? 'part' : undefined;
    this.#status.show(status, nothing, this.#silent);
  }

  #select(id: string | undefined): void {
    if (id === this.#state.selected) return;
    this.#update({ selected: id });
    this.#askForDescription();
    // The detail pane may have come over it.
    if (id !== undefined && this.#state.mode !== 'plan') this.#view.bringIntoSight(id, false);
  }

  /** Selects an element and brings it into sight, out of folded groups and from behind filters if need be. */
  #goTo(id: string): void {
    if (!this.#store.picture.elements.has(id)) return;
    this.#lift(id);
    this.#select(id);
    this.#bringIntoSight(id, true);
    const drawn = this.#graph.drawnFor(id);
    if (drawn !== undefined) this.#status.announce(format(this.#strings.selected, spokenText(drawn, this.#strings)));
  }

  #step(ids: readonly string[], step: 1 | -1): void {
    if (ids.length === 0) return;
    const current = this.#state.selected === undefined ? -1 : ids.indexOf(this.#state.selected);
    const next = current < 0 ? (step > 0 ? 0 : ids.length - 1) : (current + step + ids.length) % ids.length;
    const id = ids[next];
    if (id !== undefined) this.#goTo(id);
  }

  #search(query: string): void {
    this.#state = { ...this.#state, query };
    this.#find();
    this.#drawToolbar();
    this.#keeper.soon();
  }

  #find(): void {
    this.#found = foundIn(this.#graph.picture, this.#store.picture, this.#state.query, this.#strings);
  }

  #reveal(id: string, focus: boolean): void {
    if (this.#store.picture.elements.get(id)?.hasSource === true) this.#host.post({ type: 'reveal', id, focus });
  }

  /** Shows another part of the picture, or all of it. */
  #narrow(change: Partial<Pick<ViewState, 'filter' | 'traced'>>): void {
    const before = this.#graph.picture;
    const whole = this.#store.picture;
    this.#state = { ...this.#state, ...change };
    const part = this.#part();
    if (part !== before) {
      this.#graph.restrict(part, part !== whole);
      this.#find();
      this.#showStatus();
      this.#status.announce(
        part === whole ? this.#strings.find.untraced : format(this.#strings.find.showing, countOf(part), countOf(whole)),
      );
    }
    this.#draw();
    this.#keeper.soon();
  }

  /** Takes away what hides an element. */
  #lift(id: string): void {
    const isHidden = () => !this.#graph.picture.elements.has(id);
    if (isHidden() && this.#state.traced !== undefined) this.#narrow({ traced: undefined });
    if (!isHidden()) return;
    this.#narrow({ filter: noFilter });
    this.#status.announce(format(this.#strings.find.lifted, this.#nameOf(id) ?? ''));
  }

  /** Undefined: everything again. */
  #traceChain(id: string | undefined): void {
    this.#narrow({ traced: id });
    this.#view.focus();
  }

  #traceSelected(): void {
    this.#traceChain(this.#state.traced === undefined ? this.#state.selected : undefined);
  }

  #showFilters(filterBar: boolean): void {
    this.#update({ filterBar });
    if (filterBar) this.#filters.focus();
  }

  /** Out of the chain first, then out of the selection. */
  #back(): void {
    if (this.#state.traced !== undefined) this.#traceChain(undefined);
    else this.#select(undefined);
  }

  #onViewKey(key: string): boolean {
    const mode = modeOf(key);
    if (mode !== undefined) this.#show(mode);
    if (mode !== undefined) return true;
    switch (key) {
      case 'Escape':
        this.#back();
        return true;
      case 't':
        this.#traceSelected();
        return true;
      case 'f':
        this.#showFilters(true);
        return true;
      case '/':
        this.#toolbar.focusSearch();
        return true;
      default:
        return false;
    }
  }

  /** Of an element, also of one that is not drawn: `service web`. */
  #nameOf(id: string | undefined): string | undefined {
    const element = id === undefined ? undefined : this.#store.picture.elements.get(id);
    return element === undefined ? undefined : `${this.#strings.kinds[element.kind]} ${element.label}`;
  }

  #askForDescription(): void {
    const { selected } = this.#state;
    if (selected !== undefined && this.#store.picture.elements.has(selected)) this.#ask({ type: 'describe', id: selected });
  }

  #ask(question: Extract<FromPage, { type: 'ready' | 'describe' }>): void {
    this.#host.post(question);
    this.#answers.asked();
  }
}
