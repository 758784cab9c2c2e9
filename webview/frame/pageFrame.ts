import type { PageStrings } from '../../src/topology/protocol.ts';
import { textElement } from '../shared/text.ts';

/** What the page is made of, from top to bottom. */
export interface PageParts {
  /** Header: tools, filters, what the picture is worth. */
  readonly header: readonly HTMLElement[];
  /** The views and what lies over them. */
  readonly stage: readonly HTMLElement[];
  readonly details: HTMLElement;
  readonly foot: readonly HTMLElement[];
}

/** Puts the page together, with the descriptions of the keyboard that its views refer to. */
export function assemble(
  root: HTMLElement,
  { title, keyboardHelp, table }: PageStrings,
  { header, stage, details, foot }: PageParts,
): void {
  const top = document.createElement('header');
  top.append(textElement('h1', 'spoken', title), ...header);
  const main = textElement('main', 'stage', '');
  main.append(...stage, help('keyboard-help', keyboardHelp), help('list-help', table.keyboardHelp));
  const middle = textElement('div', 'middle', '');
  middle.append(main, details);
  root.replaceChildren(top, middle, ...foot);
}

function help(id: string, text: string): HTMLElement {
  const element = textElement('div', 'spoken', text);
  element.id = id;
  return element;
}
