import { message } from '../../base/message.ts';
import { ipamConfigurationFault } from '../../engine/calico/ipamSettings.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const ipamConfigurationRefused: Check = {
  code: 'calico/ipam-configuration-refused',
  severity: 'error',
  documentation: {
    title: 'IPAM configuration that Calico refuses',
    what: 'An IPAMConfiguration that Calico does not accept: another name than default, a number out of bounds, or a block limit or a stop to new blocks without strict affinity.',
    why: "It has no effect, and pods get their addresses by Calico's defaults.",
    wrong: `apiVersion: projectcalico.org/v3
kind: IPAMConfiguration
metadata: { name: default }
spec:
  maxBlocksPerHost: 4`,
    right: `apiVersion: projectcalico.org/v3
kind: IPAMConfiguration
metadata: { name: default }
spec:
  strictAffinity: true
  maxBlocksPerHost: 4`,
    fix: 'The message says which field Calico does not accept.',
    source: 'calico `api/pkg/apis/projectcalico/v3/ipamconfig.go`, `libcalico-go/lib/ipam/ipam.go` (SetIPAMConfig)',
  },
  *run({ cluster }: CheckContext): Generator<Problem> {
    for (const resource of resourcesOf(cluster, 'IPAMConfiguration')) {
      const fault = resource.metadata.name === '' ? undefined : ipamConfigurationFault(resource);
      if (fault !== undefined)
        yield { place: placeOf(resource, ...fault.path), message: message('Calico refuses {0}: {1}', nameOf(resource), fault.message) };
    }
  },
};
