import type { ElementKind, FromPage, PageStrings, PinnedPlace } from '../../src/topology/protocol.ts';
import type { Pins } from '../../src/topology/placement/moving.ts';
import { ancestorsOf, type Picture } from '../../src/topology/placement/picture.ts';
import { podEdgesIn, type Folds, type Shown } from '../../src/topology/placement/visible.ts';
import { announcementsFor } from './announcements.ts';
import { Drawing } from './drawing.ts';
import { chainThrough } from '../find/flow.ts';
import { bundled, type Focus, type Tag, type Tags } from '../find/focus.ts';
import { onGraphKey, type GraphKeyActions } from './graphKeys.ts';
import { quietAbove } from './graphStyle.ts';
import { GraphView } from './graphView.ts';
import { captured } from './sharing.ts';
import type { View } from '../shared/view.ts';
import type { Camera, ViewState } from '../state/viewState.ts';

export interface GraphPaneEvents extends Omit<GraphKeyActions, 'zoomBy' | 'panBy' | 'fit' | 'toggle'> {
  readonly onSelect: (id: string | undefined) => void;
  /** A connection is to begin at something; whether one can. */
  readonly traceFrom: (id: string) => boolean;
  /** What is drawn, or where, has changed by the reader's hand: groups, places, the camera. */
  readonly onChange: (what: 'cards' | 'places') => void;
}

/** What is looked at, by the ids of the picture. */
export interface Looked {
  readonly selected: string | undefined;
  readonly highlighted: readonly string[];
  readonly focus: Focus | undefined;
  readonly tags: Tags;
  /** The reader is choosing the end of a connection: anything may be it, so that nothing steps back for the chain of the selection. */
  readonly picking: boolean;
}

/** What holds much of the picture: its chain is most of it, and would say nothing. */
const holders: ReadonlySet<ElementKind> = new Set(['cluster', 'namespace', 'addressPlan']);

/** A workload's pods and names are a few; a site's manifest stands for all of it. */
const mostLit = 60;

/** What the graph itself decides of the view state. */
export type GraphChoices = Pick<ViewState, 'level' | 'toggled' | 'pins' | 'placement' | 'camera'>;

/** The graph: what is drawn of the picture, and the camera over it. */
export class GraphPane implements View {
  readonly element: HTMLElement;
  readonly #drawing: Drawing;
  readonly #view: GraphView;
  readonly #events: GraphPaneEvents;
  readonly #strings: PageStrings;
  #selected: string | undefined;
  /** Once the reader has moved it. */
  #camera: Camera | undefined;
  /** The reader's over the whole picture, while a part of it is drawn. */
  #wholeCamera: Camera | undefined;

  /** `element` stands in the document already: its size is asked for at once. */
  constructor(element: HTMLElement, strings: PageStrings, choices: GraphChoices, events: GraphPaneEvents) {
    this.element = element;
    this.#events = events;
    this.#strings = strings;
    element.tabIndex = 0;
    element.setAttribute('role', 'listbox');
    element.setAttribute('aria-label', strings.title);
    element.setAttribute('aria-describedby', 'keyboard-help');
    this.#drawing = new Drawing(choices, choices.placement, () => this.#view.size);
    this.#view = new GraphView(element, strings, {
      onSelect: events.onSelect,
      onTraceFrom: events.traceFrom,
      onToggle: (id) => this.toggle(id),
      onDrag: (begins) => this.#drawing.drag(begins),
      onMove: (id, x, y) => {
        this.#drawing.move(id, x, y);
        this.#view.show(this.#drawing.visible, this.#drawing.placement);
        events.onChange('places');
      },
      onResize: () => this.#resized(),
      onCamera: (camera) => {
        if (!this.#view.camera.isReaders) return;
        this.#camera = camera;
        events.onChange('places');
      },
    });
    this.#camera = choices.camera;
    if (this.#camera !== undefined) this.#view.camera.restore(this.#camera);
    element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** What is drawn now: the whole picture or a part of it. */
  get picture(): Picture {
    return this.#drawing.picture;
  }

  /** Whether a part of the picture is drawn. */
  get isPart(): boolean {
    return this.#drawing.isPart;
  }

  get choices(): GraphChoices {
    return { ...this.#drawing.choices, placement: this.#drawing.lastingPlacement, camera: this.#camera };
  }

  get pins(): Pins {
    return this.#drawing.choices.pins;
  }

  /** How many cards stand for the whole picture; undefined when nothing is grouped. */
  get cards(): number | undefined {
    const drawn = [...this.#drawing.visible.shown.values()];
    return drawn.some(({ role, group }) => role === 'card' && group) ? drawn.filter(({ role }) => role === 'card').length : undefined;
  }

  /** Whether the edges to pods are so many that they are left out until something is selected. */
  get isQuiet(): boolean {
    return podEdgesIn(this.#drawing.visible) > quietAbove;
  }

  /** What the next press on the button for all groups does; undefined when there is nothing to group. */
  get nextFold(): 'fold' | 'unfold' | undefined {
    if (!hasWorkloads(this.#drawing.picture)) return undefined;
    return this.#drawing.folds.level > 0 ? 'unfold' : 'fold';
  }

  /** What stands for an element in the graph: its own card, or the group that it is in. */
  drawnFor(id: string): Shown | undefined {
    const drawn = this.#drawing.standIn(id);
    return drawn === undefined ? undefined : this.#drawing.visible.shown.get(drawn);
  }

  /** Which groups are drawn as one card. */
  get folds(): Folds {
    return this.#drawing.folds;
  }

  /** The next picture, or part of it. `settled`: what is drawn stays where it is. */
  take(picture: Picture, how: { readonly settled: boolean; readonly whole: boolean; readonly part: boolean }): void {
    this.#drawing.take(picture, how);
  }

  /** Another part of the picture, or all of it. The reader's camera comes back with the whole. */
  restrict(picture: Picture, part: boolean): void {
    const wasPart = this.#drawing.isPart;
    if (!wasPart) this.#wholeCamera = this.#view.camera.isReaders ? this.#view.camera.current : undefined;
    this.#drawing.restrict(picture, part);
    this.#view.show(this.#drawing.visible, this.#drawing.placement);
    if (part || this.#wholeCamera === undefined) {
      this.#fit({ all: false });
    } else {
      this.#camera = this.#wholeCamera;
      this.#view.camera.restore(this.#wholeCamera);
    }
  }

  show({ selected, highlighted, focus, tags, picking }: Looked): void {
    this.#selected = selected;
    this.element.classList.toggle('is-picking', picking);
    this.#view.show(this.#drawing.visible, this.#drawing.placement);
    const drawn = this.#drawing.standIn(selected);
    this.#view.mark({
      selected: drawn,
      chain: selected === undefined || drawn === undefined ? new Set() : this.#chainOf(selected, drawn),
      highlighted: new Set(highlighted.flatMap((id) => this.#marksFor(id))),
      lit: this.#litBy(highlighted),
      focus: focus === undefined ? undefined : { kind: focus.kind, ids: this.#drawnWithFrames(focus.ids) },
      found: focus?.kind === 'search' ? this.#drawnFor(focus.ids) : new Set(),
      tags: this.#drawnTags(tags),
      picking,
    });
  }

  /** What stands for these; not the frame round one that is not drawn. */
  #drawnFor(ids: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([...ids].flatMap((id) => this.#marksFor(id)));
  }

  /** What stands for these, and the frames round it. */
  #drawnWithFrames(ids: ReadonlySet<string>): ReadonlySet<string> {
    const { visible, picture } = this.#drawing;
    const drawn = new Set<string>();
    for (const id of ids)
      for (const each of [id, ...ancestorsOf(picture, id)]) {
        const one = this.#drawing.standIn(each);
        if (one !== undefined && (each === id || visible.shown.get(one)?.role === 'frame')) drawn.add(one);
      }
    return drawn;
  }

  /** By what is drawn. Several of one kind on a card that stands for several are the first of them, and how many more. */
  #drawnTags(tags: Tags): Tags {
    const drawn = new Map<string, Tag[]>();
    for (const [id, own] of tags) {
      const one = this.#drawing.standIn(id);
      if (one === undefined || (one !== id && this.#drawing.visible.shown.get(one)?.role === 'frame')) continue;
      const known = drawn.get(one);
      // A card that stands for others bears what is theirs.
      const theirs = one === id ? own : own.map((tag) => ({ ...tag, inside: true }));
      if (known === undefined) drawn.set(one, [...theirs]);
      else known.push(...theirs);
    }
    return new Map([...drawn].map(([id, own]) => [id, bundled(own, this.#strings)]));
  }

  focus(): void {
    this.element.focus();
  }

  /** Opens the groups round these, what is drawn else staying where it is as far as it can. */
  uncoverAll(ids: readonly string[]): void {
    for (const id of ids) this.#drawing.uncover(id);
  }

  bringIntoSight(id: string, closely: boolean): void {
    const drawn = this.#drawing.standIn(id);
    if (drawn !== undefined && (closely || this.#view.camera.isReaders)) this.#view.camera.bringIntoSight(drawn, { readable: closely });
  }

  /** Opens every folded group round an element. */
  uncover(id: string): void {
    this.#drawing.uncover(id);
  }

  toggle(id: string): void {
    this.#redraw(id, () => this.#drawing.toggle(id));
  }

  foldAll(): void {
    this.#redraw(this.#selected, () => this.#drawing.foldAll());
  }

  /** Lays everything out anew, what the reader dragged as well. */
  tidy(): void {
    this.#drawing.tidy();
    this.#view.show(this.#drawing.visible, this.#drawing.placement);
    this.#fit({ all: false });
  }

  zoomBy(factor: number): void {
    this.#view.camera.zoomBy(factor);
  }

  /** Everything in sight, from now on. */
  fit(): void {
    this.#fit({ all: true });
  }

  #fit(how: { readonly all: boolean }): void {
    this.#camera = undefined;
    this.#view.camera.fitFromNowOn(how);
    this.#events.onChange('places');
  }

  /** Another picture than before: its beginning, whatever the camera was. */
  showFromBeginning(): void {
    this.#fit({ all: false });
  }

  /** Everything in sight, unless the reader has moved the camera. */
  fitUnlessMoved(): void {
    if (!this.#view.camera.isReaders) this.#view.camera.fit();
  }

  /** Places as the workspace remembers them. */
  pin(places: readonly PinnedPlace[]): void {
    this.#drawing.pin(new Map(places.map(([id, x, y]) => [id, { x, y }])));
  }

  captured(request: number): FromPage {
    return captured(request, this.#drawing);
  }

  /** What stands for all that traffic through the selection passes, and for who announces its addresses. */
  #chainOf(selected: string, drawn: string): ReadonlySet<string> {
    const { picture, visible } = this.#drawing;
    const passed = [...chainThrough(picture, selected)].flatMap((id) => this.#drawing.standIn(id) ?? []);
    return new Set([...passed, ...announcementsFor(visible, drawn).flatMap(({ from, to }) => [from, to])]);
  }

  /** The chains of what stands at the cursor of the editor, cards alone: a frame round everything would say nothing. A manifest that stands for most of the picture has none. */
  #litBy(highlighted: readonly string[]): ReadonlySet<string> {
    if (highlighted.length === 0 || highlighted.length > mostLit) return new Set();
    const { picture, visible } = this.#drawing;
    const ids = highlighted.flatMap((id) => {
      const element = picture.elements.get(id);
      return element === undefined || holders.has(element.kind) ? [] : [...chainThrough(picture, id)];
    });
    return new Set(ids.flatMap((id) => this.#drawing.standIn(id) ?? []).filter((id) => visible.shown.get(id)?.role === 'card'));
  }

  /** What is marked for an element that the editor names; an open workload is marked by its pods, which the editor names as well. */
  #marksFor(id: string): readonly string[] {
    const { picture, visible } = this.#drawing;
    const drawn = this.#drawing.standIn(id);
    const open = picture.elements.get(id)?.kind === 'workload' && !visible.shown.has(id);
    return drawn === undefined || (open && visible.shown.get(drawn)?.role === 'frame') ? [] : [drawn];
  }

  /** Draws after a change that the reader asked for and that moves things; the given element stays under the reader's eye. */
  #redraw(anchor: string | undefined, change: () => void): void {
    const before = this.#drawing.rectOf(anchor);
    change();
    this.#view.camera.keepInPlace(before, this.#drawing.rectOf(anchor));
    this.#events.onChange('cards');
    this.fitUnlessMoved();
  }

  /** The picture takes the shape of its window. What the reader looks at stays where it is, if the camera is the reader's. */
  #resized(): void {
    if (this.#drawing.picture.elements.size === 0) return;
    const anchor = this.#drawing.standIn(this.#selected) ?? this.#view.cardInMiddle;
    const before = this.#drawing.rectOf(anchor);
    if (this.#drawing.reshape()) {
      this.#view.camera.keepInPlace(before, this.#drawing.rectOf(anchor));
      this.#events.onChange('cards');
    }
    this.#view.camera.settle(this.#drawing.standIn(this.#selected));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.element) return;
    const understood = onGraphKey(event, this.#drawing, this.#selected, {
      ...this.#events,
      toggle: (id) => this.toggle(id),
      zoomBy: (factor) => this.#view.camera.zoomBy(factor),
      panBy: (dx, dy) => this.#view.camera.panBy(dx, dy),
      fit: () => this.fit(),
    });
    if (understood) event.preventDefault();
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
