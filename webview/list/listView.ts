import { html, render } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { words } from '../shared/text.ts';
import type { Focus, Tag, Tags } from '../find/focus.ts';
import { place } from '../shared/place.ts';
import { format } from '../shared/text.ts';
import { columns, type Column, type Sorting } from '../state/viewState.ts';
import { headerRow, rowElement } from './listRow.ts';
import { rowsOf, type Row } from './rows.ts';

export interface ListEvents {
  readonly onSelect: (id: string) => void;
  /** A row was clicked. */
  readonly onPress: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Opens a row that is shut, or shuts it. */
  readonly onExpand: (id: string) => void;
  readonly onSort: (sorting: Sorting | undefined) => void;
  /** A key that the list itself has no use for; true when it was understood. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

export interface ListState {
  /** Rows that the reader opened or shut, against the default. */
  readonly toggled: readonly string[];
  readonly sorting: Sorting | undefined;
  readonly selected: string | undefined;
  readonly highlighted: ReadonlySet<string>;
  /** What alone is looked at; absent: all. */
  readonly focus: Focus | undefined;
  /** A few words on rows. */
  readonly tags: Tags;
}

/** Up to this many rows are in the document at once; of more only those in sight, and some round them. */
const mostRows = 400;
const spare = 30;

/** The graph's twin: the same elements as a table that opens and shuts, for the keyboard and the screen reader. The list has the focus, its active row is the selection. */
export class ListView {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #events: ListEvents;
  readonly #head = place('div', 'head', { role: 'rowgroup' });
  readonly #body = place('div', 'rows', { role: 'rowgroup' });
  #picture: Picture | undefined;
  #state: ListState = { toggled: [], sorting: undefined, selected: undefined, highlighted: new Set(), focus: undefined, tags: new Map() };
  #rows: readonly Row[] = [];
  #indexes: ReadonlyMap<string, number> = new Map();
  #rowHeight = 24;
  /** The rows of the document, by what they show: only their marks change with the selection. */
  #drawn = new Map<Row, HTMLElement>();

  constructor(strings: PageStrings, events: ListEvents) {
    this.#strings = strings;
    this.#events = events;
    this.element = place('div', 'list', {
      role: 'treegrid',
      'aria-label': strings.title,
      'aria-describedby': 'list-help',
      'aria-colcount': String(columns.length),
      tabindex: '0',
    });
    this.element.append(this.#head, this.#body);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('click', (event) => this.#onClick(event));
    this.#body.addEventListener('dblclick', (event) => {
      const id = rowAt(event);
      if (id !== undefined) this.#events.onOpen(id);
    });
    this.element.addEventListener('scroll', () => {
      if (this.#rows.length > mostRows) this.#draw();
    });
  }

  show(picture: Picture, state: ListState): void {
    const samePicture = this.#picture === picture;
    const sameRows = samePicture && this.#state.toggled === state.toggled && this.#state.sorting === state.sorting;
    const anchor = samePicture ? undefined : this.#anchor();
    this.#picture = picture;
    this.#state = state;
    if (!sameRows) {
      this.#rows = rowsOf(picture, state.toggled, state.sorting, this.#strings);
      this.#indexes = new Map(this.#rows.map(({ element }, index) => [element.id, index]));
      this.#drawn.clear();
    }
    this.element.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    render(
      headerRow(state.sorting, this.#strings, (column) => this.#events.onSort(nextSorting(this.#state.sorting, column))),
      this.#head,
    );
    this.#draw();
    const index = anchor === undefined ? undefined : this.#indexes.get(anchor.id);
    if (anchor !== undefined && index !== undefined) this.element.scrollTop = index * this.#rowHeight - anchor.above;
  }

  /** What the reader looks at: the selected row when it is in sight, else the first that is. An edit must not move it. */
  #anchor(): { readonly id: string; readonly above: number } | undefined {
    const top = this.element.scrollTop;
    if (this.element.hidden || top === 0) return undefined;
    const first = Math.ceil(top / this.#rowHeight);
    const selected = this.#state.selected === undefined ? undefined : this.#indexes.get(this.#state.selected);
    const index =
      selected !== undefined && selected >= first && selected * this.#rowHeight < top + this.element.clientHeight ? selected : first;
    const row = this.#rows[index];
    return row === undefined ? undefined : { id: row.element.id, above: index * this.#rowHeight - top };
  }

  focus(): void {
    this.element.focus();
  }

  bringIntoSight(id: string): void {
    const index = this.#indexes.get(id);
    if (index === undefined) return;
    const head = this.#head.offsetHeight;
    const top = index * this.#rowHeight;
    const room = this.element.clientHeight - head;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + this.#rowHeight > this.element.scrollTop + room) this.element.scrollTop = top + this.#rowHeight - room;
    this.#draw();
  }

  /** What a screen reader is told after sorting. */
  sortingText(sorting: Sorting | undefined): string {
    return sorting === undefined ? this.#strings.table.unsorted : format(this.#strings.table.sorted, this.#strings.table[sorting.column]);
  }

  #draw(): void {
    if (this.element.hidden) return;
    const all = this.#rows.length <= mostRows;
    const first = all ? 0 : Math.max(0, Math.floor(this.element.scrollTop / this.#rowHeight) - spare);
    const last = all
      ? this.#rows.length
      : Math.min(this.#rows.length, first + Math.ceil(this.element.clientHeight / this.#rowHeight) + 2 * spare);
    const chosen = this.#activeIndex();
    const indexes = Array.from({ length: last - first }, (_, index) => first + index);
    // The active row is always there: the screen reader is told its id.
    if (chosen !== undefined && (chosen < first || chosen >= last)) indexes.push(chosen);
    const rows = indexes.flatMap((index) => this.#rowAt(index));
    const isNew = rows.length !== this.#body.childElementCount || rows.some((row, index) => row !== this.#body.children[index]);
    if (isNew) {
      this.#body.replaceChildren(...rows);
      this.#drawn = new Map([...this.#drawn].filter(([, row]) => row.isConnected));
    }
    const height = rows[0]?.offsetHeight || this.#rowHeight;
    if (isNew || height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#body.style.height = `${this.#rows.length * this.#rowHeight}px`;
      for (const row of rows) row.style.top = `${Number(row.dataset['index']) * this.#rowHeight}px`;
    }
    for (const row of rows) this.#mark(row, Number(row.dataset['index']) === chosen);
    if (chosen === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', `row-${chosen}`);
  }

  #activeIndex(): number | undefined {
    const selected = this.#state.selected === undefined ? undefined : this.#indexes.get(this.#state.selected);
    return selected ?? (this.#rows.length > 0 ? 0 : undefined);
  }

  #rowAt(index: number): readonly HTMLElement[] {
    const row = this.#rows[index];
    if (row === undefined || this.#picture === undefined) return [];
    const drawn = this.#drawn.get(row) ?? rowElement(row, index, this.#picture, this.#strings);
    this.#drawn.set(row, drawn);
    return [drawn];
  }

  #mark(row: HTMLElement, active: boolean): void {
    const id = row.dataset['element'] ?? '';
    row.setAttribute('aria-selected', String(id === this.#state.selected));
    row.classList.toggle('is-active', active);
    row.classList.toggle('is-highlighted', this.#state.highlighted.has(id));
    const { focus, tags } = this.#state;
    row.classList.toggle('is-dimmed', focus !== undefined && !focus.ids.has(id));
    row.classList.toggle('is-found', focus?.kind === 'search' && focus.ids.has(id));
    this.#tag(row, tags.get(id) ?? []);
  }

  /** Words of what lies over the picture, where problems stand. */
  #tag(row: HTMLElement, tags: readonly Tag[]): void {
    const known = row.querySelector<HTMLElement>('.row-tags');
    const cell = row.querySelector('.cell.of-problem');
    if ((tags.length === 0 && known === null) || cell === null) return;
    const holder = known ?? place('div', 'row-tags');
    if (known === null) cell.prepend(holder);
    render(
      tags.map(({ kind, spoken }) => html`<span class="card-tag of-${kind}" title=${spoken}>${words(spoken)}</span>`),
      holder,
    );
  }

  #onClick(event: MouseEvent): void {
    const id = rowAt(event);
    if (id === undefined) return;
    this.element.focus();
    const open = this.#rows[this.#indexes.get(id) ?? -1]?.open;
    if (event.target instanceof Element && event.target.classList.contains('twisty') && open !== undefined) this.#events.onExpand(id);
    else this.#events.onPress(id);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.element) return;
    const index = this.#activeIndex();
    const row = index === undefined ? undefined : this.#rows[index];
    if (index === undefined || row === undefined) return;
    const {
      element: { id, parent },
      open,
    } = row;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const go = (target: number) => {
      const found = this.#rows[Math.max(0, Math.min(this.#rows.length - 1, target))];
      if (found !== undefined) this.#events.onSelect(found.element.id);
    };
    switch (event.key) {
      // Nothing is selected at first: the first key selects the row that it finds.
      case 'ArrowDown':
        go(this.#state.selected === undefined ? 0 : index + 1);
        break;
      case 'ArrowUp':
        go(index - 1);
        break;
      case 'PageDown':
        go(index + page);
        break;
      case 'PageUp':
        go(index - page);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(this.#rows.length - 1);
        break;
      case 'ArrowRight':
        if (open === false) this.#events.onExpand(id);
        else if (open === true) go(index + 1);
        break;
      case 'ArrowLeft':
        if (open === true) this.#events.onExpand(id);
        else if (this.#state.sorting === undefined && parent !== undefined) this.#events.onSelect(parent);
        break;
      case 'Enter':
        this.#events.onOpen(id);
        break;
      case ' ':
        if (open === undefined || id !== this.#state.selected) this.#events.onSelect(id);
        else this.#events.onExpand(id);
        break;
      default:
        if (!this.#events.onKey(event)) return;
    }
    event.preventDefault();
  }
}

/** Up, down, and back to the tree. */
function nextSorting(before: Sorting | undefined, column: Column): Sorting | undefined {
  if (before?.column !== column) return { column, descending: false };
  return before.descending ? undefined : { column, descending: true };
}

function rowAt({ target }: Event): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset['element'] : undefined;
}
