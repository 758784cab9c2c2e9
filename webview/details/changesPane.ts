import { html, nothing, type TemplateResult } from 'lit-html';
import type { ChangeLine, EventOffer, Future, PageStrings, ShownComparison } from '../../src/topology/protocol.ts';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { format, words } from '../shared/text.ts';

const lineIcons: Readonly<Record<ChangeLine['kind'], string>> = {
  new: 'add',
  gone: 'remove',
  changed: 'arrow-right',
  stays: 'check',
  stuck: 'warning',
  note: 'info',
};

export interface FutureEvents {
  readonly onBack: () => void;
  readonly onNow: () => void;
  /** What a sentence is about is to be brought into sight. */
  readonly onLine: (id: string) => void;
}

/** What events change, in words, the last one first. */
export function futureBody({ events, problem }: Future, strings: PageStrings, { onBack, onNow, onLine }: FutureEvents): TemplateResult {
  const { whatIf } = strings;
  return html`<div class="actions">${button('debug-step-back', whatIf.back, onBack)} ${button('debug-restart', whatIf.now, onNow)}</div>
    ${problem === '' ? nothing : html`<p class="problem">${icon('warning')}<span>${words(problem)}</span></p>`}
    ${events
      .map(
        ({ object, title, lines }, index) =>
          html`<h2 class="event">${words(format(whatIf.event, object, title))}</h2>${linesOf(lines, index === events.length - 1, strings, onLine)}`,
      )
      .reverse()}`;
}

export function comparisonBody(
  { lines }: ShownComparison,
  strings: PageStrings,
  { onEnd, onLine }: { readonly onEnd: () => void } & Pick<FutureEvents, 'onLine'>,
): TemplateResult {
  return html`<div class="actions">${button('close', strings.comparison.end, onEnd)}</div>
    ${lines.length === 0 ? html`<p>${strings.comparison.nothing}</p>` : linesOf(lines, true, strings, onLine)}`;
}

function linesOf(lines: readonly ChangeLine[], isLast: boolean, strings: PageStrings, onLine: FutureEvents['onLine']): TemplateResult {
  return html`<ul class="changes ${isLast ? '' : 'earlier'}">${lines.map(
    ({ kind, text, id }) =>
      html`<li class="of-${kind}">${icon(lineIcons[kind])}<span class="spoken">${strings.whatIf.kinds[kind]}</span>${
        id === undefined
          ? html`<span>${words(text)}</span>`
          : html`<button type="button" class="link sentence" @click=${() => onLine(id)}>${words(text)}</button>`
      }</li>`,
  )}</ul>`;
}

/** What may happen to an element. */
export function eventsOf(
  events: readonly EventOffer[],
  strings: PageStrings,
  onHappen: (offer: EventOffer, replicas: number | undefined) => void,
): TemplateResult {
  return html`<h2 id="what-if">${strings.whatIf.heading}</h2>
    <ul class="events" aria-labelledby="what-if">${events.map((offer) =>
      offer.replicas === undefined
        ? html`<li><button type="button" class="link event" @click=${() => onHappen(offer, undefined)}>${icon('zap')}<span class="name">${words(offer.text)}</span></button></li>`
        : html`<li>${scaling(offer, offer.replicas, strings, onHappen)}</li>`,
    )}</ul>`;
}

const mostReplicas = 1000;

/** Enter in the field, or the button. */
function scaling(
  offer: EventOffer,
  replicas: number,
  { whatIf }: PageStrings,
  onHappen: (offer: EventOffer, replicas: number | undefined) => void,
): TemplateResult {
  const happen = (target: EventTarget | null) => {
    const input = target instanceof Element ? target.closest('.scaling')?.querySelector('input') : undefined;
    const wanted = input === undefined || input === null ? Number.NaN : input.valueAsNumber;
    if (Number.isInteger(wanted) && wanted >= 0 && wanted <= mostReplicas) onHappen(offer, wanted);
  };
  return html`<span class="scaling"><label>${icon('zap')}<span>${words(offer.text)}</span> <input type="number" min="0" max=${mostReplicas} step="1" value=${replicas} aria-label=${whatIf.replicas}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Enter') happen(event.target);
      }} /></label><vscode-button secondary icon="zap" @click=${(event: Event) => happen(event.currentTarget)}>${whatIf.happen}</vscode-button></span>`;
}
