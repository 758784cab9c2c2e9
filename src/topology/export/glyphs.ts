import type { Exposure } from '../placement/exposure.ts';
import type { ElementKind, ElementSeverity, GraphElement } from '../protocol.ts';

/** Icons as lines on a field of 16 by 16, with round ends; a picture that stands alone has no icon font. Each kind has a shape of its own, as in the page. */
export const kindGlyphs: Readonly<Record<ElementKind, string>> = {
  cluster: 'M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01',
  clients: 'M8 2a6 6 0 1 0 .01 0zM2 8h12M8 2c-4 4-4 8 0 12c4-4 4-8 0-12',
  externalNetwork: 'M8 2a6 6 0 1 0 .01 0zM2 8h12M8 2c-4 4-4 8 0 12c4-4 4-8 0-12',
  loadBalancerPool: 'M2 9l2-6h8l2 6v4H2zM2 9h4l1 2h2l1-2h4',
  externalAddress: 'M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5',
  ingress: 'M2 8h7M6 5l3 3-3 3M11 2.5v11M14 2.5v11',
  gateway: 'M2 3h12v3H2zM4 6v7.5M12 6v7.5M4 9.5h8',
  namespace: 'M6 2.5c-3 0-.5 4-3 5.5c2.5 1.5 0 5.5 3 5.5M10 2.5c3 0 .5 4 3 5.5c-2.5 1.5 0 5.5-3 5.5',
  dnsName: 'M2.5 2.5h5l6 6-5 5-6-6zM5.5 5.5h.01',
  service: 'M8 8h.01M5.5 10.5a3.5 3.5 0 0 1 0-5M10.5 5.5a3.5 3.5 0 0 1 0 5M3.4 12.6a6.5 6.5 0 0 1 0-9.2M12.6 3.4a6.5 6.5 0 0 1 0 9.2',
  node: 'M2 3h12v8H2zM5.5 14h5M8 11v3',
  unscheduled: 'M8 3a5 5 0 1 0 .01 0zM8 5.5V8h2.5M6 1.2h4',
  workload: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  pod: 'M8 1.8l5.5 2.7v7L8 14.2l-5.5-2.7v-7zM2.5 4.5L8 7.2l5.5-2.7M8 7.2v7',
  endpoint: 'M5.5 2v4M10.5 2v4M3.5 6h9v2a4.5 4.5 0 0 1-9 0zM8 12.5V15',
  addressPlan: 'M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  range: 'M1.5 5h13v6h-13zM4.5 5v3M8 5v3M11.5 5v3',
  ipPool: 'M6 3H3v10h3M10 3h3v10h-3',
};

/** A service by who reaches it. */
export const serviceGlyphs: Readonly<Record<Exposure, string>> = {
  exposed: kindGlyphs.service,
  internal: 'M2 8l6-5.5L14 8M4 6.5V13.5h8V6.5M7 13.5v-4h2v4',
  alias: 'M7 5H5a3 3 0 0 0 0 6h2M9 5h2a3 3 0 0 1 0 6H9M5.5 8h5',
};

/** Of a workload that is a module of a device, and its pods: a piece that is put in its place. */
export const moduleGlyph = 'M2.5 5.5h4V4a1.5 1.5 0 0 1 3 0v1.5h4v3H12a1.5 1.5 0 0 0 0 3h1.5v2.5h-11z';

export function glyphOf({ kind, isModule }: Pick<GraphElement, 'kind' | 'isModule'>): string {
  return isModule === true ? moduleGlyph : kindGlyphs[kind];
}

export const severityGlyphs: Readonly<Record<ElementSeverity, string>> = {
  error: 'M8 2a6 6 0 1 0 .01 0zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  warning: 'M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.8h.01',
  information: 'M8 2a6 6 0 1 0 .01 0zM8 7.5v4M8 5h.01',
  hint: 'M8 1.8a4.2 4.2 0 0 0-2.5 7.6c.5.5.7 1 .7 1.6h3.6c0-.6.2-1.1.7-1.6A4.2 4.2 0 0 0 8 1.8zM6.5 13.5h3',
};

/** For what waits: a pending pod, a service without its address. */
export const pendingGlyph = 'M8 2a6 6 0 1 0 .01 0zM8 4.5V8h3';
