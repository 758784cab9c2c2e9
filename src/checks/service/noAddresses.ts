import { list, message, sentences } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { configurationOf } from '../../engine/metallb/configuration.ts';

export const noServiceAddresses: Check = {
  code: 'service/no-addresses',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, network, allocation }: CheckContext): Generator<Problem> {
    const [config] = resourcesOf(cluster, 'AksEdgeConfiguration');
    // A range of its own may come by MetalLB's resources.
    if (config === undefined || configurationOf(cluster, network).known) return;
    const { serviceIPRangeSize: size = 0, serviceIPRangeEnd, serviceIPRangeIn } = config;
    if (size > 0 || serviceIPRangeEnd !== undefined) return;
    const waiting = allocation.services.flatMap(({ resource, type, rejected }) =>
      resource !== undefined && type === 'LoadBalancer' && rejected === undefined && (resource.loadBalancerClass ?? '') === ''
        ? [resource]
        : [],
    );
    if (waiting.length === 0) return;
    yield {
      place: placeOf(config, serviceIPRangeIn, 'ServiceIPRangeSize'),
      message: sentences(
        message('ServiceIPRangeSize is {0}, so that AKS Edge Essentials reserves no address for services.', size),
        message('Without an external address stays: {0}.', list(waiting.map(nameOf), 5)),
        message('Set ServiceIPRangeSize (and ServiceIPRangeStart).'),
      ),
      related: waiting
        .slice(0, 5)
        .map((service) => ({ message: message('{0} gets no address', nameOf(service)), place: placeOf(service, 'spec', 'type') })),
    };
  },
};
