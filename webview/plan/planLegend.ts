import type { PageStrings, PlanKind } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { textElement } from '../shared/text.ts';

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
export function planLegend(strings: PageStrings): readonly HTMLElement[] {
  const { plan, certainties, severities } = strings;
  const kinds = (Object.keys(planIcons) as PlanKind[]).filter((kind) => kind !== 'mixed');
  return [
    list(kinds.map((kind) => ({ mark: icon(planIcons[kind], 'kind'), className: `kind-plan-${kind}`, text: plan.kinds[kind] }))),
    list(
      (['fixed', 'predicted', 'possible'] as const).map((certainty) => ({
        mark: textElement('span', `detail certainty-${certainty}`, '10.0.0.7'),
        className: '',
        text: certainties[certainty],
      })),
    ),
    list([
      { mark: textElement('span', 'swatch is-free', ''), className: '', text: plan.free },
      { mark: textElement('span', 'swatch is-held', ''), className: '', text: plan.held },
      { mark: textElement('span', 'swatch is-overlap severity-error', ''), className: '', text: plan.overlapping },
    ]),
    list(
      (['error', 'warning', 'information'] as const).map((severity) => ({
        mark: icon(severityIcons[severity], 'severity'),
        className: `severity-${severity}`,
        text: severities[severity],
      })),
    ),
  ];
}

function list(entries: readonly { readonly mark: HTMLElement; readonly className: string; readonly text: string }[]): HTMLElement {
  const element = document.createElement('ul');
  for (const { mark, className, text } of entries) {
    const item = document.createElement('li');
    item.className = className;
    item.append(mark, textElement('span', '', text));
    element.append(item);
  }
  return element;
}
