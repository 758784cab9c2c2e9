import { each, type ResourceCheck } from '../findings/check.ts';
import { endpointProblems, portsWithoutEndpoints } from '../shared/service/endpointProblems.ts';
import { endpointsOf } from '../shared/service/writtenEndpoints.ts';

export const writtenEndpoints: ResourceCheck = {
  code: 'service/written-endpoints',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Endpoints', 'EndpointSlice'], (endpoints, context) => endpointProblems(endpoints, context)),
    each(['Service'], (service, context) =>
      Object.keys(service.selector ?? {}).length > 0 ||
      service.serviceType === 'ExternalName' ||
      endpointsOf(context.cluster, service.metadata.name).length === 0
        ? []
        : portsWithoutEndpoints(service, context),
    ),
  ],
};
