import { arrange, leastReadable, sameShape, shapeFor, type Shape } from '../../src/topology/placement/arrange.ts';
import { extend } from '../../src/topology/placement/extend.ts';
import type { Rect, Size } from '../../src/topology/placement/geometry.ts';
import { applyPins, moveTo, type Pins } from '../../src/topology/placement/moving.ts';
import { boundsOf, type Placement } from '../../src/topology/placement/placement.ts';
import { ancestorsOf, emptyPicture, type Picture } from '../../src/topology/placement/picture.ts';
import {
  chooseLevel,
  isFolded,
  mostVisible,
  relookedVisible,
  standIn,
  visibleOf,
  type Folds,
  type Visible,
} from '../../src/topology/placement/visible.ts';
import { symmetricDifference, type DrawingChoices } from '../state/viewState.ts';

/** What is drawn of the picture, and where: follows the picture, the reader's choices and, while nothing else decides, the window. */
export class Drawing {
  picture: Picture = emptyPicture;
  visible: Visible = { shown: new Map(), edges: new Map() };
  placement: Placement = new Map();
  #choices: DrawingChoices;
  /** The level in force: the reader's, or the one chosen when the graph came. */
  #level = 0;
  /** Of the last arrangement; absent while the places are those of an earlier page. */
  #shape: Shape | undefined;
  /** Of the whole picture, while only a part of it is drawn. */
  #whole: { readonly placement: Placement; readonly level: number; readonly shape: Shape | undefined } | undefined;
  /** Places as an earlier page left them; what is there when the workspace has been read goes back to them. */
  #saved: Placement;
  readonly #sizeOfWindow: () => Size;

  constructor({ level, toggled, pins }: DrawingChoices, saved: Placement, sizeOfWindow: () => Size) {
    this.#choices = { level, toggled, pins };
    this.#saved = saved;
    this.#sizeOfWindow = sizeOfWindow;
  }

  get choices(): DrawingChoices {
    return this.#choices;
  }

  get folds(): Folds {
    return { level: this.#level, toggled: new Set(this.#choices.toggled) };
  }

  /** Whether a part of the picture is drawn, and not the whole. */
  get isPart(): boolean {
    return this.#whole !== undefined;
  }

  /** Of the whole picture, also while a part of it is drawn: what is kept over a reload. */
  get lastingPlacement(): Placement {
    return this.#whole?.placement ?? this.placement;
  }

  /** Draws a part of the picture, closely; or the whole again, where it was. */
  restrict(picture: Picture, part: boolean): void {
    this.picture = picture;
    const before = this.#whole;
    if (part) {
      this.#whole ??= { placement: this.placement, level: this.#level, shape: this.#shape };
      this.#level = chooseLevel(picture, this.folds.toggled);
      this.visible = visibleOf(picture, this.folds);
      this.placement = this.#arranged();
      return;
    }
    this.#whole = undefined;
    this.#level = this.#choices.level ?? before?.level ?? this.#level;
    this.visible = visibleOf(picture, this.folds);
    this.#shape = before?.shape;
    this.placement = before === undefined || before.placement.size === 0 ? this.#arranged() : this.#extended(before.placement);
  }

  /** The next picture. `settled`: what is drawn stays where it is; else there was nothing yet that one could know one's way in. */
  take(picture: Picture, { settled, whole, part }: { readonly settled: boolean; readonly whole: boolean; readonly part: boolean }): void {
    const before = this.picture;
    if (part !== (this.#whole !== undefined) || (part && !settled)) {
      // What an earlier page left are places of the whole.
      if (part && !settled) this.#whole = { placement: this.#saved, level: this.#choices.level ?? this.#level, shape: undefined };
      this.restrict(picture, part);
      return;
    }
    this.picture = picture;
    if (settled && !whole && picture.relooked?.version === before.version) {
      this.visible = relookedVisible(picture, this.visible, picture.relooked.ids);
      return;
    }
    const { toggled } = this.folds;
    if (this.#choices.level !== undefined) this.#level = this.#choices.level;
    else if (whole || !settled) this.#level = chooseLevel(picture, toggled);
    else if (visibleOf(picture, this.folds).shown.size > 2 * mostVisible)
      this.#level = Math.max(this.#level, chooseLevel(picture, toggled));
    this.visible = visibleOf(picture, this.folds);
    const known = settled ? this.placement : this.#saved;
    this.placement = known.size > 0 ? this.#extended(known) : this.#arranged();
  }

  /** What the reader dragged, as the workspace remembers it; what an earlier page knew else is no more. */
  pin(pins: Pins): void {
    if (samePins(pins, this.#choices.pins)) return;
    this.#choices = { ...this.#choices, pins };
    this.#saved = new Map();
    if (this.visible.shown.size > 0) this.placement = this.#arranged();
  }

  /** What is drawn for an element: itself, or the folded group that it is in. */
  standIn(id: string | undefined): string | undefined {
    return id === undefined ? undefined : standIn(this.picture, this.visible, id);
  }

  rectOf(id: string | undefined): Rect | undefined {
    const drawn = this.standIn(id);
    return drawn === undefined ? undefined : this.placement.get(drawn)?.[0];
  }

  /** Opens a group that is drawn as one card, or folds it; a pod's group is that of its workload. False for what is no group. */
  toggle(id: string): boolean {
    const element = this.picture.elements.get(id);
    const group = element?.kind === 'pod' && element.parent !== undefined ? element.parent : id;
    if ((this.picture.children.get(group)?.length ?? 0) === 0) return false;
    this.#refold({ toggled: symmetricDifference(this.#choices.toggled, [group]) });
    return true;
  }

  /** Opens every folded group round an element. False when none was folded. */
  uncover(id: string): boolean {
    const closed = ancestorsOf(this.picture, id).filter((ancestor) => {
      const element = this.picture.elements.get(ancestor);
      return element !== undefined && isFolded(this.picture, element, this.folds);
    });
    if (closed.length > 0) this.#refold({ toggled: symmetricDifference(this.#choices.toggled, closed) });
    return closed.length > 0;
  }

  /** Groups the pods of each workload, or shows each. */
  foldAll(): void {
    this.#level = this.#level > 0 ? 0 : 1;
    this.#refold({ level: this.#level, toggled: [] });
  }

  /** Lays everything out anew, what the reader dragged as well. */
  tidy(): void {
    this.#choices = { ...this.#choices, pins: new Map() };
    this.placement = this.#arranged();
  }

  /** Where everything stood when the drag began that is going on: what made room for it goes back when it has passed. */
  #beforeDrag: { readonly visible: Visible; readonly placement: Placement } | undefined;

  /** The reader has taken hold of something, or let go of it. */
  drag(begins: boolean): void {
    this.#beforeDrag = begins ? { visible: this.visible, placement: this.placement } : undefined;
  }

  move(id: string, x: number, y: number): void {
    const from = this.#beforeDrag?.visible === this.visible ? this.#beforeDrag.placement : this.placement;
    const { placement, pins } = moveTo(this.visible, from, this.#choices.pins, id, x, y);
    this.placement = placement;
    // Places in a part are for the moment: it is laid out closely, not as the whole is.
    if (this.#whole === undefined) this.#choices = { ...this.#choices, pins };
  }

  /** Takes the shape of the window; what the reader dragged stays where it was in what holds it. Whether anything changed. */
  reshape(): boolean {
    const size = this.#sizeOfWindow();
    const shape = shapeFor(this.visible, size);
    if (sameShape(this.#shape, shape) || (this.#shape === undefined && !this.#isTooWide(size))) return false;
    this.placement = this.#arranged();
    return true;
  }

  /** Places that an earlier page left, for a window that was wider. */
  #isTooWide({ width }: Size): boolean {
    const bounds = boundsOf(this.placement);
    return bounds !== undefined && bounds.width * leastReadable > width;
  }

  #refold(change: Partial<DrawingChoices>): void {
    this.#choices = { ...this.#choices, ...change };
    this.visible = visibleOf(this.picture, this.folds);
    this.placement = this.#arranged();
  }

  /** What is there keeps its place; what comes back goes where the reader once dragged it. */
  #extended(known: Placement): Placement {
    const placement = extend(this.visible, known, this.#shape);
    if (this.#whole !== undefined) return placement;
    const back = new Map([...this.#choices.pins].filter(([id]) => !known.has(id) && this.visible.shown.has(id)));
    return applyPins(this.visible, placement, back);
  }

  #arranged(): Placement {
    this.#shape = shapeFor(this.visible, this.#sizeOfWindow());
    const arranged = arrange(this.visible, this.#shape);
    return this.#whole === undefined ? applyPins(this.visible, arranged, this.#choices.pins) : arranged;
  }
}

function samePins(one: Pins, other: Pins): boolean {
  return one.size === other.size && [...one].every(([id, { x, y }]) => other.get(id)?.x === x && other.get(id)?.y === y);
}
