import { message } from '../../base/message.ts';
import { treeOf } from '../../manifests/locate.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { plainValue } from '../../manifests/plainValue.ts';
import { get } from '../../manifests/syntax.ts';
import { isSame } from '../../manifests/same.ts';
import { ownershipOf } from '../workloads/ownership.ts';
import { writtenPod } from '../workloads/pods.ts';
import { keyOf, revisionOf } from './begin.ts';
import { mark } from './endings.ts';
import { settle } from './settle.ts';
import type { World } from './world.ts';

/** Creates objects, or changes those that are there: what the cluster has given them they keep. */
export function apply(world: World, resources: readonly Resource[]): void {
  for (const resource of resources) {
    const before = world.cluster.resources.filter((other) => isSameObject(other, resource));
    const [first] = before;
    const others = new Set<Resource>(before);
    const at = first === undefined ? world.cluster.resources.length : world.cluster.resources.indexOf(first);
    const kept = world.cluster.resources.filter((other) => !others.has(other));
    world.setResources([...kept.slice(0, at), resource, ...kept.slice(at)]);
    const last = before.at(-1);
    if (resource.type === 'Workload' && last?.type === 'Workload') changeTemplate(world, last, resource);
    if (resource.type === 'Pod') applyPod(world, resource);
    if (resource.type === 'Node')
      world.setCondition(resource.metadata.name, { deleted: false, unschedulable: undefined, taints: undefined, labels: undefined });
  }
  world.refresh();
  adopt(world);
  settle(world);
}

function isSameObject(one: Resource, other: Resource): boolean {
  return identityOf(one) === identityOf(other);
}

function identityOf(resource: Resource): string {
  const { kind, metadata } = resource;
  return isClusterWide(resource) ? `${kind}/${metadata.name}` : keyOf(resource);
}

function isClusterWide(resource: Resource): boolean {
  return kindOf(resource)?.scope === 'cluster';
}

/** An object of another template makes new pods, as its controller says. */
function changeTemplate(world: World, before: WorkloadResource, after: WorkloadResource): void {
  if (!isSame(before.template, after.template) || writtenAt(before, before.templatePath) !== writtenAt(after, after.templatePath))
    newRevision(world, after);
}

/** Pods that are made from now on are made from another template than those that there are. */
export function newRevision(world: World, workload: WorkloadResource): void {
  const key = keyOf(workload);
  world.revisions.set(key, (world.revisions.get(key) ?? 0) + 1);
}

/** All that is written at a path, whether or not we know what it means: an image is part of a template. */
function writtenAt({ document, root }: Resource, path: FieldPath): string {
  let node = treeOf(document);
  for (const step of [...root, ...path])
    node = typeof step === 'number' ? (node?.type === 'sequence' ? node.items[step] : undefined) : get(node, step);
  return JSON.stringify(plainValue(node));
}

/** Of a pod that is there only labels and annotations change. */
function applyPod(world: World, resource: PodResource): void {
  const planned = writtenPod(resource);
  const known = world.pods.find(({ pod }) => pod.namespace === planned.namespace && pod.name === planned.name);
  if (known !== undefined) {
    world.change(known, { labels: planned.labels, annotations: planned.annotations });
    return;
  }
  const isShown = resource.phase !== undefined && resource.phase !== 'Pending';
  world.add({
    pod: {
      ...planned,
      phase: isShown ? planned.phase : 'Pending',
      node: undefined,
      unschedulable: undefined,
      placement: applied,
      ips: [],
      ipPool: undefined,
      pending: undefined,
      explanation: applied,
    },
    workload: undefined,
    revision: '',
    born: world.clock,
    readySince: undefined,
    restarts: resource.restarts,
    healthy: resource.ready ?? true,
    lingersSince: undefined,
  });
}

const applied = { certainty: 'predicted', reason: message('It has just been applied.'), because: [] } as const;

/** Pods that were applied with an owner are their workload's. */
function adopt(world: World): void {
  if (!world.pods.some(({ pod, workload }) => workload === undefined && pod.origin.type === 'Pod' && pod.origin.owner !== undefined))
    return;
  const ownership = ownershipOf(world.cluster);
  for (const workload of world.workloads) {
    const own = new Set(ownership.podsOf(workload));
    for (const each of world.pods) {
      if (each.workload !== undefined || each.pod.origin.type !== 'Pod' || !own.has(each.pod.origin)) continue;
      each.workload = keyOf(workload);
      each.revision = revisionOf(each.pod, workload);
    }
  }
}

/** The objects that a reference means: `Kind/namespace/name`, `Kind/name` for those of the whole cluster and of `default`. */
export function objectsNamed(world: World, ref: string): readonly Resource[] {
  const [kind = '', second = '', third] = ref.split('/');
  const [namespace, name] = third === undefined ? [undefined, second] : [second, third];
  return world.cluster.resources.filter(
    (resource) =>
      resource.kind.toLowerCase() === kind.toLowerCase() &&
      resource.metadata.name === name &&
      (isClusterWide(resource) || namespaceOf(resource) === (namespace ?? 'default')),
  );
}

/** Takes objects away, with all that they own. */
export function remove(world: World, resources: readonly Resource[]): void {
  const going = new Set<Resource>(resources);
  const namespaces = new Set(resources.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const owners = new Set(resources.map(keyOf));
  // What an owner made may have made others in turn.
  for (let depth = 0; depth < 3; depth++) {
    for (const resource of world.cluster.resources) {
      const { controller, namespace } = resource.metadata;
      const inside = namespaces.has(namespace ?? 'default') && !isClusterWide(resource);
      const owned = controller !== undefined && owners.has(`${controller.kind}/${namespaceOf(resource)}/${controller.name}`);
      if ((!inside && !owned) || going.has(resource)) continue;
      if (resource.type !== 'Pod') going.add(resource);
      owners.add(keyOf(resource));
    }
  }
  world.setResources(world.cluster.resources.filter((resource) => !going.has(resource)));
  for (const key of owners) {
    world.replicaSets.delete(key);
    world.revisions.delete(key);
  }
  const leaving = world.pods.filter(
    ({ pod, workload }) =>
      namespaces.has(pod.namespace) ||
      (workload !== undefined && owners.has(workload)) ||
      owners.has(`${pod.owner.kind}/${pod.namespace}/${pod.owner.name}`),
  );
  for (const each of leaving) if (each.workload !== undefined && owners.has(each.workload)) each.workload = undefined;
  mark(world, leaving);
  world.refresh();
  settle(world);
}
