import { perObject } from '../../base/derived.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Resource, ResourceOf } from '../../manifests/resource.ts';
import { lastApplied, lastAppliedOf } from '../lastApplied.ts';
import { calicoPolicy } from './calico.ts';
import { clusterPolicy, foreignPolicy } from './clusterWide.ts';
import { kubernetesPolicy } from './kubernetes.ts';
import type { Policy, Tier } from './policy.ts';

/** Calico's own tiers. api/pkg/apis/projectcalico/v3/tier.go, globalnetworkpolicy.go */
const builtIn: readonly (Pick<Tier, 'name' | 'atEnd'> & { readonly order: number })[] = [
  { name: 'kube-admin', order: 1_000, atEnd: 'pass' },
  { name: 'default', order: 1_000_000, atEnd: 'deny' },
  { name: 'kube-baseline', order: 10_000_000, atEnd: 'pass' },
];

/** The order of what Kubernetes' own policies become in tier `default`. */
const orderOfKubernetes = 1000;

interface Placed {
  readonly tier: string;
  readonly order: number | undefined;
  readonly policy: Policy;
}

/** All policies of a cluster in the order in which they count. felix/calc/policy_sorter.go */
export const tiersOf = perObject((cluster: Cluster): readonly Tier[] => {
  const all = [...policiesIn(cluster)];
  const declared = lastApplied(resourcesOf(cluster, 'Tier'));
  const names = new Set([
    ...builtIn.map(({ name }) => name),
    ...declared.map(({ metadata }) => metadata.name),
    ...all.map(({ tier }) => tier),
  ]);
  const tiers = [...names].map((name): Tier => {
    const own = builtIn.find((one) => one.name === name);
    const resource = declared.find(({ metadata }) => metadata.name === name);
    const policies = all
      .filter(({ tier }) => tier === name)
      .sort((one, other) => byOrder(one.order, other.order) || byName(one.policy.resource, other.policy.resource))
      .map(({ policy }) => policy);
    return {
      name,
      order: own === undefined ? resource?.order : own.order,
      atEnd: own?.atEnd ?? (resource?.defaultAction === 'Pass' ? 'pass' : 'deny'),
      declared: own !== undefined || resource !== undefined,
      policies,
    };
  });
  return tiers
    .filter(({ policies }) => policies.length > 0)
    .sort(
      (one, other) => Number(other.declared) - Number(one.declared) || byOrder(one.order, other.order) || compareText(one.name, other.name),
    );
});

/** Where a manifest counts among the others; absent for one that is enforced nowhere, or that another one of its name replaces. */
export function standingOf(cluster: Cluster, resource: Resource): { readonly tier: Tier; readonly policy: Policy } | undefined {
  for (const tier of tiersOf(cluster)) {
    const policy = tier.policies.find((one) => one.resource === resource);
    if (policy !== undefined) return { tier, policy };
  }
  return undefined;
}

/** Those too of which so much is filled in later that they take no place in the cluster: what they are about is in doubt. */
function* policiesIn(cluster: Cluster): Generator<Placed> {
  const indefinite = cluster.unknowns.flatMap(({ resource }) => (resource !== undefined && isPolicy(resource) ? [resource] : []));
  for (const type of policyTypes)
    for (const resource of [...lastAppliedOf(cluster, type), ...indefinite.filter((one) => one.type === type)]) yield placed(resource);
}

function placed(resource: PolicyResource): Placed {
  switch (resource.type) {
    case 'NetworkPolicy':
      return { tier: 'default', order: orderOfKubernetes, policy: kubernetesPolicy(resource) };
    case 'CalicoNetworkPolicy':
      return { tier: resource.tier ?? 'default', order: resource.order, policy: calicoPolicy(resource) };
    case 'ClusterPolicy':
      return {
        tier: resource.stage === 'admin' ? 'kube-admin' : 'kube-baseline',
        order: resource.priority,
        policy: clusterPolicy(resource),
      };
    case 'ForeignPolicy':
      // Before everything else: what it says may count whatever the others do.
      return { tier: 'default', order: Number.NEGATIVE_INFINITY, policy: foreignPolicy(resource) };
  }
}

const policyTypes = ['NetworkPolicy', 'CalicoNetworkPolicy', 'ClusterPolicy', 'ForeignPolicy'] as const;
type PolicyResource = ResourceOf<(typeof policyTypes)[number]>;

export function isPolicy(resource: Resource): resource is PolicyResource {
  return policyTypes.some((type) => type === resource.type);
}

function byOrder(one: number | undefined, other: number | undefined): number {
  if (one === other) return 0;
  return one === undefined ? 1 : other === undefined ? -1 : one - other;
}

function byName(one: Resource, other: Resource): number {
  return (
    compareText(one.metadata.name, other.metadata.name) ||
    compareText(one.metadata.namespace ?? '', other.metadata.namespace ?? '') ||
    compareText(nameOf(one), nameOf(other))
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
