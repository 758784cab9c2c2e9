import { formatAddress } from '../../../base/ip.ts';
import { list, message, plural, type Message, type Term } from '../../../base/message.ts';
import type { AllocatedNode, AllocatedService } from '../../../engine/allocation.ts';
import type { Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../../manifests/place.ts';
import type { RelatedPlace } from '../../findings/finding.ts';
import { resourceAt } from '../../findings/resourceAt.ts';

/** Who has no use of the outside then; of several services their number and the first few. */
export function unannounced(users: readonly AllocatedService[]): Message {
  const [only] = users;
  if (only !== undefined && users.length === 1)
    return message(
      'Nobody announces {0} of Service {1}.',
      list((only.loadBalancer?.ips ?? []).map(formatAddress)),
      `${only.namespace}/${only.name}`,
    );
  const names = users.map(({ namespace, name }) => `${namespace}/${name}`);
  return plural(
    users.length,
    'Nobody announces the address of {0} service ({1}).',
    'Nobody announces the addresses of {0} services ({1}).',
    list(names, 3),
  );
}

export function partiesOf(users: readonly AllocatedService[]): readonly RelatedPlace[] {
  return users
    .slice(0, 5)
    .flatMap(({ resource, loadBalancer }) =>
      resource === undefined
        ? []
        : [
            {
              message: message('{0} has {1}', nameOf(resource), list((loadBalancer?.ips ?? []).map(formatAddress))),
              place: placeOf(resource, 'metadata', 'name'),
            },
          ],
    );
}

export function namesOf(nodes: readonly AllocatedNode[]): Term {
  return list(
    nodes.map(({ name }) => name),
    3,
  );
}

export function selectorsOf(cluster: Cluster, because: readonly Place[]): readonly RelatedPlace[] {
  return because.flatMap((place) => {
    const advertisement = resourceAt(cluster, place);
    return advertisement === undefined
      ? []
      : [{ message: message('{0}', nameOf(advertisement)), place: keyPlaceOf(advertisement, 'spec', 'serviceSelectors') }];
  });
}
