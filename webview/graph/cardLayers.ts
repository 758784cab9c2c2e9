import { html, nothing, render } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import { createCard, fillCard, placeCard } from './cards.ts';
import { overlaps, type Rect } from '../../src/topology/placement/geometry.ts';
import { captionsOf, laneHeadings, type Placement } from '../../src/topology/placement/placement.ts';
import type { Focus, Tags } from '../find/focus.ts';
import type { EdgeLabel } from './edgeLabels.ts';
import { place } from '../shared/place.ts';
import { styled } from '../shared/styled.ts';
import { spokenText, words } from '../shared/text.ts';
import { tagsOn } from './cardTags.ts';
import type { Shown, Visible } from '../../src/topology/placement/visible.ts';

/** What is marked in the picture. */
export interface Marks {
  readonly selected: string | undefined;
  /** What belongs to the selection; the rest is dimmed. */
  readonly chain: ReadonlySet<string>;
  /** What the cursor in the editor stands in. */
  readonly highlighted: ReadonlySet<string>;
  /** The chains of that. */
  readonly lit: ReadonlySet<string>;
  /** What alone is looked at, whatever is selected; absent: all. */
  readonly focus: Focus | undefined;
  /** What has been searched for, or stands for it. */
  readonly found: ReadonlySet<string>;
  /** A few words on cards. */
  readonly tags: Tags;
  /** The reader is choosing the end of a connection, which anything may be. */
  readonly picking: boolean;
}

export const noMarks: Marks = {
  selected: undefined,
  chain: new Set(),
  highlighted: new Set(),
  lit: new Set(),
  focus: undefined,
  found: new Set(),
  tags: new Map(),
  picking: false,
};

/** Below this many elements all are in the document; above, only those in sight. */
const cullAbove = 700;

/** Frames behind the edges and cards before them, as DOM elements that change only where the picture does. */
export class CardLayers {
  readonly frames = place('div', 'layer frames');
  readonly cards = place('div', 'layer cards');
  readonly #labels = place('div', 'edge-labels', { 'aria-hidden': 'true' });
  readonly #tags = place('div', 'card-tags', { 'aria-hidden': 'true' });
  readonly #headings = place('div', 'headings');
  readonly #strings: PageStrings;
  readonly #onToggle: (id: string) => void;
  readonly #elements = new Map<string, { readonly element: HTMLElement; shown: Shown; rect: Rect; marks: string }>();
  readonly #continuations = new Map<string, HTMLElement[]>();
  readonly #domIds = new Map<string, string>();
  #visible: Visible = { shown: new Map(), edges: new Map() };
  #placement: Placement = new Map();
  #marks = noMarks;

  constructor(strings: PageStrings, onToggle: (id: string) => void) {
    this.#strings = strings;
    this.#onToggle = onToggle;
    this.frames.append(this.#headings);
    this.cards.append(this.#labels, this.#tags);
  }

  /** `extent` is the stretch of the picture that is in sight. */
  show(visible: Visible, placement: Placement, extent: Rect): void {
    for (const id of this.#visible.shown.keys()) if (!visible.shown.has(id)) this.#remove(id);
    const moved = placement !== this.#placement;
    const before = this.#visible;
    this.#visible = visible;
    this.#placement = placement;
    this.#draw(extent);
    if (moved || exposuresDiffer(before, visible)) this.#drawHeadings();
    if (moved) this.#drawTags();
  }

  follow({ x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number }, extent: Rect): void {
    const transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    this.frames.style.transform = transform;
    this.cards.style.transform = transform;
    if (this.#visible.shown.size > cullAbove) this.#draw(extent);
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    for (const id of this.#elements.keys()) this.#mark(id);
    this.#drawTags();
  }

  #drawTags(): void {
    render(
      tagsOn(this.#marks.tags, this.#placement, (id) => this.#isFirst(id)),
      this.#tags,
    );
  }

  /** Whether nothing stands between a card and the title of its frame. */
  #isFirst(id: string): boolean {
    const frame = this.#visible.shown.get(id)?.frame;
    const [own] = this.#placement.get(id) ?? [];
    if (frame === undefined || own === undefined) return false;
    for (const [other, shown] of this.#visible.shown) {
      const [rect] = shown.frame === frame && other !== id ? (this.#placement.get(other) ?? []) : [];
      if (rect !== undefined && rect.y < own.y && rect.x < own.x + own.width && own.x < rect.x + rect.width) return false;
    }
    return true;
  }

  hover(id: string | undefined): void {
    for (const element of this.cards.querySelectorAll('.is-hovered')) element.classList.remove('is-hovered');
    if (id !== undefined) this.#elements.get(id)?.element.classList.add('is-hovered');
  }

  /** The `id` attribute of an element that is in the document. */
  domIdOf(id: string): string | undefined {
    return this.#elements.get(id)?.element.id;
  }

  #draw(extent: Rect): void {
    const cull = this.#visible.shown.size > cullAbove;
    for (const [id, shown] of this.#visible.shown) {
      const rects = this.#placement.get(id);
      if (rects === undefined) continue;
      if (cull && id !== this.#marks.selected && !overlaps(rects[0], extent)) this.#remove(id);
      else this.#drawOne(id, shown, rects);
    }
  }

  #drawOne(id: string, shown: Shown, [rect, ...more]: readonly [Rect, ...Rect[]]): void {
    const toggle = () => this.#onToggle(id);
    const home = shown.role === 'frame' ? this.frames : this.cards;
    const known = this.#elements.get(id);
    if (known === undefined) {
      const element = createCard(shown, this.#newDomId(id), this.#strings, toggle);
      this.#elements.set(id, { element, shown, rect, marks: '' });
      this.#mark(id);
      placeCard(element, rect);
      home.append(element);
    } else {
      if (known.shown !== shown && !sameShown(known.shown, shown)) {
        fillCard(known.element, shown, this.#strings, toggle);
        known.marks = '?';
      }
      if (known.shown.role !== shown.role) home.append(known.element);
      known.shown = shown;
      if (known.rect !== rect) placeCard(known.element, rect);
      known.rect = rect;
      if (known.marks === '?') this.#mark(id);
    }
    if (more.length > 0 || this.#continuations.has(id)) this.#drawContinuations(id, shown, more);
  }

  /** Further rectangles of a frame that was full: decoration, the frame itself is the first. */
  #drawContinuations(id: string, shown: Shown, rects: readonly Rect[]): void {
    for (const old of this.#continuations.get(id) ?? []) old.remove();
    this.#continuations.set(
      id,
      rects.map((rect) => {
        const element = place('div', `frame kind-${shown.element.kind} continuation`, { role: 'presentation' });
        render(html`<div class="title">${words(`${shown.element.label} …`)}</div>`, element);
        placeCard(element, rect);
        this.frames.append(element);
        return element;
      }),
    );
  }

  #drawHeadings(): void {
    const heading = (className: string, text: string, { x, y }: Pick<Rect, 'x' | 'y'>) =>
      html`<div class=${className} role="presentation" ${styled({ left: `${x}px`, top: `${y}px` })}>${text}</div>`;
    render(
      [
        ...laneHeadings(this.#visible, this.#placement).map((at) => heading('heading', this.#strings.lanes[at.lane], at)),
        ...captionsOf(this.#visible, this.#placement).map((at) =>
          heading(`section-caption exposure-${at.exposure}`, this.#strings.exposures[at.exposure], at),
        ),
      ],
      this.#headings,
    );
  }

  /** What the lines are that are looked at. */
  label(labels: readonly EdgeLabel[]): void {
    render(
      labels.map(
        ({ edge, word, text, centre }) =>
          html`<div class="edge-label of-${edge.kind}" ${styled({ left: `${centre.x}px`, top: `${centre.y}px` })}><span class="word">${word}</span>${text === '' ? nothing : html`<span class="ports">${words(text)}</span>`}</div>`,
      ),
      this.#labels,
    );
  }

  #mark(id: string): void {
    const { selected, chain, highlighted, lit, focus, found, tags, picking } = this.#marks;
    const passed = chain.has(id);
    const dimmed =
      focus === undefined ? selected !== undefined && !passed && !picking : !focus.ids.has(id) && !(focus.kind === 'search' && passed);
    const onWay = focus?.kind === 'way' && focus.ids.has(id);
    const own = tags.get(id) ?? [];
    const kinds = [...new Set(own.map(({ kind }) => kind))];
    const isLit = lit.has(id) && !highlighted.has(id);
    const known = this.#elements.get(id);
    const marks = `${id === selected ? 'selected ' : ''}${highlighted.has(id) ? 'highlighted ' : ''}${isLit ? 'lit ' : ''}${dimmed ? 'dimmed ' : ''}${onWay ? 'way ' : ''}${found.has(id) ? 'found ' : ''}${own.map(({ spoken }) => spoken).join('\n')}`;
    if (known === undefined || (known.marks === marks && known.element.hasAttribute('aria-selected'))) return;
    known.marks = marks;
    const { element } = known;
    element.classList.toggle('is-selected', id === selected);
    element.setAttribute('aria-selected', String(id === selected));
    element.classList.toggle('is-highlighted', highlighted.has(id));
    element.classList.toggle('is-lit', isLit);
    element.classList.toggle('is-dimmed', dimmed);
    element.classList.toggle('is-on-way', onWay);
    element.classList.toggle('is-found', found.has(id));
    for (const name of [...element.classList]) if (name.startsWith('is-tagged-')) element.classList.remove(name);
    for (const kind of kinds) element.classList.add(`is-tagged-${kind}`);
    element.setAttribute('aria-label', [spokenText(known.shown, this.#strings), ...own.map(({ spoken }) => spoken)].join(', '));
  }

  #remove(id: string): void {
    this.#elements.get(id)?.element.remove();
    this.#elements.delete(id);
    for (const extra of this.#continuations.get(id) ?? []) extra.remove();
    this.#continuations.delete(id);
  }

  /** Ids of manifests may hold anything; these are numbers, the same for an element that comes back. */
  #newDomId(id: string): string {
    const known = this.#domIds.get(id) ?? `element-${this.#domIds.size}`;
    this.#domIds.set(id, known);
    return known;
  }
}

/** Whether a service that was there is now reached in another way. */
function exposuresDiffer(before: Visible, now: Visible): boolean {
  if (before.shown === now.shown) return false;
  for (const [id, { exposure }] of now.shown) if (before.shown.get(id)?.exposure !== exposure) return true;
  return false;
}

function sameShown(one: Shown, other: Shown): boolean {
  return (
    one.element === other.element &&
    one.role === other.role &&
    one.pods === other.pods &&
    one.services === other.services &&
    one.group === other.group &&
    one.severity === other.severity &&
    one.pending === other.pending &&
    one.detail === other.detail &&
    one.certainty === other.certainty &&
    one.exposure === other.exposure &&
    one.waiting === other.waiting &&
    one.ranges === other.ranges
  );
}
