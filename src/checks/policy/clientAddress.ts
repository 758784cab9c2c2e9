import { each, type ResourceCheck } from '../findings/check.ts';
import { maskedClients } from '../shared/policy/maskedClients.ts';
import { isolates } from '../shared/policy/peers.ts';

export const policyClientAddress: ResourceCheck = {
  code: 'policy/client-address',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['NetworkPolicy'], (policy, context) => {
      const namesAddresses = policy.ingress.some(({ peers }) => peers.some(({ ipBlock }) => ipBlock !== undefined));
      return namesAddresses && isolates(policy, 'ingress') ? maskedClients(policy, context) : [];
    }),
  ],
};
