import type { Text, Unsaid } from '../../base/message.ts';
import type { PlanBar, PlanCell, PlanCluster, PlanFinding, PlanGroup, PlanHeading, PlanOverlap, PlanSegment } from './planProtocol.ts';

/** The address plan of the protocol before anybody has chosen a language. */
export interface UnsaidPlan {
  readonly clusters: readonly PlanCluster[];
  /** By id. */
  readonly bars: ReadonlyMap<string, UnsaidBar>;
}

export type UnsaidBar = Omit<PlanBar, 'label' | 'segments' | 'overlaps' | 'groups' | 'findings'> & {
  readonly label: Text;
  readonly segments: readonly UnsaidSegment[];
  readonly overlaps: readonly UnsaidOverlap[];
  readonly groups: readonly UnsaidGroup[];
  readonly findings: readonly UnsaidFinding[];
};
export type UnsaidGroup = Omit<PlanGroup, 'headings' | 'cells' | 'findings'> & {
  readonly headings: readonly UnsaidHeading[];
  readonly cells: readonly UnsaidCell[];
  readonly findings: readonly UnsaidFinding[];
};
export type UnsaidCell = Omit<PlanCell, 'owner' | 'overlap' | 'cells'> & {
  readonly owner: Text;
  readonly overlap: Text;
  readonly cells: readonly UnsaidCell[];
};
export type UnsaidSegment = Unsaid<PlanSegment, 'label'>;
export type UnsaidHeading = Unsaid<PlanHeading, 'label'>;
export type UnsaidFinding = Unsaid<PlanFinding, 'message'>;
export type UnsaidOverlap = Omit<PlanOverlap, 'owners'> & { readonly owners: readonly [Text, Text] };
