import { message, type Message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { RelatedPlace } from '../../findings/finding.ts';
import type { DeclaredPort } from '../../../engine/references/containerPorts.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';

/** A name that reads nearly alike; else the only one there is. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const sorted = names.map((other) => ({ other, distance: editDistance(name, other) })).sort((one, two) => one.distance - two.distance);
  const [first] = sorted;
  if (first === undefined) return undefined;
  return names.length === 1 || isNear(name, first.distance) ? first.other : undefined;
}

export function relatedPort({ owner, port, path }: DeclaredPort): RelatedPlace {
  return port.name === undefined
    ? {
        message: message('{0}: port {1} has no name', nameOf(owner.resource), port.containerPort),
        place: placeOf(owner.resource, ...path, 'containerPort'),
      }
    : {
        message: message('{0}: port {1} is named {2} ({3})', nameOf(owner.resource), port.containerPort, port.name, port.protocol),
        place: placeOf(owner.resource, ...path, 'name'),
      };
}

/**
 * A mesh may put containers with ports of their own into the pods. `name`: the one that is asked for; absent: any. Of two meshes the names are known.
 * linkerd2 charts/partials/templates/_proxy.tpl, istio manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 */
export function injection(owners: readonly PodOwner[], name?: string): Message | undefined {
  const injected = owners.some(({ resource, labels }) => {
    const annotations = resource.type === 'Workload' ? resource.template.annotations : resource.metadata.annotations;
    return [...Object.keys(annotations), ...Object.keys(labels)].some(
      (key) => key.includes('/inject') && (name === undefined || injectedPorts.get(key)?.includes(name) !== false),
    );
  });
  return injected ? message('A container that is injected into the pods may have the port.') : undefined;
}

const injectedPorts: ReadonlyMap<string, readonly string[]> = new Map([
  ['linkerd.io/inject', ['linkerd-proxy', 'linkerd-admin']],
  ['sidecar.istio.io/inject', ['http-envoy-prom']],
]);
