import { clustersAmong, type Snapshot } from '../../analysis/snapshot.ts';
import { because } from '../../analysis/hover/content.ts';
import { rangesAround } from '../../analysis/hover/ranges.ts';
import { formatAddress, parseAddress, rangeOfAddress } from '../../base/ip.ts';
import { message, type Language } from '../../base/message.ts';
import { describe } from '../../engine/addresses/claims.ts';
import { holdersAt, inventoryOf } from '../../engine/addresses/inventory.ts';
import type { Explanation } from '../../engine/explanation.ts';
import type { Place } from '../../manifests/place.ts';
import type { AddressAnswer, AddressFact, Askable, Refusal } from '../questions.ts';
import { chosenCluster, isRefusal, refusal } from './chosenCluster.ts';
import { locationsOf } from './explained.ts';
import { routeIn } from './route.ts';

/** Nobody chooses from a longer list than he can search. */
const most = 2_000;

/** What can be asked of each cluster's DNS, and of its addresses. */
export function askableIn({ clusters }: Snapshot, language: Language): readonly Askable[] {
  const real = clustersAmong(clusters);
  return (real.length > 0 ? real : clusters).map(({ cluster, allocation }) => ({
    name: cluster.name,
    names: allocation.services
      .filter(({ rejected }) => rejected === undefined)
      .slice(0, most)
      .map(({ namespace, name }) => `${name}.${namespace}.svc.${allocation.network.dnsDomain}`),
    pods: allocation.pods.slice(0, most).map(({ namespace, name }) => `${namespace}/${name}`),
    addresses: inventoryOf(allocation)
      .holders.slice(0, most)
      .map(({ address, holder }) => ({ address: formatAddress(address), holder: language.say(holder) })),
  }));
}

/** Who has an address, for what it is set aside, in which ranges it lies, and where connections to it go; each with why. */
export function explainAddress(
  snapshot: Snapshot,
  { address: text, cluster: wanted }: { readonly address: string; readonly cluster: string | undefined },
  language: Language,
): AddressAnswer | Refusal {
  const address = parseAddress(text.trim());
  if (address === undefined) return refusal(message('{0} is not an address.', text), language);
  const cluster = chosenCluster(snapshot, wanted, language);
  if (isRefusal(cluster)) return cluster;
  const { say } = language;
  const { holders, setAside } = holdersAt(cluster.allocation, address);
  const fact = (words: string, explanation: Explanation | undefined, place: Place | undefined): AddressFact => ({
    text: words,
    reason: explanation === undefined ? undefined : say(because(explanation)),
    because: locationsOf(snapshot, [...(place === undefined ? [] : [place]), ...(explanation?.because ?? [])]),
  });
  const kept = setAside.filter(({ claim }) => claim === undefined || claim.range.first === claim.range.last);
  const routed = routeIn(
    snapshot,
    { address: formatAddress(address), port: undefined, protocol: undefined, from: 'outside', cluster: wanted },
    language,
  );
  const routes = routed.type === 'routed' ? routed.routes : [];
  return {
    type: 'address',
    address: formatAddress(address),
    facts: [
      ...holders.map(({ holder, explanation, place }) => fact(say(holder), explanation, place)),
      ...kept.map(({ label, claim }) => fact(say(label), undefined, claim?.place)),
      ...(holders.length + kept.length === 0 ? [fact(say(message('Nobody in this cluster has it.')), undefined, undefined)] : []),
      ...rangesAround(cluster.allocation, rangeOfAddress(address)).map((claim) =>
        fact(say(message('In {0}', describe(claim))), undefined, claim.place),
      ),
      ...routes.map(({ service, port, protocol, endpoints, reason, because: places }) => ({
        text: say(
          endpoints.length === 0
            ? message('Port {0} of {1} leads nowhere', `${port}/${protocol}`, service)
            : message(
                'Port {0} leads to {1}: {2}',
                `${port}/${protocol}`,
                service,
                endpoints.map(({ ip, port: own }) => `${ip}:${own}`).join(', '),
              ),
        ),
        reason,
        because: places,
      })),
    ],
  };
}
