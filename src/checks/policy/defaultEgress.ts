import { each, type ResourceCheck } from '../findings/check.ts';
import { untypedEgress } from '../shared/policy/untypedEgress.ts';

export const policyDefaultEgress: ResourceCheck = {
  code: 'policy/default-egress',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['NetworkPolicy'], (policy, context) =>
      policy.writes.egress && (policy.policyTypes ?? []).length === 0 ? untypedEgress(policy, context) : [],
    ),
  ],
};
