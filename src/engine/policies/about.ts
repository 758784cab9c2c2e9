import { perObject } from '../../base/derived.ts';
import type { Selector } from '../calico/selector.ts';
import type { PodEnd } from './ends.ts';
import type { Criteria, Policy, Tier } from './policy.ts';
import type { PolicyWorld } from './world.ts';

/** The tiers with those policies alone that may be about a pod: the others need not be asked. A tier without any is left out. */
export function tiersAbout(world: PolicyWorld, pod: Pick<PodEnd, 'namespace' | 'labels'>): readonly Tier[] {
  let byNamespace = narrowed(world).get(pod.namespace);
  if (byNamespace === undefined) narrowed(world).set(pod.namespace, (byNamespace = tiersOfNamespace(world, pod.namespace)));
  return byNamespace.flatMap(({ tier, all, always, byLabel }) => {
    const policies = pod.labels.complete ? policiesAt([...always, ...positionsAt(byLabel, pod)], all) : all;
    return policies.length === 0 ? [] : [{ ...tier, policies }];
  });
}

/** A tier within one namespace. */
interface NarrowedTier {
  readonly tier: Tier;
  readonly all: readonly Policy[];
  /** Positions of those that ask for no label that a pod must have, ascending. */
  readonly always: readonly number[];
  /** Of the others, by one label that a pod must have. */
  readonly byLabel: ReadonlyMap<string, readonly number[]>;
}

const narrowed = perObject((): Map<string, readonly NarrowedTier[]> => new Map());

function tiersOfNamespace(world: PolicyWorld, namespace: string): readonly NarrowedTier[] {
  return world.tiers.map((tier): NarrowedTier => {
    const all = tier.policies.filter(({ subject: { namespace: scope } }) => scope?.kind !== 'named' || scope.name === namespace);
    const always: number[] = [];
    const byLabel = new Map<string, number[]>();
    for (const [position, { subject }] of all.entries()) {
      const label = neededBy(subject, world);
      const same = label === undefined ? always : byLabel.get(label);
      if (same !== undefined) same.push(position);
      else if (label !== undefined) byLabel.set(label, [position]);
    }
    return { tier, all, always, byLabel };
  });
}

/** A label without which a pod surely does not meet the criteria; absent where none is known. A network set with the pod's address could meet them instead. */
function neededBy({ selector, nodes, podsOnly }: Criteria, { sets }: PolicyWorld): string | undefined {
  return selector === undefined || nodes !== undefined || (!podsOnly && sets.length > 0) ? undefined : neededLabel(selector);
}

function neededLabel(selector: Selector): string | undefined {
  switch (selector.kind) {
    case '==':
      return labelKey(selector.label, selector.value);
    case '&&':
      return selector.operands.map(neededLabel).find((label) => label !== undefined);
    default:
      return undefined;
  }
}

function* positionsAt(byLabel: NarrowedTier['byLabel'], { labels: { labels } }: Pick<PodEnd, 'labels'>): Generator<number> {
  if (byLabel.size === 0) return;
  for (const [label, value] of Object.entries(labels)) yield* byLabel.get(labelKey(label, value)) ?? [];
}

function policiesAt(positions: number[], all: readonly Policy[]): readonly Policy[] {
  return positions
    .sort((one, other) => one - other)
    .map((position) => all[position])
    .filter((policy) => policy !== undefined);
}

function labelKey(label: string, value: string): string {
  return `${label}=${value}`;
}
