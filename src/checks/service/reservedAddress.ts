import { compareAddresses, formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { perObject } from '../../base/derived.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { rangesOf } from '../../engine/network.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPlace, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { each, type ResourceCheck } from '../findings/check.ts';

export const reservedAddress: ResourceCheck = {
  code: 'service/reserved-address',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Service'], function* (service, { network }) {
      for (const { address, place, owner, because } of reservedRequestsOf(service, network)) {
        yield {
          place,
          message: sentences(
            owner === 'api-server'
              ? message(
                  '{0} asks for {1}, which is the address of the API server (Service default/kubernetes).',
                  nameOf(service),
                  formatAddress(address),
                )
              : message("{0} asks for {1}, which is the address of the cluster's DNS service.", nameOf(service), formatAddress(address)),
            message('Ask for another one, or leave the field out.'),
          ),
          related: because.map((other) => ({ message: captions[owner], place: other })),
        };
      }
    }),
  ],
};

/** Whose an address of the cluster's own is. */
type Owner = 'api-server' | 'dns';

const captions: Readonly<Record<Owner, Message>> = {
  'api-server': message('The API server (Service default/kubernetes)'),
  dns: message("The cluster's DNS service"),
};

export interface ReservedRequest {
  readonly service: ServiceResource;
  readonly address: IPAddress;
  readonly place: FieldPlace;
  readonly owner: Owner;
  /** Where the reserved address is written; empty when it follows from the subnet or the profile. */
  readonly because: readonly Place[];
}

/** Services that ask for an address of the cluster's own. */
export const reservedRequests: (allocation: Allocation) => readonly ReservedRequest[] = perObject(({ cluster, network }: Allocation) =>
  resourcesOf(cluster, 'Service').flatMap((service) => reservedRequestsOf(service, network)),
);

function reservedRequestsOf(service: ServiceResource, network: Allocation['network']): readonly ReservedRequest[] {
  return requestsOf(service).flatMap(({ address, place }) => {
    const found = reservedAddresses(network).find((reserved) => compareAddresses(reserved.address, address) === 0);
    return found === undefined || found.mayBe(service) ? [] : [{ service, address, place, owner: found.owner, because: found.because }];
  });
}

interface Reserved {
  readonly address: IPAddress;
  readonly owner: Owner;
  readonly because: readonly Place[];
  /** Whether a service may be the very one that the address is for. */
  readonly mayBe: (service: ServiceResource) => boolean;
}

function reservedAddresses(network: Allocation['network']): readonly Reserved[] {
  const [subnet] = rangesOf(network, 'service-subnet');
  const reserved: Reserved[] = [];
  if (subnet !== undefined && subnet.range.first + 1n < subnet.range.last) {
    reserved.push({
      address: { family: subnet.range.family, value: subnet.range.first + 1n },
      owner: 'api-server',
      because: subnet.place === undefined ? [] : [subnet.place],
      mayBe: ({ metadata: { name, namespace } }) => name === 'kubernetes' && (namespace === undefined || namespace === 'default'),
    });
  }
  if (network.clusterDNS !== undefined) {
    reserved.push({
      address: network.clusterDNS,
      owner: 'dns',
      because: rangesOf(network, 'cluster-dns').flatMap(({ place }) => (place === undefined ? [] : [place])),
      mayBe: ({ metadata: { namespace }, ports }) => namespace === 'kube-system' || ports.some(({ port }) => port === 53),
    });
  }
  return reserved;
}

/** What the manifest asks for: of the two fields the list, where it is written. */
export function requestsOf(service: ServiceResource): readonly { readonly address: IPAddress; readonly place: FieldPlace }[] {
  const texts =
    service.clusterIPs === undefined || service.clusterIPs.length === 0
      ? [{ text: service.clusterIP ?? '', place: placeOf(service, 'spec', 'clusterIP') }]
      : service.clusterIPs.map((text, index) => ({
          text,
          place:
            index === 0 && service.clusterIP !== undefined
              ? placeOf(service, 'spec', 'clusterIP')
              : placeOf(service, 'spec', 'clusterIPs', index),
        }));
  return texts.flatMap(({ text, place }) => {
    const address = parseAddress(text);
    return address === undefined ? [] : [{ address, place }];
  });
}
