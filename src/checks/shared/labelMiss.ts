import { message, sentences, term, type Message } from '../../base/message.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { isSetWhileRunning } from '../../engine/references/passingLabels.ts';
import type { Difference, Miss } from '../../engine/references/podOwners.ts';

/** `app: web, tier: front` */
export function pairsText(selector: StringMap): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
}

/** `Nearest is Deployment web. It has app: web instead of app: wbe. It has no label tier.` */
export function nearestText({ owner, differences }: Miss): Message {
  return sentences(message('Nearest is {0}.', nameOf(owner.resource)), ...differences.map(differenceText));
}

/** The labels that differ, on the side of the workload. */
export function relatedToMiss({ owner: { resource, labelsPath }, differences }: Miss): readonly RelatedPlace[] {
  if (differences.length === 1 && isOrdinal(differences[0]))
    return [{ message: term('replicas of {0}', nameOf(resource)), place: placeOf(resource, 'spec', 'replicas') }];
  return differences
    .slice(0, 5)
    .map(({ key, actual }) => ({
      message:
        actual === undefined
          ? message('{0} has no label {1}', nameOf(resource), key)
          : message('{0} has {1}: {2}', nameOf(resource), key, actual),
      place: actual === undefined ? keyPlaceOf(resource, ...labelsPath) : placeOf(resource, ...labelsPath, key),
    }));
}

/** A pod of a StatefulSet by its number: more replicas than the manifest says may run. */
export function isOrdinal(difference: Difference | undefined): boolean {
  return difference?.key === 'statefulset.kubernetes.io/pod-name' || difference?.key === 'apps.kubernetes.io/pod-index';
}

/** Labels that programs put on their own pods when they become the leader of several (`isSetWhileRunning`); a manifest cannot show them. */
export function setWhileRunning({ differences }: Miss): Message | undefined {
  const label = differences.find(({ key, actual }) => actual === undefined && isSetWhileRunning(key));
  return label === undefined || differences.some(({ actual }) => actual !== undefined)
    ? undefined
    : message('A program may put the label {0} on its pods while they run.', label.key);
}

function differenceText(difference: Difference): Message {
  const { key, wanted, actual, under } = difference;
  if (under !== undefined) return message('It has no label {0}, but {1}: {2}.', key, under, wanted);
  if (isOrdinal(difference)) return message('Its replicas do not reach pod {0}.', wanted);
  return actual === undefined ? message('It has no label {0}.', key) : message('It has {0}: {1} instead of {2}.', key, actual, wanted);
}
