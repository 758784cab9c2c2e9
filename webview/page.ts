import { protocolVersion, type Description, type FromPage, type GraphStatus, type PageStrings, type PinnedPlace, type ToPage } from '../src/topology/protocol.ts';
import { AddressPlanView } from './addressPlanView.ts';
import { AnswerWatch } from './answerWatch.ts';
import { chainOf } from './chain.ts';
import { DetailPane } from './details.ts';
import { Drawing, symmetricDifference } from './drawing.ts';
import { countOf, isFiltering, narrow, noFilter } from './filter.ts';
import { FilterBar } from './filterBar.ts';
import { onGraphKey } from './graphKeys.ts';
import { quietAbove } from './graphStyle.ts';
import { GraphView, type Camera } from './graphView.ts';
import type { Host } from './host.ts';
import { legend } from './legend.ts';
import { ListView } from './listView.ts';
import { isShutByDefault } from './rows.ts';
import { planLegend } from './planLegend.ts';
import { applyPlan, type Plan } from './planStore.ts';
import { findElements, findProblems } from './search.ts';
import type { Pins } from '../src/topology/placement/moving.ts';
import { captured, rasterize } from './sharing.ts';
import { StatusView } from './status.ts';
import { ancestorsOf, applyPatch, emptyPicture, pictureOf, type Picture } from '../src/topology/placement/picture.ts';
import { format, spokenText, textElement } from './text.ts';
import { Toolbar } from './toolbar.ts';
import { TraceBanner } from './traceBanner.ts';
import { parseState, serializeState, type Mode, type ViewState } from './viewState.ts';
import { podEdgesIn } from '../src/topology/placement/visible.ts';

/** The page: holds the picture that it was sent and the reader's view state, and draws both anew whenever one changes. */
export class Page {
  readonly #host: Host;
  readonly #strings: PageStrings;
  readonly #toolbar: Toolbar;
  readonly #graph: GraphView;
  readonly #list: ListView;
  readonly #planView: AddressPlanView;
  readonly #details: DetailPane;
  readonly #status: StatusView;
  readonly #legend = textElement('div', 'legend', '');
  readonly #graphPane = textElement('div', 'graph', '');
  readonly #drawing: Drawing;
  readonly #filters: FilterBar;
  readonly #trace: TraceBanner;
  readonly #answers: AnswerWatch;

  #state: ViewState;
  /** All that was sent; what is drawn may be a part of it. */
  #whole: Picture = emptyPicture;
  /** The reader's camera over the whole picture, while a part of it is drawn. */
  #wholeCamera: Camera | undefined;
  #graphStatus: GraphStatus;
  #silent = false;
  #highlighted: readonly string[] = [];
  /** Absent until it has been asked for and has come. */
  #plan: Plan | undefined;
  #description: { readonly id: string; readonly description: Description | undefined } | undefined;
  #matches: readonly string[] = [];
  /** Matches that are not in the part that is drawn. */
  #hiddenMatches = 0;
  #problems: readonly string[] = [];

  constructor(root: HTMLElement, strings: PageStrings, host: Host) {
    this.#host = host;
    this.#strings = strings;
    this.#graphStatus = { state: 'loading', text: strings.waiting };
    this.#state = parseState(host.savedState());
    this.#drawing = new Drawing(this.#state, this.#state.placement, () => this.#graph.size);
    this.#toolbar = new Toolbar(strings, {
      onSearch: (query) => this.#search(query),
      onMatch: (step) => this.#step(this.#matches, step),
      onProblem: () => this.#step(this.#problems, 1),
      onMode: (mode) => this.#show(mode === this.#state.mode ? 'graph' : mode),
      onFold: () => this.#redraw(this.#state.selected, () => this.#drawing.foldAll()),
      onZoom: (factor) => this.#graph.zoomBy(factor),
      onFit: () => this.#fit(),
      onTidy: () => {
        this.#drawing.tidy();
        this.#fit();
      },
      onExport: () => this.#host.post({ type: 'export' }),
      onLegend: () => this.#update({ legend: !this.#state.legend }),
      onFilters: () => this.#showFilters(!this.#state.filterBar),
    });
    this.#list = new ListView(strings, {
      onSelect: (id) => this.#select(id),
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
      onKey: ({ key }) => this.#onListKey(key),
    });
    this.#planView = new AddressPlanView(strings, {
      onSelect: (id) => this.#select(id),
      onOpen: (id) => this.#reveal(id, true),
      onToggle: (id) => this.#update({ planOpen: symmetricDifference(this.#state.planOpen, [id]) }),
    });
    this.#details = new DetailPane(strings, {
      onClose: () => {
        this.#select(undefined);
        if (this.#state.mode === 'graph') this.#graphPane.focus();
        else if (this.#state.mode === 'plan') this.#planView.focus();
        else this.#list.focus();
      },
      onOpen: (id) => this.#reveal(id, true),
      onSelect: (id) => this.#goTo(id),
      onToggle: (id) => this.#toggle(id),
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
    this.#filters = new FilterBar(strings, { onFilter: (filter) => this.#narrow({ filter }) });
    this.#trace = new TraceBanner(strings, () => this.#traceChain(undefined));
    this.#answers = new AnswerWatch(() => this.#hearNothing(true), () => this.#hearNothing(false));
    this.#answers.asked();
    this.#assemble(root);

    // cytoscape measures its container, so that comes last.
    this.#graph = new GraphView(this.#graphPane, strings, {
      onSelect: (id) => {
        this.#select(id);
        if (id !== undefined) this.#reveal(id, false);
      },
      onToggle: (id) => this.#toggle(id),
      onMove: (id, x, y) => this.#move(id, x, y),
      onResize: () => this.#resized(),
      onCamera: (camera) => this.#keepCamera(camera),
    });
    if (this.#state.camera !== undefined) this.#graph.restoreCamera(this.#state.camera);
    this.#listenToKeys();
    this.#showStatus();
    this.#draw();
  }

  receive(message: ToPage): void {
    this.#answers.heard();
    switch (message.type) {
      case 'graph':
        this.#plan = message.plan === undefined ? undefined : applyPlan(undefined, message.plan);
        // An extension that has just come knows nothing of what the page shows.
        if (this.#plan === undefined && this.#state.mode === 'plan') this.#host.post({ type: 'watchPlan' });
        this.#take(pictureOf(message.graph, message.version), message.status, true);
        break;
      case 'patch': {
        const picture = this.#whole;
        if (message.base === picture.version) {
          if (message.plan !== undefined) this.#plan = applyPlan(this.#plan, message.plan);
          this.#take(applyPatch(picture, message.patch, message.version), message.status, false);
        } else {
          this.#host.post({ type: 'log', text: `The page shows version ${picture.version}, a patch of ${message.base} does not fit.` });
          this.#ask({ type: 'ready', protocol: protocolVersion });
        }
        break;
      }
      case 'positions':
        this.#takePins(message.pins);
        break;
      case 'capture':
        this.#host.post(captured(message.request, this.#drawing));
        break;
      case 'rasterize':
        void rasterize(message).then((answer) => this.#host.post(answer));
        break;
      case 'highlight':
        this.#highlighted = message.ids;
        this.#drawMarks();
        break;
      case 'description':
        if (message.id !== this.#state.selected) return;
        this.#description = message;
        this.#drawDetails();
        break;
    }
  }

  save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    // Before the workspace has been read, what was saved is better than what is here.
    if (this.#graphStatus.state === 'loading') return;
    this.#host.saveState(serializeState({ ...this.#state, ...this.#drawing.choices, placement: this.#drawing.lastingPlacement }));
    const { pins } = this.#drawing.choices;
    if (pins === this.#knownPins) return;
    this.#knownPins = pins;
    this.#host.post({ type: 'positions', pins: [...pins].map(([id, { x, y }]) => [id, x, y] as const) });
  }

  /** As the extension has them. */
  #knownPins: Pins = new Map();

  #takePins(places: readonly PinnedPlace[]): void {
    // What was dragged a moment ago is newer.
    if (this.#saving !== undefined && this.#drawing.choices.pins !== this.#knownPins) return;
    this.#drawing.pin(new Map(places.map(([id, x, y]) => [id, { x, y }])));
    this.#knownPins = this.#drawing.choices.pins;
    this.#draw();
  }

  #saving: ReturnType<typeof setTimeout> | undefined;

  #saveSoon(): void {
    this.#saving ??= setTimeout(() => this.save(), 250);
  }

  #assemble(root: HTMLElement): void {
    const { title, keyboardHelp, legend: legendTitle, table } = this.#strings;
    this.#graphPane.tabIndex = 0;
    this.#graphPane.setAttribute('role', 'listbox');
    this.#graphPane.setAttribute('aria-label', title);
    this.#graphPane.setAttribute('aria-describedby', 'keyboard-help');
    this.#legend.setAttribute('role', 'region');
    this.#legend.setAttribute('aria-label', legendTitle);
    this.#legend.tabIndex = 0;
    const help = textElement('div', 'spoken', keyboardHelp);
    help.id = 'keyboard-help';
    const listHelp = textElement('div', 'spoken', table.keyboardHelp);
    listHelp.id = 'list-help';
    const stage = textElement('main', 'stage', '');
    stage.append(this.#graphPane, this.#planView.element, this.#list.element, this.#legend, this.#status.overlay, help, listHelp);
    const middle = textElement('div', 'middle', '');
    middle.append(stage, this.#details.element);
    const header = textElement('header', '', '');
    this.#toolbar.element.prepend(this.#filters.clusters);
    header.append(textElement('h1', 'spoken', title), this.#toolbar.element, this.#filters.element, this.#trace.element, this.#status.banner);
    root.replaceChildren(header, middle, this.#status.footer, this.#status.announcer);
  }

  #listenToKeys(): void {
    this.#graphPane.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#graphPane) return;
      const understood = onGraphKey(event, this.#drawing, this.#state.selected, {
        goTo: (id) => this.#goTo(id),
        reveal: (id) => this.#reveal(id, true),
        toggle: (id) => this.#toggle(id),
        clear: () => this.#back(),
        trace: () => this.#traceChain(this.#state.traced === undefined ? this.#state.selected : undefined),
        filters: () => this.#showFilters(true),
        zoomBy: (factor) => this.#graph.zoomBy(factor),
        panBy: (dx, dy) => this.#graph.panBy(dx, dy),
        fit: () => this.#fit(),
        search: () => this.#toolbar.focusSearch(),
      });
      if (understood) event.preventDefault();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#toolbar.focusSearch();
    });
  }

  #take(picture: Picture, status: GraphStatus, whole: boolean): void {
    // While the workspace is being read, and over a picture that was empty, there is nothing to keep in place.
    const settled = this.#graphStatus.state !== 'loading' && this.#whole.elements.size > 0;
    this.#graphStatus = status;
    this.#whole = picture;
    const { selected, traced } = this.#state;
    if (traced !== undefined && !picture.elements.has(traced) && status.state !== 'loading') this.#state = { ...this.#state, traced: undefined };
    const part = narrow(picture, this.#state.filter, this.#state.traced);
    this.#drawing.take(part, { settled, whole, part: part !== picture });
    if (selected !== undefined && !picture.elements.has(selected) && status.state !== 'loading') this.#state = { ...this.#state, selected: undefined };
    this.#find();
    this.#askForDescription();
    this.#showStatus();
    if (settled) this.#status.announce(format(this.#strings.graphChanged, picture.elements.size, this.#problems.length));
    this.#draw();
    if (!settled && !this.#graph.cameraIsReaders) this.#graph.fit();
    this.#saveSoon();
    this.#host.post({ type: 'shown', version: picture.version });
  }

  #show(mode: Mode): void {
    if (mode === 'plan' && this.#plan === undefined) this.#host.post({ type: 'watchPlan' });
    this.#update({ mode });
    const { selected } = this.#state;
    if (mode === 'plan' && selected !== undefined) this.#planView.bringIntoSight(selected);
  }

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
    this.#saveSoon();
  }

  #draw(): void {
    const { mode, legend: withLegend } = this.#state;
    const { picture, visible, placement } = this.#drawing;
    const part = picture !== this.#whole;
    this.#filters.element.hidden = !this.#state.filterBar;
    this.#filters.show(this.#whole, this.#state.filter, countOf(picture), countOf(this.#whole));
    this.#trace.show(this.#nameOf(this.#state.traced));
    this.#graphPane.hidden = mode !== 'graph' || picture.elements.size === 0;
    this.#list.element.hidden = mode !== 'list' || picture.elements.size === 0;
    this.#planView.element.hidden = mode !== 'plan' || picture.elements.size === 0;
    this.#graph.show(visible, placement);
    this.#drawMarks();
    this.#drawDetails();
    this.#drawToolbar();
    this.#legend.hidden = !withLegend;
    this.#legend.replaceChildren(...(withLegend ? (mode === 'plan' ? planLegend(this.#strings) : legend(picture, this.#strings)) : []));

    const drawn = [...visible.shown.values()];
    const cards = drawn.some(({ role, group }) => role === 'card' && group) ? drawn.filter(({ role }) => role === 'card').length : undefined;
    this.#status.count(cards, countOf(picture), mode === 'graph' && podEdgesIn(visible) > quietAbove);
    if (part) this.#status.countPart(countOf(picture), countOf(this.#whole));
  }

  #drawToolbar(): void {
    const { mode, query, selected, legend: withLegend } = this.#state;
    this.#toolbar.show({
      mode, query, matches: this.#matches.length, match: selected === undefined ? 0 : this.#matches.indexOf(selected) + 1, problems: this.#problems.length,
      fold: !hasWorkloads(this.#drawing.picture) ? undefined : this.#drawing.folds.level > 0 ? 'unfold' : 'fold', legend: withLegend,
      hidden: this.#hiddenMatches, filters: this.#state.filterBar, filtering: isFiltering(this.#state.filter),
    });
  }

  #drawMarks(): void {
    const { selected, mode, listOpen, sorting } = this.#state;
    const { picture, visible } = this.#drawing;
    const drawn = this.#drawing.standIn(selected);
    this.#graph.mark({
      selected: drawn,
      chain: drawn === undefined ? new Set() : chainOf(visible, drawn),
      highlighted: new Set(this.#highlighted.flatMap((id) => this.#marksFor(id))),
    });
    if (mode === 'list') this.#list.show(picture, { toggled: listOpen, sorting, selected, highlighted: new Set(this.#highlighted) });
    if (mode === 'plan') this.#planView.show(picture, this.#plan, { open: new Set(this.#state.planOpen), selected, highlighted: new Set(this.#highlighted) });
  }

  /** What is marked for an element that the editor names; an open workload is marked by its pods, which the editor names as well. */
  #marksFor(id: string): readonly string[] {
    const { picture, visible } = this.#drawing;
    const drawn = this.#drawing.standIn(id);
    const open = picture.elements.get(id)?.kind === 'workload' && !visible.shown.has(id);
    return drawn === undefined || (open && visible.shown.get(drawn)?.role === 'frame') ? [] : [drawn];
  }

  #drawDetails(): void {
    const { selected } = this.#state;
    const { folds } = this.#drawing;
    if (selected === undefined) this.#details.hide();
    else this.#details.show(this.#whole, folds, selected, this.#description?.id === selected ? this.#description.description : undefined, this.#state.traced === selected);
  }

  #select(id: string | undefined): void {
    if (id === this.#state.selected) return;
    this.#update({ selected: id });
    this.#askForDescription();
    if (id === undefined) return;
    const drawn = this.#drawing.standIn(id);
    if (this.#state.mode === 'list') {
      this.#list.focus();
      this.#list.bringIntoSight(id);
    } else if (this.#state.mode === 'graph' && drawn !== undefined && this.#graph.cameraIsReaders) {
      // The detail pane may have come over it.
      this.#graph.bringIntoSight(drawn, { readable: false });
    }
  }

  #askForDescription(): void {
    const { selected } = this.#state;
    if (selected !== undefined && this.#whole.elements.has(selected)) this.#ask({ type: 'describe', id: selected });
  }

  /** Selects an element and brings it into sight, out of folded groups if need be. */
  #goTo(id: string): void {
    if (!this.#whole.elements.has(id)) return;
    this.#lift(id);
    const { picture } = this.#drawing;
    if (this.#state.mode === 'list') {
      const shut = ancestorsOf(picture, id).filter((ancestor) => isShutByDefault(picture.elements.get(ancestor)) !== this.#state.listOpen.includes(ancestor));
      this.#state = { ...this.#state, listOpen: symmetricDifference(this.#state.listOpen, shut) };
    }
    this.#drawing.uncover(id);
    this.#select(id);
    this.#draw();
    const drawn = this.#drawing.standIn(id);
    const shown = drawn === undefined ? undefined : this.#drawing.visible.shown.get(drawn);
    if (this.#state.mode === 'list') this.#list.bringIntoSight(id);
    else if (this.#state.mode === 'plan') this.#planView.bringIntoSight(id);
    else if (drawn !== undefined) this.#graph.bringIntoSight(drawn, { readable: true });
    if (shown !== undefined) this.#status.announce(format(this.#strings.selected, spokenText(shown, this.#strings)));
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
    this.#saveSoon();
  }

  #reveal(id: string, focus: boolean): void {
    if (this.#whole.elements.get(id)?.hasSource === true) this.#host.post({ type: 'reveal', id, focus });
  }

  /** What the query finds in the part that is drawn, and how much of it lies elsewhere. */
  #find(): void {
    const { picture } = this.#drawing;
    this.#matches = findElements(picture, this.#state.query);
    this.#hiddenMatches = picture === this.#whole ? 0 : findElements(this.#whole, this.#state.query).length - this.#matches.length;
    this.#problems = findProblems(picture);
  }

  /** Shows another part of the picture, or all of it. The reader's camera comes back with the whole. */
  #narrow(change: Partial<Pick<ViewState, 'filter' | 'traced'>>): void {
    const before = this.#drawing.picture;
    this.#state = { ...this.#state, ...change };
    const part = narrow(this.#whole, this.#state.filter, this.#state.traced);
    if (part !== before) {
      if (before === this.#whole) this.#wholeCamera = this.#graph.cameraIsReaders ? this.#graph.camera : undefined;
      this.#drawing.restrict(part, part !== this.#whole);
      this.#find();
      this.#showStatus();
    }
    this.#draw();
    if (part !== before) {
      if (part === this.#whole && this.#wholeCamera !== undefined) this.#graph.restoreCamera(this.#wholeCamera);
      else this.#fit();
      this.#status.announce(part === this.#whole ? this.#strings.find.untraced : format(this.#strings.find.showing, countOf(part), countOf(this.#whole)));
    }
    this.#saveSoon();
  }

  /** Takes away what hides an element. */
  #lift(id: string): void {
    if (this.#drawing.picture.elements.has(id)) return;
    if (this.#state.traced !== undefined) this.#narrow({ traced: undefined });
    if (this.#drawing.picture.elements.has(id)) return;
    this.#narrow({ filter: noFilter });
    this.#status.announce(format(this.#strings.find.lifted, this.#nameOf(id) ?? ''));
  }

  /** Of an element, that of the whole: `service web`. */
  #nameOf(id: string | undefined): string | undefined {
    const element = id === undefined ? undefined : this.#whole.elements.get(id);
    return element === undefined ? undefined : `${this.#strings.kinds[element.kind]} ${element.label}`;
  }

  /** Undefined: everything again. */
  #traceChain(id: string | undefined): void {
    this.#narrow({ traced: id });
    if (this.#state.mode === 'graph') this.#graphPane.focus();
    else this.#list.focus();
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

  #onListKey(key: string): boolean {
    switch (key) {
      case 'Escape': this.#back(); return true;
      case 't': this.#traceChain(this.#state.traced === undefined ? this.#state.selected : undefined); return true;
      case 'f': this.#showFilters(true); return true;
      case '/': this.#toolbar.focusSearch(); return true;
      default: return false;
    }
  }

  #ask(question: Extract<FromPage, { type: 'ready' | 'describe' }>): void {
    this.#host.post(question);
    this.#answers.asked();
  }

  #hearNothing(silent: boolean): void {
    this.#silent = silent;
    this.#showStatus();
  }

  #showStatus(): void {
    const nothing = this.#whole.elements.size === 0 ? 'picture' : this.#drawing.picture.elements.size === 0 ? 'part' : undefined;
    this.#status.show(this.#graphStatus, nothing, this.#silent);
  }

  #toggle(id: string): void {
    this.#redraw(id, () => this.#drawing.toggle(id));
  }

  /** Draws after a change that the reader asked for and that moves things; the given element stays under the reader's eye. */
  #redraw(anchor: string | undefined, change: () => void): void {
    const before = this.#drawing.rectOf(anchor);
    change();
    this.#graph.keepInPlace(before, this.#drawing.rectOf(anchor));
    this.#draw();
    if (!this.#graph.cameraIsReaders) this.#graph.fit();
    this.#saveSoon();
  }

  #fit(): void {
    this.#update({ camera: undefined });
    this.#graph.fitFromNowOn();
  }

  /** Until the reader has moved the camera or an element, the picture takes the shape of its window. */
  #resized(): void {
    if (this.#graph.cameraIsReaders || this.#drawing.picture.elements.size === 0) return;
    if (this.#drawing.reshape()) this.#draw();
    this.#graph.fit();
  }

  #move(id: string, x: number, y: number): void {
    this.#drawing.move(id, x, y);
    this.#graph.show(this.#drawing.visible, this.#drawing.placement);
    this.#saveSoon();
  }

  #keepCamera(camera: Camera): void {
    if (!this.#graph.cameraIsReaders) return;
    this.#state = { ...this.#state, camera };
    this.#saveSoon();
  }
}

/** Whether there are pods that can be drawn as one; asked at each change, and the same as long as nothing comes or goes. */
function hasWorkloads({ elements, children }: Picture): boolean {
  let known = workloads.get(children);
  if (known === undefined) workloads.set(children, (known = holdWorkloads({ elements, children })));
  return known;
}

const workloads = new WeakMap<Picture['children'], boolean>();

function holdWorkloads({ elements, children }: Pick<Picture, 'elements' | 'children'>): boolean {
  for (const [id, { length }] of children) if (length > 1 && id !== undefined && elements.get(id)?.kind === 'workload') return true;
  return false;
}
