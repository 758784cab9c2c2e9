import { contains, parseAddress, type Family, type IPAddress } from '../../base/ip.ts';
import type { ClusterNode } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import type { CNIConfiguration } from './cniConfiguration.ts';
import { isWindows, type Assignment, type IPAM } from './ipam.ts';
import type { Pool } from './pool.ts';
import { selects, selectsAll } from './selector.ts';

interface TunnelKind {
  readonly family: Family;
  /** Annotation in which a snapshot's node shows the address. libcalico-go lib/backend/k8s/resources/node.go */
  readonly annotation: string;
  readonly wants: (pool: Pool, node: ClusterNode) => boolean;
}

const hasKey = (node: ClusterNode, suffix: string) =>
  (labelOf(node.resource?.metadata.annotations ?? {}, `projectcalico.org/WireguardPublicKey${suffix}`) ?? '') !== '';

const kinds: readonly TunnelKind[] = [
  { family: 4, annotation: 'IPv4WireguardInterfaceAddr', wants: (_, node) => hasKey(node, '') },
  { family: 6, annotation: 'IPv6WireguardInterfaceAddr', wants: (_, node) => hasKey(node, 'V6') },
  { family: 4, annotation: 'IPv4IPIPTunnelAddr', wants: ({ ipip }) => ipip },
  { family: 4, annotation: 'IPv4VXLANTunnelAddr', wants: ({ vxlan }) => vxlan },
  { family: 6, annotation: 'IPv6VXLANTunnelAddr', wants: ({ vxlan }) => vxlan },
];

/** The tunnel addresses that a snapshot's Node manifest shows, by kind. */
export function observedTunnels(node: ClusterNode): readonly IPAddress[] {
  return kinds.map((kind) => observedTunnel(node, kind)).filter((address) => address !== undefined);
}

function observedTunnel({ resource }: ClusterNode, { annotation }: TunnelKind): IPAddress | undefined {
  const text = resource === undefined ? undefined : labelOf(resource.metadata.annotations, `projectcalico.org/${annotation}`);
  return text === undefined ? undefined : parseAddress(text);
}

/**
 * The addresses of the node's tunnel devices, which it takes before any of its pods asks: those that a snapshot shows, and one for each further kind of tunnel
 * that a pool wants. Nodes must be asked in name order. Windows nodes have no such devices. node/pkg/allocateip/allocateip.go
 */
export function takeTunnels(
  node: ClusterNode,
  pools: readonly Pool[],
  { ipam: source }: CNIConfiguration,
  ipam: IPAM,
): readonly IPAddress[] {
  if (source === 'host-local') return hostLocalTunnels(node, pools);
  const addresses: IPAddress[] = [];
  const taken: (Assignment & { ok: true })[] = [];
  for (const kind of kinds) {
    const shown = observedTunnel(node, kind);
    // Assignment mode and condition are not looked at here; a pool that lost an overlap so spoils the whole request, as it does in the cluster.
    const candidates = pools.filter(
      (pool) =>
        pool.cidr.family === kind.family &&
        !pool.disabled &&
        !pool.deleting &&
        pool.uses.includes('Tunnel') &&
        kind.wants(pool, node) &&
        (pool.refused === undefined || pool.allocatable === false) &&
        (node.name === '' ? selectsAll(pool.nodeSelector) : selects(pool.nodeSelector, node.labels)),
    );
    if (shown !== undefined && (candidates.length === 0 || candidates.some(({ range }) => contains(range, shown)))) {
      addresses.push(shown);
      continue;
    }
    if (candidates.length === 0 || isWindows(node)) continue;
    const assignment = ipam.assign(node, {
      family: kind.family,
      use: 'Tunnel',
      pools: candidates.map(({ cidr }) => cidr),
      namespaceLabels: noLabels,
      windows: false,
    });
    if (!assignment.ok) {
      // One that fails ends the attempt, and what the node took in it goes back.
      for (const { block, address } of taken) ipam.release(block, address);
      return addresses.filter((address) => !taken.some((given) => given.address === address));
    }
    taken.push(assignment);
    addresses.push(assignment.address);
  }
  return addresses;
}

/** With `host-local` the IPIP device has the first address of the node's pod CIDR. libcalico-go lib/backend/k8s/resources/node.go */
function hostLocalTunnels(node: ClusterNode, pools: readonly Pool[]): readonly IPAddress[] {
  const cidr = node.podCIDRs.find(({ family }) => family === 4);
  return cidr !== undefined && pools.some(({ ipip, disabled, refused }) => ipip && !disabled && refused === undefined)
    ? [{ family: 4, value: cidr.network + 1n }]
    : [];
}

const noLabels = {};
