import { compositionOf } from '../../analysis/composition.ts';
import type { AnalysedCluster, Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress, formatCIDR, formatRange, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { term, type Language } from '../../base/message.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import { useOf } from '../../engine/addresses/inventory.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import type { ClusterOverview } from '../questions.ts';

/** Who gets which address, cluster by cluster. */
export function overviewOf({ clusters }: Snapshot, language: Language): readonly ClusterOverview[] {
  return clusters.map((analysed) => overviewOfOne(analysed, language));
}

function overviewOfOne(analysed: AnalysedCluster, language: Language): ClusterOverview {
  const { cluster, allocation } = analysed;
  return {
    name: cluster.name,
    root: cluster.root,
    reason: language.say(compositionOf(analysed).sentence),
    alternative: cluster.alternative,
    ranges: ranges(allocation, language),
    nodes: allocation.nodes.map(({ name, role, ips, podBlocks }) => ({
      name,
      role,
      ips: ips.map(formatAddress),
      podBlocks: podBlocks.map(formatCIDR),
    })),
    services: allocation.services.map((service) => ({
      namespace: service.namespace,
      name: service.name,
      type: service.type,
      headless: service.headless,
      clusterIPs: service.clusterIPs.map(formatAddress),
      externalIPs: externalAddressesOf(service).map(({ address }) => formatAddress(address)),
      refused: service.rejected?.reason,
      pending: service.loadBalancer?.pending?.reason,
      readyEndpoints: readyEndpoints(service),
      unaddressedEndpoints: service.unaddressed.length,
    })),
    pods: allocation.pods.map(({ namespace, name, node, ips, pending }) => ({
      namespace,
      name,
      node: node?.name,
      ips: ips.map(formatAddress),
      pending: pending?.reason,
    })),
    omittedPods: allocation.omittedPods,
  };
}

/** Of what a profile implies, as the cluster's DNS, the pods are not among the manifests. */
function readyEndpoints({ resource, slices }: AllocatedService): number | undefined {
  const ready = slices.reduce((sum, slice) => sum + slice.endpoints.filter((endpoint) => endpoint.ready).length, 0);
  return resource === undefined && ready === 0 ? undefined : ready;
}

function ranges(allocation: Allocation, language: Language): ClusterOverview['ranges'] {
  const { say } = language;
  const { network, loadBalancerPools, ipPools } = allocation;
  const declared = network.ranges.map(({ label, range, cidr, implied }) => ({
    label: say(label),
    range: cidr === undefined ? formatRange(range) : formatCIDR(cidr),
    note: implied === undefined ? '' : say(term('implied by {0}', implied)),
  }));
  const refused = say(term('refused'));
  const external = loadBalancerPools.map((pool) => ({
    label: say(term('load-balancer pool {0}', pool.name)),
    range: pool.ranges.map(formatRange).join(', '),
    note: pool.valid ? useNote(allocation, 'load-balancer-pool', pool.ranges, language) : refused,
  }));
  const pods = ipPools.map((pool) => ({
    label: say(term('IP pool {0}', pool.name)),
    range: formatCIDR(pool.cidr),
    note: pool.refused === undefined ? useNote(allocation, 'ip-pool', [rangeOfCIDR(pool.cidr)], language) : refused,
  }));
  return [...declared, ...external, ...pods];
}

function useNote(allocation: Allocation, kind: ClaimKind, ranges: readonly IPRange[], { say }: Language): string {
  const { used, held, size } = useOf(allocation, kind, ranges);
  return say(held === 0n ? term('{0} of {1} used', used, size) : term('{0} of {1} used, {2} set aside', used, size, held));
}
