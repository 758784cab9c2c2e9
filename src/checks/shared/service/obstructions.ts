import type { AllocatedService, LoadBalancerPendingReason } from '../../../engine/allocation.ts';
import type { Refusal } from '../../../engine/explanation.ts';

/** Why a service itself gets no external address: where MetalLB refuses its whole configuration, what would keep it from one all the same. */
export function obstructionOf({ loadBalancer }: AllocatedService): Refusal<LoadBalancerPendingReason> | undefined {
  return loadBalancer?.besides ?? loadBalancer?.pending;
}
