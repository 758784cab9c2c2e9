import { formatAddress, type IPAddress } from '../../src/base/ip.ts';
import type { Allocation } from '../../src/engine/allocation.ts';

/** Everything of an allocation that could move, by who has it: `pod shop/web-0` with its node and addresses, `service shop/web` with its addresses and ports. */
export function handedOut({ nodes, pods, services }: Allocation): ReadonlyMap<string, string> {
  return new Map([
    ...nodes.map(
      ({ name, ips, podCIDRs, tunnelIPs }) => [`node ${name}`, `${texts(ips)} | ${podCIDRs.length} | ${texts(tunnelIPs)}`] as const,
    ),
    ...pods.map(
      ({ namespace, name, node, ips, pending }) =>
        [`pod ${namespace}/${name}`, `${node?.name ?? '-'} ${texts(ips)} ${pending?.reason ?? ''}`] as const,
    ),
    ...services.map(
      ({ namespace, name, clusterIPs, ports, healthCheckNodePort, rejected, loadBalancer }) =>
        [
          `service ${namespace}/${name}`,
          [
            texts(clusterIPs),
            ports.map(({ nodePort }) => nodePort ?? '-').join(),
            healthCheckNodePort ?? '-',
            rejected?.reason ?? '',
            texts(loadBalancer?.ips ?? []),
            loadBalancer?.pool ?? '',
            loadBalancer?.pending?.reason ?? '',
          ].join(' | '),
        ] as const,
    ),
  ]);
}

function texts(addresses: readonly IPAddress[]): string {
  return addresses.map(formatAddress).join();
}
