import { formatAddress } from '../../../src/base/ip.ts';
import type { AdmittedService, AllocatedLoadBalancerPool, LoadBalancerOutcome } from '../../../src/engine/allocation.ts';
import { assignExternalAddresses } from '../../../src/engine/metallb/assign.ts';
import { networkOf } from '../../../src/engine/network.ts';
import { admitServices } from '../../../src/engine/serviceAllocator/admit.ts';
import { clusterOf } from '../../support/cluster.ts';

/** A dual-stack cluster, so that services may have either family. */
export const dualStack = `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { serviceSubnet: '10.96.0.0/16,fd00:96::/108' }
`;

/**
 * Pools in short: `name: range,range !auto buggy priority=1 ns=a,b nssel=key:value sel=key:value scoped`, one a line.
 * `scoped` is an empty serviceAllocation.
 */
export function poolsOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const colon = line.indexOf(': ');
      const [addresses = '', ...words] = line.slice(colon + 2).split(' ');
      const value = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
      const selector = (pair: string | undefined) =>
        pair === undefined ? [] : [{ matchLabels: { [pair.split(':')[0]!]: pair.split(':')[1]! } }];
      const allocation = {
        ...(value('priority') === undefined ? {} : { priority: Number(value('priority')) }),
        ...(value('ns') === undefined ? {} : { namespaces: value('ns')!.split(',') }),
        ...(value('nssel') === undefined ? {} : { namespaceSelectors: selector(value('nssel')) }),
        ...(value('sel') === undefined ? {} : { serviceSelectors: selector(value('sel')) }),
      };
      return manifest(
        'metallb.io/v1beta1',
        'IPAddressPool',
        { name: line.slice(0, colon), namespace: 'metallb-system' },
        {
          addresses: addresses === '-' ? [] : addresses.split(',').map((entry) => entry.replaceAll('_', ' ')),
          ...(words.includes('!auto') ? { autoAssign: false } : {}),
          ...(words.includes('buggy') ? { avoidBuggyIPs: true } : {}),
          ...(Object.keys(allocation).length > 0 || words.includes('scoped') ? { serviceAllocation: allocation } : {}),
        },
      );
    })
    .join('---\n');
}

/**
 * LoadBalancer services in short, separated by blanks: a name, perhaps `:port/PROTOCOL+port`, and marks in any order:
 * `@namespace`, `#sharingKey`, `=requested+requested`, `>pool`, `~status+status`, `&label.value`, `$selector`, `!` (externalTrafficPolicy Local), `^v6`, `^dual`, `^prefer`, `^prefer6`.
 */
export function servicesOf(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const name = /^[^:@#=>~&$!^]+/.exec(word)?.[0] ?? '';
      const port = /^[^@#=>~&$!^]+?:([^@#=>~&$!^]+)/.exec(word)?.[1] ?? '80';
      const marks = word.match(/[@#=>~&$!^][^@#=>~&$!^]*/g) ?? [];
      const mark = (sign: string) => marks.find((found) => found.startsWith(sign))?.slice(1);
      const annotations: Record<string, string> = {};
      const requested = mark('=');
      const pool = mark('>');
      const key = mark('#');
      if (requested !== undefined) annotations['metallb.io/loadBalancerIPs'] = requested.replaceAll('+', ',');
      if (pool !== undefined) annotations['metallb.io/address-pool'] = pool;
      if (key !== undefined) annotations['metallb.io/allow-shared-ip'] = key;
      const label = mark('&');
      const families =
        {
          v6: { ipFamilies: ['IPv6'] },
          dual: { ipFamilyPolicy: 'RequireDualStack' },
          prefer: { ipFamilyPolicy: 'PreferDualStack' },
          prefer6: { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'] },
        }[mark('^') ?? ''] ?? {};
      const status = mark('~');
      return manifest(
        'v1',
        'Service',
        {
          name: name,
          namespace: mark('@') ?? 'default',
          annotations,
          labels: label === undefined ? {} : { [label.split('.')[0]!]: label.split('.')[1]! },
        },
        {
          type: 'LoadBalancer',
          selector: { app: mark('$') ?? name },
          ports: port
            .split('+')
            .map((one, index) => ({ name: `p${index}`, port: Number(one.split('/')[0]), protocol: one.split('/')[1] ?? 'TCP' })),
          ...families,
          ...(mark('!') === undefined ? {} : { externalTrafficPolicy: 'Local' }),
        },
        status === undefined ? undefined : { loadBalancer: { ingress: status.split('+').map((ip) => ({ ip })) } },
      );
    })
    .join('---\n');
}

export function manifest(apiVersion: string, kind: string, metadata: object, spec: object, status?: object): string {
  return `${JSON.stringify({ apiVersion, kind, metadata, spec, ...(status === undefined ? {} : { status }) })}\n`;
}

export interface Outcomes {
  /** By name. */
  readonly byName: ReadonlyMap<string, LoadBalancerOutcome>;
  readonly services: readonly AdmittedService[];
  readonly pools: readonly AllocatedLoadBalancerPool[];
  readonly refused: boolean;
  /** `a=10.0.0.1 b=10.0.0.2,fd00::1 c:exhausted` in manifest order; a shared address counts as any other. */
  readonly text: string;
}

export function outcomesOf(...texts: readonly string[]): Outcomes {
  return outcomesWith(dualStack, ...texts);
}

/** As `outcomesOf`, with the network that the texts declare themselves. */
export function outcomesWith(...texts: readonly string[]): Outcomes {
  const cluster = clusterOf(...texts);
  const network = networkOf(cluster, 'custom');
  const services = admitServices(cluster, network);
  const { outcomes, pools, refusal } = assignExternalAddresses({ cluster, network, services });
  const byName = new Map(
    services.flatMap((service) => {
      const outcome = outcomes.get(service);
      return outcome === undefined ? [] : [[service.name, outcome] as const];
    }),
  );
  const text = [...byName]
    .map(([name, { ips, pending }]) =>
      pending === undefined ? `${name}=${ips.map(formatAddress).join(',')}` : `${name}:${pending.reason}`,
    )
    .join(' ');
  return { byName, services, pools, refused: refusal !== undefined, text };
}

/** Pools and services in short. */
export function give(pools: string, services: string, ...more: readonly string[]): Outcomes {
  return outcomesOf(poolsOf(pools), servicesOf(services), ...more);
}
