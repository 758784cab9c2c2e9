import { hasHostBits, parseCIDR } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { poolResourceFaults } from '../../engine/calico/poolValidity.ts';
import { parseSelector } from '../../engine/calico/selector.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { InstallationResource, IPPoolResource } from '../../manifests/resources/calico.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { isSameField } from '../findings/placeSet.ts';

export const calicoPoolRefused: Check = {
  code: 'calico/pool-refused',
  scope: 'cluster',
  severity: 'error',
  *run({ cluster, allocation, overlaps }: CheckContext): Generator<Problem> {
    for (const pool of resourcesOf(cluster, 'IPPool')) {
      if (pool.metadata.name === '') continue;
      for (const { path, message: what } of poolResourceFaults(pool)) {
        if (!(isCIDR(path) && isReportedText(pool)) && !isBrokenSelector(pool, path.at(-1)))
          yield { place: placeOf(pool, ...path), message: refusal(nameOf(pool), what) };
      }
    }
    // Pools that the operator makes have no manifest of their own.
    for (const { resource, refused, place, name } of allocation.ipPools) {
      if (
        resource !== undefined ||
        refused === undefined ||
        place === undefined ||
        isUnreadable(resourcesOf(cluster, 'Installation'), place) ||
        overlaps.some(({ claim, other }) => isSameField(claim.place, place) || isSameField(other.place, place))
      )
        continue;
      yield { place, message: refusal(name, refused) };
    }
  },
};

function refusal(name: string, what: Message): Message {
  return sentences(message('Calico refuses {0}.', name), what);
}

function isCIDR(path: readonly (string | number)[]): boolean {
  return path.at(-1) === 'cidr';
}

/** `calico/selector-invalid` speaks of these. */
function isBrokenSelector(pool: IPPoolResource, field: string | number | undefined): boolean {
  return (field === 'nodeSelector' || field === 'namespaceSelector') && !parseSelector(pool[field] ?? '').ok;
}

/** Whether a pool of the operator's is refused for a selector that cannot be read: its own or, as one bad pool spoils all, another's. */
function isUnreadable(installations: readonly InstallationResource[], place: Place): boolean {
  return installations.some(
    ({ document, ipPools }) =>
      document === place.document && ipPools?.some(({ nodeSelector }) => !parseSelector(nodeSelector ?? '').ok) === true,
  );
}

/** `range/invalid` and `range/host-bits` speak of these. */
function isReportedText({ cidr }: IPPoolResource): boolean {
  if (cidr === undefined) return false;
  const parsed = parseCIDR(cidr);
  return parsed === undefined || hasHostBits(parsed);
}
