import { formatAddress } from '../../../src/base/ip.ts';
import type { AdmittedService } from '../../../src/engine/allocation.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { admitServices } from '../../../src/engine/serviceAllocator/admit.ts';
import type { ProfileName } from '../../../src/manifests/resources/edgeNetwork.ts';
import { clusterOf } from '../../support/cluster.ts';

/** A Service; `metadata` may also be its name alone. */
export function service(metadata: string | object, spec: object = {}): string {
  const object = typeof metadata === 'string' ? { name: metadata } : metadata;
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: object, spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec } })}\n`;
}

/** Services with these `spec.clusterIP` (empty: automatic), named s1, s2… */
export function servicesWith(clusterIPs: readonly string[]): string {
  return clusterIPs.map((clusterIP, index) => service(`s${index + 1}`, clusterIP === '' ? {} : { clusterIP })).join('---\n');
}

export function site(spec: object): string {
  return `${JSON.stringify({ apiVersion: 'edgenetwork/v1', kind: 'EdgeNetwork', metadata: { name: 'site' }, spec })}\n`;
}

export function admitted(profile: ProfileName, ...texts: readonly string[]): readonly AdmittedService[] {
  const cluster = clusterOf(...texts);
  return admitServices(cluster, networkOf(cluster, profile));
}

/** `s1=10.0.0.1,fd00::1 s2:ip-taken s3=None s4=-` */
export function addressesOf(services: readonly AdmittedService[]): string {
  return services
    .map(
      ({ name, clusterIPs, headless, rejected }) =>
        `${name}${rejected === undefined ? `=${headless ? 'None' : clusterIPs.length === 0 ? '-' : clusterIPs.map(formatAddress).join(',')}` : `:${rejected.reason}`}`,
    )
    .join(' ');
}

/** Node ports by service: `s1=30000,- s2:port-taken`; a health check port after `+`. */
export function nodePortsOf(services: readonly AdmittedService[]): string {
  return services
    .map(
      ({ name, ports, healthCheckNodePort, rejected }) =>
        `${name}${rejected === undefined ? `=${ports.map(({ nodePort }) => nodePort ?? '-').join(',')}${healthCheckNodePort === undefined ? '' : `+${healthCheckNodePort}`}` : `:${rejected.reason}`}`,
    )
    .join(' ');
}
