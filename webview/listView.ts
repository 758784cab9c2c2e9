import type { ElementSeverity, GraphElement, PageStrings } from '../src/topology/protocol.ts';
import { icon, kindIcons, severityIcons } from './icons.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import { nameElement, textElement } from './text.ts';

export interface ListEvents {
  readonly onSelect: (id: string | undefined) => void;
  readonly onOpen: (id: string) => void;
  /** Opens a row that is shut, or shuts it. */
  readonly onExpand: (id: string) => void;
}

/** Clusters, namespaces and nodes are open at first; what holds much of a kind is not. */
export function isShutByDefault(element: GraphElement | undefined): boolean {
  return element?.kind === 'workload' || element?.kind === 'addressPlan';
}

/** The graph's twin: the same elements as a tree of real DOM nodes, for the keyboard and the screen reader. Only rows that are open are in the document. */
export class ListView {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #events: ListEvents;
  #picture: Picture | undefined;
  #open: ReadonlySet<string> = new Set();
  #selected: string | undefined;
  #rows: readonly string[] = [];

  constructor(strings: PageStrings, events: ListEvents) {
    this.#strings = strings;
    this.#events = events;
    this.element = document.createElement('div');
    this.element.className = 'list';
    this.element.setAttribute('role', 'tree');
    this.element.setAttribute('aria-label', strings.title);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('click', (event) => this.#onClick(event));
  }

  /** `open` holds the rows that the reader opened or shut, against the default. */
  show(picture: Picture, open: ReadonlySet<string>, selected: string | undefined, highlighted: ReadonlySet<string>): void {
    this.#picture = picture;
    this.#open = open;
    this.#selected = selected !== undefined && picture.elements.has(selected) ? selected : undefined;
    const rows: HTMLElement[] = [];
    const ids: string[] = [];
    const visit = (siblings: readonly string[], level: number) => {
      siblings.forEach((id, index) => {
        const element = picture.elements.get(id);
        if (element === undefined) return;
        const expandable = (picture.children.get(id)?.length ?? 0) > 0;
        ids.push(id);
        const row = this.#row(id, level, expandable);
        row.setAttribute('aria-posinset', String(index + 1));
        row.setAttribute('aria-setsize', String(siblings.length));
        row.classList.toggle('is-highlighted', highlighted.has(id));
        rows.push(row);
        if (expandable && this.#isOpen(id)) visit(picture.children.get(id) ?? [], level + 1);
      });
    };
    visit(picture.children.get(undefined) ?? [], 1);
    const hadFocus = this.element.contains(document.activeElement);
    this.#rows = ids;
    this.element.replaceChildren(...rows);
    const current = this.#selected ?? ids[0];
    for (const row of rows) row.tabIndex = row.dataset['element'] === current ? 0 : -1;
    if (!rows.some((row) => row.tabIndex === 0) && rows[0] !== undefined) rows[0].tabIndex = 0;
    if (hadFocus) this.focus();
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  bringIntoSight(id: string): void {
    for (const row of this.element.children) if (row instanceof HTMLElement && row.dataset['element'] === id) row.scrollIntoView({ block: 'nearest' });
  }

  #isOpen(id: string): boolean {
    return isShutByDefault(this.#picture?.elements.get(id)) === this.#open.has(id);
  }

  #row(id: string, level: number, expandable: boolean): HTMLElement {
    const element = this.#picture?.elements.get(id);
    const row = document.createElement('div');
    row.className = `row kind-${element?.kind ?? 'cluster'}`;
    row.dataset['element'] = id;
    row.setAttribute('role', 'treeitem');
    row.setAttribute('aria-level', String(level));
    row.setAttribute('aria-selected', String(id === this.#selected));
    if (expandable) row.setAttribute('aria-expanded', String(this.#isOpen(id)));
    row.style.setProperty('--level', String(level));
    row.append(icon(expandable ? (this.#isOpen(id) ? 'chevron-down' : 'chevron-right') : 'blank', 'twisty'));
    if (element === undefined) return row;
    const { kind, label, detail, note, severity, pending, certainty } = element;
    row.append(icon(kindIcons[kind], 'kind'), textElement('span', 'spoken', this.#strings.kinds[kind]), nameElement('name', label));
    if (detail !== '') row.append(textElement('span', `detail${certainty === undefined ? '' : ` certainty-${certainty}`}`, detail));
    if (note !== '') row.append(textElement('span', 'note', note));
    if (severity !== undefined) row.append(this.#mark(severity));
    if (pending) row.append(textElement('span', 'waiting', this.#strings.pending));
    return row;
  }

  #mark(severity: ElementSeverity): HTMLElement {
    const mark = document.createElement('span');
    mark.className = `mark severity-${severity}`;
    mark.append(icon(severityIcons[severity], 'severity'), textElement('span', 'spoken', this.#strings.severities[severity]));
    return mark;
  }

  #onClick(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const id = row?.dataset['element'];
    if (row === null || id === undefined) return;
    if (event.target instanceof Element && event.target.classList.contains('twisty') && row.hasAttribute('aria-expanded')) this.#events.onExpand(id);
    else this.#events.onSelect(id);
    row.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
    const id = row?.dataset['element'];
    if (row === null || id === undefined) return;
    const index = this.#rows.indexOf(id);
    const expanded = row.getAttribute('aria-expanded');
    const go = (target: string | undefined) => {
      if (target !== undefined) this.#events.onSelect(target);
    };
    switch (event.key) {
      case 'ArrowDown': go(this.#rows[index + 1]); break;
      case 'ArrowUp': go(this.#rows[index - 1]); break;
      case 'Home': go(this.#rows[0]); break;
      case 'End': go(this.#rows.at(-1)); break;
      case 'ArrowRight':
        if (expanded === 'false') this.#events.onExpand(id);
        else if (expanded === 'true') go(this.#rows[index + 1]);
        break;
      case 'ArrowLeft':
        if (expanded === 'true') this.#events.onExpand(id);
        else go(this.#picture?.elements.get(id)?.parent);
        break;
      case 'Enter': this.#events.onOpen(id); break;
      case ' ': this.#events.onSelect(id); break;
      case 'Escape': this.#events.onSelect(undefined); break;
      default: return;
    }
    event.preventDefault();
  }
}
