import { message } from '../../../base/message.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath } from '../../../manifests/place.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { CheckContext } from '../context.ts';
import type { Problem } from '../../findings/check.ts';
import { unappliedChanges } from '../unseen.ts';

const annotation = /^metallb\.(io|universe\.tf)\/(loadBalancerIPs|address-pool)$/;

/** An external address, or a pool of them, that is asked for by a service that gets none. */
export function askedInVain(service: ServiceResource, { cluster }: CheckContext): readonly Problem[] {
  const { serviceType, loadBalancerIP = '', metadata } = service;
  const asked: (readonly [path: FieldPath, value: string])[] = [
    ['spec', 'loadBalancerIP'] as const,
    ...Object.keys(metadata.annotations)
      .filter((key) => annotation.test(key))
      .map((key) => ['metadata', 'annotations', key] as const),
  ].map((path) => [path, path[0] === 'spec' ? loadBalancerIP : (metadata.annotations[path[2]] ?? '')]);
  return asked
    .filter(([, value]) => value !== '' && !holdsPlaceholder(value))
    .map(([path, value]) => ({
      place: path[0] === 'spec' ? placeOf(service, ...path) : keyPlaceOf(service, ...path),
      message: message(
        '{0} asks for {1} and gets no external address: it is of type {2}, and services of type LoadBalancer alone get one.',
        nameOf(service),
        value,
        serviceType === '' ? 'ClusterIP' : serviceType,
      ),
      doubt: unappliedChanges(cluster, service),
    }));
}

/** MetalLB's annotations among the labels. */
export function annotationsAmongLabels(service: ServiceResource): readonly Problem[] {
  return Object.keys(service.metadata.labels)
    .filter((key) => annotation.test(key) || /^metallb\.(io|universe\.tf)\/allow-shared-ip$/.test(key))
    .map((key) => ({
      place: keyPlaceOf(service, 'metadata', 'labels', key),
      message: message('MetalLB reads {0} among the annotations of a Service, and here it is a label.', key),
    }));
}
