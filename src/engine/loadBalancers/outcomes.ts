import type { IPAddress } from '../../base/ip.ts';
import type { LoadBalancerOutcome, LoadBalancerPendingReason } from '../allocation.ts';
import type { Explanation, Refusal } from '../explanation.ts';

export function pendingOutcome(pending: Refusal<LoadBalancerPendingReason>): LoadBalancerOutcome {
  return {
    ips: [],
    pool: undefined,
    pending,
    besides: undefined,
    explanation: { certainty: 'predicted', reason: pending.message, because: pending.because },
    announcedBy: undefined,
    sharedWith: [],
  };
}

export function given(
  ips: readonly IPAddress[],
  pool: string | undefined,
  explanation: Explanation,
  sharedWith: readonly string[] = [],
): LoadBalancerOutcome {
  return { ips, pool, pending: undefined, besides: undefined, explanation, announcedBy: undefined, sharedWith };
}
