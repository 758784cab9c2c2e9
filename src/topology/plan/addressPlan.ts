import { formatCIDR } from '../../base/ip.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { barsOf, type OwnedBlock } from './addressBars.ts';
import { claimsOf, nest, usesOf, withOverlaps, type Subjects } from './addressClaims.ts';
import type { PlanBar, PlanCluster, PlanPatch } from './planProtocol.ts';
import type { Subject, Topology } from '../subject.ts';
import { isSame } from './texts.ts';
import type { UnsaidBar, UnsaidPlan } from './unsaidPlan.ts';

/** The address space of every cluster: what it is for, who uses it, what is free and what overlaps. Its ids of elements are the graph's. */
export interface AddressPlan {
  readonly clusters: readonly PlanCluster[];
  /** By id. */
  readonly bars: ReadonlyMap<string, PlanBar>;
}

export const emptyPlan: AddressPlan = { clusters: [], bars: new Map() };

/** In no language yet, in the order of the graph. The bars of a cluster whose part of the topology is the same as before are the same objects. */
export function addressPlanOf({ subjects }: Topology): UnsaidPlan {
  const byCluster = new Map<Allocation, [string, Subject][]>();
  for (const entry of subjects) {
    const known = byCluster.get(entry[1].allocation);
    if (known === undefined) byCluster.set(entry[1].allocation, [entry]);
    else known.push(entry);
  }
  const clusters: PlanCluster[] = [];
  const bars = new Map<string, UnsaidBar>();
  for (const [allocation, own] of byCluster) {
    const part = partOf(allocation, own);
    if (part === undefined) continue;
    clusters.push(part.cluster);
    for (const bar of part.bars) bars.set(bar.id, bar);
  }
  return { clusters, bars };
}

interface Part {
  readonly cluster: PlanCluster;
  readonly bars: readonly UnsaidBar[];
}

/** By the subject of the cluster itself: it is a new one whenever anything of the cluster has changed, its findings included. */
const parts = new WeakMap<Subject, Part>();

function partOf(allocation: Allocation, subjects: Subjects): Part | undefined {
  const [first] = subjects;
  if (first === undefined) return undefined;
  const [id, subject] = first;
  const known = parts.get(subject);
  if (known !== undefined) return known;
  const { claims, overlaps } = withOverlaps(claimsOf(subjects, allocation), subjects);
  const bars = barsOf({ id, allocation, claims, uses: usesOf(subjects, allocation), overlaps, blocks: blocksOf(subjects) }, nest(claims));
  const part = { cluster: { id, name: allocation.cluster.name, bars: bars.map((bar) => bar.id) }, bars };
  parts.set(subject, part);
  return part;
}

/** Calico's blocks, or the pod range that each node was given. */
function blocksOf(subjects: Subjects): readonly OwnedBlock[] {
  const blocks = new Map<string, OwnedBlock>();
  for (const [element, { what }] of subjects) {
    if (what.type !== 'node') continue;
    const { name, podBlocks, podCIDRs } = what.node;
    for (const cidr of podBlocks.length > 0 ? podBlocks : podCIDRs) blocks.set(formatCIDR(cidr), { cidr, owner: name, element });
  }
  return [...blocks.values()];
}

/** What turns one plan into the next; undefined when they say the same. */
export function planDifference(before: AddressPlan, after: AddressPlan): PlanPatch | undefined {
  const bars = [...after.bars.values()].filter((bar) => {
    const old = before.bars.get(bar.id);
    return old === undefined || !isSame(old, bar);
  });
  return bars.length === 0 && isSame(before.clusters, after.clusters) ? undefined : { clusters: after.clusters, bars };
}
