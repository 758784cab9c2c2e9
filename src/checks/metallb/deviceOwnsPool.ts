import { message, term } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { isOwnedByDevice, metalLBObjects } from '../shared/metallb/objects.ts';

export const deviceOwnsPool: Check = {
  code: 'metallb/device-owns-pool',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    if (!isOwnedByDevice(network)) return;
    const { profilePlace } = network;
    for (const object of metalLBObjects(cluster)) {
      yield {
        place: placeOf(object, 'kind'),
        message: message(
          "{0} cannot be applied: on Azure Stack Edge users may not write to the namespace of MetalLB. The addresses for services are those of the device's page (kubernetesServiceIPs) alone. Set them there, and remove this manifest.",
          nameOf(object),
        ),
        related: profilePlace === undefined ? [] : [{ message: term('profile {0}', network.profile.name), place: profilePlace }],
      };
    }
  },
};
