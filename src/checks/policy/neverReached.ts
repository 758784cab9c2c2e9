import { resourcesOf } from '../../manifests/cluster.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import type { CalicoNetworkPolicyResource, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { calicoPolicyFaults } from '../shared/calico/policyFaults.ts';
import { neverReached } from '../shared/policy/neverReached.ts';
import { onlyLogged } from '../shared/policy/onlyLogged.ts';

/** In a tier the first rule that a packet meets decides. felix/rules/endpoints.go */
export const policyNeverReached: ResourceCheck = {
  code: 'policy/never-reached',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['NetworkPolicy', 'CalicoNetworkPolicy'], (policy, context) =>
      // Kubernetes' own policies add up, in whatever order.
      resourcesOf(context.cluster, 'CalicoNetworkPolicy').length > 0 && !isRefused(policy) ? neverReached(policy, context) : [],
    ),
    each(['CalicoNetworkPolicy'], (policy, context) => (isRefused(policy) ? [] : onlyLogged(policy, context))),
  ],
};

/** It stands in no tier then; `policy/refused` says why. */
function isRefused(policy: NetworkPolicyResource | CalicoNetworkPolicyResource): boolean {
  return policy.type === 'CalicoNetworkPolicy' && calicoPolicyFaults(policy).length > 0;
}
