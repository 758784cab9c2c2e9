import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { GraphStatus, PageStrings } from '../../src/topology/protocol.ts';
import { toggleButton, toolbarButton } from '../shared/controls.ts';
import { place } from '../shared/place.ts';
import { format, formatCount } from '../shared/text.ts';
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
  /** How many findings there are, as the editor counts them; of a part, how many elements have any. Absent: not known. */
  readonly findings: GraphStatus['findings'];
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
  readonly #events: ToolbarEvents;
  readonly #clusters: HTMLElement;

  /** `clusters`: the choice of a cluster, which stands first. */
  constructor(strings: PageStrings, clusters: HTMLElement, events: ToolbarEvents) {
    this.#strings = strings;
    this.#clusters = clusters;
    this.#events = events;
    this.element = place('div', 'toolbar', { role: 'toolbar', 'aria-label': strings.toolbar });
  }

  show(state: ToolbarState): void {
    const strings = this.#strings;
    const events = this.#events;
    render(
      html`${this.#clusters}
        <div class="group">
          ${this.#search(state)}
          ${toggleButton({ icon: state.filtering ? 'filter-filled' : 'filter', label: strings.find.filter, onClick: events.onFilters }, state.filters)}
        </div>
        <span class="spacer"></span>
        <div class="group">${this.#problems(state)}</div>
        <div class="group" ?hidden=${state.mode !== 'graph'}>
          ${toolbarButton({
            icon: state.fold === 'unfold' ? 'unfold' : 'fold',
            label: state.fold === 'unfold' ? strings.unfoldAll : strings.foldAll,
            onClick: events.onFold,
            hidden: state.fold === undefined,
          })}
          ${toolbarButton({ icon: 'zoom-out', label: strings.zoomOut, onClick: () => events.onZoom(1 / 1.25) })}
          ${toolbarButton({ icon: 'zoom-in', label: strings.zoomIn, onClick: () => events.onZoom(1.25) })}
          ${toolbarButton({ icon: 'screen-full', label: strings.fit, onClick: events.onFit })}
          ${toolbarButton({ icon: 'wand', label: strings.tidy, onClick: events.onTidy })}
        </div>
        <div class="group">
          ${this.#view('graph', 'type-hierarchy', strings.graphView, state)} ${this.#view('plan', 'symbol-ruler', strings.plan.view, state)}
          ${this.#view('list', 'list-tree', strings.listView, state)}
        </div>
        <div class="group">
          ${toggleButton({ icon: 'question', label: strings.legend, onClick: events.onLegend }, state.legend)}
          ${toolbarButton({ icon: 'export', label: strings.export, onClick: events.onExport })}
        </div>`,
      this.element,
    );
  }

  focusSearch(): void {
    this.element.querySelector<HTMLElement>('.search')?.focus();
  }

  #search({ query, matches, match, hidden }: ToolbarState): TemplateResult {
    const { search, searchNone, searchCount, previous, next, find } = this.#strings;
    const { onSearch, onMatch } = this.#events;
    const found =
      query.trim() === ''
        ? ''
        : matches === 0
          ? hidden > 0
            ? formatCount(find.hidden, hidden, this.#strings.language)
            : searchNone
          : match === 0
            ? String(matches)
            : format(searchCount, match, matches);
    const searching = query.trim() !== '';
    return html`<vscode-textfield class="search" label=${search} placeholder=${search} .value=${live(query)}
        @input=${({ currentTarget }: Event) => onSearch((currentTarget as HTMLInputElement).value)} @keydown=${(event: KeyboardEvent) => this.#onSearchKey(event)}
        ><span class="codicon codicon-search" aria-hidden="true" slot="content-before"></span></vscode-textfield>
      <span class="count" role="status">${found}</span>
      ${toolbarButton({ icon: 'arrow-up', label: previous, onClick: () => onMatch(-1), inert: matches === 0, hidden: !searching })}
      ${toolbarButton({ icon: 'arrow-down', label: next, onClick: () => onMatch(1), inert: matches === 0, hidden: !searching })}`;
  }

  /** The numbers are the status bar's; a press goes from one element that has any to the next. */
  #problems({ problems, findings }: ToolbarState): TemplateResult {
    const { errors = 0, warnings = 0 } = findings ?? {};
    const counted = findings === undefined || errors + warnings === 0;
    const { language, errorCount, warningCount } = this.#strings;
    const parts = [
      ...(errors > 0 ? [formatCount(errorCount, errors, language)] : []),
      ...(warnings > 0 ? [formatCount(warningCount, warnings, language)] : []),
    ];
    return toolbarButton({
      icon: errors > 0 ? 'error' : 'warning',
      label: problems === 0 ? this.#strings.noProblems : format(this.#strings.problems, counted ? problems : parts.join(', ')),
      onClick: this.#events.onProblem,
      className: problems === 0 ? '' : errors > 0 ? 'has-problems has-errors' : 'has-problems',
      inert: problems === 0,
      content: html`<span class="problem-count">${problems === 0 ? nothing : counted ? problems : errors > 0 ? errors : warnings}</span>${
        problems > 0 && errors > 0 && warnings > 0
          ? html`<span class="problem-count more"><span class="codicon codicon-warning" aria-hidden="true"></span>${warnings}</span>`
          : nothing
      }`,
    });
  }

  /** The three views say what they are, where there is room for it. */
  #view(mode: Mode, iconName: string, text: string, state: ToolbarState): TemplateResult {
    const content = html`<span class="view-name" aria-hidden="true">${text}</span>`;
    return toggleButton({ icon: iconName, label: text, onClick: () => this.#events.onMode(mode), content }, state.mode === mode);
  }

  #onSearchKey(event: KeyboardEvent): void {
    const { onMatch, onLeave, onSearch } = this.#events;
    const { value } = event.currentTarget as HTMLInputElement;
    if (event.key === 'Enter') onMatch(event.shiftKey ? -1 : 1);
    else if (event.key === 'ArrowDown') onLeave();
    else if (event.key === 'Escape' && value === '') onLeave();
    else if (event.key === 'Escape') onSearch('');
    else return;
    event.preventDefault();
  }
}
