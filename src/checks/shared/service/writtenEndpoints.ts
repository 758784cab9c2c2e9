import { resourcesBy } from '../../../manifests/cluster.ts';

/** Endpoints and EndpointSlices that are written for services of a name. */
export const endpointsOf = resourcesBy((resource) => {
  if (resource.type === 'Endpoints') return [resource.metadata.name];
  return resource.type === 'EndpointSlice' && resource.serviceName !== undefined ? [resource.serviceName] : [];
});
