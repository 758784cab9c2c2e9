import type { Description, GraphStatus, PageStrings, ToPage } from '../src/topology/protocol.ts';
import { arrange, shapeFor, type Shape } from './arrange.ts';
import { chainOf } from './chain.ts';
import { DetailPane } from './details.ts';
import { extend } from './extend.ts';
import { answersIn, GraphView, quietAbove, type Camera } from './graphView.ts';
import type { Host } from './host.ts';
import { neighbour } from './keyboard.ts';
import { legend } from './legend.ts';
import { ListView } from './listView.ts';
import { applyPins, moveTo } from './moving.ts';
import type { Placement } from './placement.ts';
import { findElements, findProblems } from './search.ts';
import { StatusView } from './status.ts';
import { ancestorsOf, applyPatch, emptyPicture, pictureOf, type Picture } from './store.ts';
import { format, spokenText, textElement } from './text.ts';
import { Toolbar } from './toolbar.ts';
import { parseState, serializeState, type ViewState } from './viewState.ts';
import { chooseLevel, isFolded, mostVisible, standIn, visibleOf, type Folds, type Visible } from './visible.ts';

/** The page: holds the picture that it was sent and the reader's view state, and draws both anew whenever one changes. */
export class Page {
  readonly #host: Host;
  readonly #strings: PageStrings;
  readonly #toolbar: Toolbar;
  readonly #graph: GraphView;
  readonly #list: ListView;
  readonly #details: DetailPane;
  readonly #status: StatusView;
  readonly #legend = textElement('div', 'legend', '');
  readonly #graphPane = textElement('div', 'graph', '');

  #picture: Picture = emptyPicture;
  #statusState: GraphStatus['state'] = 'loading';
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #placement: Placement = new Map();
  #state: ViewState;
  /** The level in force: the reader's, or the one chosen when the graph came. */
  #level = 0;
  #highlighted: readonly string[] = [];
  #description: { readonly id: string; readonly description: Description | undefined } | undefined;
  #matches: readonly string[] = [];
  #problems: readonly string[] = [];
  /** Places as an earlier page left them; what is there when the workspace has been read goes back to them. */
  readonly #saved: Placement;

  constructor(root: HTMLElement, strings: PageStrings, host: Host) {
    this.#host = host;
    this.#strings = strings;
    this.#state = parseState(host.savedState());
    this.#saved = this.#state.placement;

    this.#toolbar = new Toolbar(strings, {
      onSearch: (query) => this.#search(query),
      onMatch: (step) => this.#step(this.#matches, step),
      onProblem: () => this.#step(this.#problems, 1),
      onMode: () => this.#update({ mode: this.#state.mode === 'graph' ? 'list' : 'graph' }),
      onFold: () => this.#foldAll(),
      onZoom: (factor) => this.#graph.zoomBy(factor),
      onFit: () => {
        this.#graph.fitFromNowOn();
        this.#update({ camera: undefined });
      },
      onTidy: () => this.#tidy(),
      onLegend: () => this.#update({ legend: !this.#state.legend }),
    });
    this.#graphPane.tabIndex = 0;
    this.#graphPane.setAttribute('role', 'listbox');
    this.#graphPane.setAttribute('aria-label', strings.title);
    this.#graphPane.setAttribute('aria-describedby', 'keyboard-help');
    this.#graphPane.addEventListener('keydown', (event) => this.#onGraphKey(event));
    this.#list = new ListView(strings, {
      onSelect: (id) => this.#select(id),
      onOpen: (id) => this.#reveal(id, true),
      onExpand: (id, open) => this.#expandRow(id, open),
    });
    this.#details = new DetailPane(strings, {
      onClose: () => {
        this.#select(undefined);
        this.#focusView();
      },
      onOpen: (id) => this.#reveal(id, true),
      onSelect: (id) => this.#goTo(id),
      onToggle: (id) => this.#toggle(id),
    });
    this.#status = new StatusView(strings);
    this.#legend.setAttribute('role', 'region');
    this.#legend.setAttribute('aria-label', strings.legend);
    this.#legend.tabIndex = 0;

    const help = textElement('div', 'spoken', strings.keyboardHelp);
    help.id = 'keyboard-help';
    const stage = textElement('main', 'stage', '');
    stage.append(this.#graphPane, this.#list.element, this.#legend, this.#status.overlay, help);
    const middle = textElement('div', 'middle', '');
    middle.append(stage, this.#details.element);
    const header = textElement('header', '', '');
    header.append(textElement('h1', 'spoken', strings.title), this.#toolbar.element, this.#status.banner);
    root.replaceChildren(header, middle, this.#status.footer, this.#status.announcer);

    // cytoscape measures its container, so that comes last.
    this.#graph = new GraphView(this.#graphPane, strings, {
      onSelect: (id) => {
        this.#select(id);
        if (id !== undefined) this.#reveal(id, false);
      },
      onOpen: (id) => this.#toggle(id),
      onToggle: (id) => this.#toggle(id),
      onMove: (id, x, y) => this.#move(id, x, y),
      onResize: () => this.#resized(),
      onCamera: (camera) => this.#keepCamera(camera),
    });
    if (this.#state.camera !== undefined) this.#graph.restoreCamera(this.#state.camera);
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#toolbar.focusSearch();
    });
    this.#status.show({ state: 'loading', text: strings.waiting }, true);
    this.#draw();
  }

  receive(message: ToPage): void {
    switch (message.type) {
      case 'graph':
        this.#take(pictureOf(message.graph, message.version), message.status, true);
        break;
      case 'patch':
        if (message.base !== this.#picture.version) {
          this.#host.post({ type: 'log', text: `The page shows version ${this.#picture.version}, a patch of ${message.base} does not fit.` });
          this.#host.post({ type: 'ready', protocol: 1 });
          return;
        }
        this.#take(applyPatch(this.#picture, message.patch, message.version), message.status, false);
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
    if (this.#statusState === 'loading') return;
    this.#host.saveState(serializeState({ ...this.#state, placement: this.#placement }));
  }

  #saving: ReturnType<typeof setTimeout> | undefined;

  #saveSoon(): void {
    this.#saving ??= setTimeout(() => this.save(), 250);
  }

  #take(picture: Picture, status: GraphStatus, whole: boolean): void {
    const before = this.#picture;
    // While the workspace is being read, and over a picture that was empty, there is nothing to keep in place.
    const settled = this.#statusState !== 'loading' && before.elements.size > 0;
    this.#picture = picture;
    this.#statusState = status.state;

    const toggled = new Set(this.#state.toggled);
    if (this.#state.level !== undefined) this.#level = this.#state.level;
    else if (whole || !settled) this.#level = chooseLevel(picture, toggled);
    else if (visibleOf(picture, this.#folds()).shown.size > 2 * mostVisible) this.#level = Math.max(this.#level, chooseLevel(picture, toggled));

    this.#visible = visibleOf(picture, this.#folds());
    const known = settled ? this.#placement : this.#saved;
    this.#placement = known.size > 0 ? extend(this.#visible, known, this.#shape()) : this.#arranged();
    if (this.#state.selected !== undefined && !picture.elements.has(this.#state.selected) && status.state !== 'loading') this.#state = { ...this.#state, selected: undefined };
    this.#matches = findElements(picture, this.#state.query);
    this.#problems = findProblems(picture);
    this.#description = this.#description?.id === this.#state.selected ? this.#description : undefined;
    this.#askForDescription();
    this.#status.show(status, picture.elements.size === 0);
    const firstPicture = !settled && picture.elements.size > 0 && !this.#graph.cameraIsReaders;
    if (settled) this.#status.announce(format(this.#strings.graphChanged, picture.elements.size, this.#problems.length));
    this.#draw();
    if (firstPicture) this.#graph.fit();
    this.#saveSoon();
    this.#host.post({ type: 'shown', version: picture.version });
  }

  #folds(): Folds {
    return { level: this.#level, toggled: new Set(this.#state.toggled) };
  }

  #arranged(): Placement {
    this.#arrangedFor = this.#shape();
    return applyPins(this.#visible, arrange(this.#visible, this.#arrangedFor), this.#state.pins);
  }

  /** The shape of the last arrangement; absent while the places are those of an earlier page. */
  #arrangedFor: Shape | undefined;

  #shape(): Shape {
    return shapeFor(this.#visible, this.#graph.size);
  }

  /** Until the reader has moved the camera or an element, the picture takes the shape of its window. */
  #resized(): void {
    if (this.#graph.cameraIsReaders || this.#picture.elements.size === 0) return;
    if (this.#state.pins.size === 0 && this.#arrangedFor !== undefined && this.#shape() !== this.#arrangedFor) {
      this.#placement = this.#arranged();
      this.#draw();
    }
    this.#graph.fit();
  }

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
    this.#saveSoon();
  }

  #draw(): void {
    const { mode } = this.#state;
    this.#graphPane.hidden = mode !== 'graph' || this.#picture.elements.size === 0;
    this.#list.element.hidden = mode !== 'list' || this.#picture.elements.size === 0;
    this.#graph.show(this.#visible, this.#placement);
    this.#drawMarks();
    this.#drawDetails();
    this.#drawToolbar();
    this.#legend.hidden = !this.#state.legend;
    this.#legend.replaceChildren(...(this.#state.legend ? legend(this.#picture, this.#strings) : []));
    const drawn = [...this.#visible.shown.values()];
    const cards = drawn.filter(({ role }) => role === 'card').length;
    const folded = drawn.some(({ role, group }) => role === 'card' && group);
    const all = [...this.#picture.elements.keys()].filter((id) => (this.#picture.children.get(id)?.length ?? 0) === 0).length;
    this.#status.count(folded ? cards : undefined, all, this.#state.mode === 'graph' && answersIn(this.#visible) > quietAbove);
  }

  #drawToolbar(): void {
    const { mode, query, selected } = this.#state;
    const workloads = [...this.#picture.elements.values()].some(({ kind, id }) => kind === 'workload' && (this.#picture.children.get(id)?.length ?? 0) > 1);
    this.#toolbar.show({
      mode, query, matches: this.#matches.length, match: selected === undefined ? 0 : this.#matches.indexOf(selected) + 1, problems: this.#problems.length,
      fold: !workloads ? undefined : this.#level > 0 ? 'unfold' : 'fold', legend: this.#state.legend,
    });
  }

  #drawMarks(): void {
    const { selected, mode } = this.#state;
    const drawn = selected === undefined ? undefined : standIn(this.#picture, this.#visible, selected);
    this.#graph.highlight(new Set(this.#highlighted.flatMap((id) => this.#markFor(id))));
    this.#graph.select(drawn, drawn === undefined ? new Set() : chainOf(this.#visible, drawn));
    if (mode === 'list') this.#list.show(this.#picture, new Set(this.#state.listOpen), selected, new Set(this.#highlighted));
  }

  /** What is marked for an element that the editor names; an open workload is marked by its pods, which the editor names as well. */
  #markFor(id: string): readonly string[] {
    const drawn = standIn(this.#picture, this.#visible, id);
    if (drawn === undefined) return [];
    return this.#picture.elements.get(id)?.kind === 'workload' && this.#visible.shown.get(drawn)?.role === 'frame' ? [] : [drawn];
  }

  #drawDetails(): void {
    const { selected } = this.#state;
    if (selected === undefined) this.#details.hide();
    else this.#details.show(this.#picture, this.#folds(), selected, this.#description?.id === selected ? this.#description.description : undefined);
  }

  #select(id: string | undefined): void {
    if (id === this.#state.selected) return;
    this.#description = undefined;
    this.#update({ selected: id });
    this.#askForDescription();
    if (id === undefined) return;
    if (this.#state.mode === 'list') {
      this.#list.focus();
      this.#list.bringIntoSight(id);
      return;
    }
    if (!this.#graph.cameraIsReaders) return;
    // The detail pane may have come over it.
    const drawn = standIn(this.#picture, this.#visible, id);
    if (drawn !== undefined) this.#graph.bringIntoSight(drawn, { readable: false });
  }

  #askForDescription(): void {
    const { selected } = this.#state;
    if (selected !== undefined && this.#picture.elements.has(selected)) this.#host.post({ type: 'describe', id: selected });
  }

  /** Selects an element and brings it into sight, out of folded groups if need be. */
  #goTo(id: string): void {
    if (!this.#picture.elements.has(id)) return;
    const ancestors = ancestorsOf(this.#picture, id);
    const closed = ancestors.filter((ancestor) => {
      const element = this.#picture.elements.get(ancestor);
      return element !== undefined && isFolded(this.#picture, element, this.#folds());
    });
    if (closed.length > 0) {
      this.#state = { ...this.#state, toggled: symmetricDifference(this.#state.toggled, closed) };
      this.#rearrange(id);
    }
    if (this.#state.mode === 'list') {
      const shut = ancestors.filter((ancestor) => ['workload', 'addressPlan'].includes(this.#picture.elements.get(ancestor)?.kind ?? '') !== this.#state.listOpen.includes(ancestor));
      this.#state = { ...this.#state, listOpen: symmetricDifference(this.#state.listOpen, shut) };
    }
    this.#select(id);
    this.#draw();
    const drawn = standIn(this.#picture, this.#visible, id);
    if (this.#state.mode === 'graph' && drawn !== undefined) this.#graph.bringIntoSight(drawn, { readable: true });
    else this.#list.bringIntoSight(id);
    const shown = drawn === undefined ? undefined : this.#visible.shown.get(drawn);
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
    this.#matches = findElements(this.#picture, query);
    this.#state = { ...this.#state, query };
    this.#drawToolbar();
    this.#saveSoon();
  }

  #reveal(id: string, focus: boolean): void {
    if (this.#picture.elements.get(id)?.hasSource === true) this.#host.post({ type: 'reveal', id, focus });
  }

  /** Opens a group that is drawn as one card, or closes it. */
  #toggle(id: string): void {
    const element = this.#picture.elements.get(id);
    const group = element?.kind === 'pod' && element.parent !== undefined ? element.parent : id;
    if ((this.#picture.children.get(group)?.length ?? 0) === 0) return;
    this.#state = { ...this.#state, toggled: symmetricDifference(this.#state.toggled, [group]) };
    this.#rearrange(group);
    this.#draw();
    if (!this.#graph.cameraIsReaders) this.#graph.fit();
    this.#saveSoon();
  }

  #foldAll(): void {
    this.#level = this.#level > 0 ? 0 : 1;
    this.#state = { ...this.#state, level: this.#level, toggled: [] };
    this.#rearrange(this.#state.selected);
    this.#draw();
    if (!this.#graph.cameraIsReaders) this.#graph.fit();
    this.#saveSoon();
  }

  /** Lays everything out for the present folds; the given element stays under the reader's eye. */
  #rearrange(anchor: string | undefined): void {
    const find = () => {
      const drawn = anchor === undefined ? undefined : standIn(this.#picture, this.#visible, anchor);
      return drawn === undefined ? undefined : this.#placement.get(drawn)?.[0];
    };
    const before = find();
    this.#visible = visibleOf(this.#picture, this.#folds());
    this.#placement = this.#arranged();
    this.#graph.keepInPlace(before, find());
  }

  #tidy(): void {
    this.#state = { ...this.#state, pins: new Map(), camera: undefined };
    this.#placement = this.#arranged();
    this.#draw();
    this.#graph.fitFromNowOn();
    this.#saveSoon();
  }

  #move(id: string, x: number, y: number): void {
    const { placement, pins } = moveTo(this.#visible, this.#placement, this.#state.pins, id, x, y);
    this.#placement = placement;
    this.#state = { ...this.#state, pins };
    this.#graph.show(this.#visible, placement);
    this.#saveSoon();
  }

  #keepCamera(camera: Camera): void {
    if (!this.#graph.cameraIsReaders) return;
    this.#state = { ...this.#state, camera };
    this.#saveSoon();
  }

  #expandRow(id: string, open: boolean): void {
    const byDefault = !['workload', 'addressPlan'].includes(this.#picture.elements.get(id)?.kind ?? '');
    const others = this.#state.listOpen.filter((one) => one !== id);
    this.#update({ listOpen: open === byDefault ? others : [...others, id] });
    this.#list.focus();
  }

  #focusView(): void {
    if (this.#state.mode === 'graph') this.#graphPane.focus();
    else this.#list.focus();
  }

  #onGraphKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#graphPane) return;
    const { selected } = this.#state;
    const drawn = selected === undefined ? undefined : standIn(this.#picture, this.#visible, selected);
    const pan = 60;
    switch (event.key) {
      case 'ArrowLeft': case 'ArrowRight': case 'ArrowUp': case 'ArrowDown': {
        if (event.shiftKey) {
          const [dx, dy] = { ArrowLeft: [pan, 0], ArrowRight: [-pan, 0], ArrowUp: [0, pan], ArrowDown: [0, -pan] }[event.key] as [number, number];
          this.#graph.panBy(dx, dy);
          break;
        }
        const next = neighbour(this.#visible, this.#placement, drawn, event.key);
        if (next !== undefined) this.#goTo(next);
        break;
      }
      case 'Enter': if (selected !== undefined) this.#reveal(selected, true); break;
      case ' ': if (drawn !== undefined) this.#toggle(drawn); break;
      case 'Escape': this.#select(undefined); break;
      case '+': case '=': this.#graph.zoomBy(1.25); break;
      case '-': this.#graph.zoomBy(1 / 1.25); break;
      case '0': this.#graph.fitFromNowOn(); break;
      case '/': this.#toolbar.focusSearch(); break;
      default: return;
    }
    event.preventDefault();
  }
}

function symmetricDifference(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...one.filter((id) => !other.includes(id)), ...other.filter((id) => !one.includes(id))];
}
