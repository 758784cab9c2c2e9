import type { GraphStatus, PageStrings, StatusAction } from '../../src/topology/protocol.ts';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { format, textElement } from '../shared/text.ts';

export interface StatusEvents {
  readonly onAct: (action: StatusAction) => void;
  /** Asks the extension anew, which had not answered. */
  readonly onRetry: () => void;
  readonly onClearFilters: () => void;
}

/** Says what the picture is worth: a banner when it is behind the text, a sentence in its place when there is none, a count at its foot, and changes aloud. */
export class StatusView {
  readonly banner = textElement('div', 'banner', '');
  readonly overlay = textElement('div', 'overlay', '');
  readonly footer = textElement('footer', 'footer', '');
  readonly announcer = textElement('div', 'spoken', '');
  readonly #strings: PageStrings;
  readonly #events: StatusEvents;
  /** What was shown last, to leave alone what stays: a button in it may have the focus. */
  #shown = '';

  constructor(strings: PageStrings, events: StatusEvents) {
    this.#strings = strings;
    this.#events = events;
    this.banner.setAttribute('role', 'status');
    this.overlay.setAttribute('role', 'status');
    this.announcer.setAttribute('aria-live', 'polite');
    this.announcer.setAttribute('role', 'log');
    this.banner.hidden = true;
  }

  /**
   * `nothing`: whether the picture is empty, or what passes the filters.
   * `silent`: whether the extension has not answered for a while.
   */
  show({ state, text, actions = [] }: GraphStatus, nothing: 'picture' | 'part' | undefined, silent: boolean): void {
    const key = JSON.stringify([state, text, actions, nothing, silent]);
    if (key === this.#shown) return;
    this.#shown = key;
    const { find, states, waiting } = this.#strings;
    const retry = () => button('refresh', states.retry, this.#events.onRetry);
    const helps = () => actions.map((action) => button(actionIcons[action], states.actions[action], () => this.#events.onAct(action)));
    this.banner.className = `banner ${silent || state === 'partial' ? 'behind' : state}`;
    this.banner.hidden = nothing === 'picture' || (!silent && (state === 'ready' || text === ''));
    const mark = silent
      ? icon('debug-disconnect')
      : state === 'loading'
        ? icon('loading', 'spinning')
        : state === 'behind'
          ? icon('history')
          : state === 'partial'
            ? icon('warning')
            : icon('info');
    this.banner.replaceChildren(
      ...(this.banner.hidden ? [] : [mark, textElement('span', '', silent ? states.silent : text), ...(silent ? [retry()] : helps())]),
    );

    this.overlay.hidden = nothing === undefined;
    if (nothing === undefined) {
      this.overlay.replaceChildren();
    } else if (nothing === 'part') {
      this.overlay.replaceChildren(
        icon('filter'),
        textElement('p', '', find.nothing),
        row(button('clear-all', find.clear, this.#events.onClearFilters)),
      );
    } else {
      const large = silent
        ? icon('debug-disconnect')
        : state === 'loading'
          ? icon('loading', 'spinning')
          : state === 'behind'
            ? icon('warning')
            : icon('type-hierarchy');
      const buttons = silent ? [retry()] : helps();
      this.overlay.replaceChildren(
        large,
        textElement('p', '', silent ? states.silentAtFirst : text === '' ? waiting : text),
        ...(buttons.length > 0 ? [row(...buttons)] : []),
      );
    }
  }

  /** Replaces the count at the foot while only a part is shown. */
  countPart(shown: number, all: number): void {
    this.footer.hidden = false;
    this.footer.textContent = format(this.#strings.find.showing, shown, all);
  }

  /** `cards`: how many stand for all of them, when groups are drawn as one. `quiet`: edges to pods are left out until something is selected. */
  count(cards: number | undefined, all: number, quiet: boolean): void {
    this.footer.hidden = all === 0;
    const count =
      cards === undefined
        ? all === 1
          ? this.#strings.element
          : format(this.#strings.elements, all)
        : format(this.#strings.showing, all, cards);
    this.footer.textContent = quiet ? `${count} · ${this.#strings.quiet}` : count;
  }

  announce(text: string): void {
    this.announcer.replaceChildren(textElement('div', '', text));
  }
}

const actionIcons: Readonly<Record<StatusAction, string>> = {
  openFolder: 'folder-opened',
  newManifest: 'new-file',
  showProblems: 'warning',
};

function row(...buttons: readonly HTMLElement[]): HTMLElement {
  const element = textElement('div', 'actions', '');
  element.append(...buttons);
  return element;
}
