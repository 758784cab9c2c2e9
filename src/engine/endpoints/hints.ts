import type { AdmittedService, AllocatedNode, Endpoint, EndpointSlice } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import { proportionalZones } from './zoneProportions.ts';

/**
 * The slices of one service with the hints that its `trafficDistribution` or its topology annotation asks for: ready endpoints for their own zone (and node),
 * or spread over the zones in proportion to their processors. The annotation overrides the field.
 * kubernetes staging/src/k8s.io/endpointslice/reconciler.go, trafficdist/trafficdist.go
 */
export function withHints(
  { resource }: AdmittedService,
  nodes: readonly AllocatedNode[],
  slices: readonly EndpointSlice[],
): readonly EndpointSlice[] {
  if (resource === undefined) return slices;
  const { annotations } = resource.metadata;
  const mode =
    labelOf(annotations, 'service.kubernetes.io/topology-aware-hints') ?? labelOf(annotations, 'service.kubernetes.io/topology-mode');
  if (mode === 'Auto' || mode === 'auto') {
    // Hints are assigned to each family by itself.
    return [4, 6].flatMap((family) => {
      const ofFamily = slices.filter((slice) => slice.family === family);
      const zones = proportionalZones(
        nodes,
        ofFamily.flatMap(({ endpoints }) => endpoints),
      );
      return zones === undefined ? ofFamily : hinted(ofFamily, (endpoint) => ({ hintZones: zones.get(endpoint) ?? [], hintNodes: [] }));
    });
  }
  switch (resource.trafficDistribution) {
    case 'PreferClose':
    case 'PreferSameZone':
      return hinted(slices, ({ zone }) => ({ hintZones: zone === undefined ? [] : [zone], hintNodes: [] }));
    case 'PreferSameNode':
      return hinted(slices, ({ zone, node }) => ({
        hintZones: zone === undefined ? [] : [zone],
        hintNodes: node === undefined ? [] : [node],
      }));
    default:
      return slices;
  }
}

function hinted(
  slices: readonly EndpointSlice[],
  hints: (endpoint: Endpoint) => Pick<Endpoint, 'hintZones' | 'hintNodes'>,
): readonly EndpointSlice[] {
  return slices.map((slice) => ({
    ...slice,
    endpoints: slice.endpoints.map((endpoint) => (endpoint.ready ? { ...endpoint, ...hints(endpoint) } : endpoint)),
  }));
}
