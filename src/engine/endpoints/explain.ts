import { perObject } from '../../base/derived.ts';
import { formatAddress, parseAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf, type StringMap } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { EndpointSliceResource, EndpointsResource } from '../../manifests/resources/core.ts';
import type { AllocatedService, Endpoint, EndpointSlice } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';
import { matchesLabels } from '../labels.ts';
import { lastApplied } from '../lastApplied.ts';
import { selectorOf } from './selection.ts';

/** Why an address is an endpoint of a service: the pod whose labels the selector meets, or who wrote it down. Computed when asked. */
export function explainEndpoint(cluster: Cluster, service: AllocatedService, slice: EndpointSlice, endpoint: Endpoint): Explanation {
  const written = writtenBy(cluster, service, slice, endpoint);
  if (written !== undefined) return written;
  const { pod } = endpoint;
  const owner = `${service.namespace}/${service.name}`;
  if (pod === undefined) {
    return service.resource === undefined && service.name === 'kubernetes'
      ? {
          certainty: service.explanation.certainty,
          reason: message("The API server of a control plane node answers at the node's own address."),
          because: service.explanation.because,
        }
      : {
          certainty: 'fixed',
          reason: message('{0} is written as an endpoint of Service {1}.', formatAddress(endpoint.ip), owner),
          because: servicePlace(service),
        };
  }
  const args = [endpoint.target ?? `${pod.namespace}/${pod.name}`, selectorText(selectorOf(service) ?? {}), owner] as const;
  const reason = endpoint.ready
    ? endpoint.serving && !endpoint.terminating
      ? message('Pod {0} has the labels of the selector ({1}) of Service {2}.', ...args)
      : message('Pod {0} has the labels of the selector ({1}) of Service {2}, which publishes pods that are not ready too.', ...args)
    : endpoint.terminating
      ? message('Pod {0} has the labels of the selector ({1}) of Service {2}, but is being deleted.', ...args)
      : message('Pod {0} has the labels of the selector ({1}) of Service {2}, but is not ready.', ...args);
  const labels =
    pod.origin.type === 'Pod'
      ? placeOf(pod.origin, 'metadata', 'labels')
      : placeOf(pod.origin, ...pod.origin.templatePath, 'metadata', 'labels');
  return { certainty: pod.explanation.certainty, reason, because: [...servicePlace(service), labels, ...pod.explanation.because] };
}

function servicePlace({ resource }: AllocatedService): readonly Place[] {
  return resource === undefined ? [] : [placeOf(resource, 'spec', 'selector')];
}

function selectorText(selector: StringMap): string {
  return Object.keys(selector)
    .map((key) => `${key}=${selector[key] ?? ''}`)
    .join(',');
}

/** The entry of an EndpointSlice or Endpoints manifest that an endpoint was read from. */
function writtenBy(cluster: Cluster, service: AllocatedService, slice: EndpointSlice, endpoint: Endpoint): Explanation | undefined {
  const { slices, endpoints } = manifestsOf(cluster);
  if (slices.size === 0 && endpoints.size === 0) return undefined;
  const address = formatAddress(endpoint.ip);
  const resource = slices.get(`${service.namespace}/${slice.name}`);
  const entry =
    resource?.serviceName === service.name
      ? resource.endpoints.findIndex(({ addresses }) => addresses.some((text) => sameAddress(text, endpoint, address)))
      : -1;
  if (resource !== undefined && entry >= 0) {
    return {
      certainty: 'fixed',
      reason: message(
        'EndpointSlice {0} lists {1} for Service {2}.',
        `${service.namespace}/${slice.name}`,
        address,
        `${service.namespace}/${service.name}`,
      ),
      because: [placeOf(resource, 'endpoints', entry)],
    };
  }
  const selector = selectorOf(service);
  if (selector !== undefined && endpoint.pod !== undefined && matchesLabels(selector, endpoint.pod.labels)) return undefined;
  const mirrored = endpoints.get(`${service.namespace}/${service.name}`);
  if (mirrored === undefined) return undefined;
  return {
    certainty: 'fixed',
    reason: message('Endpoints {0} lists {1}.', `${service.namespace}/${service.name}`, address),
    because: [mirroredPlace(mirrored, endpoint, address)],
  };
}

function mirroredPlace(resource: EndpointsResource, endpoint: Endpoint, address: string): Place {
  for (const [index, { addresses, notReadyAddresses }] of resource.subsets.entries()) {
    for (const [key, list] of [
      ['addresses', addresses],
      ['notReadyAddresses', notReadyAddresses],
    ] as const) {
      const at = list.findIndex(({ ip }) => sameAddress(ip, endpoint, address));
      if (at >= 0) return placeOf(resource, 'subsets', index, key, at);
    }
  }
  return placeOf(resource, 'subsets');
}

function sameAddress(text: string, { ip }: Endpoint, canonical: string): boolean {
  if (text === canonical) return true;
  const parsed = parseAddress(text);
  return parsed?.family === ip.family && parsed.value === ip.value;
}

interface Manifests {
  /** By namespace and name. */
  readonly slices: ReadonlyMap<string, EndpointSliceResource>;
  readonly endpoints: ReadonlyMap<string, EndpointsResource>;
}

const manifestsOf = perObject((cluster: Cluster): Manifests => {
  const keyed = <T extends EndpointSliceResource | EndpointsResource>(resources: readonly T[]) =>
    new Map(lastApplied(resources).map((resource) => [`${namespaceOf(resource)}/${resource.metadata.name}`, resource]));
  return { slices: keyed(resourcesOf(cluster, 'EndpointSlice')), endpoints: keyed(resourcesOf(cluster, 'Endpoints')) };
});
