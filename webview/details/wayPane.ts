import { html, nothing, type TemplateResult } from 'lit-html';
import type { Offer, PageStrings, Way, WayStep } from '../../src/topology/protocol.ts';
import { button, offerButton } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { words } from '../shared/text.ts';

export interface WayEvents {
  readonly onChoose: (offer: Offer) => void;
  /** A step: what it meets is brought into sight. */
  readonly onStep: (index: number) => void;
  readonly onPort: (port: number, protocol: string) => void;
  readonly onAgain: () => void;
  readonly onEnd: () => void;
}

export const verdictIcons: Readonly<Record<Way['verdict'], string>> = {
  allowed: 'pass',
  blocked: 'error',
  mixed: 'warning',
  unknown: 'question',
};

const outcomeIcons: Readonly<Record<WayStep['outcome'], string>> = { passes: 'check', stops: 'error', unknown: 'question' };

/** The steps of a connection in order, each with why, how sure it is, and the way to the manifest that decides it. `lit`: so many are lit in the picture. */
export function wayBody(way: Way, lit: number, strings: PageStrings, events: WayEvents): TemplateResult {
  const { verdict, reason, steps, ports } = way;
  return html`<div class="verdict of-${verdict}">${icon(verdictIcons[verdict])}<p><strong>${strings.way.verdicts[verdict]}</strong> ${words(reason)}</p></div>
    <div class="actions">
      ${button('debug-restart', strings.way.again, events.onAgain)} ${button('close', strings.way.end, events.onEnd)}
    </div>
    ${ports.length === 0 ? nothing : portsOf(ports, strings, events)}
    <h2>${strings.way.steps}</h2>
    <ol class="steps">${steps.map((step, index) => stepOf(step, index, index < lit, strings, events))}</ol>`;
}

function portsOf(ports: Way['ports'], strings: PageStrings, { onPort }: WayEvents): TemplateResult {
  return html`<div class="ports" role="group" aria-label=${strings.way.port}><span class="words">${strings.way.port}</span>${ports.map(
    ({ port, protocol, chosen }) =>
      html`<button type="button" class="press-button" aria-pressed=${chosen} @click=${() => onPort(port, protocol)}>${port}/${protocol}</button>`,
  )}</div>`;
}

function stepOf(
  { at, outcome, what, why, certainty, places, seen, ids }: WayStep,
  index: number,
  isLit: boolean,
  strings: PageStrings,
  { onChoose, onStep }: WayEvents,
): TemplateResult {
  const head = html`${icon(outcomeIcons[outcome], 'outcome')}<span class="place">${strings.way.places[at]}</span
    >${outcome === 'passes' ? html`<span class="spoken">${strings.way.outcomes.passes}</span>` : html`<span class="outcome-name">${strings.way.outcomes[outcome]}</span>`}`;
  return html`<li class="step of-${outcome} ${isLit ? 'is-lit' : ''}">
    <div class="head">${ids.length === 0 ? head : html`<button type="button" class="link" @click=${() => onStep(index)}>${head}</button>`}</div>
    <p>${words(what)}</p>
    ${why === '' ? nothing : html`<p class="reason">${words(why)}</p>`}
    ${seen === '' ? nothing : html`<p class="seen">${words(seen)}</p>`}
    ${
      certainty === undefined && places.length === 0
        ? nothing
        : html`<p class="source">${certainty === undefined ? nothing : html`<span class="certainty-name">${strings.certainties[certainty]}</span>`}${places.map((place) => offerButton(place, 'go-to-file', onChoose))}</p>`
    }
  </li>`;
}
