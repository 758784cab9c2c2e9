import { resourcesOf } from '../../manifests/cluster.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
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
      resourcesOf(context.cluster, 'CalicoNetworkPolicy').length > 0 ? neverReached(policy, context) : [],
    ),
    each(['CalicoNetworkPolicy'], (policy, context) => onlyLogged(policy, context)),
  ],
};
