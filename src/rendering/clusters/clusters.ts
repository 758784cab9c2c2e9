export { buildCluster, ClusterBuilder, type ClusterSources, type UnitFacts } from './buildCluster.ts';
export type { ClusterPlan } from './clusterPlan.ts';
export { ClusterPlanner, planKey } from './planner.ts';
export { skeletonOf, type FileFacts, type FileSkeleton } from './skeleton.ts';
export { unitKey, type Unit } from './unit.ts';
export type { WorkspaceFolder } from './workspaceUnits.ts';
