import { message, term } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { removing } from '../findings/fixes.ts';

export const reservedNodePort: Check = {
  code: 'service/reserved-node-port',
  scope: 'cluster',
  severity: 'error',
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    const { profile, profilePlace } = network;
    if (profile.reservedNodePorts.length === 0) return;
    for (const service of resourcesOf(cluster, 'Service')) {
      if (service.serviceType !== 'NodePort' && service.serviceType !== 'LoadBalancer') continue;
      for (const [index, { nodePort }] of service.ports.entries()) {
        const reserved = profile.reservedNodePorts.find(({ port }) => port === nodePort);
        if (reserved === undefined) continue;
        const place = placeOf(service, 'spec', 'ports', index, 'nodePort');
        yield {
          place,
          message: message(
            '{0} asks for node port {1}, which the device uses for its {2}. Ask for another one, or leave the field out.',
            nameOf(service),
            reserved.port,
            reserved.use,
          ),
          related: profilePlace === undefined ? [] : [{ message: term('profile {0}', profile.name), place: profilePlace }],
          fixes: removing(message('Remove nodePort, so that the cluster chooses one'), false, place),
        };
      }
    }
  },
};
