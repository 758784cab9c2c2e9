import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanBar, PlanCluster } from '../../src/topology/protocol.ts';
import { ancestorsOf, type Picture } from '../../src/topology/placement/picture.ts';
import { neighboursOf } from '../find/flow.ts';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { nameOf } from '../shared/text.ts';
import type { Plan } from '../state/planStore.ts';
import { barContent } from './planBar.ts';
import { blockKey, isShut } from './planGroup.ts';
import { elementsOf } from './planItem.ts';
import { nextItem } from './planKeys.ts';
import { planNothing } from './planNothing.ts';
import { drawWedges } from './planStrip.ts';

export interface AddressPlanEvents {
  readonly onSelect: (id: string | undefined) => void;
  readonly onOpen: (id: string) => void;
  /** Opens a group or a block that is shut, or shuts it. */
  readonly onToggle: (id: string) => void;
  /** A key that the plan itself has no use for; true when it was understood. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

export interface PlanMarks {
  /** Groups and blocks that the reader opened or shut, against the default. */
  readonly open: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly highlighted: ReadonlySet<string>;
  /** What has been searched for. */
  readonly found: ReadonlySet<string>;
}

/** A bar in the document, as it was drawn last. */
interface Drawn {
  readonly bar: PlanBar;
  readonly open: string;
  readonly element: HTMLElement;
  /** For the bars that it holds. */
  readonly inner: HTMLElement;
}

/**
 * The address space: each network a bar to scale, what is too small to see in it magnified below, and below that the ranges large enough to be bars of their own.
 * Bars that did not change stay the same nodes of the document.
 */
export class AddressPlanView {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #events: AddressPlanEvents;
  readonly #left = document.createElement('p');
  readonly #bars = new Map<string, Drawn>();
  #picture: Picture | undefined;
  #plan: Plan | undefined;
  #marks: PlanMarks = { open: new Set(), selected: undefined, highlighted: new Set(), found: new Set() };
  /** What is to be brought into sight once the plan has come. */
  #wanted: string | undefined;
  /** What the keyboard stands on. */
  #current: string | undefined;

  constructor(strings: PageStrings, events: AddressPlanEvents) {
    this.#strings = strings;
    this.#events = events;
    this.#left.className = 'plan-left';
    this.#left.textContent = strings.plan.left;
    this.element = place('div', 'plan', {
      role: 'region',
      'aria-label': strings.plan.view,
      'aria-describedby': 'plan-help',
      tabindex: '-1',
    });
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusin', ({ target }) =>
      this.#standOn(target instanceof Element ? target.closest<HTMLElement>('.plan-item') : null),
    );
    new ResizeObserver(() => this.#drawWedges()).observe(this.element);
  }

  /**
   * `picture`: what the filters leave. Clusters that are not in it are not shown; the plan of a cluster is whole all the same, since an address that is filtered away is not free,
   * with the owners pale that are not in the picture.
   */
  show(picture: Picture, plan: Plan | undefined, marks: PlanMarks): void {
    const redraw =
      plan !== this.#plan ||
      plan?.clusters.some(({ id }) => picture.elements.has(id) !== this.#picture?.elements.has(id)) === true ||
      !sameSet(marks.open, this.#marks.open) ||
      this.element.childElementCount === 0;
    this.#picture = picture;
    this.#plan = plan;
    this.#marks = marks;
    if (redraw) this.#draw();
    this.#mark();
    if (plan !== undefined && this.#wanted !== undefined) this.bringIntoSight(this.#wanted);
  }

  focus(): void {
    (this.#items().find((item) => item.tabIndex === 0) ?? this.#items()[0] ?? this.element).focus();
  }

  /** Scrolls to the first cell or range of an element, out of a group that is shut if need be. */
  bringIntoSight(id: string): void {
    this.#wanted = this.#plan === undefined ? id : undefined;
    const named = this.#picture === undefined ? [] : neighboursOf(this.#picture, id, 'outwards', 'resolves');
    if (named[0] !== undefined) {
      this.bringIntoSight(named[0].id);
      return;
    }
    const shut = this.#shutGroupOf(id);
    for (const key of shut) this.#events.onToggle(key);
    const item =
      this.#items().find((one) => this.#concerns(one, id) && one.classList.contains('plan-cell')) ??
      this.#items().find((one) => this.#concerns(one, id));
    item?.scrollIntoView({ block: 'nearest' });
    if (item !== undefined) this.#standOn(item);
  }

  #draw(): void {
    const focused =
      document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement)
        ? document.activeElement.dataset['key']
        : undefined;
    const plan = this.#plan;
    for (const id of [...this.#bars.keys()]) if (plan?.bars.has(id) !== true) this.#bars.delete(id);
    render(
      html`<div class="spoken" id="plan-help">${this.#strings.plan.help}</div>
        ${
          plan === undefined
            ? html`<p class="plan-waiting">${this.#strings.waiting}</p>`
            : plan.bars.size === 0
              ? planNothing(this.#strings)
              : html`${this.#left}${plan.clusters.filter(({ id }) => this.#picture?.elements.has(id) === true).map((cluster) => this.#cluster(cluster, plan))}`
        }`,
      this.element,
    );
    const items = this.#items();
    const current = items.find((item) => item.dataset['key'] === this.#current) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
    // Who waited here for the plan goes on where it begins.
    if (document.activeElement === this.element) current?.focus({ preventScroll: true });
    if (focused !== undefined) (items.find((item) => item.dataset['key'] === focused) ?? current)?.focus({ preventScroll: true });
    this.#drawWedges();
  }

  #cluster({ id, name, bars }: PlanCluster, plan: Plan): TemplateResult {
    const outermost: HTMLElement[] = [];
    const inside = new Map<HTMLElement, HTMLElement[]>();
    const open: { readonly depth: number; readonly inner: HTMLElement }[] = [];
    for (const barId of bars) {
      const bar = plan.bars.get(barId);
      if (bar === undefined) continue;
      while ((open.at(-1)?.depth ?? -1) >= bar.depth) open.pop();
      const { element, inner } = this.#bar(bar);
      const holder = open.at(-1)?.inner;
      (holder === undefined ? outermost : inside.get(holder))?.push(element);
      inside.set(inner, []);
      open.push({ depth: bar.depth, inner });
    }
    for (const [inner, elements] of inside) render(elements, inner);
    const heading = html`<h2 data-cluster=${id}>${icon('server-environment', 'kind')}${nameOf(name)}</h2>`;
    return html`<section class="plan-cluster" aria-label=${name}>
      ${plan.clusters.length > 1 ? heading : nothing}
      ${bars.length === 0 ? html`<p class="plan-waiting">${this.#strings.plan.nothingTitle}</p>` : nothing} ${outermost}
    </section>`;
  }

  #bar(bar: PlanBar): Drawn {
    const open = bar.groups
      .flatMap((group) => [group.id, ...group.cells.map((cell) => blockKey(group, cell))])
      .filter((key) => this.#marks.open.has(key))
      .join(' ');
    const known = this.#bars.get(bar.id);
    if (known?.bar === bar && known.open === open) return known;
    const element = known?.element ?? place('section', '');
    element.className = `plan-bar kind-plan-${bar.kind}`;
    element.setAttribute('aria-label', `${bar.label} ${bar.detail}`);
    render(barContent(bar, this.#marks.open, this.#strings), element);
    const inner = element.querySelector<HTMLElement>(':scope > .plan-inner') ?? element;
    const drawn = { bar, open, element, inner };
    this.#bars.set(bar.id, drawn);
    return drawn;
  }

  #mark(): void {
    const { selected, highlighted, found } = this.#marks;
    const picture = this.#picture;
    const kin =
      selected === undefined || picture === undefined
        ? []
        : [selected, ...neighboursOf(picture, selected, 'outwards', 'resolves').map(({ id }) => id)];
    let pale = 0;
    for (const item of this.element.querySelectorAll<HTMLElement>('.plan-item, .segment')) {
      const own = kin.some((id) => this.#concerns(item, id));
      const left = picture !== undefined && item.hasAttribute('data-elements') && !elementsOf(item).some((id) => picture.elements.has(id));
      item.classList.toggle('is-left', left);
      if (left) pale++;
      item.classList.toggle('is-selected', own);
      if (item.classList.contains('plan-item')) {
        if (own) item.setAttribute('aria-current', 'true');
        else item.removeAttribute('aria-current');
      }
      item.classList.toggle(
        'is-highlighted',
        elementsOf(item).some((id) => highlighted.has(id)),
      );
      item.classList.toggle(
        'is-found',
        elementsOf(item).some((id) => found.has(id)),
      );
    }
    this.#left.hidden = pale === 0;
  }

  /** Whether an item stands for an element, or for something that it holds: a workload's pods, a node's blocks. */
  #concerns(item: HTMLElement, id: string): boolean {
    const picture = this.#picture;
    return elementsOf(item).some(
      (own) =>
        own === id || (picture !== undefined && wide.has(picture.elements.get(id)?.kind ?? '') && ancestorsOf(picture, own).includes(id)),
    );
  }

  #shutGroupOf(id: string): readonly string[] {
    for (const { groups } of this.#plan?.bars.values() ?? []) {
      for (const group of groups) {
        const shut = isShut(group, this.#marks.open);
        if (shut && group.cells.some(({ elements }) => elements.includes(id))) return [group.id];
        const block = group.cells.find(
          (cell) =>
            cell.state === 'block' &&
            !this.#marks.open.has(blockKey(group, cell)) &&
            cell.cells.some(({ elements }) => elements.includes(id)),
        );
        if (block !== undefined) return [...(shut ? [group.id] : []), blockKey(group, block)];
      }
    }
    return [];
  }

  #drawWedges(): void {
    if (this.element.hidden) return;
    for (const { bar, element } of this.#bars.values()) if (element.isConnected) drawWedges(element, bar);
  }

  #items(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.plan-item')];
  }

  #standOn(item: HTMLElement | null): void {
    if (item === null) return;
    this.#current = item.dataset['key'];
    for (const other of this.element.querySelectorAll<HTMLElement>('.plan-item[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('.plan-item, .segment, .gap') : null;
    if (target === null) return;
    const opens = target.dataset['opens'];
    if (opens !== undefined)
      [...this.element.querySelectorAll<HTMLElement>('.plan-group, .plan-title')]
        .find(({ dataset }) => dataset['group'] === opens || dataset['key'] === opens)
        ?.scrollIntoView({ block: 'nearest' });
    this.#act(target, false);
  }

  /** Opens what can be opened, else selects; what is selected already shows its manifest when `again`. */
  #act(item: HTMLElement, again: boolean): void {
    const toggle = item.dataset['toggle'];
    if (toggle !== undefined) {
      this.#events.onToggle(toggle);
      return;
    }
    const id = elementsOf(item)[0] ?? item.dataset['range'];
    if (id === undefined) return;
    if (again && this.#marks.selected === id) this.#events.onOpen(id);
    else this.#events.onSelect(id);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('.plan-item') : null;
    if (item === null) {
      if (this.#events.onKey(event)) event.preventDefault();
      return;
    }
    if (event.key === 'Enter') this.#act(item, true);
    else if (event.key === ' ') this.#act(item, false);
    else if (!this.#events.onKey(event)) {
      const next = nextItem(this.#items(), item, event.key);
      if (next === undefined) return;
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    }
    event.preventDefault();
  }
}

/** Kinds of elements that have no addresses but those of what they hold. */
const wide: ReadonlySet<string> = new Set(['workload', 'namespace']);

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}
