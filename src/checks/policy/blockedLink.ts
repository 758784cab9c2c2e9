import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { hasPolicies } from '../shared/policy/allPolicies.ts';
import { blockedLinks } from '../shared/policy/blockedLinks.ts';

export const policyBlockedLink: ResourceCheck = {
  code: 'policy/blocked-link',
  scope: 'cluster',
  severity: 'warning',
  parts: [eachMention('service-name', (mention, context) => (hasPolicies(context.cluster) ? blockedLinks(mention, context) : []))],
};
