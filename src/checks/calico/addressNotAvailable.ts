import { formatAddress, parseAddress } from '../../base/ip.ts';
import { message, plural, sentences } from '../../base/message.ts';
import type { AllocatedPod } from '../../engine/allocation.ts';
import { needsFeature } from '../../engine/calico/podRequest.ts';
import { configMapsNamed, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPlace, type Place } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { isSameField } from '../findings/placeSet.ts';
import { poolResources } from '../shared/poolResources.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';
import { itemPlace, listOf, meantList } from '../../engine/references/poolRequests.ts';

export const addressNotAvailable: Check = {
  code: 'calico/address-not-available',
  scope: 'cluster',
  severity: 'error',
  *run({ allocation, cluster }: CheckContext): Generator<Problem> {
    for (const { place, text, pods } of requestsWithout(allocation.pods)) {
      const [pod] = pods;
      const { pending } = pod;
      if (pending === undefined) continue;
      // The feature may be switched on in a configuration that no manifest shows.
      const configurable =
        pending.reason === 'invalid-request' && needsFeature(pending) && configMapsNamed(cluster, 'calico-config').length === 0;
      yield {
        place: tokenOf(place, text),
        severity: (isPlanned(cluster) || pending.reason === 'in-use') && !isRace(pod) ? undefined : 'warning',
        message: isShared(pods)
          ? sentences(
              plural(
                pods.length + 1,
                '{0} pod of {1} asks for an address, which only one can have.',
                '{0} pods of {1} ask for one address, which only one can have.',
                nameOf(pod.origin),
              ),
              pending.message,
            )
          : isRace(pod)
            ? sentences(
                message(
                  '{0} asks for {1}, which Calico also gives to pods that ask for none: the order in which they start decides.',
                  nameOf(pod.origin),
                  addressOf(text),
                ),
                pending.message,
                message('Keep the address from them with an IPReservation, or take one of a pool that is not automatic.'),
              )
            : sentences(message('{0} gets no address.', nameOf(pod.origin)), pending.message),
        related: pending.because
          .filter((because) => because !== pending.because[0])
          .flatMap((because) => holderOf(because, allocation.pods)),
        fixes: fixesOf(place, text),
        doubt: configurable
          ? message('The CNI configuration is not in these manifests.')
          : pending.reason === 'in-use'
            ? undefined
            : (unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster, pod.origin, ...poolResources(cluster))),
      };
    }
  },
};

/** Whoever has the address came by it automatically, in an order that only stands for others. */
function isRace({ pending, explanation }: AllocatedPod): boolean {
  return pending?.reason === 'in-use' && explanation.certainty === 'possible';
}

function addressOf(text: string): string {
  return (listOf(text) ?? [text]).join(', ');
}

interface Refused {
  readonly place: FieldPlace;
  readonly text: string;
  readonly pods: readonly [AllocatedPod, ...AllocatedPod[]];
}

const annotations = ['cni.projectcalico.org/ipAddrs', 'cni.projectcalico.org/ipAddrsNoIpam'] as const;

/** Pods that are refused the address that their own annotation asks for, by annotation as written. */
function requestsWithout(pods: readonly AllocatedPod[]): readonly Refused[] {
  const byOrigin = new Map<AllocatedPod['origin'], Refused>();
  for (const pod of pods) {
    const key =
      pod.pending === undefined || (pod.pending.reason !== 'invalid-request' && pod.pending.reason !== 'in-use')
        ? undefined
        : annotationOf(pod);
    if (key === undefined) continue;
    const known = byOrigin.get(pod.origin);
    if (known !== undefined) {
      byOrigin.set(pod.origin, { ...known, pods: [...known.pods, pod] });
      continue;
    }
    const place = placeOf(pod.origin, ...(pod.origin.type === 'Pod' ? [] : pod.origin.templatePath), 'metadata', 'annotations', key);
    byOrigin.set(pod.origin, { place, text: pod.annotations[key] ?? '', pods: [pod] });
  }
  return [...byOrigin.values()];
}

/** The annotation that a refusal is about. */
function annotationOf({ pending, annotations: written }: AllocatedPod): string | undefined {
  const last = pending?.because[0]?.path?.at(-1);
  return annotations.find((key) => key === last && Object.hasOwn(written, key));
}

/** Whether a pod of the same manifest already has what these ask for. */
function isShared([pod]: Refused['pods']): boolean {
  return pod.pending?.reason === 'in-use' && pod.pending.because.some((place) => isSameField(place, placeOf(pod.origin)));
}

/** Manifests say which pools there are, so that an address outside them is surely outside. */
function isPlanned(cluster: Cluster): boolean {
  return resourcesOf(cluster, 'IPPool').length + resourcesOf(cluster, 'Installation').length > 0;
}

function tokenOf(place: FieldPlace, text: string): FieldPlace {
  const [only, ...more] = listOf(text) ?? [];
  return only === undefined || more.length > 0 ? place : itemPlace(place, text, only);
}

function holderOf(because: Place, pods: readonly AllocatedPod[]): readonly RelatedPlace[] {
  const origin = pods.find((pod) => isSameField(because, placeOf(pod.origin)))?.origin;
  return origin === undefined ? [] : [{ message: message('{0}', nameOf(origin)), place: placeOf(origin, 'metadata', 'name') }];
}

function fixesOf(place: FieldPlace, text: string): readonly Fix[] {
  if (listOf(text) !== undefined) return [];
  const meant = meantList(text);
  const addresses = meant === undefined ? [] : (listOf(meant) ?? []).map(parseAddress);
  if (meant === undefined || addresses.includes(undefined)) return [];
  const right = JSON.stringify(addresses.map((address) => (address === undefined ? '' : formatAddress(address))));
  return [replacing(message('Write {0}', right), true, { place, replaces: text, text: right })];
}
