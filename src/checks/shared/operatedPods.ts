import { perObject } from '../../base/derived.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { groupOf, type StringMap } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { hasLabelOf, isMadeIn, makingOf } from '../../engine/references/madeAtRunTime.ts';
import { makersIn } from './unseen.ts';

/**
 * Whether labels are surely those of pods that an operator makes for a resource of its kinds: a key is of the API group (`cnpg.io/cluster` of `postgresql.cnpg.io`),
 * or a value is the resource's name, alone or with a part before or after it (`prometheus: main`, `app: rfs-cache`). Such pods stand in no manifest, so nothing is missing.
 */
export function areOfOperator(cluster: Cluster, labels: StringMap, namespace: string | undefined): boolean {
  // An operator of which this is known may tell its pods by labels that name neither.
  const isKnown = makersIn(cluster, namespace).some((maker) => {
    const making = makingOf(maker);
    return making !== undefined && isMadeIn(making, maker.metadata.namespace, namespace) && hasLabelOf(making, maker.metadata.name, labels);
  });
  if (isKnown) return true;
  const { byName, domains } = makersOf(cluster);
  const isNear = (makers: readonly Resource[] | undefined): boolean =>
    makers?.some(({ metadata }) => mayShareNamespace(metadata.namespace, namespace)) === true;
  return Object.entries(labels).some(([key, value]) => {
    const slash = key.indexOf('/');
    return (slash > 0 && isNear(domains.get(key.slice(0, slash)))) || namesWithin(value).some((name) => isNear(byName.get(name)));
  });
}

interface Makers {
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
  /** By every domain that their API group is below of: `strimzi.io` and `kafka.strimzi.io`. */
  readonly domains: ReadonlyMap<string, readonly Resource[]>;
}

const makersOf = perObject((cluster: Cluster): Makers => {
  const byName = new Map<string, Resource[]>();
  const domains = new Map<string, Resource[]>();
  for (const resource of makersIn(cluster, undefined)) {
    append(byName, resource.metadata.name, resource);
    const steps = groupOf(resource.apiVersion).split('.');
    for (let start = 0; start <= steps.length - 2; start++) append(domains, steps.slice(start).join('.'), resource);
  }
  return { byName, domains };
});

/** `rfs-cache-0`: the text itself, what stands before each hyphen, and what stands behind each. */
function namesWithin(text: string): readonly string[] {
  const names = [text];
  for (let at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) names.push(text.slice(0, at), text.slice(at + 1));
  return names;
}

function append(map: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [resource]);
  else list.push(resource);
}
