import { groupBy } from '../../base/groupBy.ts';
import { formatAddress } from '../../base/ip.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { clusterDomainOf } from '../../engine/coredns/server.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import { couldMake } from '../../manifests/reach.ts';
import type { ClusterDrawing } from '../clusterDrawing.ts';
import { edgeOf } from '../drawnBefore.ts';
import { serviceLooks } from '../looks.ts';

/** Namespaces with their services and names. */
export function addServices(drawing: ClusterDrawing, services: readonly AllocatedService[]): void {
  const { cluster } = drawing.allocation;
  const domain = clusterDomainOf(drawing.allocation);
  const written = new Map(resourcesOf(cluster, 'Namespace').map((resource) => [resource.metadata.name, resource]));
  for (const [name, members] of groupBy(services, ({ namespace }) => namespace)) {
    const resource = written.get(name);
    const namespace = drawing.add(
      `Namespace/${name}`,
      drawing.id,
      { kind: 'namespace', label: name },
      { type: 'namespace', name },
      { resource, place: resource && placeOf(resource, 'metadata', 'name') },
    );
    for (const service of members) {
      const origin = () => ({ resource: service.resource, place: service.resource && placeOf(service.resource, 'metadata', 'name') });
      const unknown = mayHaveUnknownPods(drawing.allocation, service);
      const id = drawing.put(
        drawing.before.services.of(service, [drawing.id, namespace, unknown], () =>
          drawing.made(
            `Service/${service.namespace}/${service.name}`,
            namespace,
            unknown ? { ...serviceLooks(service), podsUnknown: true } : serviceLooks(service),
            { type: 'service', service },
            origin(),
          ),
        ),
      );
      drawing.services.set(service, id);
      if (service.rejected !== undefined) continue;
      const dns = drawing.put(
        drawing.before.names.of(service, [drawing.id, namespace, domain], () => {
          const name = `${service.name}.${service.namespace}.svc.${domain}`;
          return drawing.made(
            `DNS/${service.namespace}/${service.name}`,
            namespace,
            {
              kind: 'dnsName',
              label: name,
              note: service.type === 'ExternalName' ? 'CNAME' : '',
              keywords: service.clusterIPs.map(formatAddress).join(' '),
            },
            { type: 'dnsName', name, service },
            origin(),
          );
        }),
        [],
      );
      for (const edge of drawing.before.resolutions.of(service, [dns, id], () => [edgeOf('resolves', dns, id, '')])) drawing.putEdge(edge);
    }
  }
}

/** Whether pods may answer for a service that are not known here. */
function mayHaveUnknownPods({ cluster: { unknowns } }: Allocation, { namespace, resource }: AllocatedService): boolean {
  if (unknowns.length === 0 || Object.keys(resource?.selector ?? {}).length === 0) return false;
  return unknowns.some(({ reach }) => couldMake(reach, { kinds: podKinds, namespace }));
}

/** Whose objects have pods. */
const podKinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];
