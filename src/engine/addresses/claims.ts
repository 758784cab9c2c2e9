import {
  hasHostBits,
  formatCIDR,
  formatRange,
  parseAddress,
  parseCIDR,
  parseRange,
  rangeOfAddress,
  rangeOfCIDR,
  type CIDR,
  type IPRange,
} from '../../base/ip.ts';
import { term, type Term } from '../../base/message.ts';
import type { Allocation } from '../allocation.ts';
import type { RangeRole } from '../network.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, spanOf, type FieldPlace } from '../../manifests/place.ts';
import type { ProfileName } from '../../manifests/resources/edgeNetwork.ts';
import { ciliumRanges } from '../loadBalancers/cilium.ts';
import { kubeVipRanges } from '../loadBalancers/kubeVip.ts';
import { programsNamed } from '../programs.ts';
import { poolVariables } from './poolVariables.ts';
import { handedOutBy } from './secondaryRanges.ts';

/** What a range is claimed for. `calico-external-pool`: a Calico pool for LoadBalancer addresses alone. `calico-idle-pool`: a disabled one, which often only exempts a network from NAT. `node-pod-cidr`: what a node's pods have by its own manifest. `secondary-network`: what Multus hands out beside the pod network. */
export type ClaimKind =
  | RangeRole
  | 'load-balancer-pool'
  | 'ip-pool'
  | 'calico-external-pool'
  | 'calico-idle-pool'
  | 'node-address'
  | 'node-pod-cidr'
  | 'secondary-network';

/** One range that something of the cluster claims. */
export interface Claim {
  readonly kind: ClaimKind;
  /** For people, without the range: `IPAddressPool metallb-system/lan`. */
  readonly label: Term;
  readonly range: IPRange;
  /** As written, or the profile's text. */
  readonly text: string;
  /** When it is written as a prefix. */
  readonly cidr: CIDR | undefined;
  /** Absent when implied. */
  readonly place: FieldPlace | undefined;
  readonly implied: ProfileName | undefined;
}

/** Two claims with addresses that they may not share. */
export interface ClaimOverlap {
  /** The one that is easier to move comes first. */
  readonly claims: readonly [Claim, Claim];
  readonly common: IPRange;
}

/** Ranges of the address plan, of the load balancer's and of Calico's pools, and addresses of single nodes. Texts that are no range are left out: they have a finding of their own. */
export function claimsOf({ cluster, network }: Allocation): readonly Claim[] {
  const claims: Claim[] = network.ranges.map(({ role, ...range }) => ({ kind: role, ...range }));
  claims.push(...loadBalancerPools(cluster), ...calicoPools(cluster), ...nodeAddresses(cluster), ...controlPlaneAddresses(cluster));
  claims.push(...nodePodCIDRs(cluster), ...secondaryNetworks(cluster));
  for (const { name, ips, place } of network.declaredNodes ?? []) {
    if (place.path === undefined) continue;
    for (const [position, text] of ips.entries()) {
      const address = parseAddress(text);
      if (address !== undefined)
        claims.push(
          written('node-address', term('node {0}', name), text, rangeOfAddress(address), undefined, {
            ...place,
            path: [...place.path, 'ips', position],
          }),
        );
    }
  }
  return claims;
}

/** `10.0.0.0/24` or `10.0.0.1-10.0.0.9`, canonical. */
export function textOf({ range, cidr }: Pick<Claim, 'range' | 'cidr'>): string {
  return cidr === undefined ? formatRange(range) : formatCIDR(cidr);
}

/** `pod subnet 172.27.0.0/16 (implied by profile azure-stack-edge)` */
export function describe(claim: Claim): Term {
  return claim.implied === undefined
    ? term('{0} {1}', claim.label, textOf(claim))
    : term('{0} {1} (implied by profile {2})', claim.label, textOf(claim), claim.implied);
}

/** Whether a claim is written as a prefix with host bits, so that it reaches further than it looks. */
export function isLoose({ cidr }: Claim): boolean {
  return cidr !== undefined && hasHostBits(cidr);
}

function written(kind: ClaimKind, label: Term, text: string, range: IPRange, cidr: CIDR | undefined, place: FieldPlace): Claim {
  return { kind, label, text, range, cidr, place, implied: undefined };
}

function* loadBalancerPools(cluster: Cluster): Generator<Claim> {
  for (const pool of resourcesOf(cluster, 'IPAddressPool')) {
    yield* entries(term('{0}', nameOf(pool)), pool.addresses, (index) => placeOf(pool, 'spec', 'addresses', index));
  }
  for (const config of resourcesOf(cluster, 'DistributionConfiguration')) {
    for (const { text, path } of config.loadBalancerRanges) {
      for (const { index, 0: part } of text.matchAll(/[^\s,]+/g)) {
        const parsed = parseRange(part);
        if (parsed.ok)
          yield written(
            'load-balancer-pool',
            term('addresses of the add-on metallb'),
            part,
            parsed.range,
            parsed.cidr,
            spanOf(placeOf(config, ...path), index, index + part.length),
          );
      }
    }
  }
  for (const pool of resourcesOf(cluster, 'CiliumLoadBalancerIPPool')) {
    for (const { range, block, text } of pool.disabled ? [] : ciliumRanges(pool))
      yield written('load-balancer-pool', term('{0}', nameOf(pool)), text, range, undefined, placeOf(pool, ...block.path));
  }
  for (const { range, text, key, place } of kubeVipRanges(cluster))
    yield written('load-balancer-pool', term('{0} of kube-vip', key), text, range, undefined, place);
  for (const config of resourcesOf(cluster, 'MetalLBConfig')) {
    for (const [position, pool] of config.pools.entries()) {
      yield* entries(term('address pool {0}', pool.name), pool.addresses, (index) =>
        placeOf(config, 'data', 'config', 'address-pools', position, 'addresses', index),
      );
    }
  }
}

function* entries(label: Term, texts: readonly string[], placeAt: (index: number) => FieldPlace): Generator<Claim> {
  for (const [index, text] of texts.entries()) {
    const parsed = parseRange(text);
    if (parsed.ok) yield written('load-balancer-pool', label, text, parsed.range, parsed.cidr, placeAt(index));
  }
}

function* calicoPools(cluster: Cluster): Generator<Claim> {
  for (const pool of resourcesOf(cluster, 'IPPool')) {
    const cidr = parseCIDR(pool.cidr ?? '');
    if (cidr !== undefined)
      yield written(
        calicoKind(pool.allowedUses, pool.disabled),
        term('{0}', nameOf(pool)),
        pool.cidr ?? '',
        rangeOfCIDR(cidr),
        cidr,
        placeOf(pool, 'spec', 'cidr'),
      );
  }
  for (const installation of resourcesOf(cluster, 'Installation')) {
    for (const [index, pool] of (installation.ipPools ?? []).entries()) {
      const cidr = parseCIDR(pool.cidr ?? '');
      if (cidr === undefined) continue;
      const place = placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'cidr');
      yield written(
        calicoKind(pool.allowedUses, pool.disableNewAllocations),
        term('IP pool of {0}', nameOf(installation)),
        pool.cidr ?? '',
        rangeOfCIDR(cidr),
        cidr,
        place,
      );
    }
  }
  for (const { label, text, cidr, place } of poolVariables(cluster)) yield written('ip-pool', label, text, rangeOfCIDR(cidr), cidr, place);
}

function calicoKind(allowedUses: readonly string[] | undefined, disabled: boolean): ClaimKind {
  if (disabled) return 'calico-idle-pool';
  return allowedUses === undefined || allowedUses.length === 0 || allowedUses.some((use) => use !== 'LoadBalancer')
    ? 'ip-pool'
    : 'calico-external-pool';
}

function* nodeAddresses(cluster: Cluster): Generator<Claim> {
  for (const node of resourcesOf(cluster, 'Node')) {
    for (const text of node.internalIPs) {
      const address = parseAddress(text);
      if (address !== undefined)
        yield written(
          'node-address',
          term('{0}', nameOf(node)),
          text,
          rangeOfAddress(address),
          undefined,
          keyPlaceOf(node, 'status', 'addresses'),
        );
    }
  }
  for (const config of resourcesOf(cluster, 'DistributionConfiguration')) {
    for (const { text, path } of config.nodeIPs) {
      for (const { index, 0: part } of text.matchAll(/[^\s,]+/g)) {
        const address = parseAddress(part);
        if (address !== undefined)
          yield written(
            'node-address',
            term('node-ip'),
            part,
            rangeOfAddress(address),
            undefined,
            spanOf(placeOf(config, ...path), index, index + part.length),
          );
      }
    }
  }
}

function* nodePodCIDRs(cluster: Cluster): Generator<Claim> {
  for (const node of resourcesOf(cluster, 'Node')) {
    for (const [index, text] of node.podCIDRs.entries()) {
      const cidr = parseCIDR(text);
      const place = node.podCIDRField === 'podCIDR' ? placeOf(node, 'spec', 'podCIDR') : placeOf(node, 'spec', 'podCIDRs', index);
      if (cidr !== undefined) yield written('node-pod-cidr', term('pod CIDR of {0}', nameOf(node)), text, rangeOfCIDR(cidr), cidr, place);
    }
  }
}

function* secondaryNetworks(cluster: Cluster): Generator<Claim> {
  for (const network of resourcesOf(cluster, 'NetworkAttachmentDefinition')) {
    const place = placeOf(network, 'spec', 'config');
    for (const { range, text, span } of handedOutBy(network.config))
      yield written(
        'secondary-network',
        term('{0}', nameOf(network)),
        text,
        range,
        undefined,
        span === undefined ? place : spanOf(place, span.start, span.end),
      );
  }
}

/** Where the control plane is reached: as the installation is told, and the address that kube-vip holds for it. Names are nobody's address here. */
function* controlPlaneAddresses(cluster: Cluster): Generator<Claim> {
  for (const config of resourcesOf(cluster, 'DistributionConfiguration')) {
    for (const { text, path } of config.controlPlaneEndpoints)
      yield* endpoint(term('control plane endpoint'), text, placeOf(config, ...path));
  }
  for (const { resource, program, path } of programsNamed(cluster, 'kube-vip')) {
    for (const { name, text, path: own } of program.variables) {
      if (name === 'address' || name === 'vip_address')
        yield* endpoint(term('control plane address of {0}', nameOf(resource)), text, placeOf(resource, ...path, ...own));
    }
  }
}

/** `https://10.0.0.9:6443`, `10.0.0.9:6443`, `[fd00::9]:6443` or the address alone. */
function* endpoint(label: Term, text: string, place: FieldPlace): Generator<Claim> {
  const start = text.includes('://') ? text.indexOf('://') + 3 : 0;
  const authority = text.slice(start).split('/', 1)[0] ?? '';
  const from = authority.startsWith('[') ? 1 : 0;
  const whole = parseAddress(authority) !== undefined;
  const end = from === 1 ? authority.indexOf(']') : whole || !authority.includes(':') ? authority.length : authority.indexOf(':');
  const host = authority.slice(from, end < 0 ? authority.length : end);
  const address = parseAddress(host);
  if (address === undefined) return;
  yield written('device-address', label, host, rangeOfAddress(address), undefined, spanOf(place, start + from, start + from + host.length));
}
