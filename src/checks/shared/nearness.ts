import { editDistance, isNear } from '../../base/nearest.ts';
import { matchesLabels } from '../../engine/labels.ts';
import { mayShareNamespace, type Miss, type PodOwner } from '../../engine/references/podOwners.ts';
import { resourcesBy, type Cluster } from '../../manifests/cluster.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { isSlip } from './slip.ts';

/**
 * That something written was meant by what misses it: `likely` enough to leave aside what operators make, or so `sure` that nothing which could not be read
 * may be meant instead. Why that is so: `unseen.ts`.
 */
export type Nearness = 'likely' | 'sure';

/** How near a selector comes to the workload that it misses. */
export function nearnessOfMiss(cluster: Cluster, { owner, differences }: Miss, asker: Resource): Nearness | undefined {
  const [only, another] = differences;
  if (only === undefined || another !== undefined) return undefined;
  const { wanted, actual } = only;
  const { name } = owner.resource.metadata;
  const isNamesake = asker.metadata.name === name || asker.metadata.name === actual;
  if (actual === undefined) return 'likely';
  if (!isSlip(wanted, actual)) return isNamesake || isNear(wanted, editDistance(wanted, actual)) ? 'likely' : undefined;
  if (isWord(cluster, wanted, asker)) return 'likely';
  return asker.type !== 'Service' || isNamesake || !isServed(cluster, owner) ? 'sure' : 'likely';
}

/** Whether a selector is a slip of a label that is written: then what the distribution brings is not meant either. */
export function isSlipOf({ differences: [only, another] }: Miss): boolean {
  return only?.actual !== undefined && another === undefined && isSlip(only.wanted, only.actual);
}

/** How near a name comes to one that there is. */
export function nearnessOfName(cluster: Cluster, wanted: string, actual: string | undefined, asker?: Resource): Nearness | undefined {
  if (actual === undefined) return undefined;
  return isSlip(wanted, actual) && !isWord(cluster, wanted, asker) ? 'sure' : 'likely';
}

/** Whether somebody else has the name, or selects a label of that value: then it is no slip of the fingers. */
function isWord(cluster: Cluster, text: string, asker: Resource | undefined): boolean {
  return wordsBy(cluster, text).some((resource) => resource !== asker);
}

const wordsBy = resourcesBy<string>(function* (resource): Generator<string> {
  yield resource.metadata.name;
  if (resource.type === 'Service') yield* Object.values(resource.selector ?? {});
});

/** Whether a Service selects the pods. */
function isServed(cluster: Cluster, { resource, labels }: PodOwner): boolean {
  return Object.entries(labels).some(([key, value]) =>
    (servicesBy(cluster, pairKey(key, value)) as readonly ServiceResource[]).some(
      ({ selector, metadata }) =>
        selector !== undefined && mayShareNamespace(metadata.namespace, resource.metadata.namespace) && matchesLabels(selector, labels),
    ),
  );
}

/** By one of its pairs, which suffices to find it. */
const servicesBy = resourcesBy<string>((resource) => {
  const [pair] = resource.type === 'Service' ? Object.entries(resource.selector ?? {}) : [];
  return pair === undefined ? [] : [pairKey(...pair)];
});

function pairKey(key: string, value: string): string {
  return `${key}\0${value}`;
}
