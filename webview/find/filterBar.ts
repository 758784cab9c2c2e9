import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { ElementKind, GraphElement, PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { mostClusters } from '../../src/topology/placement/visible.ts';
import { pressButton } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { format, formatCount } from '../shared/text.ts';
import { noFilter, type Filter } from '../state/viewState.ts';
import { ChoiceMenu } from './choiceMenu.ts';
import { allClusters, choicesOf, clustersOf, isFiltering } from './filter.ts';

export interface FilterEvents {
  readonly onFilter: (filter: Filter) => void;
}

/** What the reader wants to see, in one row below the tools; and, among the tools, which cluster when there are several. */
export class FilterBar {
  readonly element: HTMLElement;
  /** For the tools; hidden while there is one cluster. */
  readonly clusters = document.createElement('select');
  readonly #strings: PageStrings;
  readonly #onFilter: (filter: Filter) => void;
  readonly #namespaces: ChoiceMenu;
  readonly #kinds: ChoiceMenu;
  #filter = noFilter;

  constructor(strings: PageStrings, { onFilter }: FilterEvents) {
    this.#strings = strings;
    this.#onFilter = onFilter;
    const { find } = strings;
    this.element = place('div', 'filters', { role: 'group', 'aria-label': find.filters });
    this.#namespaces = new ChoiceMenu(find.namespaces, (namespaces) => this.#change({ namespaces }));
    this.#kinds = new ChoiceMenu(find.kinds, (kinds) => this.#change({ kinds: kinds as readonly ElementKind[] }));
    this.clusters.className = 'clusters';
    this.clusters.setAttribute('aria-label', find.cluster);
    this.clusters.addEventListener('change', () => this.#change({ cluster: this.clusters.value }));
  }

  /** `picture`: all there is to choose from, of clusters always, of the rest while the row is shown. `atHand`: the cluster that is shown until one is chosen. */
  show(picture: Picture, filter: Filter, shown: number, all: number, atHand: string | undefined): void {
    this.#filter = filter;
    this.#showClusters(picture, filter.cluster, atHand);
    // What nobody sees need not be counted at each edit.
    if (this.element.hidden) return;
    const { find, kinds: kindNames } = this.#strings;
    const { namespaces, kinds } = choicesOf(picture);
    this.#namespaces.show(menu(find.chosen, find.namespaces, namespaces, filter.namespaces, (name) => name));
    this.#kinds.show(menu(find.chosen, find.kinds, kinds, filter.kinds, (kind) => kindNames[kind]));
    const filtering = isFiltering(filter);
    render(
      html`${this.#namespaces.element}${this.#kinds.element}
        ${pressButton('warning', find.onlyProblems, filter.problems, () => this.#change({ problems: !filter.problems }))}
        ${pressButton('globe', find.onlyExposed, filter.exposed, () => this.#change({ exposed: !filter.exposed }))}
        <button type="button" class="press-button" ?hidden=${!filtering} @click=${() => this.#clear()}>${icon('clear-all')}<span>${find.clear}</span></button>
        <span class="count">${filtering ? formatCount(find.showing, all, this.#strings.language, [shown]) : ''}</span>`,
      this.element,
    );
  }

  #showClusters(picture: Picture, chosen: string | undefined, atHand: string | undefined): void {
    const clusters = clustersOf(picture);
    this.clusters.hidden = clusters.length < 2;
    render(this.#clusterChoices(clusters, chosen, atHand), this.clusters);
  }

  #clusterChoices(clusters: readonly GraphElement[], chosen: string | undefined, atHand: string | undefined): readonly TemplateResult[] {
    const { find } = this.#strings;
    const real = clusters.filter(({ alternative }) => alternative === undefined);
    const isKnown = chosen === allClusters || clusters.some(({ id }) => id === chosen);
    const selected = isKnown ? (chosen ?? '') : real.length > mostClusters ? (atHand ?? clusters[0]?.id ?? '') : allClusters;
    const option = ({ id, label, source }: Pick<GraphElement, 'id' | 'label' | 'source'>) =>
      html`<option value=${id} title=${source ?? nothing} .selected=${live(id === selected)}>${label}</option>`;
    const group = (name: string, members: readonly GraphElement[]) =>
      members.length === 0 ? [] : [html`<optgroup label=${name}>${members.map(option)}</optgroup>`];
    return [
      option({ id: allClusters, label: find.allClusters }),
      ...real.map(option),
      ...group(
        find.notApplied,
        clusters.filter(({ alternative }) => alternative === 'not-applied'),
      ),
      ...group(
        find.indistinct,
        clusters.filter(({ alternative }) => alternative === 'indistinct'),
      ),
    ];
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  #change(changed: Partial<Filter>): void {
    this.#onFilter({ ...this.#filter, ...changed });
  }

  #clear(): void {
    this.#onFilter({ ...noFilter, cluster: this.#filter.cluster });
    this.focus();
  }
}

/** With what was chosen and is no longer there, so that it can be unchosen. */
function menu<T extends string>(
  withChosen: string,
  name: string,
  present: readonly T[],
  chosen: readonly T[],
  textOf: (value: T) => string,
) {
  const all = [...present, ...chosen.filter((value) => !present.includes(value))];
  return {
    caption: chosen.length === 0 ? name : format(withChosen, name, chosen.map(textOf).join(', ')),
    choices: all.map((value) => ({ value, text: textOf(value) })),
    chosen,
  };
}
