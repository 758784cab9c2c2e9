import { compareAddresses } from '../../base/ip.ts';
import { message, sentences } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { Allocation, ServiceRejectedReason } from '../../engine/allocation.ts';
import type { Refusal } from '../../engine/explanation.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import { readDocument } from '../../manifests/read.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { isOfModule } from '../shared/edgeModules.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting, removing, replacing } from '../findings/fixes.ts';
import { correcting } from '../shared/refused/correcting.ts';
import { isFilledIn } from '../shared/refused/filledIn.ts';
import { PlaceSet } from '../findings/placeSet.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { requestsOf, reservedRequests } from './reservedAddress.ts';

export const serviceRefused: Check = {
  code: 'service/refused',
  scope: 'cluster',
  severity: 'error',
  *run({ allocation, cluster, network, assembly }: CheckContext): Generator<Problem> {
    const refused = refusedServices(allocation);
    if (refused.length === 0) return;
    const reservedPorts = new Set(network.profile.reservedNodePorts.map(({ port }) => port));
    const known = new Map<ManifestDocument, PlaceSet>();
    for (const { resource, rejected } of refused) {
      // A full subnet is said once, where it stands: `range/too-small`.
      if (resource === undefined || rejected === undefined || rejected.reason === 'ip-range-full') continue;
      if (rejected.reason === 'invalid-name' && isFilledIn(resource, resource.metadata.name)) continue;
      // What it stops besides is said with it: iot-edge/refused-object.
      if (isOfModule(cluster, resource)) continue;
      const own = rejected.because.find((place) => place.document === resource.document && resourceAt(cluster, place) === resource);
      const place = own ?? placeOf(resource, 'metadata', 'name');
      if (problemsOf(resource.document, known).has(place)) continue;
      if (rejected.reason === 'ip-taken' && isReserved(resource, allocation)) continue;
      if (rejected.reason === 'port-taken' && reservedPorts.has(numberAt(resource, place))) continue;
      const others = rejected.because.filter((because) => because !== own);
      yield {
        place,
        message: sentences(message('The API server refuses {0}.', nameOf(resource)), rejected.message),
        related: others.flatMap((because) => {
          const party = resourceAt(cluster, because);
          return party === undefined ? [] : [{ message: message('{0}', nameOf(party)), place: because }];
        }),
        fixes: fixesOf(resource, rejected, place),
        doubt: others.map((because) => assembly.doubt(place, because)).find((doubt) => doubt !== undefined),
      };
    }
  },
};

const refusedServices = servicesWhere(({ resource, rejected }) => resource !== undefined && rejected !== undefined);

/** Whether a service asks for an address that one asks for which is the cluster's own: that is reported there. */
function isReserved(resource: ServiceResource, allocation: Allocation): boolean {
  const reserved = reservedRequests(allocation);
  return requestsOf(resource).some(({ address }) => reserved.some((request) => compareAddresses(request.address, address) === 0));
}

/** Fields of a document that the reader has reported: their values are of the wrong type. */
function problemsOf(document: ManifestDocument, known: Map<ManifestDocument, PlaceSet>): PlaceSet {
  let places = known.get(document);
  if (places === undefined) {
    places = new PlaceSet();
    for (const { place } of readDocument(document).problems) places.add(place);
    known.set(document, places);
  }
  return places;
}

/** The node port written at a place of the service. */
function numberAt({ ports, root }: ServiceResource, { path }: Place): number {
  const index = path?.[root.length + 2];
  return typeof index === 'number' ? (ports[index]?.nodePort ?? 0) : 0;
}

function fixesOf(resource: ServiceResource, { reason }: Refusal<ServiceRejectedReason>, place: Place): readonly Fix[] {
  const path = place.path?.slice(resource.root.length + 1) ?? [];
  const [field, index, part] = path;
  const port = typeof index === 'number' ? resource.ports[index] : undefined;
  switch (reason) {
    case 'invalid-type':
      return correcting(place, resource.serviceType, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
    case 'node-port-not-allowed':
      return [
        ...(place.path === undefined ? [] : removing(message('Remove nodePort'), false, place)),
        ...(resource.serviceType === 'ClusterIP' ? [asNodePort(resource)] : []),
      ];
    case 'invalid-ports': {
      if (part === 'protocol' && port !== undefined) return correcting(place, port.protocol, ['TCP', 'UDP', 'SCTP']);
      return port !== undefined && part === undefined && (port.name ?? '') === '' ? naming(resource) : [];
    }
    case 'invalid-field': {
      if (field === 'externalTrafficPolicy') return correcting(place, resource.externalTrafficPolicy ?? '', ['Cluster', 'Local']);
      if (field === 'internalTrafficPolicy') return correcting(place, resource.internalTrafficPolicy ?? '', ['Cluster', 'Local']);
      return field === 'sessionAffinity' ? correcting(place, resource.sessionAffinity ?? '', ['ClientIP', 'None']) : [];
    }
    default:
      return [];
  }
}

function asNodePort(resource: ServiceResource): Fix {
  const title = message('Write type NodePort');
  const place = placeOf(resource, 'spec', 'type');
  return scalarAt(place) === undefined
    ? inserting(title, false, { place, value: 'NodePort' })
    : replacing(title, false, { place, replaces: 'ClusterIP', text: 'NodePort' });
}

/** Every port that has no name gets one of its protocol and number. */
function naming(resource: ServiceResource): readonly Fix[] {
  const taken = new Set(resource.ports.map(({ name }) => name));
  const edits = resource.ports.flatMap(({ name = '', protocol, port }, index) => {
    const text = `${(protocol || 'TCP').toLowerCase()}-${port}`;
    if (name !== '' || taken.has(text) || port === 0) return [];
    taken.add(text);
    return [{ place: placeOf(resource, 'spec', 'ports', index, 'name'), value: text }];
  });
  return edits.length === resource.ports.filter(({ name = '' }) => name === '').length
    ? [inserting(message('Give each port a name'), false, ...edits)]
    : [];
}
