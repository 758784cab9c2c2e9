import { each, type ResourceCheck } from '../findings/check.ts';
import { hasPolicies } from '../shared/policy/allPolicies.ts';
import { closedBackends, closedRouteBackends } from '../shared/policy/closedBackends.ts';

export const policyIngressController: ResourceCheck = {
  code: 'policy/ingress-controller',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Ingress'], (ingress, context) => (hasPolicies(context.cluster) ? closedBackends(ingress, context) : [])),
    each(['Route'], (route, context) => (hasPolicies(context.cluster) ? closedRouteBackends(route, context) : [])),
  ],
};
