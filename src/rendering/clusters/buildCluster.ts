import { folderOf } from '../../base/path.ts';
import type { Cluster, RenderingFault } from '../../manifests/cluster.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import type { ClusterPlan } from './clusterPlan.ts';
import type { FileFacts } from './skeleton.ts';
import type { Unit } from './unit.ts';

/** What a unit renders to, read. */
export interface UnitFacts {
  /** In the order in which the tool prints them, which is that of their creation. */
  readonly documents: readonly DocumentFacts[];
  readonly faults: readonly RenderingFault[];
  /** What could not be rendered and may make or change anything. */
  readonly unknown: readonly string[];
}

/** The cluster that a plan describes, from the files as they are now: plain files by path, each unit in the place of its folder. A file that is not there any more is left out. */
export function buildCluster(
  plan: ClusterPlan,
  lookup: (path: string) => FileFacts | undefined,
  rendered: (unit: Unit) => UnitFacts,
): Cluster {
  const resources: Resource[] = [];
  let unreadable = 0;
  const indefinite: Resource[] = [];
  const take = ({ unreadable: isUnreadable, resources: read, indefinite: unclear }: DocumentFacts, folder: string | undefined): void => {
    if (unclear !== undefined) indefinite.push(...unclear);
    else if (isUnreadable) unreadable++;
    for (const resource of read) if (belongs(resource, folder, plan)) resources.push(resource);
  };
  const units = plan.units.map(rendered);
  const unitsLeft = plan.units.map(({ folder }, index) => ({ path: `${folder}/`, documents: units[index]?.documents ?? [] }));
  for (const path of plan.files) {
    while (unitsLeft[0] !== undefined && unitsLeft[0].path < path)
      for (const facts of unitsLeft.shift()?.documents ?? []) take(facts, undefined);
    for (const facts of lookup(path)?.documents ?? []) take(facts, folderOf(path));
  }
  for (const { documents } of unitsLeft) for (const facts of documents) take(facts, undefined);
  return {
    name: plan.name,
    root: plan.root,
    rule: plan.rule,
    resources,
    ...(plan.unmatchedManifests.length === 0 ? {} : { unmatchedManifests: plan.unmatchedManifests }),
    ...(units.length === 0 ? {} : { faults: units.flatMap(({ faults }) => faults) }),
    unknowns: { unreadable, ...(indefinite.length === 0 ? {} : { indefinite }), unrendered: units.flatMap(({ unknown }) => unknown) },
  };
}

/** Kustomizations describe a cluster without being in it; a network or device description counts in its own folder only, as it stands there. */
function belongs(resource: Resource, folder: string | undefined, plan: ClusterPlan): boolean {
  const countsIn = kindOf(resource)?.countsIn;
  if (countsIn === 'none') return false;
  return countsIn !== 'own-folder' || (plan.rule === 'root' && folder === plan.root);
}
