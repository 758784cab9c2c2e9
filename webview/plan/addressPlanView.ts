import type { PageStrings, PlanBar, PlanCluster, PlanFinding, PlanGroup, PlanHeading } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { cellElement, planItem } from './planCells.ts';
import { nextItem } from './planKeys.ts';
import { planIcons } from './planLegend.ts';
import type { Plan } from '../state/planStore.ts';
import { drawWedges, gapsText, stripElement } from './planStrip.ts';
import { countText, sizeText } from './planText.ts';
import { neighboursOf } from '../find/flow.ts';
import { ancestorsOf, type Picture } from '../../src/topology/placement/picture.ts';
import { format, nameElement, textElement } from '../shared/text.ts';

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
}

/** A group of more cells is shut until it is asked for. */
const mostOpen = 60;

/**
 * The address space: each network a bar to scale, what is too small to see in it magnified below, and below that the ranges large enough to be bars of their own.
 * Bars that did not change stay the same nodes of the document.
 */
export class AddressPlanView {
  readonly element = textElement('div', 'plan', '');
  readonly #strings: PageStrings;
  readonly #events: AddressPlanEvents;
  readonly #left: HTMLElement;
  readonly #drawn = new Map<
    string,
    {
      readonly bar: PlanBar;
      readonly open: string;
      readonly element: HTMLElement;
      readonly inner: HTMLElement;
      readonly wedges: () => void;
    }
  >();
  #picture: Picture | undefined;
  #plan: Plan | undefined;
  #marks: PlanMarks = { open: new Set(), selected: undefined, highlighted: new Set() };
  /** What is to be brought into sight once the plan has come. */
  #wanted: string | undefined;
  /** What the keyboard stands on. */
  #current: string | undefined;

  constructor(strings: PageStrings, events: AddressPlanEvents) {
    this.#strings = strings;
    this.#events = events;
    this.#left = textElement('p', 'plan-left', strings.plan.left);
    this.element.tabIndex = -1;
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', strings.plan.view);
    this.element.setAttribute('aria-describedby', 'plan-help');
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
    const help = textElement('div', 'spoken', this.#strings.plan.help);
    help.id = 'plan-help';
    const plan = this.#plan;
    if (plan === undefined) this.element.replaceChildren(help, textElement('p', 'plan-waiting', this.#strings.waiting));
    else if (plan.bars.size === 0) this.element.replaceChildren(help, this.#explanation());
    else
      this.element.replaceChildren(
        help,
        this.#left,
        ...plan.clusters.filter(({ id }) => this.#picture?.elements.has(id) === true).map((cluster) => this.#cluster(cluster, plan)),
      );
    for (const id of [...this.#drawn.keys()]) if (plan?.bars.has(id) !== true) this.#drawn.delete(id);
    const items = this.#items();
    const current = items.find((item) => item.dataset['key'] === this.#current) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
    // Who waited here for the plan goes on where it begins.
    if (document.activeElement === this.element) current?.focus({ preventScroll: true });
    if (focused !== undefined) (items.find((item) => item.dataset['key'] === focused) ?? current)?.focus({ preventScroll: true });
    this.#drawWedges();
  }

  #cluster({ id, name, bars }: PlanCluster, plan: Plan): HTMLElement {
    const section = document.createElement('section');
    section.setAttribute('aria-label', name);
    section.className = 'plan-cluster';
    if (plan.clusters.length > 1) {
      const heading = textElement('h2', '', '');
      heading.append(icon('server-environment', 'kind'), nameElement('name', name));
      heading.dataset['cluster'] = id;
      section.append(heading);
    }
    if (bars.length === 0) section.append(textElement('p', 'plan-waiting', this.#strings.plan.nothingTitle));
    const open: { readonly depth: number; readonly inner: HTMLElement }[] = [{ depth: -1, inner: section }];
    for (const barId of bars) {
      const bar = plan.bars.get(barId);
      if (bar === undefined) continue;
      while ((open.at(-1)?.depth ?? -1) >= bar.depth) open.pop();
      const { element, inner } = this.#bar(bar);
      inner.replaceChildren();
      (open.at(-1)?.inner ?? section).append(element);
      open.push({ depth: bar.depth, inner });
    }
    return section;
  }

  #bar(bar: PlanBar): { readonly element: HTMLElement; readonly inner: HTMLElement } {
    const open = bar.groups
      .flatMap((group) => [group.id, ...group.cells.map(({ first }) => `${group.id}/${first}`)])
      .filter((key) => this.#marks.open.has(key))
      .join(' ');
    const known = this.#drawn.get(bar.id);
    if (known?.bar === bar && known.open === open) return known;
    const element = document.createElement('section');
    element.className = `plan-bar kind-plan-${bar.kind}`;
    element.setAttribute('aria-label', `${bar.label} ${bar.detail}`);
    const allCells = bar.segments.length + bar.marks.length === 0 && bar.groups.some(({ type }) => type === 'ranges');
    element.append(this.#title(bar));
    // Of what is kept for others, or is elsewhere, there is nothing to see.
    const empty = (bar.kind === 'held' || bar.kind === 'network') && bar.segments.length + bar.marks.length === 0;
    const strip = allCells || empty ? undefined : stripElement(bar, this.#strings);
    if (strip !== undefined) element.append(strip);
    // Elsewhere the cells say what is free between them.
    const lines = bar.kind === 'site' || bar.groups.some(({ type }) => type === 'blocks') ? gapsText(bar, this.#strings, 6) : [];
    if (lines.length > 0) {
      const free = textElement('p', 'plan-free', '');
      free.append(textElement('span', 'free-word', this.#strings.plan.free), ...lines.map((line) => textElement('span', 'free-run', line)));
      element.append(free);
    }
    element.append(...this.#notes(bar.findings, bar.severity === undefined ? '' : bar.nextFree));
    const boxes = bar.groups.map((group) => ({ span: group, kind: group.kind, type: group.type, box: this.#group(group, bar) }));
    const magnified = boxes.filter(({ type }) => type === 'ranges');
    const canvas = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    canvas.setAttribute('class', 'plan-wedges');
    canvas.setAttribute('aria-hidden', 'true');
    const row = textElement('div', 'plan-groups', '');
    // What is magnified stands first, below its place in the bar.
    row.append(...magnified.map(({ box }) => box), ...boxes.filter(({ type }) => type !== 'ranges').map(({ box }) => box));
    const wedged = strip !== undefined && magnified.length > 0;
    if (wedged) strip.after(canvas, row);
    else if (boxes.length > 0) element.append(row);
    const inner = textElement('div', 'plan-inner', '');
    element.append(inner);
    const drawn = {
      bar,
      open,
      element,
      inner,
      wedges: () => (wedged ? drawWedges(strip.firstElementChild as HTMLElement, canvas, magnified) : undefined),
    };
    this.#drawn.set(bar.id, drawn);
    return drawn;
  }

  #title({ id, kind, label, detail, note, elements, severity, size, used, free }: PlanBar): HTMLElement {
    const { plan, language } = this.#strings;
    const stats = [
      sizeText(size, this.#strings),
      used > 0 || free !== undefined ? format(plan.used, countText(String(used), language)) : '',
      free === undefined ? '' : `${countText(free, language)} ${plan.free}`,
    ]
      .filter((text) => text !== '')
      .join(' · ');
    const name = label === '' ? plan.kinds[kind] : label;
    const item = planItem(
      id,
      'plan-title',
      elements,
      [`${name} ${detail}`, note === '' ? '' : plan.implied, stats, severity === undefined ? '' : this.#strings.severities[severity]]
        .filter((text) => text !== '')
        .join(', '),
    );
    item.append(icon(planIcons[kind], 'kind'), nameElement('name', name), textElement('span', 'detail', detail));
    if (note !== '') item.append(textElement('span', 'note', plan.implied));
    if (severity !== undefined) item.append(icon(severityIcons[severity], 'severity', `severity-${severity}`));
    item.append(textElement('span', 'stats', stats));
    return item;
  }

  #notes(findings: readonly PlanFinding[], nextFree: string): readonly HTMLElement[] {
    const notes = findings.map(({ severity, message }) => {
      const note = textElement('p', `plan-note severity-${severity}`, '');
      note.append(
        icon(severityIcons[severity], 'severity'),
        textElement('span', 'spoken', this.#strings.severities[severity]),
        textElement('span', '', message),
      );
      return note;
    });
    if (nextFree !== '') {
      const note = textElement('p', 'plan-note is-advice', '');
      note.append(icon('lightbulb'), textElement('span', '', format(this.#strings.plan.nextFree, nextFree)));
      notes.push(note);
    }
    return notes;
  }

  #group(group: PlanGroup, bar: PlanBar): HTMLElement {
    const { id, type, headings, cells, omitted, kind, findings } = group;
    const strings = this.#strings;
    const box = document.createElement('div');
    box.className = `plan-group is-${type} kind-plan-${kind}`;
    box.dataset['group'] = id;
    box.setAttribute('role', 'group');
    const named = headings.map(({ label, detail }) => `${label} ${detail}`).join(', ');
    box.setAttribute('aria-label', named !== '' ? named : type === 'blocks' ? strings.plan.blocks : singleCaption(bar, strings));
    const isOpen = cells.length <= mostOpen !== this.#marks.open.has(id);
    // In a bar that is itself nothing but cells the title has said it.
    const own = headings.filter(({ detail, label }) => detail !== bar.detail || label !== bar.label);
    const list = textElement('div', 'plan-cells', '');
    const overlapping = headings.length > 1 && cells.length <= 24;
    if (overlapping) {
      box.classList.add('is-overlapping');
      // It may scroll sideways, and what scrolls must be within reach of the keyboard.
      list.tabIndex = 0;
      list.setAttribute('role', 'group');
      list.setAttribute('aria-label', named);
      list.style.gridTemplateColumns = cells
        .map(({ state, first, last }) => (state === 'free' && first === last ? '84px' : '132px'))
        .join(' ');
    }
    for (const [index, heading] of own.entries()) {
      const { label, detail, elements, severity, from, to } = heading;
      const room = roomText(heading, group, strings);
      const item = planItem(
        `${id}#${index}`,
        `plan-heading kind-plan-${heading.kind}`,
        elements,
        [`${label} ${detail}`, room, severity === undefined ? '' : strings.severities[severity]].filter((text) => text !== '').join(', '),
      );
      item.title = [`${label} ${detail}`, room].filter((text) => text !== '').join(', ');
      item.append(icon(planIcons[heading.kind], 'kind'), nameElement('name', label), textElement('span', 'detail', detail));
      if (severity !== undefined) item.append(icon(severityIcons[severity], 'severity', `severity-${severity}`));
      if (room !== '') item.append(textElement('span', 'stats', room));
      if (overlapping) {
        item.style.gridColumn = `${from + 1} / ${to + 1}`;
        list.append(item);
      } else box.append(item);
    }
    if (type !== 'ranges')
      box.append(textElement('div', 'plan-caption', type === 'blocks' ? strings.plan.blocks : singleCaption(bar, strings)));
    if (cells.length > mostOpen) {
      const text = isOpen
        ? strings.plan.hide
        : format(strings.plan.show, countText(String(cells.filter(({ state }) => state !== 'free').length), strings.language));
      const toggle = planItem(`${id}#toggle`, 'plan-toggle', [], text);
      toggle.dataset['toggle'] = id;
      toggle.setAttribute('aria-expanded', String(isOpen));
      toggle.append(icon(isOpen ? 'chevron-down' : 'chevron-right'), textElement('span', '', text));
      box.append(toggle);
    }
    if (isOpen) {
      for (const [index, cell] of cells.entries()) {
        const shown = cell.state === 'block' && this.#marks.open.has(`${id}/${cell.first}`);
        const heading = headings.findLast(({ from, to }) => from <= index && index < to);
        const item = cellElement(id, cell, strings, { kind: heading?.kind ?? kind, open: shown });
        // Of what nobody has, there is the range to tell about.
        const [range] = heading?.elements ?? bar.elements;
        if (cell.elements.length === 0 && range !== undefined) item.dataset['range'] = range;
        list.append(item);
        if (shown) list.append(this.#block(id, cell));
      }
      if (omitted > 0) list.append(textElement('span', 'plan-omitted', format(strings.plan.omitted, omitted)));
    }
    box.append(list, ...this.#notes(findings, ''));
    for (const { severity, nextFree, label } of headings) {
      if (severity !== undefined && nextFree !== '')
        box.append(...this.#notes([], headings.length > 1 ? `${nextFree} (${label})` : nextFree));
    }
    return box;
  }

  #block(group: string, cell: PlanGroup['cells'][number]): HTMLElement {
    const box = textElement('div', 'plan-block', '');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', format(this.#strings.plan.showBlock, `${cell.first}–${cell.last}`));
    box.append(...cell.cells.map((inner) => cellElement(`${group}/${cell.first}`, inner, this.#strings, { kind: 'pod' })));
    return box;
  }

  /** What to say where no range is known: how one tells them. The manifest is an example to copy, in the words of its schema. */
  #explanation(): HTMLElement {
    const box = textElement('div', 'plan-nothing', '');
    const example = document.createElement('pre');
    example.tabIndex = 0;
    example.textContent = exampleManifest;
    const title = textElement('h2', '', this.#strings.plan.nothingTitle);
    box.append(icon('symbol-ruler'), title, textElement('p', '', this.#strings.plan.nothing), example);
    return box;
  }

  #mark(): void {
    const { selected, highlighted } = this.#marks;
    const picture = this.#picture;
    const kin =
      selected === undefined || picture === undefined
        ? []
        : [selected, ...neighboursOf(picture, selected, 'outwards', 'resolves').map(({ id }) => id)];
    let pale = 0;
    for (const item of this.element.querySelectorAll<HTMLElement>('[data-elements]')) {
      const own = kin.some((id) => this.#concerns(item, id));
      const left = picture !== undefined && !elementsOf(item).some((id) => picture.elements.has(id));
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
        const isShut = cellsShut(group, this.#marks.open);
        if (isShut && group.cells.some(({ elements }) => elements.includes(id))) return [group.id];
        const block = group.cells.find(
          ({ state, first, cells }) =>
            state === 'block' && !this.#marks.open.has(`${group.id}/${first}`) && cells.some(({ elements }) => elements.includes(id)),
        );
        if (block !== undefined) return isShut ? [group.id, `${group.id}/${block.first}`] : [`${group.id}/${block.first}`];
      }
    }
    return [];
  }

  #drawWedges(): void {
    if (this.element.hidden) return;
    for (const { wedges, element } of this.#drawn.values()) if (element.isConnected) wedges();
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

const exampleManifest = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: store-42
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
    dhcpRanges: [10.128.45.0-10.128.45.255]
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
`;

/** How much of a range nobody has; empty when the range is one address, or is kept for others. Addresses that another range claims as well are not free. */
function roomText({ kind, from, to }: PlanHeading, { cells, omitted }: PlanGroup, { plan, language }: PageStrings): string {
  const own = cells.slice(from, to);
  if (kind === 'held' || kind === 'network' || omitted > 0 || own.length === 0) return '';
  const sum = (some: typeof own) => countText(String(some.reduce((size, cell) => size + BigInt(cell.size), 0n)), language);
  return own.length === 1 && own[0]?.size === '1'
    ? ''
    : format(plan.freeOf, sum(own.filter(({ state, overlap }) => state === 'free' && overlap === '')), sum(own));
}

function singleCaption({ kind }: PlanBar, { plan }: PageStrings): string {
  return kind === 'site' || kind === 'network' || kind === 'held' || kind === 'mixed' ? plan.single : plan.inUse;
}

function elementsOf(item: HTMLElement): readonly string[] {
  const text = item.dataset['elements'];
  // Written by planItem and stripElement of checked texts.
  return text === undefined ? [] : (JSON.parse(text) as readonly string[]);
}

function cellsShut({ id, cells }: PlanGroup, open: ReadonlySet<string>): boolean {
  return cells.length > mostOpen !== open.has(id);
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}
