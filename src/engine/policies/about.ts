import { perObject } from '../../base/derived.ts';
import type { Selector } from '../calico/selector.ts';
import { NeededLabels, type NeededLabel } from '../neededLabels.ts';
import type { PodEnd } from './ends.ts';
import type { Criteria, Policy, Tier } from './policy.ts';
import type { PolicyWorld } from './world.ts';

/** The tiers with those policies alone that may be about a pod: the others need not be asked. A tier without any is left out. */
export function tiersAbout(world: PolicyWorld, pod: Pick<PodEnd, 'namespace' | 'namespaceLabels' | 'labels'>): readonly Tier[] {
  const { namespace, namespaceLabels, labels } = pod;
  const known = narrowed(world);
  // What decides, and nothing else: the labels of a namespace may change while the policies stay.
  const key = JSON.stringify([namespace, namespaceLabels.complete, namespaceLabels.labels]);
  let tiers = known.get(key);
  if (tiers === undefined) known.set(key, (tiers = tiersOfNamespace(world, pod)));
  return tiers.flatMap(({ tier, inNamespace }) => {
    const policies = inNamespace.about(labels.complete ? labels.labels : undefined);
    return policies.length === 0 ? [] : [{ ...tier, policies }];
  });
}

interface NarrowedTier {
  readonly tier: Tier;
  readonly inNamespace: NeededLabels<Policy>;
}

const narrowed = perObject((): Map<string, readonly NarrowedTier[]> => new Map());

function tiersOfNamespace(
  world: PolicyWorld,
  { namespace, namespaceLabels: { labels, complete } }: Pick<PodEnd, 'namespace' | 'namespaceLabels'>,
): readonly NarrowedTier[] {
  return byNamespaceLabels(world).map(({ tier, policies }) => {
    const possible = policies
      .about(complete ? labels : undefined)
      .filter(({ subject: { namespace: scope } }) => scope?.kind !== 'named' || scope.name === namespace);
    return { tier, inNamespace: new NeededLabels(possible, ({ subject }) => neededBy(subject, world)) };
  });
}

const byNamespaceLabels = perObject((world: PolicyWorld) =>
  world.tiers.map((tier) => ({ tier, policies: new NeededLabels(tier.policies, ({ subject }) => neededOfNamespace(subject, world)) })),
);

function neededOfNamespace({ namespace: scope, nodes, podsOnly }: Criteria, { sets }: PolicyWorld): NeededLabel | undefined {
  // Calico gives each namespace its name as a label.
  if (scope?.kind === 'named') return ['projectcalico.org/name', scope.name];
  return scope?.kind !== 'selected' || nodes !== undefined || (!podsOnly && sets.length > 0) ? undefined : neededLabel(scope.selector);
}

/** A network set with the pod's address could meet the criteria instead of the pod. */
function neededBy({ selector, nodes, podsOnly }: Criteria, { sets }: PolicyWorld): NeededLabel | undefined {
  return selector === undefined || nodes !== undefined || (!podsOnly && sets.length > 0) ? undefined : neededLabel(selector);
}

function neededLabel(selector: Selector): NeededLabel | undefined {
  switch (selector.kind) {
    case '==':
      return [selector.label, selector.value];
    case '&&':
      return selector.operands.map(neededLabel).find((label) => label !== undefined);
    default:
      return undefined;
  }
}
