import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { GraphStatus, PageStrings, StatusAction } from '../../src/topology/protocol.ts';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { formatCount, words } from '../shared/text.ts';

export interface StatusEvents {
  readonly onAct: (action: StatusAction) => void;
  /** Asks the extension anew, which had not answered. */
  readonly onRetry: () => void;
  readonly onClearFilters: () => void;
}

/** Says what the picture is worth: a banner when it is behind the text, a sentence in its place when there is none, a count at its foot, and changes aloud. */
export class StatusView {
  readonly banner = place('div', 'banner', { role: 'status' });
  readonly overlay = place('div', 'overlay', { role: 'status' });
  readonly footer = place('footer', 'footer');
  readonly announcer = place('div', 'spoken', { role: 'log', 'aria-live': 'polite' });
  readonly #strings: PageStrings;
  readonly #events: StatusEvents;

  constructor(strings: PageStrings, events: StatusEvents) {
    this.#strings = strings;
    this.#events = events;
    this.banner.hidden = true;
  }

  /**
   * `empty`: whether the picture is empty, or what passes the filters.
   * `silent`: whether the extension has not answered for a while.
   */
  show(status: GraphStatus, empty: 'picture' | 'part' | undefined, silent: boolean): void {
    const { state, text } = status;
    this.banner.className = `banner ${silent || state === 'partial' ? 'behind' : state}`;
    this.banner.hidden = empty === 'picture' || (!silent && (state === 'ready' || text === ''));
    render(this.banner.hidden ? nothing : this.#bannerOf(status, silent), this.banner);
    this.overlay.hidden = empty === undefined;
    render(empty === undefined ? nothing : empty === 'part' ? this.#nothingPasses() : this.#nothingIsThere(status, silent), this.overlay);
  }

  #bannerOf(status: GraphStatus, silent: boolean): TemplateResult {
    return html`${marks[silent ? 'silent' : status.state]}<span>${words(silent ? this.#strings.states.silent : status.text)}</span>
      ${this.#helps(status, silent)}`;
  }

  #nothingPasses(): TemplateResult {
    const { find } = this.#strings;
    return html`${icon('filter')}
      <p>${find.nothing}</p>
      <div class="actions">${button('clear-all', find.clear, this.#events.onClearFilters)}</div>`;
  }

  #nothingIsThere(status: GraphStatus, silent: boolean): TemplateResult {
    const { states, waiting } = this.#strings;
    const helps = this.#helps(status, silent);
    return html`${largeMarks[silent ? 'silent' : status.state]}
      <p>${words(silent ? states.silentAtFirst : status.text === '' ? waiting : status.text)}</p>
      ${helps.length === 0 ? nothing : html`<div class="actions">${helps}</div>`}`;
  }

  #helps({ actions = [] }: GraphStatus, silent: boolean): readonly TemplateResult[] {
    const { states } = this.#strings;
    return silent
      ? [button('refresh', states.retry, this.#events.onRetry)]
      : actions.map((action) => button(actionIcons[action], states.actions[action], () => this.#events.onAct(action)));
  }

  /** Replaces the count at the foot while only a part is shown. */
  countPart(shown: number, all: number): void {
    this.footer.hidden = false;
    this.footer.textContent = formatCount(this.#strings.find.showing, all, this.#strings.language, [shown]);
  }

  /** `cards`: how many stand for all of them, when groups are drawn as one. `quiet`: edges to pods are left out until something is selected. */
  count(cards: number | undefined, all: number, quiet: boolean): void {
    this.footer.hidden = all === 0;
    const count =
      cards === undefined
        ? formatCount(this.#strings.elements, all, this.#strings.language)
        : formatCount(this.#strings.showing, all, this.#strings.language, [cards]);
    this.footer.textContent = quiet ? `${count} · ${this.#strings.quiet}` : count;
  }

  /** Said also when the same was said before. */
  announce(text: string): void {
    const said = place('div', '');
    render(words(text), said);
    this.announcer.replaceChildren(said);
  }
}

const marks: Readonly<Record<GraphStatus['state'] | 'silent', TemplateResult>> = {
  ready: icon('info'),
  loading: icon('loading', 'spinning'),
  empty: icon('info'),
  behind: icon('history'),
  partial: icon('warning'),
  silent: icon('debug-disconnect'),
};

/** In place of the picture. */
const largeMarks: typeof marks = {
  ...marks,
  ready: icon('type-hierarchy'),
  empty: icon('type-hierarchy'),
  behind: icon('warning'),
  partial: icon('type-hierarchy'),
};

const actionIcons: Readonly<Record<StatusAction, string>> = {
  openFolder: 'folder-opened',
  newManifest: 'new-file',
  showProblems: 'warning',
};
