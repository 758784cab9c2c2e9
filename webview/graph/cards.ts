import type { PageStrings } from '../../src/topology/protocol.ts';
import { icon, kindIcons, serviceIcons, severityIcons } from '../shared/icons.ts';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { nameElement, noteOf, podCountOf, spokenText, textElement } from '../shared/text.ts';
import type { Shown } from '../../src/topology/placement/visible.ts';

/** The DOM of one card, or of the frame drawn behind what it holds. Its id lets `aria-activedescendant` name it. */
export function createCard(shown: Shown, id: string, strings: PageStrings, onToggle: () => void): HTMLElement {
  const element = document.createElement('div');
  element.id = id;
  element.setAttribute('role', 'option');
  fillCard(element, shown, strings, onToggle);
  return element;
}

/** Draws the card anew in the same element. Selection and highlight are classes that others set: they stay. */
export function fillCard(element: HTMLElement, shown: Shown, strings: PageStrings, onToggle: () => void): void {
  const {
    element: { kind, label },
    detail,
    certainty,
    exposure,
    role,
    severity,
    pending,
    group,
  } = shown;
  const kept = [...element.classList].filter((name) => name.startsWith('is-'));
  element.className = [
    role,
    `kind-${kind}`,
    ...kept,
    ...(exposure === undefined ? [] : [`exposure-${exposure}`]),
    ...(pending ? ['pending'] : []),
    ...(severity === undefined ? [] : [`severity-${severity}`]),
    ...(role === 'card' && group ? ['stack'] : []),
  ].join(' ');
  element.setAttribute('aria-label', spokenText(shown, strings));
  element.dataset['element'] = shown.element.id;

  const title = document.createElement('div');
  title.className = 'title';
  const note = noteOf(shown, strings);
  const isAddress = kind === 'externalAddress' || kind === 'endpoint';
  title.append(
    icon(exposure === undefined ? kindIcons[kind] : serviceIcons[exposure], 'kind'),
    nameElement(isAddress && certainty !== undefined ? `name certainty-${certainty}` : 'name', label),
  );
  const below = role === 'card' || kind === 'loadBalancerPool';
  if (!below && note !== '') title.append(textElement('span', 'note', note));
  if (severity !== undefined) title.append(icon(severityIcons[severity], 'severity'));
  else if (pending) title.append(icon('clockface', 'severity'));
  if (group && kind !== 'cluster') title.append(foldHandle(role === 'card', podCountOf(shown, strings), strings, onToggle));

  const line = document.createElement('div');
  line.className = 'line';
  if (detail !== '') line.append(textElement('span', `detail${certainty === undefined ? '' : ` certainty-${certainty}`}`, detail));
  if (below && note !== '') line.append(textElement('span', 'note', note));
  element.replaceChildren(title, ...(line.childElementCount > 0 ? [line] : []));
}

/** For the mouse alone: an option may hold no button, and the keyboard has the space key. */
function foldHandle(folded: boolean, count: string, strings: PageStrings, onToggle: () => void): HTMLElement {
  const handle = textElement('span', `fold-handle${count === '' ? '' : ' pod-count'}`, count);
  handle.append(icon(folded ? 'unfold' : 'fold'));
  handle.title = folded ? strings.unfold : strings.fold;
  // The graph below must not take the press for the start of a drag.
  for (const type of ['mousedown', 'touchstart', 'pointerdown']) handle.addEventListener(type, (event) => event.stopPropagation());
  handle.addEventListener('click', (event) => {
    event.stopPropagation();
    onToggle();
  });
  return handle;
}

export function placeCard(element: HTMLElement, { x, y, width, height }: Rect): void {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
