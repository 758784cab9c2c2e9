import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { ElementCertainty, PageStrings } from '../../src/topology/protocol.ts';
import { icon, iconOf, isolationIcons, serviceIcons, severityIcons, unknownIcon } from '../shared/icons.ts';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import { place } from '../shared/place.ts';
import { addressPieces, nameOf, noteOf, podCountOf, spokenText, words } from '../shared/text.ts';
import type { Shown } from '../../src/topology/placement/visible.ts';

/** The DOM of one card, or of the frame drawn behind what it holds. Its id lets `aria-activedescendant` name it. */
export function createCard(shown: Shown, id: string, strings: PageStrings, onToggle: () => void): HTMLElement {
  const element = place('div', '', { id, role: 'option' });
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
    podsUnknown,
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

  const note = noteOf(shown, strings);
  const isAddress = kind === 'externalAddress' || kind === 'endpoint';
  const below = role === 'card' || kind === 'loadBalancerPool';
  const noteElement = note === '' ? nothing : html`<span class="note">${words(note)}</span>`;
  const mark =
    severity !== undefined
      ? icon(severityIcons[severity], 'severity')
      : pending
        ? icon('clockface', 'severity')
        : podsUnknown
          ? icon(unknownIcon, 'severity')
          : nothing;
  const { isolated } = shown.element;
  const isolation =
    isolated === undefined
      ? nothing
      : html`<span class="isolation" title=${strings.isolations[isolated]}>${icon('shield')}${icon(isolationIcons[isolated])}</span>`;
  const line =
    detail === '' && (!below || note === '')
      ? nothing
      : html`<div class="line">${detail === '' ? nothing : html`<span class="detail ${certaintyClass(certainty)}">${addressPieces(detail)}</span>`}${below ? noteElement : nothing}</div>`;
  render(
    html`<div class="title">${icon(exposure === undefined ? iconOf(shown.element) : serviceIcons[exposure], 'kind')}${nameOf(label, isAddress ? `name ${certaintyClass(certainty)}` : 'name')}${below ? nothing : noteElement}${isolation}${mark}${group && kind !== 'cluster' ? foldHandle(role === 'card', podCountOf(shown, strings), strings, onToggle) : nothing}</div>${line}`,
    element,
  );
}

function certaintyClass(certainty: ElementCertainty | undefined): string {
  return certainty === undefined ? '' : `certainty-${certainty}`;
}

/** For the mouse alone: an option may hold no button, and the keyboard has the space key. */
function foldHandle(folded: boolean, count: string, strings: PageStrings, onToggle: () => void): TemplateResult {
  const press = (event: Event) => {
    event.stopPropagation();
    onToggle();
  };
  return html`<span class="fold-handle ${count === '' ? '' : 'pod-count'}" title=${folded ? strings.unfold : strings.fold}
    @mousedown=${keep} @touchstart=${keep} @pointerdown=${keep} @click=${press}>${count}${icon(folded ? 'unfold' : 'fold')}</span>`;
}

/** The graph below must not take the press for the start of a drag. */
function keep(event: Event): void {
  event.stopPropagation();
}

export function placeCard(element: HTMLElement, { x, y, width, height }: Rect): void {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
