import type { Description, EdgeKind, Offer, PageStrings } from '../../src/topology/protocol.ts';
import { button, toolbarButton } from '../shared/controls.ts';
import { flowOf } from '../find/flow.ts';
import { icon, kindIcons, severityIcons } from '../shared/icons.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { format, nameElement, textElement } from '../shared/text.ts';
import { isFolded, isGroup, type Folds } from '../../src/topology/placement/visible.ts';

export interface DetailEvents {
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
  readonly onSelect: (id: string) => void;
  readonly onToggle: (id: string) => void;
  /** Shows only the chain of the element. */
  readonly onTrace: (id: string) => void;
  /** Something that the description offered. */
  readonly onChoose: (offer: Offer) => void;
}

const mostConnections = 12;

/** The pane beside the graph: what is known of the selected element, why it is so, what is wrong with it, and what it is connected to. */
export class DetailPane {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #events: DetailEvents;

  constructor(strings: PageStrings, events: DetailEvents) {
    this.#strings = strings;
    this.#events = events;
    this.element = document.createElement('aside');
    this.element.className = 'details';
    this.element.setAttribute('aria-label', strings.details);
    this.element.hidden = true;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** Until the description has come, only what the graph itself says is shown. */
  show(picture: Picture, folds: Folds, id: string, description: Description | undefined, traced: boolean): void {
    const element = picture.elements.get(id);
    if (element === undefined) {
      this.hide();
      return;
    }
    const strings = this.#strings;
    const header = document.createElement('header');
    const names = document.createElement('div');
    names.className = 'names';
    names.append(nameElement('name', element.label), textElement('span', 'kind-name', strings.kinds[element.kind]));
    const close = toolbarButton('close', strings.close, this.#events.onClose);
    header.append(icon(kindIcons[element.kind], 'kind'), names, close);

    const actions = document.createElement('div');
    actions.className = 'actions';
    if (element.hasSource) actions.append(button('go-to-file', strings.open, () => this.#events.onOpen(id)));
    if (isGroup(picture, element) && element.kind !== 'cluster') {
      const isOne = isFolded(picture, element, folds);
      const toggle = button(isOne ? 'unfold' : 'fold', isOne ? strings.unfold : strings.fold, () => this.#events.onToggle(id));
      toggle.classList.add('of-graph');
      actions.append(toggle);
    }

    const { inwards, outwards } = flowOf(picture);
    if (!traced && (inwards.has(id) || outwards.has(id)))
      actions.append(button('target', strings.find.trace, () => this.#events.onTrace(id)));

    const focused = this.#focusables().findIndex((control) => control === document.activeElement);
    const scroll = this.element.querySelector('.body')?.scrollTop ?? 0;
    const sameElement = this.element.dataset['element'] === id;
    const body = document.createElement('div');
    body.className = 'body';
    // A region that scrolls must be within reach of the keyboard.
    body.tabIndex = 0;
    body.setAttribute('role', 'region');
    body.setAttribute('aria-label', element.label);
    if (actions.childElementCount > 0) body.append(actions);
    if (description !== undefined) body.append(...this.#findings(description), ...this.#facts(description));
    body.append(...this.#connections(picture, id), ...this.#content(picture, id));
    this.element.className = `details kind-${element.kind}`;
    this.element.dataset['element'] = id;
    this.element.replaceChildren(header, body);
    this.element.hidden = false;
    if (!sameElement) return;
    body.scrollTop = scroll;
    // A change elsewhere must not take the reader out of the pane.
    if (focused >= 0) this.#focusables()[focused]?.focus();
  }

  #focusables(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('button, vscode-button, vscode-toolbar-button, [tabindex]')];
  }

  #connections(picture: Picture, id: string): readonly HTMLElement[] {
    const groups = new Map<string, { other: string; label: string }[]>();
    const add = (words: string, other: string, label: string) => {
      const known = groups.get(words);
      if (known === undefined) groups.set(words, [{ other, label }]);
      else known.push({ other, label });
    };
    const { edges, edgesBackward } = this.#strings;
    const say = (words: Readonly<Record<EdgeKind, string>>, kind: EdgeKind) => words[kind];
    const { inwards, outwards } = flowOf(picture);
    for (const { kind, from, label } of inwards.get(id) ?? []) add(say(edgesBackward, kind), from, label);
    for (const { kind, to, label } of outwards.get(id) ?? []) add(say(edges, kind), to, label);
    if (groups.size === 0) return [];
    const list = document.createElement('ul');
    list.className = 'links';
    for (const [words, ends] of groups) {
      for (const { other, label } of ends.slice(0, mostConnections)) list.append(this.#link(picture, other, words, label));
      if (ends.length > mostConnections) list.append(textElement('li', 'more', format(this.#strings.more, ends.length - mostConnections)));
    }
    return [textElement('h2', '', this.#strings.connections), list];
  }

  #content(picture: Picture, id: string): readonly HTMLElement[] {
    const children = picture.children.get(id) ?? [];
    if (children.length === 0) return [];
    const list = document.createElement('ul');
    list.className = 'links';
    for (const child of children.slice(0, mostConnections)) list.append(this.#link(picture, child, '', ''));
    if (children.length > mostConnections)
      list.append(textElement('li', 'more', format(this.#strings.more, children.length - mostConnections)));
    return [textElement('h2', '', this.#strings.holds), list];
  }

  #findings({ findings: list }: Description): readonly HTMLElement[] {
    if (list.length === 0) return [];
    const element = document.createElement('ul');
    element.className = 'findings';
    for (const { severity, code, message, place, fixes = [] } of list) {
      const item = document.createElement('li');
      item.className = `severity-${severity}`;
      const text = document.createElement('div');
      const source = textElement('p', 'source', '');
      source.append(textElement('span', 'code', code));
      if (place !== undefined) source.append(this.#offer(place, 'go-to-file'));
      text.append(textElement('p', '', message), source, ...fixes.map((fix) => this.#offer(fix, 'lightbulb-autofix')));
      item.append(severityMark(severity, this.#strings), text);
      element.append(item);
    }
    return [textElement('h2', '', this.#strings.findings), element];
  }

  #facts({ facts: list }: Description): readonly HTMLElement[] {
    const element = document.createElement('dl');
    for (const { name, values, reason, certainty, places = [] } of list) {
      const row = document.createElement('div');
      row.className = 'fact';
      row.append(textElement('dt', '', name));
      values.forEach((value, index) => {
        const line = document.createElement('dd');
        line.append(textElement('span', `value${certainty === undefined ? '' : ` certainty-${certainty}`}`, value));
        if (index === values.length - 1 && certainty !== undefined)
          line.append(textElement('span', 'certainty-name', this.#strings.certainties[certainty]));
        row.append(line);
      });
      if (reason !== '' || places.length > 0) {
        const why = textElement('dd', 'reason', reason);
        for (const place of places) why.append(' ', this.#offer(place, undefined));
        row.append(why);
      }
      element.append(row);
    }
    return element.childElementCount === 0 ? [] : [element];
  }

  #offer(offer: Offer, iconName: string | undefined): HTMLElement {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = iconName === 'lightbulb-autofix' ? 'link fix' : 'link';
    if (iconName !== undefined) element.append(icon(iconName));
    element.append(textElement('span', 'name', offer.text));
    element.addEventListener('click', () => this.#events.onChoose(offer));
    return element;
  }

  #link(picture: Picture, id: string, words: string, label: string): HTMLElement {
    const item = document.createElement('li');
    const element = picture.elements.get(id);
    if (element === undefined) return item;
    if (words !== '') item.append(textElement('span', 'words', words));
    const link = document.createElement('button');
    link.type = 'button';
    link.className = `link kind-${element.kind}`;
    link.append(icon(kindIcons[element.kind], 'kind'), nameElement('name', element.label));
    if (element.severity !== undefined) link.append(severityMark(element.severity, this.#strings));
    link.addEventListener('click', () => this.#events.onSelect(id));
    item.append(link);
    const more = [label, element.detail].filter((text) => text !== '').join(' · ');
    if (more !== '') item.append(textElement('span', 'detail', more));
    return item;
  }
}

function severityMark(severity: keyof typeof severityIcons, strings: PageStrings): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'mark';
  mark.append(
    icon(severityIcons[severity], 'severity', `severity-${severity}`),
    textElement('span', 'spoken', strings.severities[severity]),
  );
  return mark;
}
