import { protocolVersion, type Description, type GraphStatus, type PageStrings, type PinnedPlace, type ToPage } from '../src/topology/protocol.ts';
import { chainOf } from './chain.ts';
import { DetailPane } from './details.ts';
import { Drawing, symmetricDifference } from './drawing.ts';
import { onGraphKey } from './graphKeys.ts';
import { quietAbove } from './graphStyle.ts';
import { GraphView, type Camera } from './graphView.ts';
import type { Host } from './host.ts';
import { legend } from './legend.ts';
import { isShutByDefault, ListView } from './listView.ts';
import { findElements, findProblems } from './search.ts';
import type { Pins } from '../src/topology/placement/moving.ts';
import { captured, rasterize } from './sharing.ts';
import { StatusView } from './status.ts';
import { ancestorsOf, applyPatch, pictureOf, type Picture } from '../src/topology/placement/picture.ts';
import { format, spokenText, textElement } from './text.ts';
import { Toolbar } from './toolbar.ts';
import { parseState, serializeState, type ViewState } from './viewState.ts';
import { podEdgesIn } from '../src/topology/placement/visible.ts';

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
  readonly #drawing: Drawing;

  #state: ViewState;
  #statusState: GraphStatus['state'] = 'loading';
  #highlighted: readonly string[] = [];
  #description: { readonly id: string; readonly description: Description | undefined } | undefined;
  #matches: readonly string[] = [];
  #problems: readonly string[] = [];

  constructor(root: HTMLElement, strings: PageStrings, host: Host) {
    this.#host = host;
    this.#strings = strings;
    this.#state = parseState(host.savedState());
    this.#drawing = new Drawing(this.#state, this.#state.placement, () => this.#graph.size);
    this.#toolbar = new Toolbar(strings, {
      onSearch: (query) => this.#search(query),
      onMatch: (step) => this.#step(this.#matches, step),
      onProblem: () => this.#step(this.#problems, 1),
      onMode: () => this.#update({ mode: this.#state.mode === 'graph' ? 'list' : 'graph' }),
      onFold: () => this.#redraw(this.#state.selected, () => this.#drawing.foldAll()),
      onZoom: (factor) => this.#graph.zoomBy(factor),
      onFit: () => this.#fit(),
      onTidy: () => {
        this.#drawing.tidy();
        this.#fit();
      },
      onExport: () => this.#host.post({ type: 'export' }),
      onLegend: () => this.#update({ legend: !this.#state.legend }),
    });
    this.#list = new ListView(strings, {
      onSelect: (id) => this.#select(id),
      onOpen: (id) => this.#reveal(id, true),
      onExpand: (id) => {
        this.#update({ listOpen: symmetricDifference(this.#state.listOpen, [id]) });
        this.#list.focus();
      },
    });
    this.#details = new DetailPane(strings, {
      onClose: () => {
        this.#select(undefined);
        if (this.#state.mode === 'graph') this.#graphPane.focus();
        else this.#list.focus();
      },
      onOpen: (id) => this.#reveal(id, true),
      onSelect: (id) => this.#goTo(id),
      onToggle: (id) => this.#toggle(id),
    });
    this.#status = new StatusView(strings);
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
    this.#status.show({ state: 'loading', text: strings.waiting }, true);
    this.#draw();
  }

  receive(message: ToPage): void {
    switch (message.type) {
      case 'graph':
        this.#take(pictureOf(message.graph, message.version), message.status, true);
        break;
      case 'patch': {
        const { picture } = this.#drawing;
        if (message.base === picture.version) {
          this.#take(applyPatch(picture, message.patch, message.version), message.status, false);
        } else {
          this.#host.post({ type: 'log', text: `The page shows version ${picture.version}, a patch of ${message.base} does not fit.` });
          this.#host.post({ type: 'ready', protocol: protocolVersion });
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
    if (this.#statusState === 'loading') return;
    this.#host.saveState(serializeState({ ...this.#state, ...this.#drawing.choices, placement: this.#drawing.placement }));
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
    const { title, keyboardHelp, legend: legendTitle } = this.#strings;
    this.#graphPane.tabIndex = 0;
    this.#graphPane.setAttribute('role', 'listbox');
    this.#graphPane.setAttribute('aria-label', title);
    this.#graphPane.setAttribute('aria-describedby', 'keyboard-help');
    this.#legend.setAttribute('role', 'region');
    this.#legend.setAttribute('aria-label', legendTitle);
    this.#legend.tabIndex = 0;
    const help = textElement('div', 'spoken', keyboardHelp);
    help.id = 'keyboard-help';
    const stage = textElement('main', 'stage', '');
    stage.append(this.#graphPane, this.#list.element, this.#legend, this.#status.overlay, help);
    const middle = textElement('div', 'middle', '');
    middle.append(stage, this.#details.element);
    const header = textElement('header', '', '');
    header.append(textElement('h1', 'spoken', title), this.#toolbar.element, this.#status.banner);
    root.replaceChildren(header, middle, this.#status.footer, this.#status.announcer);
  }

  #listenToKeys(): void {
    this.#graphPane.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#graphPane) return;
      const understood = onGraphKey(event, this.#drawing, this.#state.selected, {
        goTo: (id) => this.#goTo(id),
        reveal: (id) => this.#reveal(id, true),
        toggle: (id) => this.#toggle(id),
        clear: () => this.#select(undefined),
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
    const settled = this.#statusState !== 'loading' && this.#drawing.picture.elements.size > 0;
    this.#statusState = status.state;
    this.#drawing.take(picture, { settled, whole });
    const { selected, query } = this.#state;
    if (selected !== undefined && !picture.elements.has(selected) && status.state !== 'loading') this.#state = { ...this.#state, selected: undefined };
    this.#matches = findElements(picture, query);
    this.#problems = findProblems(picture);
    this.#askForDescription();
    this.#status.show(status, picture.elements.size === 0);
    if (settled) this.#status.announce(format(this.#strings.graphChanged, picture.elements.size, this.#problems.length));
    this.#draw();
    if (!settled && !this.#graph.cameraIsReaders) this.#graph.fit();
    this.#saveSoon();
    this.#host.post({ type: 'shown', version: picture.version });
  }

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.#draw();
    this.#saveSoon();
  }

  #draw(): void {
    const { mode, legend: withLegend } = this.#state;
    const { picture, visible, placement } = this.#drawing;
    this.#graphPane.hidden = mode !== 'graph' || picture.elements.size === 0;
    this.#list.element.hidden = mode !== 'list' || picture.elements.size === 0;
    this.#graph.show(visible, placement);
    this.#drawMarks();
    this.#drawDetails();
    this.#drawToolbar();
    this.#legend.hidden = !withLegend;
    this.#legend.replaceChildren(...(withLegend ? legend(picture, this.#strings) : []));

    const drawn = [...visible.shown.values()];
    const cards = drawn.some(({ role, group }) => role === 'card' && group) ? drawn.filter(({ role }) => role === 'card').length : undefined;
    const all = picture.elements.size - picture.children.size + (picture.children.has(undefined) ? 1 : 0);
    this.#status.count(cards, all, mode === 'graph' && podEdgesIn(visible) > quietAbove);
  }

  #drawToolbar(): void {
    const { mode, query, selected, legend: withLegend } = this.#state;
    this.#toolbar.show({
      mode, query, matches: this.#matches.length, match: selected === undefined ? 0 : this.#matches.indexOf(selected) + 1, problems: this.#problems.length,
      fold: !hasWorkloads(this.#drawing.picture) ? undefined : this.#drawing.folds.level > 0 ? 'unfold' : 'fold', legend: withLegend,
    });
  }

  #drawMarks(): void {
    const { selected, mode, listOpen } = this.#state;
    const { picture, visible } = this.#drawing;
    const drawn = this.#drawing.standIn(selected);
    this.#graph.mark({
      selected: drawn,
      chain: drawn === undefined ? new Set() : chainOf(visible, drawn),
      highlighted: new Set(this.#highlighted.flatMap((id) => this.#marksFor(id))),
    });
    if (mode === 'list') this.#list.show(picture, new Set(listOpen), selected, new Set(this.#highlighted));
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
    const { picture, folds } = this.#drawing;
    if (selected === undefined) this.#details.hide();
    else this.#details.show(picture, folds, selected, this.#description?.id === selected ? this.#description.description : undefined);
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
    } else if (drawn !== undefined && this.#graph.cameraIsReaders) {
      // The detail pane may have come over it.
      this.#graph.bringIntoSight(drawn, { readable: false });
    }
  }

  #askForDescription(): void {
    const { selected } = this.#state;
    if (selected !== undefined && this.#drawing.picture.elements.has(selected)) this.#host.post({ type: 'describe', id: selected });
  }

  /** Selects an element and brings it into sight, out of folded groups if need be. */
  #goTo(id: string): void {
    const { picture } = this.#drawing;
    if (!picture.elements.has(id)) return;
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
    this.#matches = findElements(this.#drawing.picture, query);
    this.#state = { ...this.#state, query };
    this.#drawToolbar();
    this.#saveSoon();
  }

  #reveal(id: string, focus: boolean): void {
    if (this.#drawing.picture.elements.get(id)?.hasSource === true) this.#host.post({ type: 'reveal', id, focus });
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
