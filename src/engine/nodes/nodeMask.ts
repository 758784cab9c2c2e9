import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';

/** How large the block of the pod subnet is that node IPAM gives each node. */
export interface NodeMask {
  /** Prefix length. */
  readonly prefix: number;
  /** Where it is written; absent: it is the default. */
  readonly place: Place | undefined;
}

/** `--node-cidr-mask-size` as the cluster's own configuration passes it on, else /24 and /64. kubernetes cmd/kube-controller-manager/app/core.go getNodeCIDRMaskSizes */
export function nodeMaskOf(cluster: Cluster, family: 4 | 6): NodeMask {
  for (const configuration of resourcesOf(cluster, 'DistributionConfiguration')) {
    const written = configuration.nodeMasks.find((mask) => mask.family === undefined || mask.family === family);
    const prefix = Number(written?.text);
    if (written !== undefined && Number.isInteger(prefix)) return { prefix, place: placeOf(configuration, ...written.path) };
  }
  return { prefix: family === 4 ? 24 : 64, place: undefined };
}
