import { formatCIDR, parseCIDR, type CIDR } from '../../base/ip.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { InstallationResource, IPPoolResource } from '../../manifests/resources/calico.ts';
import { lastApplied } from '../lastApplied.ts';
import { rangesOf, type Network, type NetworkRange } from '../network.ts';
import { podNetworkOf } from '../podNetwork.ts';
import { existingBlocks, withBlockSizeFaults } from './existingBlocks.ts';
import { withCreationFaults } from './creation.ts';
import { installedPools } from './installedPools.ts';
import { defaultPoolName, poolFromSpec, type Pool } from './pool.ts';
import { compareNames, decideOverlaps } from './poolOverlaps.ts';
import { defaultBlockSize, poolResourceFaults, type PoolSpec } from './poolValidity.ts';

export interface ClusterPools {
  /** In name order, bytewise. */
  readonly pools: readonly Pool[];
  /** Places of pools whose CIDR cannot even be read. */
  readonly unreadable: readonly Place[];
  /** The operator's Installation; it configures the CNI plugin too. */
  readonly installation: InstallationResource | undefined;
}

/**
 * The pools of a cluster: IPPool manifests, those that the operator makes of an Installation, or, with neither, Calico's defaults over the declared pod subnets.
 */
export function poolsOf(cluster: Cluster, network: Network): ClusterPools {
  const resources = lastApplied(resourcesOf(cluster, 'IPPool'));
  const installation = resourcesOf(cluster, 'Installation').findLast(({ metadata: { name } }) => name === 'default');
  const written = resources.map(writtenPool);
  const pools = withCreationFaults(written.filter((pool) => pool !== undefined));
  const unreadable = resources.filter((_, index) => written[index] === undefined).map((resource) => placeOf(resource, 'spec', 'cidr'));
  const installed = installation === undefined ? undefined : installedPools(cluster, installation, pools, network);
  const implied =
    resources.length === 0 && installation === undefined && podNetworkOf(cluster, network) === 'calico' ? impliedPools(network) : [];
  const all = withBlockSizeFaults([...pools, ...(installed?.pools ?? []), ...implied], existingBlocks(cluster));
  return { pools: decideOverlaps(all.toSorted(compareNames)), unreadable: [...unreadable, ...(installed?.unreadable ?? [])], installation };
}

function writtenPool(resource: IPPoolResource): Pool | undefined {
  const cidr = parseCIDR(resource.cidr ?? '');
  if (cidr === undefined) return undefined;
  return {
    ...poolFromSpec(resource.metadata.name, resource, cidr),
    deleting: resource.metadata.deleting,
    allocatable: resource.allocatable,
    created: resource.created,
    refused: poolResourceFaults(resource)[0]?.message,
    resource,
    place: placeOf(resource, 'spec', 'cidr'),
  };
}

/** calico/node makes pools of these names over the cluster's pod subnets at its first start. node/pkg/lifecycle/startup/startup.go */
function impliedPools(network: Network): readonly Pool[] {
  const subnets = rangesOf(network, 'pod-subnet').filter((range): range is NetworkRange & { cidr: CIDR } => range.cidr !== undefined);
  return subnets.map((subnet) => {
    const { cidr } = subnet;
    const encapsulation = cidr.family === 6 ? undefined : network.profile.podEncapsulation;
    const spec: PoolSpec = {
      cidr: formatCIDR(cidr),
      ipipMode: encapsulation === 'IPIP' ? 'Always' : 'Never',
      vxlanMode: encapsulation === 'VXLAN' ? 'Always' : 'Never',
      // Nobody wrote this pool, so it is taken as one that works: its blocks are no larger than the subnet.
      blockSize: Math.max(defaultBlockSize(cidr), cidr.prefix),
      disabled: false,
      disableBGPExport: false,
      nodeSelector: undefined,
      namespaceSelector: undefined,
      allowedUses: undefined,
      assignmentMode: undefined,
    };
    return {
      ...poolFromSpec(
        defaultPoolName(
          cidr,
          subnets.map((other) => other.cidr),
        ),
        spec,
        cidr,
      ),
      deleting: false,
      allocatable: undefined,
      created: undefined,
      refused: undefined,
      resource: undefined,
      place: subnet.place,
    };
  });
}
