import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { withoutPods, withoutService } from '../shared/selecting/withoutTarget.ts';

export const selectorNoTarget: ResourceCheck = {
  code: 'selector/no-target',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('monitored-services', (mention, context) => withoutService(mention, context)),
    eachMention('selected-pods', (mention, context) => withoutPods(mention, context)),
  ],
};
