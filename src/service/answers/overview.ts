import type { Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress, formatCIDR, formatRange } from '../../base/ip.ts';
import { message, render } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { ClusterOverview } from '../questions.ts';

/** Who gets which address, cluster by cluster. */
export function overviewOf({ clusters }: Snapshot): readonly ClusterOverview[] {
  return clusters.map(({ cluster, allocation }) => ({
    name: cluster.name,
    root: cluster.root,
    ranges: ranges(allocation),
    nodes: allocation.nodes.map(({ name, role, ips, podBlocks }) => ({
      name,
      role,
      ips: ips.map(formatAddress),
      podBlocks: podBlocks.map(formatCIDR),
    })),
    services: allocation.services.map(({ namespace, name, type, headless, clusterIPs, loadBalancer, rejected, slices }) => ({
      namespace,
      name,
      type,
      headless,
      clusterIPs: clusterIPs.map(formatAddress),
      externalIPs: loadBalancer?.ips.map(formatAddress) ?? [],
      refused: rejected?.reason,
      pending: loadBalancer?.pending?.reason,
      readyEndpoints: slices.reduce((sum, slice) => sum + slice.endpoints.filter(({ ready }) => ready).length, 0),
    })),
    pods: allocation.pods.map(({ namespace, name, node, ips, pending }) => ({
      namespace,
      name,
      node: node?.name,
      ips: ips.map(formatAddress),
      pending: pending?.reason,
    })),
    omittedPods: allocation.omittedPods,
  }));
}

function ranges({ network, loadBalancerPools, ipPools }: Allocation): ClusterOverview['ranges'] {
  const declared = network.ranges.map(({ label, range, cidr, implied }) => ({
    label: render(label),
    range: cidr === undefined ? formatRange(range) : formatCIDR(cidr),
    note: implied === undefined ? '' : render(message('implied by {0}', implied)),
  }));
  const refused = render(message('refused'));
  const external = loadBalancerPools.map((pool) => ({
    label: render(message('load-balancer pool {0}', pool.name)),
    range: pool.ranges.map(formatRange).join(', '),
    note: pool.valid ? render(message('{0} of {1} used', pool.used, String(pool.capacity))) : refused,
  }));
  const pods = ipPools.map((pool) => ({
    label: render(message('IP pool {0}', pool.name)),
    range: formatCIDR(pool.cidr),
    note: pool.refused === undefined ? render(message('{0} of {1} used', pool.used, String(pool.capacity))) : refused,
  }));
  return [...declared, ...external, ...pods];
}
