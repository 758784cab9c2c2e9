import { formatRange } from '../../base/ip.ts';
import { list, message, term } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const oneFamily: Check = {
  code: 'service/one-family',
  scope: 'cluster',
  severity: 'information',
  *run({ allocation, assembly }: CheckContext): Generator<Problem> {
    for (const { resource, loadBalancer, ipFamilies, clusterIPs } of preferringBoth(allocation)) {
      const [first, second] = loadBalancer?.ips ?? [];
      if (resource === undefined || first === undefined || second !== undefined) continue;
      const families = clusterIPs.length > 0 ? clusterIPs.map(({ family }) => family) : ipFamilies;
      const missing = families.find((family) => family !== first.family);
      const other = allocation.loadBalancerPools.find(
        ({ name, ranges, valid }) => valid && name !== loadBalancer?.pool && ranges.some(({ family }) => family === missing),
      );
      if (missing === undefined || other === undefined) continue;
      const place = placeOf(resource, 'spec', 'ipFamilyPolicy');
      yield {
        place,
        message: message(
          '{0} prefers both families and gets IPv{1} only: MetalLB takes both addresses from one pool, and {2} has no IPv{3}, while {4} has ({5}). Put ranges of both families into one pool.',
          nameOf(resource),
          first.family,
          loadBalancer?.pool ?? '',
          missing,
          other.name,
          list(other.ranges.filter(({ family }) => family === missing).map(formatRange), 2),
        ),
        related: other.place === undefined ? [] : [{ message: term('pool {0}', other.name), place: other.place }],
        doubt: assembly.doubt(place, other.place),
      };
    }
  },
};

const preferringBoth = servicesWhere(({ ipFamilyPolicy }) => ipFamilyPolicy === 'PreferDualStack');
