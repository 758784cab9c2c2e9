import { message, sentences } from '../../base/message.ts';
import { ipamConfigurationFault } from '../../engine/calico/ipamSettings.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const ipamConfigurationRefused: Check = {
  code: 'calico/ipam-configuration-refused',
  scope: 'cluster',
  severity: 'error',
  *run({ cluster }: CheckContext): Generator<Problem> {
    for (const resource of resourcesOf(cluster, 'IPAMConfiguration')) {
      const fault = resource.metadata.name === '' ? undefined : ipamConfigurationFault(resource);
      if (fault !== undefined)
        yield {
          place: placeOf(resource, ...fault.path),
          message: sentences(message('Calico refuses {0}.', nameOf(resource)), fault.message),
        };
    }
  },
};
