import type { PlanBar, PlanCluster, PlanPatch } from '../../src/topology/protocol.ts';

/** The address plan that the page shows. Never changed in place; bars that did not change stay the same objects. */
export interface Plan {
  readonly clusters: readonly PlanCluster[];
  readonly bars: ReadonlyMap<string, PlanBar>;
}

/** The next plan; the first comes from `undefined`. Bars that no cluster names any longer are gone. */
export function applyPlan(plan: Plan | undefined, { clusters, bars }: PlanPatch): Plan {
  const changed = new Map(bars.map((bar) => [bar.id, bar]));
  const kept = new Map<string, PlanBar>();
  for (const { bars: ids } of clusters) {
    for (const id of ids) {
      const bar = changed.get(id) ?? plan?.bars.get(id);
      if (bar !== undefined) kept.set(id, bar);
    }
  }
  return { clusters, bars: kept };
}
