import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const mixedProtocols: Check = {
  code: 'service/mixed-protocols',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    if (network.profile.name !== 'azure-stack-edge') return;
    for (const service of resourcesOf(cluster, 'Service')) {
      if (service.serviceType !== 'LoadBalancer') continue;
      const protocols = service.ports.map(({ protocol }) => protocol || 'TCP');
      const other = protocols.findIndex((protocol) => (protocol === 'TCP' || protocol === 'UDP') && protocol !== protocols[0]);
      if (other < 0 || (protocols[0] !== 'TCP' && protocols[0] !== 'UDP')) continue;
      const earlier = placeOf(service, 'spec', 'ports', 0, 'protocol');
      yield {
        place: placeOf(service, 'spec', 'ports', other, 'protocol'),
        message: message(
          '{0} has ports of both TCP and UDP, which Azure Stack Edge does not support in one service of type LoadBalancer. Make two services of it, with the same selector, the same loadBalancerIP and one sharing key (allow-shared-ip).',
          nameOf(service),
        ),
        related: [{ message: message('Here is {0}', protocols[0]), place: earlier }],
      };
    }
  },
};
