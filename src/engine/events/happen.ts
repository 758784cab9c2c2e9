import { nearestOf } from '../../base/nearest.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import { formatAddress, parseAddress } from '../../base/ip.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { ClusterNode } from '../allocation.ts';
import { isFinished } from '../calico/observed.ts';
import { dateOf, keyOf } from './begin.ts';
import { drain } from './drain.ts';
import { elapse, noteEmptyBlocks } from './elapse.ts';
import { abandon, bury, mark } from './endings.ts';
import type { ClusterEvent, LabelChanges, PodReference } from './event.ts';
import { rolloutFigures, stepFigures } from './figures.ts';
import { cordon, deleteNode, failNode, labelNode, returnNode, taintNode } from './nodes.ts';
import { apply, newRevision, objectsNamed, remove } from './objects.ts';
import { changedLabels } from './labelChanges.ts';
import { settle, updateReadiness } from './settle.ts';
import type { ClusterState, EventOutcome } from './state.ts';
import { currentRevision } from './controllers/wanted.ts';
import { templateHashOf } from './controllers/deployment.ts';
import { viewOf } from './view.ts';
import { explainWaiting } from './waiting.ts';
import { World, type WorkingPod } from './world.ts';

/**
 * The next state of a cluster: what its components make of an event. A pure function. What an event names and the cluster has not is a `problem`, with the name that comes nearest,
 * and nothing has happened then. The rules and their sources: each file of this folder.
 */
export function happen(state: ClusterState, event: ClusterEvent): EventOutcome | { readonly problem: Message } {
  const world = new World(state);
  const problem = !world.isControlled && needsControlPlane(event) ? noControlPlane : act(world, event);
  if (problem !== undefined) return { problem };
  explainWaiting(world);
  noteEmptyBlocks(world);
  const { allocation, accepted } = viewOf(world);
  return {
    state: world.finished(allocation, accepted),
    stuck: world.stuck,
    notes: world.notes,
    rollout: world.rollout,
    removed: world.removed,
    replaced: world.replaced,
  };
}

const noControlPlane = message('The control plane does not answer, so nobody can change anything in this cluster.');

function needsControlPlane({ do: what }: ClusterEvent): boolean {
  return !['nodeFails', 'nodeReturns', 'elapse', 'terminated', 'containerRestart', 'setReady', 'podSucceeds', 'rolloutStep'].includes(what);
}

/** Why it could not happen, or nothing. */
function act(world: World, event: ClusterEvent): Message | undefined {
  switch (event.do) {
    case 'restartPod':
    case 'deletePod':
    case 'forceDeletePod':
    case 'podSucceeds':
    case 'setReady':
    case 'containerRestart':
      return withPod(world, event.pod, (each) => actOnPod(world, each, event));
    case 'terminated': {
      if (event.pod !== undefined)
        return withPod(world, event.pod, (each) => {
          each.lingersSince = undefined;
          mark(world, [each]);
          settle(world);
        });
      for (const each of world.pods) each.lingersSince = undefined;
      settle(world);
      return undefined;
    }
    case 'scale':
      return withWorkload(world, event.workload, (workload) => scale(world, workload, event.replicas, event.now));
    case 'rollout':
      return withWorkload(world, event.workload, (workload) => {
        rollOut(world, workload, event);
        return undefined;
      });
    case 'rolloutStep': {
      const figures = (workload: WorkloadResource | undefined) => {
        world.rollout = stepFigures(workload, event.counts);
        return undefined;
      };
      if (event.workload !== undefined) return withWorkload(world, event.workload, figures);
      // Where there is but one, it is the one that is meant.
      const deployments = world.workloads.filter(({ controller }) => controller === 'Deployment');
      return figures(deployments.length === 1 ? deployments[0] : undefined);
    }
    case 'nodeFails':
      return withNode(world, event.node, (node) => failNode(world, node));
    case 'nodeReturns':
      return withNode(world, event.node, (node) => returnNode(world, node, event.rebooted));
    case 'elapse':
      elapse(world, event.seconds);
      return undefined;
    case 'deleteNode':
      return withNode(world, event.node, (node) => deleteNode(world, node));
    case 'drain':
      return withNode(world, event.node, (node) => drain(world, node, event.force));
    case 'cordon':
    case 'uncordon':
      return withNode(world, event.node, (node) => cordon(world, node, event.do === 'cordon'));
    case 'taint':
      return withNode(world, event.node, (node) => taintNode(world, node, event.taints, event.remove));
    case 'label': {
      const { node, pod, labels } = event;
      if (node !== undefined) return withNode(world, node, (found) => labelNode(world, found, labels));
      return withPod(world, { name: pod ?? '' }, (each) => labelPod(world, each, labels));
    }
    case 'apply':
      if (event.resources.length === 0) return message('There is no manifest to apply.');
      apply(world, event.resources);
      return undefined;
    case 'delete':
      return deleteObject(world, event.ref);
  }
}

type PodEvent = Extract<
  ClusterEvent,
  { readonly do: 'restartPod' | 'deletePod' | 'forceDeletePod' | 'podSucceeds' | 'setReady' | 'containerRestart' }
>;

function actOnPod(world: World, each: WorkingPod, event: PodEvent): void {
  switch (event.do) {
    case 'restartPod':
      end(world, each);
      break;
    case 'deletePod':
      if (event.until === 'terminating') each.lingersSince = world.time;
      end(world, each);
      break;
    case 'forceDeletePod':
      // Its kubelet hears of it and ends the sandbox, if it can.
      if (each.pod.node !== undefined && world.isSilent(each.pod.node)) abandon(world, [each]);
      else bury(world, [each]);
      break;
    case 'podSucceeds':
      world.release(each.pod.spec.hostNetwork ? [] : each.pod.ips);
      each.healthy = false;
      world.change(each, {
        phase: event.phase,
        ready: false,
        ips: [],
        ipPool: undefined,
        pending: undefined,
        explanation: { certainty: 'fixed', reason: message('It is finished, and has given its address back.'), because: [] },
      });
      break;
    case 'setReady':
      each.healthy = event.ready;
      break;
    case 'containerRestart':
      each.restarts++;
      each.readySince = world.clock;
      each.healthy = event.until === 'settled';
      break;
  }
  updateReadiness(world);
  settle(world);
}

function end(world: World, each: WorkingPod): void {
  if (each.workload === undefined && !isFinished(each.pod))
    world.notes.push(
      message('Nobody puts another pod in the place of {0}: it has no controller here.', `${each.pod.namespace}/${each.pod.name}`),
    );
  mark(world, [each]);
  if (each.pod.node !== undefined && world.isSilent(each.pod.node))
    world.stuck.push(message('Pod {0} ends when node {1} answers again.', `${each.pod.namespace}/${each.pod.name}`, each.pod.node.name));
}

function labelPod(world: World, each: WorkingPod, changes: LabelChanges): void {
  const labels = changedLabels(each.pod.labels, changes);
  world.change(each, { labels });
  const workload = each.workload === undefined ? undefined : world.workload(each.workload);
  const selector = workload?.selector?.matchLabels ?? {};
  // A pod that its controller no longer selects is nobody's, and is replaced.
  if (Object.entries(selector).some(([key, value]) => labels[key] !== value)) each.workload = undefined;
  settle(world);
}

function scale(world: World, workload: WorkloadResource, replicas: number, now: string | undefined): Message | undefined {
  if (['DaemonSet', 'Job', 'CronJob'].includes(workload.controller))
    return message('A {0} is not scaled by a number of replicas.', workload.kind);
  setNow(world, now);
  replace(world, workload, { ...workload, replicas });
  settle(world);
  return undefined;
}

function setNow(world: World, now: string | undefined): void {
  const date = dateOf(now);
  if (date !== undefined) world.setClock(date);
}

function replace(world: World, workload: WorkloadResource, changed: WorkloadResource): void {
  world.setResources(world.cluster.resources.map((resource): Resource => (resource === workload ? changed : resource)));
  for (const each of world.pods) if (each.pod.origin === workload) world.change(each, { origin: changed });
}

function rollOut(world: World, workload: WorkloadResource, { becomesReady, now }: Extract<ClusterEvent, { readonly do: 'rollout' }>): void {
  setNow(world, now);
  world.rollout = rolloutFigures(world, workload);
  newRevision(world, workload);
  const revision = workload.controller === 'Deployment' ? templateHashOf(world, workload) : currentRevision(world, workload);
  const key = keyOf(workload);
  if (!becomesReady) world.failing.add(`${key} ${revision}`);
  settle(world);
  if (workload.paused) world.notes.push(message('The Deployment is paused, so its update does not begin.'));
  if (workload.rollout.strategy === 'OnDelete' && workload.controller !== 'Deployment')
    world.notes.push(message('Its strategy is OnDelete: a pod is made anew only when somebody deletes it.'));
}

function deleteObject(world: World, ref: string): Message | undefined {
  const kind = (ref.split('/')[0] ?? '').toLowerCase();
  if (kind === 'pod') {
    const name = ref.slice(ref.indexOf('/') + 1);
    return act(world, { do: 'deletePod', pod: { name }, until: 'settled' });
  }
  if (kind === 'node') return act(world, { do: 'deleteNode', node: ref.slice(ref.lastIndexOf('/') + 1) });
  const found = objectsNamed(world, ref);
  if (found.length === 0) {
    const names = world.cluster.resources.map((resource) => `${resource.kind}/${namespaceOf(resource)}/${resource.metadata.name}`);
    return missing(message('There is no {0}.', ref), ref, names);
  }
  remove(world, found);
  return undefined;
}

function withPod(world: World, reference: PodReference, action: (each: WorkingPod) => void): Message | undefined {
  const found = podNamed(world, reference);
  if ('key' in found) return found;
  action(found);
  return undefined;
}

function podNamed(world: World, reference: PodReference): WorkingPod | Message {
  if ('address' in reference) {
    const address = parseAddress(reference.address);
    const holder = world.pods.find(({ pod }) =>
      address === undefined ? false : pod.ips.some((ip) => ip.family === address.family && ip.value === address.value),
    );
    if (holder !== undefined) return holder;
    const held = world.pods.flatMap(({ pod }) => pod.ips.map(formatAddress));
    return missing(message('No pod has the address {0}.', reference.address), reference.address, held);
  }
  const wanted = reference.name.includes('/') ? reference.name : `default/${reference.name}`;
  // Of one that ends and its successor the one that runs is meant.
  const found = world.pods.filter(({ pod }) => `${pod.namespace}/${pod.name}` === wanted);
  const [each] = [...found.filter(({ pod }) => !pod.terminating), ...found];
  if (each !== undefined) return each;
  return missing(
    message('There is no pod {0}.', wanted),
    wanted,
    world.pods.map(({ pod }) => `${pod.namespace}/${pod.name}`),
  );
}

function withNode(world: World, name: string, action: (node: ClusterNode) => void): Message | undefined {
  const node = world.nodeNamed(name);
  if (node !== undefined && name !== '') {
    action(node);
    return undefined;
  }
  const names = world.nodes.map((each) => each.name).filter((each) => each !== '');
  if (names.length === 0)
    return message(
      'There is no node {0}: no manifest says which nodes there are. Declare them in an EdgeNetwork, or as Node manifests.',
      name,
    );
  return missing(message('There is no node {0}.', name), name, names);
}

function withWorkload(world: World, ref: string, action: (workload: WorkloadResource) => Message | undefined): Message | undefined {
  const [kind = '', ...rest] = ref.split('/');
  const path = rest.length === 1 ? `default/${rest[0] ?? ''}` : rest.join('/');
  const found = world.workloads.find(
    (workload) => workload.kind.toLowerCase() === kind.toLowerCase() && `${namespaceOf(workload)}/${workload.metadata.name}` === path,
  );
  if (found !== undefined) return action(found);
  return missing(message('There is no workload {0}.', ref), ref, world.workloads.map(keyOf));
}

/** With the name that was meant, or with some of those that there are. */
function missing(text: Message, wanted: string, names: readonly string[]): Message {
  const lower = new Map(names.map((name) => [name.toLowerCase(), name]));
  const near = nearestOf(wanted.toLowerCase(), [...lower.keys()]);
  const name = near === undefined ? undefined : lower.get(near);
  if (name !== undefined) return sentences(text, message('Is {0} meant?', name));
  return names.length === 0 ? text : sentences(text, message('There are {0}.', list([...new Set(names)], 5)));
}
