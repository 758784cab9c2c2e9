import { list, message, sentences, type Message } from '../../../base/message.ts';
import type { AllocatedNode, AllocatedPod } from '../../../engine/allocation.ts';
import { ownerOf } from '../../../engine/references/podOwners.ts';
import { hostPortsOf } from '../../../engine/scheduler/hostPorts.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPlace } from '../../../manifests/place.ts';
import type { PodResource, WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { pairsText } from '../labelMiss.ts';
import { clashesOnHostPorts, placeOfPort } from '../port/takenHostPorts.ts';
import { isSlip } from '../slip.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../unseen.ts';

/** The scheduler leaves a pod alone that names its node; where there is no such node nobody runs it. A node of another name may be known elsewhere, a slip of one that is here is not. */
export function* boundToNobody(
  bound: readonly (WorkloadResource | PodResource)[],
  { allocation: { nodes }, cluster }: CheckContext,
): Generator<Problem> {
  const known = nodes.filter(({ name, place }) => name !== '' && place !== undefined).map(({ name }) => name);
  if (known.length === 0) return;
  for (const resource of bound) {
    const { spec, specPath } = ownerOf(resource);
    const { nodeName = '' } = spec;
    if (known.includes(nodeName)) continue;
    const meant = known.find((name) => isSlip(nodeName, name));
    if (meant === undefined) continue;
    const place = placeOf(resource, ...specPath, 'nodeName');
    yield {
      place,
      message: message('{0} names node {1}, which there is not: nobody runs its pods. Nearest is {2}.', nameOf(resource), nodeName, meant),
      doubt: unappliedChanges(cluster, resource),
      fixes: [replacing(message('Write {0}', meant), true, { place, replaces: nodeName, text: meant })],
    };
  }
}

/** Pods that no node takes, by what makes them; another rule tells of two workloads that take one port of one node. */
export function* stayPending(
  waiting: ReadonlyMap<WorkloadResource | PodResource, readonly AllocatedPod[]>,
  context: CheckContext,
): Generator<Problem> {
  const clashing = new Set(
    [...waiting.values()].some(([pod]) => pod !== undefined && hostPortsOf(pod.spec).length > 0)
      ? [...clashesOnHostPorts(context)].flatMap(({ owner, holder }) => [owner.resource, holder.resource])
      : [],
  );
  for (const [origin, pods] of waiting) if (!clashing.has(origin)) yield problemOf(origin, pods, context);
}

/** DaemonSets whose selectors meet no node. */
export function* onNoNode(idle: readonly WorkloadResource[], context: CheckContext): Generator<Problem> {
  const { allocation } = context;
  const standing = new Set(allocation.pods.map(({ origin }) => origin));
  const refused = new Set(allocation.refusedWorkloads.map(({ workload }) => workload));
  for (const workload of idle) {
    if (standing.has(workload) || refused.has(workload)) continue;
    yield {
      place: deciding(workload),
      message: message(
        '{0} runs on no node: its nodeSelector or affinity meets none of those that there are ({1}).',
        nameOf(workload),
        namesOf(allocation.nodes),
      ),
      doubt: doubtOf(workload, context),
    };
  }
}

function problemOf(origin: WorkloadResource | PodResource, pods: readonly AllocatedPod[], context: CheckContext): Problem {
  const [first] = pods;
  const selector = ownerOf(origin).spec.nodeSelector;
  const reason = first?.unschedulable?.message ?? message('No node takes them.');
  return {
    place: deciding(origin),
    message: sentences(
      origin.type === 'Pod'
        ? message('{0} stays pending.', nameOf(origin))
        : message(
            'Pods of {0} stay pending ({1}).',
            nameOf(origin),
            list(
              pods.map(({ name }) => name),
              3,
            ),
          ),
      reason,
      ...(Object.keys(selector).length === 0 ? [] : [message('It asks for nodes with {0}.', pairsText(selector))]),
    ),
    doubt: doubtOf(origin, context),
  };
}

/** The field that says where its pods may run; of several the first. */
function deciding(origin: WorkloadResource | PodResource): FieldPlace {
  const { spec, specPath } = ownerOf(origin);
  if (spec.nodeName !== undefined) return placeOf(origin, ...specPath, 'nodeName');
  if (Object.keys(spec.nodeSelector).length > 0) return keyPlaceOf(origin, ...specPath, 'nodeSelector');
  if (spec.requiredNodeAffinity !== undefined || spec.requiredPodAffinity.length > 0 || spec.requiredPodAntiAffinity.length > 0)
    return keyPlaceOf(origin, ...specPath, 'affinity');
  const [port] = hostPortsOf(spec);
  return port === undefined ? placeOf(origin, 'metadata', 'name') : placeOfPort(ownerOf(origin), port);
}

/** Labels are often set in the cluster alone: a key that no node is declared with proves nothing. */
function doubtOf(origin: WorkloadResource | PodResource, { allocation: { nodes }, cluster, assembly }: CheckContext): Message | undefined {
  const { spec } = ownerOf(origin);
  const keys = [
    ...Object.keys(spec.nodeSelector),
    ...(spec.requiredNodeAffinity ?? []).flatMap(({ matchExpressions }) => matchExpressions.map(({ key }) => key)),
  ];
  const unknown = keys.find((key) => !nodes.some(({ labels }) => Object.hasOwn(labels, key)));
  return unknown === undefined
    ? (assembly.mixed ?? unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster))
    : message('No node is declared with the label {0}, which may be set in the cluster alone.', unknown);
}

function namesOf(nodes: readonly AllocatedNode[]) {
  return list(
    nodes.map(({ name }) => name),
    3,
  );
}
