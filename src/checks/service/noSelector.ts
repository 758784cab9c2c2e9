import { message } from '../../base/message.ts';
import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { strayEndpoints } from '../shared/service/endpointProblems.ts';
import { endpointsOf } from '../shared/service/writtenEndpoints.ts';
import { mayBringEndpoints, unreadManifests } from '../shared/unseen.ts';

export const noSelector: ResourceCheck = {
  code: 'service/no-selector',
  scope: 'cluster',
  severity: 'hint',
  parts: [
    each(['Service'], function* (service, context) {
      const { cluster } = context;
      // Endpoints may stand in what could not be read, or the selector itself.
      if (!isWithoutSelector(service) || unreadManifests(cluster, ...mayBringEndpoints(service)) !== undefined) return;
      const { name, namespace } = service.metadata;
      if (endpointsOf(cluster, name).some(({ metadata }) => mayShareNamespace(metadata.namespace, namespace))) return;
      const strays =
        resourcesOf(cluster, 'Endpoints').length + resourcesOf(cluster, 'EndpointSlice').length > 0 ? strayEndpoints(service, context) : [];
      yield* strays;
      if (strays.length > 0) return;
      yield {
        place: placeOf(service, 'metadata', 'name'),
        message: message(
          '{0} has no selector, and no EndpointSlice or Endpoints here belongs to it: traffic to it goes nowhere, unless a program in the cluster writes them.',
          nameOf(service),
        ),
      };
    }),
  ],
};

function isWithoutSelector({ selector = {}, serviceType, ports, metadata: { name, namespace, controller } }: ServiceResource): boolean {
  if (Object.keys(selector).length > 0 || serviceType === 'ExternalName' || ports.length === 0 || name === '' || controller !== undefined)
    return false;
  return !(name === 'kubernetes' && (namespace === undefined || namespace === 'default'));
}
