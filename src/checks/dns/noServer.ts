import { message } from '../../base/message.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { placeOf } from '../../manifests/place.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';

/** kubernetes pkg/apis/core/validation ValidatePodSpec, validatePodDNSConfig */
export const noDNSServer: ResourceCheck = {
  code: 'dns/no-server',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Workload', 'Pod'], function* (resource) {
      const { spec, specPath } = ownerOf(resource);
      const servers = spec.dnsConfig?.nameservers ?? [];
      if (servers.length > 3)
        yield {
          place: placeOf(resource, ...specPath, 'dnsConfig', 'nameservers', 3),
          message: message('A pod has at most 3 name servers: the API server refuses its pods. Here are {0}.', servers.length),
        };
      if (spec.dnsPolicy !== 'None' || (spec.dnsConfig?.nameservers.length ?? 0) > 0) return;
      if (isUnknown(resource, ...specPath, 'dnsConfig') || isUnknown(resource, ...specPath, 'dnsConfig', 'nameservers')) return;
      const place = placeOf(resource, ...specPath, 'dnsPolicy');
      yield {
        place,
        message: message(
          'With dnsPolicy: None a pod asks only the servers in dnsConfig.nameservers, and there are none: the API server refuses its pods. Write at least one, or dnsPolicy: ClusterFirst.',
        ),
        fixes: [replacing(message('Write {0}', 'ClusterFirst'), false, { place, replaces: 'None', text: 'ClusterFirst' })],
      };
    }),
  ],
};
