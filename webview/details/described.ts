import { html, nothing, type TemplateResult } from 'lit-html';
import type { DescribedFinding, Description, Fact, Offer, PageStrings } from '../../src/topology/protocol.ts';
import { offerButton } from '../shared/controls.ts';
import { severityMark } from '../shared/icons.ts';
import { words } from '../shared/text.ts';

type OnChoose = (offer: Offer) => void;

/** What is wrong with the element, and what can be done about it. */
export function findingsOf({ findings }: Description, strings: PageStrings, onChoose: OnChoose): TemplateResult | typeof nothing {
  if (findings.length === 0) return nothing;
  return html`<h2>${strings.findings}</h2>
    <ul class="findings">${findings.map((finding) => findingOf(finding, strings, onChoose))}</ul>`;
}

function findingOf(
  { severity, code, message, place, fixes = [] }: DescribedFinding,
  strings: PageStrings,
  onChoose: OnChoose,
): TemplateResult {
  return html`<li class="severity-${severity}">
    ${severityMark(severity, strings)}
    <div>
      <p>${words(message)}</p>
      <p class="source"><span class="code">${words(code)}</span>${place === undefined ? nothing : offerButton(place, 'go-to-file', onChoose)}</p>
      ${fixes.map((fix) => offerButton(fix, 'lightbulb-autofix', onChoose))}
    </div>
  </li>`;
}

/** What is known of the element, and why it is so. */
export function factsOf({ facts }: Description, strings: PageStrings, onChoose: OnChoose): TemplateResult | typeof nothing {
  return facts.length === 0 ? nothing : html`<dl>${facts.map((fact) => factOf(fact, strings, onChoose))}</dl>`;
}

function factOf({ name, values, reason, certainty, places = [] }: Fact, strings: PageStrings, onChoose: OnChoose): TemplateResult {
  const certaintyName = certainty === undefined ? nothing : html`<span class="certainty-name">${strings.certainties[certainty]}</span>`;
  const last = values.length - 1;
  const lines = values.map(
    (value, index) =>
      html`<dd><span class=${certainty === undefined ? 'value' : `value certainty-${certainty}`}>${words(value)}</span>${index === last ? certaintyName : nothing}</dd>`,
  );
  const why =
    reason === '' && places.length === 0
      ? nothing
      : html`<dd class="reason">${words(reason)}${places.map((place) => html` ${offerButton(place, undefined, onChoose)}`)}</dd>`;
  return html`<div class="fact"><dt>${words(name)}</dt>${lines}${why}</div>`;
}
