import type { ElementKind, PageStrings } from '../../src/topology/protocol.ts';
import { pressButton } from '../shared/controls.ts';
import { ChoiceMenu } from './choiceMenu.ts';
import { choicesOf, isFiltering } from './filter.ts';
import { noFilter, type Filter } from '../state/viewState.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { format, textElement } from '../shared/text.ts';

export interface FilterEvents {
  readonly onFilter: (filter: Filter) => void;
}

/** What the reader wants to see, in one row below the tools; and, among the tools, which cluster when there are several. */
export class FilterBar {
  readonly element = textElement('div', 'filters', '');
  /** For the tools; hidden while there is one cluster. */
  readonly clusters = document.createElement('select');
  readonly #strings: PageStrings;
  readonly #namespaces: ChoiceMenu;
  readonly #kinds: ChoiceMenu;
  readonly #problems: HTMLElement;
  readonly #exposed: HTMLElement;
  readonly #count = textElement('span', 'count', '');
  readonly #clear: HTMLElement;
  #filter = noFilter;
  #clusterIds = '';

  constructor(strings: PageStrings, { onFilter }: FilterEvents) {
    this.#strings = strings;
    const { find } = strings;
    const change = (changed: Partial<Filter>) => onFilter({ ...this.#filter, ...changed });
    this.#namespaces = new ChoiceMenu(find.namespaces, (namespaces) => change({ namespaces }));
    this.#kinds = new ChoiceMenu(find.kinds, (kinds) => change({ kinds: kinds as readonly ElementKind[] }));
    this.#problems = pressButton('warning', find.onlyProblems, () => change({ problems: !this.#filter.problems }));
    this.#exposed = pressButton('globe', find.onlyExposed, () => change({ exposed: !this.#filter.exposed }));
    this.#clear = pressButton('clear-all', find.clear, () => {
      onFilter({ ...noFilter, cluster: this.#filter.cluster });
      this.focus();
    });
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', find.filters);
    this.element.append(this.#namespaces.element, this.#kinds.element, this.#problems, this.#exposed, this.#clear, this.#count);
    this.clusters.className = 'clusters';
    this.clusters.setAttribute('aria-label', find.cluster);
    this.clusters.addEventListener('change', () => change({ cluster: this.clusters.value === '' ? undefined : this.clusters.value }));
  }

  /** `picture`: all there is to choose from. */
  show(picture: Picture, filter: Filter, shown: number, all: number): void {
    this.#filter = filter;
    const { find, kinds: kindNames } = this.#strings;
    const { clusters, namespaces, kinds } = choicesOf(picture);
    const caption = (name: string, chosen: readonly string[]) =>
      chosen.length === 0 ? name : format(find.chosen, name, chosen.join(', '));
    this.#namespaces.show(
      caption(find.namespaces, filter.namespaces),
      choices(namespaces, filter.namespaces, (name) => name),
      filter.namespaces,
    );
    this.#kinds.show(
      caption(
        find.kinds,
        filter.kinds.map((kind) => kindNames[kind]),
      ),
      choices(kinds, filter.kinds, (kind) => kindNames[kind]),
      filter.kinds,
    );
    this.#problems.setAttribute('aria-pressed', String(filter.problems));
    this.#exposed.setAttribute('aria-pressed', String(filter.exposed));
    this.#clear.hidden = !isFiltering(filter);
    this.#count.textContent = isFiltering(filter) ? format(find.showing, shown, all) : '';

    this.clusters.hidden = clusters.length < 2;
    const ids = JSON.stringify(clusters.map(({ id, label }) => [id, label]));
    if (ids !== this.#clusterIds) {
      this.#clusterIds = ids;
      this.clusters.replaceChildren(option('', find.allClusters), ...clusters.map(({ id, label }) => option(id, label)));
    }
    this.clusters.value = clusters.some(({ id }) => id === filter.cluster) ? (filter.cluster ?? '') : '';
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }
}

/** With what was chosen and is no longer there, so that it can be unchosen. */
function choices<T extends string>(
  present: readonly T[],
  chosen: readonly T[],
  textOf: (value: T) => string,
): readonly { readonly value: string; readonly text: string }[] {
  return [...present, ...chosen.filter((value) => !present.includes(value))].map((value) => ({ value, text: textOf(value) }));
}

function option(value: string, text: string): HTMLOptionElement {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = text;
  return element;
}
