import { wholeCharacters } from '../src/topology/placement/wording.ts';

export { format, noteOf, spokenText } from '../src/topology/placement/wording.ts';

/** An element with a text, never with markup. */
export function textElement(tag: 'span' | 'div' | 'main' | 'header' | 'footer' | 'h1' | 'h2' | 'dt' | 'dd' | 'p' | 'li', className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * A name in two parts, of which the first gives way when the room is short: the end of a pod's name tells it from its siblings.
 * The parts are isolated, so that a right-to-left name does not turn its neighbours round.
 */
export function nameElement(className: string, name: string): HTMLElement {
  const element = document.createElement('bdi');
  element.className = className;
  const cut = name.length > 18 ? wholeCharacters(name, name.length - 6) : name.length;
  element.append(textElement('span', 'head', name.slice(0, cut)));
  if (cut < name.length) element.append(textElement('span', 'tail', name.slice(cut)));
  return element;
}
