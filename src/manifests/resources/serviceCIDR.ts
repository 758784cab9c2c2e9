import type { ResourceBase } from '../metadata.ts';

/** networking.k8s.io/v1 or v1beta1 ServiceCIDR: a range, or one of each family, that cluster IPs come from. */
export interface ServiceCIDRResource extends ResourceBase {
  readonly type: 'ServiceCIDR';
  /** As written; validity is the engine's to judge. */
  readonly cidrs: readonly string[];
  /** Condition Ready in `status`; absent when there is none, which counts as ready. */
  readonly ready: boolean | undefined;
}
