import { html, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanKind } from '../../src/topology/protocol.ts';
import { icon } from '../shared/icons.ts';
import { certaintyEntries, legendList, severityEntries } from '../shared/legend.ts';

/** Names of codicons, so that what a range is for is known by a shape as well. */
export const planIcons: Readonly<Record<PlanKind, string>> = {
  site: 'home',
  node: 'vm',
  external: 'link-external',
  pod: 'package',
  service: 'broadcast',
  held: 'lock',
  network: 'globe',
  mixed: 'layers',
};

/** What the colours, lines and marks of the address plan mean. */
export function planLegend(strings: PageStrings): readonly TemplateResult[] {
  const { plan } = strings;
  const kinds = (Object.keys(planIcons) as PlanKind[]).filter((kind) => kind !== 'mixed');
  return [
    legendList(kinds.map((kind) => ({ mark: icon(planIcons[kind], 'kind'), className: `kind-plan-${kind}`, text: plan.kinds[kind] }))),
    legendList(certaintyEntries(strings, (certainty) => html`<span class="detail certainty-${certainty}">10.0.0.7</span>`)),
    legendList([
      { mark: html`<span class="swatch is-free"></span>`, text: plan.free },
      { mark: html`<span class="swatch is-held"></span>`, text: plan.held },
      { mark: html`<span class="swatch is-overlap severity-error"></span>`, text: plan.overlapping },
    ]),
    legendList(severityEntries(strings, ['error', 'warning', 'information'])),
  ];
}
