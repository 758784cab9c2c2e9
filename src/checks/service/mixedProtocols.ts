import { message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';

export const mixedProtocols: ResourceCheck = {
  code: 'service/mixed-protocols',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Service'], function* (service, { network }) {
      if (service.serviceType !== 'LoadBalancer' || network.profile.name !== 'azure-stack-edge') return;
      const protocols = service.ports.map(({ protocol }) => protocol || 'TCP');
      const other = protocols.findIndex((protocol) => (protocol === 'TCP' || protocol === 'UDP') && protocol !== protocols[0]);
      if (other < 0 || (protocols[0] !== 'TCP' && protocols[0] !== 'UDP')) return;
      const earlier = placeOf(service, 'spec', 'ports', 0, 'protocol');
      yield {
        place: placeOf(service, 'spec', 'ports', other, 'protocol'),
        message: message(
          '{0} has ports of both TCP and UDP, which Azure Stack Edge does not support in one service of type LoadBalancer. Make two services of it, with the same selector, the same loadBalancerIP and one sharing key (allow-shared-ip).',
          nameOf(service),
        ),
        related: [{ message: message('Here is {0}', protocols[0]), place: earlier }],
      };
    }),
  ],
};
