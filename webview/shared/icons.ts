import { html, type TemplateResult } from 'lit-html';
import type { Exposure } from '../../src/topology/placement/exposure.ts';
import type { ElementKind, ElementSeverity, GraphElement, PageStrings } from '../../src/topology/protocol.ts';

/** Names of codicons, so that a kind is known by its shape and not by its colour alone. */
export const kindIcons: Readonly<Record<ElementKind, string>> = {
  cluster: 'server-environment',
  clients: 'globe',
  externalNetwork: 'globe',
  loadBalancerPool: 'inbox',
  externalAddress: 'link-external',
  ingress: 'sign-in',
  gateway: 'milestone',
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

/** Of a workload that is a module of a device, and its pods. */
export const moduleIcon = 'extensions';

export function iconOf({ kind, isModule }: Pick<GraphElement, 'kind' | 'isModule'>): string {
  return isModule === true ? moduleIcon : kindIcons[kind];
}

/** Of what policies isolate: the way that they watch over. */
export const isolationIcons = { ingress: 'arrow-down', egress: 'arrow-up', both: 'arrow-swap' } as const;

export const severityIcons: Readonly<Record<ElementSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

/** Of what is not known here. */
export const unknownIcon = 'question';

/** A codicon that says nothing to a screen reader. */
export function icon(name: string, className = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${className}" aria-hidden="true"></span>`;
}

/** The icon of a severity, with its word for who does not see it. */
export function severityMark(severity: ElementSeverity, strings: PageStrings): TemplateResult {
  return html`<span class="mark"
    >${icon(severityIcons[severity], `severity severity-${severity}`)}<span class="spoken">${strings.severities[severity]}</span></span
  >`;
}
