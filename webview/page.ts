import { protocolVersion, type FromPage, type Mark, type Offer, type PageStrings, type ToPage } from '../src/topology/protocol.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import { clusterOf, clustersToShow, countOf, narrow } from './find/filter.ts';
import { wayAlone } from './find/focus.ts';
import { foundIn, type Found } from './find/search.ts';
import { rasterize } from './graph/sharing.ts';
import { shutAround } from './list/rows.ts';
import { Modes } from './modes.ts';
import { drawAll, drawDetails, drawMarks, drawStatus, drawToolbar, nameOfElement, type Now } from './pageDrawing.ts';
import { pageParts, type PageParts } from './pageParts.ts';
import { format, formatCount, spokenText } from './shared/text.ts';
import type { View } from './shared/view.ts';
import { AnswerWatch } from './state/answerWatch.ts';
import type { Host } from './state/host.ts';
import { applied, emptyStore, without, type Store, type Told } from './state/store.ts';
import { ViewKeeper } from './state/viewKeeper.ts';
import { modeOf, noFilter, parseState, symmetricDifference, type Mode, type Sorting, type ViewState } from './state/viewState.ts';

/** The page: holds what the extension has told and the reader's view state, and draws its parts anew whenever one of the two changes. */
export class Page {
  readonly #host: Host;
  readonly #strings: PageStrings;
  readonly #parts: PageParts;
  readonly #answers: AnswerWatch;
  readonly #keeper: ViewKeeper;

  readonly #modes: Modes;
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
      this.#store.status.state === 'loading' ? undefined : { ...this.#state, ...this.#parts.graph.choices },
    );
    this.#modes = new Modes({
      strings,
      store: () => this.#store,
      forget: (what) => this.#forgetOver(what),
      post: (message) => host.post(message),
      announce: (text) => this.#parts.status.announce(text),
      draw: () => this.#draw(),
      nameOf: (id) => nameOfElement(this.#store, id, strings) ?? '',
      bringIntoSight: (id) => this.#bringIntoSight(id, true),
      focusView: () => this.#view.focus(),
      focusDetails: (selector) => this.#parts.details.focusOn(selector),
    });
    this.#parts = pageParts(root, strings, this.#state, {
      post: (message) => host.post(message),
      search: (query) => this.#search(query),
      step: (through, step) => this.#step(this.#found[through], step),
      select: (id) => this.#select(id),
      pick: (id, reveal) => this.#pick(id, reveal),
      traceFrom: (id) => {
        this.#modes.start(id);
        return this.#modes.picking !== undefined;
      },
      start: (id) => this.#modes.start(id),
      reach: (id, direction) => this.#modes.reach(id, direction),
      happen: (offer, replicas) => this.#modes.happen(offer, replicas),
      goTo: (id) => this.#goTo(id),
      reveal: (id, focus) => this.#reveal(id, focus),
      show: (mode) => this.#show(mode),
      press: (mode) => this.#show(mode === this.#state.mode ? 'graph' : mode),
      focusView: () => this.#view.focus(),
      filter: (filter) => this.#narrow({ filter }),
      clearFilters: () => this.#narrow({ filter: { ...noFilter, cluster: this.#state.filter.cluster } }),
      showFilters: () => this.#showFilters(true),
      toggleFilters: () => this.#showFilters(!this.#state.filterBar),
      toggleLegend: () => this.#update({ legend: !this.#state.legend }),
      toggleInPlan: (id) => this.#update({ planOpen: symmetricDifference(this.#state.planOpen, [id]) }),
      toggleInList: (id) => this.#update({ listOpen: symmetricDifference(this.#state.listOpen, [id]) }),
      sort: (sorting) => this.#sort(sorting),
      trace: (id) => this.#traceChain(id),
      traceSelected: () => this.#traceSelected(),
      back: () => this.#back(),
      choose: (offer) => this.#choose(offer),
      act: (action) => host.post({ type: 'act', action }),
      retry: () => this.#ask({ type: 'ready', protocol: protocolVersion }),
      graphChanged: (what) => {
        if (what === 'cards') this.#draw();
        this.#keeper.soon();
      },
      key: (key) => this.#onViewKey(key),
    });
    this.#answers = new AnswerWatch((silent) => {
      this.#silent = silent;
      drawStatus(this.#parts, this.#now);
    });
    this.#answers.asked();
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#parts.toolbar.focusSearch();
    });
    this.#parts.details.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#view.focus();
    });
    drawStatus(this.#parts, this.#now);
    this.#draw();
  }

  receive(message: ToPage): void {
    this.#answers.heard();
    switch (message.type) {
      case 'graph':
      case 'patch':
      case 'highlight':
      case 'description':
      case 'way':
      case 'reach':
      case 'comparison':
        this.#learn(message);
        break;
      case 'positions':
        if (!this.#keeper.accepts(this.#parts.graph.choices.pins)) return;
        this.#parts.graph.pin(message.pins);
        this.#keeper.know(this.#parts.graph.choices.pins);
        this.#draw();
        break;
      case 'capture':
        this.#host.post(this.#parts.graph.captured(message.request));
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
    return this.#parts[this.#state.mode];
  }

  #learn(message: Told): void {
    const before = this.#store;
    const next = applied(before, message);
    if (next === undefined) {
      this.#host.post({ type: 'log', text: `A patch does not fit version ${before.picture.version}, which the page shows.` });
      this.#ask({ type: 'ready', protocol: protocolVersion });
      return;
    }
    this.#store = next;
    if (message.type === 'highlight') {
      this.#follow(message.ids);
      drawMarks(this.#parts, this.#now);
    } else if (message.type === 'description') drawDetails(this.#parts, this.#now);
    else if (message.type === 'graph' || message.type === 'patch') {
      this.#takePicture(before, message.type === 'graph', message);
    } else {
      this.#takeOver(message);
      this.#draw();
    }
  }

  /** What lies over the picture has changed. */
  #takeOver(message: Told): void {
    this.#showOver();
    const marks = message.type === 'comparison' ? (this.#store.comparison?.marks ?? []) : [];
    this.#uncoverMarks(marks);
    // All of it is looked at then, not the chain of what was selected.
    if (marks.length > 0) this.#state = { ...this.#state, selected: undefined };
    this.#modes.told(message);
    const [first] = marks;
    if (first !== undefined) this.#bringIntoSight(first.id, true);
  }

  #forgetOver(what: Parameters<typeof without>[1]): void {
    this.#store = without(this.#store, what);
    this.#showOver();
  }

  #showOver(): void {
    const part = this.#part();
    if (part === this.#parts.graph.picture) return;
    const isPart = part !== this.#base;
    if (isPart === this.#parts.graph.isPart)
      this.#parts.graph.take(part, { settled: this.#store.status.state !== 'loading', whole: false, part: isPart });
    else this.#parts.graph.restrict(part, isPart);
    this.#find();
    drawStatus(this.#parts, this.#now);
  }

  #takePicture(before: Store, whole: boolean, message: Told): void {
    const { picture, status, plan } = this.#store;
    // While the workspace is being read, and over a picture that was empty, there is nothing to keep in place.
    const settled = before.status.state !== 'loading' && before.picture.elements.size > 0;
    // An extension that has just come knows nothing of what the page shows.
    if (whole && plan === undefined && this.#state.mode === 'plan') this.#host.post({ type: 'watchPlan' });
    if (status.state !== 'loading') this.#forget(picture);
    const part = this.#part();
    this.#parts.graph.take(part, { settled, whole, part: part !== this.#base });
    if ((this.#store.future?.events.length ?? 0) > (before.future?.events.length ?? 0)) {
      this.#uncoverMarks(this.#store.future?.marks ?? []);
      // All of it is looked at then, not the chain of what it happened to.
      this.#state = { ...this.#state, selected: undefined };
    }
    this.#find();
    this.#askForDescription();
    drawStatus(this.#parts, this.#now);
    if (settled)
      this.#parts.status.announce(
        formatCount(this.#strings.graphChanged, picture.elements.size, this.#strings.language, [this.#found.problems.length]),
      );
    const asked = this.#modes.told(message);
    this.#draw();
    // Where the reader chose an event, what it changes is read.
    if (asked) this.#parts.details.focusOn();
    if (!settled) this.#parts.graph.fitUnlessMoved();
    this.#keeper.soon();
    this.#host.post({ type: 'shown', version: picture.version });
  }

  /** Of a few things that are marked each is shown, not the group that it is in. */
  #uncoverMarks(marks: readonly Mark[]): void {
    if (marks.length > mostUncovered) return;
    const { picture } = this.#store;
    this.#parts.graph.uncoverAll(marks.map(({ id }) => id));
    for (const { id } of marks) {
      const { listOpen } = this.#state;
      this.#state = { ...this.#state, listOpen: symmetricDifference(listOpen, shutAround(picture, listOpen, id)) };
    }
  }

  /** What is no longer there can be neither selected nor traced. */
  #forget({ elements }: Picture): void {
    const present = (id: string | undefined) => (id !== undefined && elements.has(id) ? id : undefined);
    this.#state = { ...this.#state, selected: present(this.#state.selected), traced: present(this.#state.traced) };
  }

  /** The cluster of what stood at the cursor of the editor last. */
  #atHand: string | undefined;

  /** What the picture is of: clusters, of which filters show a part. */
  get #base(): Picture {
    return clustersToShow(this.#store.picture, this.#state.filter.cluster, this.#atHand);
  }

  #part(): Picture {
    const { way } = this.#store;
    const base = this.#base;
    // In a large picture what a connection meets lies far apart: then it is drawn alone.
    if (way !== undefined && base.elements.size > mostAround) return wayAlone(base, way);
    return narrow(base, this.#state.filter, this.#state.traced);
  }

  /** The file at hand may be of another cluster than the one that is shown. */
  #follow(highlighted: readonly string[]): void {
    const { picture } = this.#store;
    const clusters = new Set(highlighted.map((id) => clusterOf(picture, id)));
    if (clusters.size === 0 || clusters.has(this.#atHand)) return;
    const before = this.#base;
    [this.#atHand] = clusters;
    if (this.#base !== before) this.#showClusters();
  }

  /** Another choice of clusters: the picture is another one. */
  #showClusters(): void {
    const part = this.#part();
    this.#parts.graph.take(part, { settled: false, whole: true, part: part !== this.#base });
    this.#find();
    drawStatus(this.#parts, this.#now);
    this.#draw();
    this.#parts.graph.showFromBeginning();
    this.#keeper.soon();
  }

  #show(mode: Mode): void {
    if (mode === 'plan' && this.#store.plan === undefined) this.#host.post({ type: 'watchPlan' });
    const left = this.#view.element.contains(document.activeElement);
    this.#update({ mode });
    const { selected } = this.#state;
    if (selected !== undefined && this.#parts.graph.picture.elements.has(selected)) this.#bringIntoSight(selected, false);
    if (left) this.#view.focus();
  }

  /** In the view that is shown, out of folded groups if need be. */
  #bringIntoSight(id: string, closely: boolean): void {
    const { mode, listOpen } = this.#state;
    if (mode === 'list')
      this.#state = { ...this.#state, listOpen: symmetricDifference(listOpen, shutAround(this.#parts.graph.picture, listOpen, id)) };
    this.#parts.graph.uncover(id);
    this.#draw();
    this.#view.bringIntoSight(id, closely);
  }

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
    this.#keeper.soon();
  }

  get #now(): Now {
    return {
      store: this.#store,
      state: this.#state,
      found: this.#found,
      silent: this.#silent,
      base: this.#base,
      atHand: this.#atHand,
      modes: this.#modes,
      strings: this.#strings,
      choose: (offer) => this.#choose(offer),
    };
  }

  #draw(): void {
    const focused = document.hasFocus() ? document.activeElement : null;
    drawAll(this.#parts, this.#now, this.#strings);
    // What had the focus may be there no longer; who has no pointer would begin at the top of the page again.
    if (focused !== null && focused !== document.body && !focused.checkVisibility()) this.#view.focus();
  }

  #choose({ number, text }: Offer): void {
    this.#host.post({ type: 'choose', number });
    this.#parts.status.announce(text);
  }

  /** A click: the end of a connection that is being asked for, or the selection. */
  #pick(id: string | undefined, reveal: boolean): void {
    if (id !== undefined && this.#modes.press(id)) return;
    // A click beside everything does not end what is being asked for.
    if (this.#modes.picking !== undefined) return;
    this.#select(id);
    if (id !== undefined && reveal) this.#reveal(id, false);
  }

  #select(id: string | undefined): void {
    if (this.#modes.picking === undefined) this.#modes.showElement();
    if (id === this.#state.selected) {
      drawDetails(this.#parts, this.#now);
      return;
    }
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
    const drawn = this.#parts.graph.drawnFor(id);
    if (drawn !== undefined) this.#parts.status.announce(format(this.#strings.selected, spokenText(drawn, this.#strings)));
  }

  #step(ids: readonly string[], step: 1 | -1): void {
    if (ids.length === 0) return;
    const current = this.#state.selected === undefined ? -1 : ids.indexOf(this.#state.selected);
    const next = current < 0 ? (step > 0 ? 0 : ids.length - 1) : (current + step + ids.length) % ids.length;
    const id = ids[next];
    if (id !== undefined) this.#goTo(id);
  }

  #sort(sorting: Sorting | undefined): void {
    const { list, status } = this.#parts;
    this.#update({ sorting });
    status.announce(list.sortingText(sorting));
    if (this.#state.selected !== undefined) list.bringIntoSight(this.#state.selected);
  }

  #search(query: string): void {
    this.#state = { ...this.#state, query };
    this.#find();
    drawToolbar(this.#parts, this.#now);
    drawMarks(this.#parts, this.#now);
    this.#keeper.soon();
  }

  #find(): void {
    this.#found = foundIn(this.#parts.graph.picture, this.#store.picture, this.#state.query, this.#strings);
  }

  #reveal(id: string, focus: boolean): void {
    if (focus && this.#modes.press(id)) return;
    if (this.#store.picture.elements.get(id)?.hasSource === true) this.#host.post({ type: 'reveal', id, focus });
  }

  /** Shows another part of the picture, or all of it. */
  #narrow(change: Partial<Pick<ViewState, 'filter' | 'traced'>>): void {
    const before = this.#parts.graph.picture;
    const shownBefore = this.#base;
    this.#state = { ...this.#state, ...change };
    const whole = this.#base;
    if (whole !== shownBefore) {
      this.#showClusters();
      return;
    }
    const part = this.#part();
    if (part !== before) {
      this.#parts.graph.restrict(part, part !== whole);
      this.#find();
      drawStatus(this.#parts, this.#now);
      this.#parts.status.announce(
        part === whole
          ? this.#strings.find.untraced
          : formatCount(this.#strings.find.showing, countOf(whole), this.#strings.language, [countOf(part)]),
      );
    }
    this.#draw();
    this.#keeper.soon();
  }

  /** Takes away what hides an element. */
  #lift(id: string): void {
    const isHidden = () => !this.#parts.graph.picture.elements.has(id);
    if (isHidden() && this.#state.traced !== undefined) this.#narrow({ traced: undefined });
    if (!isHidden()) return;
    // Of many clusters the one that it is in.
    const cluster = clustersToShow(this.#store.picture, undefined, this.#atHand).elements.has(id)
      ? undefined
      : clusterOf(this.#store.picture, id);
    this.#narrow({ filter: { ...noFilter, cluster } });
    this.#parts.status.announce(format(this.#strings.find.lifted, nameOfElement(this.#store, id, this.#strings) ?? ''));
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
    if (filterBar) this.#parts.filters.focus();
  }

  /** Out of what lies over the picture first, then out of the chain, then out of the selection. */
  #back(): void {
    if (this.#modes.back()) return;
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
      case 'c':
        this.#modes.start(this.#state.selected);
        return true;
      case 'a':
        this.#modes.reach(this.#state.selected, 'to');
        return true;
      case 'w':
        this.#showEvents();
        return true;
      case 'f':
        this.#showFilters(true);
        return true;
      case '/':
        this.#parts.toolbar.focusSearch();
        return true;
      default:
        return false;
    }
  }

  /** What may happen to the selection. */
  #showEvents(): void {
    const { described } = this.#store;
    const { selected } = this.#state;
    if (selected === undefined || described?.id !== selected || described.description?.events === undefined) {
      this.#modes.advise(this.#strings.whatIf.chooseFirst);
      return;
    }
    this.#modes.showElement();
    drawDetails(this.#parts, this.#now);
    this.#parts.details.focusOn('.events button');
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

/** Elements among which a connection is still in sight. */
const mostAround = 150;

/** Marked things; of more the groups say enough. */
const mostUncovered = 24;
