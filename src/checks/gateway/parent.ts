import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { unattached } from '../shared/gateway/unattached.ts';

export const gatewayParent: ResourceCheck = {
  code: 'gateway/parent',
  scope: 'cluster',
  severity: 'warning',
  parts: [eachMention('route-parent', unattached)],
};
