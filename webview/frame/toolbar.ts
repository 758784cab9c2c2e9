import type { PageStrings } from '../../src/topology/protocol.ts';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { toggleButton, toolbarButton } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { format, textElement } from '../shared/text.ts';
import type { Mode } from '../state/viewState.ts';

export interface ToolbarEvents {
  readonly onSearch: (query: string) => void;
  readonly onMatch: (step: 1 | -1) => void;
  /** Out of the search field, to what it found. */
  readonly onLeave: () => void;
  readonly onProblem: () => void;
  /** The button of a view was pressed, be it the one that is shown. */
  readonly onMode: (mode: Mode) => void;
  readonly onFold: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onTidy: () => void;
  readonly onExport: () => void;
  readonly onLegend: () => void;
  /** Shows or hides the filters. */
  readonly onFilters: () => void;
}

export interface ToolbarState {
  readonly mode: Mode;
  readonly query: string;
  readonly matches: number;
  /** From 1; 0 when none is selected. */
  readonly match: number;
  readonly problems: number;
  /** Whether the next press groups or shows each. Absent when there is nothing to group. */
  readonly fold: 'fold' | 'unfold' | undefined;
  readonly legend: boolean;
  /** Matches that filters hide. */
  readonly hidden: number;
  readonly filters: boolean;
  /** Whether any filter is in force. */
  readonly filtering: boolean;
}

export class Toolbar {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #field: HTMLElement & { value: string };
  readonly #count: HTMLElement;
  readonly #previous: HTMLElement;
  readonly #next: HTMLElement;
  readonly #problems: HTMLElement;
  readonly #problemCount: HTMLElement;
  readonly #modes: Readonly<Record<Mode, HTMLElement & { checked?: boolean }>>;
  readonly #fold: HTMLElement;
  readonly #legend: HTMLElement & { checked?: boolean };
  readonly #graphOnly: HTMLElement;
  readonly #filters: HTMLElement & { checked?: boolean };

  constructor(strings: PageStrings, events: ToolbarEvents) {
    this.#strings = strings;
    this.element = document.createElement('div');
    this.element.className = 'toolbar';
    this.element.setAttribute('role', 'toolbar');
    this.element.setAttribute('aria-label', strings.toolbar);

    this.#modes = {
      graph: view('type-hierarchy', strings.graphView, () => events.onMode('graph')),
      plan: view('symbol-ruler', strings.plan.view, () => events.onMode('plan')),
      list: view('list-tree', strings.listView, () => events.onMode('list')),
    };
    this.#field = this.#searchField(events);
    this.#count = textElement('span', 'count', '');
    this.#count.setAttribute('role', 'status');
    this.#previous = toolbarButton('arrow-up', strings.previous, () => events.onMatch(-1));
    this.#next = toolbarButton('arrow-down', strings.next, () => events.onMatch(1));
    this.#problems = toolbarButton('warning', strings.noProblems, events.onProblem);
    this.#problemCount = textElement('span', 'problem-count', '');
    this.#problems.append(this.#problemCount);
    this.#fold = toolbarButton('fold', strings.foldAll, events.onFold);
    this.#filters = toggleButton('filter', strings.find.filter, events.onFilters);
    this.#legend = toggleButton('question', strings.legend, events.onLegend);
    this.#graphOnly = group(
      this.#fold,
      toolbarButton('zoom-out', strings.zoomOut, () => events.onZoom(1 / 1.25)),
      toolbarButton('zoom-in', strings.zoomIn, () => events.onZoom(1.25)),
      toolbarButton('screen-full', strings.fit, events.onFit),
      toolbarButton('wand', strings.tidy, events.onTidy),
    );
    this.element.append(
      group(this.#field, this.#count, this.#previous, this.#next, this.#filters),
      textElement('span', 'spacer', ''),
      group(this.#problems),
      this.#graphOnly,
      group(this.#modes.graph, this.#modes.plan, this.#modes.list),
      group(this.#legend, toolbarButton('export', strings.export, events.onExport)),
    );
  }

  show({ mode, query, matches, match, problems, fold, legend, hidden, filters, filtering }: ToolbarState): void {
    const strings = this.#strings;
    if (this.#field.value !== query) this.#field.value = query;
    this.#count.textContent =
      query.trim() === ''
        ? ''
        : matches === 0
          ? hidden > 0
            ? format(strings.find.hidden, hidden)
            : strings.searchNone
          : match === 0
            ? String(matches)
            : format(strings.searchCount, match, matches);
    for (const button of [this.#previous, this.#next]) button.toggleAttribute('inert', matches === 0);
    label(this.#problems, problems === 0 ? strings.noProblems : format(strings.problems, problems));
    this.#problemCount.textContent = problems === 0 ? '' : String(problems);
    this.#problems.classList.toggle('has-problems', problems > 0);
    this.#problems.toggleAttribute('inert', problems === 0);
    for (const one of ['graph', 'plan', 'list'] as const) this.#modes[one].checked = mode === one;
    this.#graphOnly.hidden = mode !== 'graph';
    this.#fold.hidden = fold === undefined;
    this.#fold.setAttribute('icon', fold === 'unfold' ? 'unfold' : 'fold');
    label(this.#fold, fold === 'unfold' ? strings.unfoldAll : strings.foldAll);
    this.#legend.checked = legend;
    this.#filters.checked = filters;
    this.#filters.setAttribute('icon', filtering ? 'filter-filled' : 'filter');
  }

  focusSearch(): void {
    this.#field.focus();
  }

  #searchField(events: ToolbarEvents): HTMLElement & { value: string } {
    const field = document.createElement('vscode-textfield') as HTMLElement & { value: string };
    field.className = 'search';
    field.setAttribute('label', this.#strings.search);
    field.setAttribute('placeholder', this.#strings.search);
    const glass = icon('search');
    glass.slot = 'content-before';
    field.append(glass);
    field.addEventListener('input', () => events.onSearch(field.value));
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') events.onMatch(event.shiftKey ? -1 : 1);
      else if (event.key === 'ArrowDown') events.onLeave();
      else if (event.key === 'Escape' && field.value === '') events.onLeave();
      else if (event.key === 'Escape') events.onSearch('');
      else return;
      event.preventDefault();
    });
    return field;
  }
}

/** The three views say what they are, where there is room for it. */
function view(iconName: string, text: string, onClick: () => void): HTMLElement & { checked?: boolean } {
  const button = toggleButton(iconName, text, onClick);
  const words = textElement('span', 'view-name', text);
  words.setAttribute('aria-hidden', 'true');
  button.append(words);
  return button;
}

function label(button: HTMLElement, text: string): void {
  button.setAttribute('label', text);
  button.title = text;
}

function group(...content: readonly HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = 'group';
  element.append(...content);
  return element;
}
