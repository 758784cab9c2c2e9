import { parseAddress, parseCIDR, parseRange, type RangeFault } from '../../../base/ip.ts';
import { term, type Term } from '../../../base/message.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPlace } from '../../../manifests/place.ts';
import type { CiliumLoadBalancerIPPoolResource } from '../../../manifests/resources/cilium.ts';
import { brokenKubeVipParts } from '../../../engine/loadBalancers/kubeVip.ts';
import type { Network } from '../../../engine/network.ts';

/** What may stand in a field: `address`, `cidr`, `range` (a CIDR or `a-b`), `dashed` (`a-b` without blanks), `address-or-cidr`, `mask`, `ports`. */
export type RangeForm = 'address' | 'cidr' | 'range' | 'dashed' | 'address-or-cidr' | 'mask' | 'ports';

/** A text that is none of what its field takes. */
export interface BrokenText {
  readonly label: Term;
  readonly text: string;
  readonly form: RangeForm;
  readonly fault: RangeFault;
  /** How the vendor writes one address as a range: `a-a` on a device, `a/32` for MetalLB. */
  readonly single: 'dashed' | 'prefix';
  readonly place: FieldPlace;
}

/** Every such text of a cluster: of the address plan, of Calico's and of MetalLB's pools. */
export function* brokenTexts(cluster: Cluster, network: Network): Generator<BrokenText> {
  for (const { role, label, text, fault, place } of network.faults) {
    // A device configuration prints fields that are not in use as empty texts.
    if (text === '' && place.path[0] === 'device') continue;
    yield { label, text, fault, place, form: forms[role], single: 'dashed' };
  }
  yield* networkDetails(cluster, network);
  for (const pool of resourcesOf(cluster, 'IPAddressPool')) {
    for (const [index, text] of pool.addresses.entries())
      yield* poolEntry(term('{0}', nameOf(pool)), text, placeOf(pool, 'spec', 'addresses', index));
  }
  for (const config of resourcesOf(cluster, 'MetalLBConfig')) {
    for (const [position, pool] of config.pools.entries()) {
      for (const [index, text] of pool.addresses.entries()) {
        yield* poolEntry(
          term('address pool {0}', pool.name),
          text,
          placeOf(config, 'data', 'config', 'address-pools', position, 'addresses', index),
        );
      }
    }
  }
  for (const pool of resourcesOf(cluster, 'CiliumLoadBalancerIPPool')) yield* ciliumBlocks(pool);
  for (const { key, form, text, place } of brokenKubeVipParts(cluster))
    yield { label: term('{0} of kube-vip', key), text, form, fault: faultOf(text), single: form === 'cidr' ? 'prefix' : 'dashed', place };
  for (const pool of resourcesOf(cluster, 'IPPool')) yield* networkOf(term('{0}', nameOf(pool)), pool.cidr, placeOf(pool, 'spec', 'cidr'));
  for (const installation of resourcesOf(cluster, 'Installation')) {
    for (const [index, { cidr }] of (installation.ipPools ?? []).entries()) {
      yield* networkOf(
        term('IP pool of {0}', nameOf(installation)),
        cidr,
        placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'cidr'),
      );
    }
  }
  for (const reservation of resourcesOf(cluster, 'IPReservation')) {
    for (const [index, text] of reservation.reservedCIDRs.entries()) {
      if (parseAddress(text) !== undefined || parseCIDR(text) !== undefined) continue;
      yield {
        label: term('{0}', nameOf(reservation)),
        text,
        form: 'address-or-cidr',
        fault: faultOf(text),
        single: 'prefix',
        place: placeOf(reservation, 'spec', 'reservedCIDRs', index),
      };
    }
  }
}

const forms: Readonly<Record<Network['faults'][number]['role'], RangeForm>> = {
  'node-ips': 'range',
  'service-ips': 'range',
  dhcp: 'range',
  'virtual-machine-ips': 'range',
  'virtual-network': 'cidr',
  'pod-subnet': 'cidr',
  'service-subnet': 'cidr',
  'lan-subnet': 'cidr',
  'external-network': 'cidr',
  gateway: 'address',
  reserved: 'address',
  'device-address': 'address',
  'cluster-dns': 'address',
};

/** MetalLB takes blanks around the dash, and a CIDR without any. metallb internal/config/config.go ParseCIDR */
function* poolEntry(label: Term, text: string, place: FieldPlace): Generator<BrokenText> {
  const parsed = parseRange(text);
  if (!parsed.ok) yield { label, text, form: 'range', fault: parsed.fault, single: 'prefix', place };
}

function* networkOf(label: Term, text: string | undefined, place: FieldPlace): Generator<BrokenText> {
  if (text !== undefined && parseCIDR(text) === undefined)
    yield { label, text, form: 'cidr', fault: faultOf(text), single: 'prefix', place };
}

/** cilium pkg/k8s/apis/cilium.io/v2/lbipam_types.go CiliumLoadBalancerIPPoolIPBlock */
function* ciliumBlocks(pool: CiliumLoadBalancerIPPoolResource): Generator<BrokenText> {
  const label = term('{0}', nameOf(pool));
  for (const { cidr, start, stop, path } of pool.blocks) {
    yield* networkOf(label, cidr, placeOf(pool, ...path, 'cidr'));
    for (const [key, text] of Object.entries({ start, stop }))
      if (text !== undefined && parseAddress(text) === undefined)
        yield { label, text, form: 'address', fault: faultOf(text), single: 'prefix', place: placeOf(pool, ...path, key) };
  }
}

function faultOf(text: string): RangeFault {
  const parsed = parseRange(text);
  return parsed.ok ? 'malformed' : parsed.fault;
}

/** Texts that the engine reads for itself: node addresses, netmasks, the node port range. */
function* networkDetails(cluster: Cluster, { edgeNetwork }: Network): Generator<BrokenText> {
  if (edgeNetwork !== undefined) {
    const ports = edgeNetwork.serviceNodePortRange;
    if (ports !== undefined && !isPortRange(ports)) {
      yield {
        label: term('node port range'),
        text: ports,
        form: 'ports',
        fault: 'malformed',
        single: 'dashed',
        place: placeOf(edgeNetwork, 'spec', 'serviceNodePortRange'),
      };
    }
    for (const [index, { name, ips }] of (typeof edgeNetwork.nodes === 'object' ? edgeNetwork.nodes : []).entries()) {
      for (const [position, text] of ips.entries()) {
        if (parseAddress(text) !== undefined) continue;
        const fault = parseCIDR(text) === undefined ? faultOf(text) : 'cidr';
        yield {
          label: term('address of node {0}', name),
          text,
          form: 'address',
          fault,
          single: 'dashed',
          place: placeOf(edgeNetwork, 'spec', 'nodes', index, 'ips', position),
        };
      }
    }
  }
  for (const device of resourcesOf(cluster, 'DeviceConfiguration')) {
    for (const [index, { name, subnetMask }] of device.interfaces.entries()) {
      if (subnetMask === undefined || subnetMask === '' || isMask(subnetMask)) continue;
      yield {
        label: term('subnet mask of {0}', name),
        text: subnetMask,
        form: 'mask',
        fault: 'malformed',
        single: 'dashed',
        place: placeOf(device, 'device', 'network', 'interfaces', index, 'iPv4', 'subnetMask'),
      };
    }
  }
}

function isMask(text: string): boolean {
  const mask = parseAddress(text);
  if (mask?.family !== 4) return false;
  const inverted = 0xffffffffn ^ mask.value;
  return (inverted & (inverted + 1n)) === 0n;
}

function isPortRange(text: string): boolean {
  const match = /^([0-9]{1,5})-([0-9]{1,5})$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  return match !== null && first >= 1 && first <= last && last <= 65535;
}
