import type { WorkloadResource } from '../../manifests/resources/workloads.ts';

/** How many pods a rolling update of a Deployment starts beyond `replicas`, and how many it may miss. */
export interface RollingUpdate {
  readonly surge: number;
  readonly unavailable: number;
}

/**
 * Absent for a Deployment that is recreated, for other workloads, and where a number cannot be read. Shares are of `replicas`: those of the surge are rounded up, those of
 * the unavailable down; where both come to nothing, one may be missing. kubernetes pkg/apis/apps/v1/defaults.go, pkg/controller/deployment/util ResolveFenceposts
 */
export function rollingUpdateOf({
  controller,
  replicas = 1,
  rollout,
}: Pick<WorkloadResource, 'controller' | 'replicas' | 'rollout'>): RollingUpdate | undefined {
  const { strategy = 'RollingUpdate', maxSurge = '25%', maxUnavailable = '25%' } = rollout;
  if (controller !== 'Deployment' || strategy !== 'RollingUpdate') return undefined;
  const surge = countOf(maxSurge, replicas, Math.ceil);
  const unavailable = countOf(maxUnavailable, replicas, Math.floor);
  if (surge === undefined || unavailable === undefined) return undefined;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function countOf(text: string, replicas: number, round: (share: number) => number): number | undefined {
  const match = /^([0-9]{1,6})(%?)$/.exec(text.trim());
  if (match === null) return undefined;
  const number = Number(match[1]);
  return match[2] === '%' ? round((number * replicas) / 100) : number;
}
