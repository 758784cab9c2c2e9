import { wholeCharacters } from '../../src/topology/placement/wording.ts';

export { format, noteOf, podCountOf, spokenText } from '../../src/topology/placement/wording.ts';

/** An element with a text, never with markup. */
export function textElement(
  tag: 'span' | 'div' | 'main' | 'header' | 'footer' | 'h1' | 'h2' | 'dt' | 'dd' | 'p' | 'li',
  className: string,
  text: string,
): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  write(element, text);
  return element;
}

/**
 * Names that are written from right to left keep to themselves: without that, `namespace/name` would change places, and digits and hyphens would go astray.
 * Words of one such text stay together. All of it stays the element's text.
 */
function write(element: HTMLElement, text: string): void {
  if (!rightToLeft.test(text)) {
    element.textContent = text;
    return;
  }
  element.append(
    ...text.split(names).map((part, index) => {
      if (index % 2 === 0) return part;
      if (!part.includes('/')) return isolate(part);
      const pair = isolate();
      pair.dir = 'ltr';
      part.split('/').forEach((name, position) => pair.append(...(position === 0 ? [] : ['/']), isolate(name)));
      return pair;
    }),
  );
}

function isolate(text = ''): HTMLElement {
  const element = document.createElement('bdi');
  element.textContent = text;
  return element;
}

const letters = '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';
const rightToLeft = new RegExp(`[${letters}]`, 'u');
const apart = '\\s/"\'“”(),;';
const word = `[^${apart}]*[${letters}][^${apart}]*`;
/** Names around slashes, or words from right to left; the full stop behind them is not theirs. */
const names = new RegExp(`([^${apart}]+(?:/[^${apart}]+)+(?<![.:!?])|${word}(?:\\s+${word})*(?<![.:!?]))`, 'u');

/**
 * A name in two parts, of which the first gives way when the room is short: the end of a pod's name tells it from its siblings.
 * The parts are isolated, so that a right-to-left name does not turn its neighbours round.
 */
export function nameElement(className: string, name: string): HTMLElement {
  const element = document.createElement('bdi');
  element.className = className;
  if (name.includes('/')) element.dir = 'ltr';
  const cut = name.length > 18 ? wholeCharacters(name, name.length - 6) : name.length;
  element.append(textElement('span', 'head', name.slice(0, cut)));
  if (cut < name.length) element.append(textElement('span', 'tail', name.slice(cut)));
  return element;
}
