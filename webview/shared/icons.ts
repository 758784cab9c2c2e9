import type { Exposure } from '../../src/topology/placement/exposure.ts';
import type { ElementKind, ElementSeverity } from '../../src/topology/protocol.ts';

/** Names of codicons, so that a kind is known by its shape and not by its colour alone. */
export const kindIcons: Readonly<Record<ElementKind, string>> = {
  cluster: 'server-environment',
  clients: 'globe',
  externalNetwork: 'globe',
  loadBalancerPool: 'inbox',
  externalAddress: 'link-external',
  namespace: 'symbol-namespace',
  dnsName: 'tag',
  service: 'broadcast',
  node: 'vm',
  unscheduled: 'watch',
  workload: 'layers',
  pod: 'package',
  endpoint: 'plug',
  addressPlan: 'list-ordered',
  range: 'symbol-ruler',
  ipPool: 'symbol-array',
};

/** A service by who reaches it. */
export const serviceIcons: Readonly<Record<Exposure, string>> = { exposed: 'broadcast', internal: 'home', alias: 'link' };

export const severityIcons: Readonly<Record<ElementSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

/** A codicon that says nothing to a screen reader. */
export function icon(name: string, ...classes: readonly string[]): HTMLElement {
  const element = document.createElement('span');
  element.classList.add('codicon', `codicon-${name}`, ...classes);
  element.setAttribute('aria-hidden', 'true');
  return element;
}
