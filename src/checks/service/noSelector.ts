import { message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { mayBringEndpoints, unreadManifests } from '../shared/unseen.ts';

export const noSelector: Check = {
  code: 'service/no-selector',
  scope: 'cluster',
  severity: 'hint',
  *run({ cluster }: CheckContext): Generator<Problem> {
    // Endpoints may stand in what could not be read, or the selector itself.
    if (unreadManifests(cluster, mayBringEndpoints) !== undefined) return;
    const services = resourcesOf(cluster, 'Service').filter(isWithoutSelector);
    if (services.length === 0) return;
    const endpoints = namesWithEndpoints(cluster);
    for (const service of services) {
      const { name, namespace } = service.metadata;
      const namespaces = endpoints.get(name);
      if (namespaces !== undefined && (namespace === undefined || namespaces.has(undefined) || namespaces.has(namespace))) continue;
      yield {
        place: placeOf(service, 'metadata', 'name'),
        message: message(
          '{0} has no selector, and no EndpointSlice or Endpoints here belongs to it: traffic to it goes nowhere, unless a program in the cluster writes them.',
          nameOf(service),
        ),
      };
    }
  },
};

function isWithoutSelector({ selector = {}, serviceType, ports, metadata: { name, namespace, controller } }: ServiceResource): boolean {
  if (Object.keys(selector).length > 0 || serviceType === 'ExternalName' || ports.length === 0 || name === '' || controller !== undefined)
    return false;
  return !(name === 'kubernetes' && (namespace === undefined || namespace === 'default'));
}

/** By the service's name the namespaces of its endpoints; undefined: not written, and so any. */
function namesWithEndpoints(cluster: Cluster): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const names = new Map<string, Set<string | undefined>>();
  const add = (name: string | undefined, namespace: string | undefined) => {
    const namespaces = name === undefined ? undefined : names.get(name);
    if (namespaces !== undefined) namespaces.add(namespace);
    else if (name !== undefined) names.set(name, new Set([namespace]));
  };
  for (const { metadata } of resourcesOf(cluster, 'Endpoints')) add(metadata.name, metadata.namespace);
  for (const { serviceName, metadata } of resourcesOf(cluster, 'EndpointSlice')) add(serviceName, metadata.namespace);
  return names;
}
