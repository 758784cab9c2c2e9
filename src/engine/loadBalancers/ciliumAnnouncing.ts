import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { CiliumL2PolicyResource } from '../../manifests/resources/cilium.ts';
import { matches } from '../labels.ts';

/** Whom Cilium may announce. */
export interface Announceable {
  readonly namespace: string;
  readonly name: string;
  readonly labels: StringMap;
}

/** Whether a policy is for the service, whatever addresses it announces. cilium operator/pkg/lbipam serviceLabels, pkg/l2announcer */
export function isSelectedBy({ serviceSelector }: CiliumL2PolicyResource, { namespace, name, labels }: Announceable): boolean {
  return (
    serviceSelector === undefined ||
    matches(serviceSelector, { ...labels, 'io.kubernetes.service.namespace': namespace, 'io.kubernetes.service.name': name })
  );
}

/** Whether Cilium tells the network of a load balancer's address of the service; by BGP it may, whatever the labels. */
export function isToldByCilium(cluster: Cluster, service: Announceable): boolean {
  return (
    ciliumRouting(cluster).length > 0 ||
    resourcesOf(cluster, 'CiliumL2AnnouncementPolicy').some((policy) => policy.loadBalancerIPs && isSelectedBy(policy, service))
  );
}

/** What has Cilium speak BGP. */
export const ciliumRouting = resourcesWhere(({ kind }) => /^CiliumBGP(Advertisement|PeeringPolicy|ClusterConfig)$/.test(kind));
