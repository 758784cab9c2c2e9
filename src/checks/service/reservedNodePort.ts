import { message, term } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { removing } from '../findings/fixes.ts';

export const reservedNodePort: ResourceCheck = {
  code: 'service/reserved-node-port',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Service'], function* (service, { network }) {
      if (service.serviceType !== 'NodePort' && service.serviceType !== 'LoadBalancer') return;
      const { profile, profilePlace } = network;
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
    }),
  ],
};
