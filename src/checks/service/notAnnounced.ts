import { resourcesOf } from '../../manifests/cluster.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { untoldByCilium } from '../shared/service/untoldByCilium.ts';

export const notAnnounced: Check = {
  code: 'service/not-announced',
  scope: 'cluster',
  severity: 'warning',
  run(context: CheckContext): Iterable<Problem> {
    return resourcesOf(context.cluster, 'CiliumL2AnnouncementPolicy').length > 0 ? untoldByCilium(context) : [];
  },
};
