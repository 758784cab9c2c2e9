import { groupBy } from '../../base/groupBy.ts';
import { formatAddress } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService } from '../../engine/allocation.ts';
import { placeOf } from '../../manifests/place.ts';
import { hasUnknownReplicas } from '../../manifests/unknownReplicas.ts';
import type { ClusterDrawing } from '../clusterDrawing.ts';
import type { MadeWorkload } from '../drawnBefore.ts';
import { ofAll } from '../isolation.ts';
import { commonLabels, isModule, isPending, nodeLooks, podLooks, words, type Looks } from '../looks.ts';
import { keyOf } from '../podKey.ts';
import type { GraphElement } from '../protocol.ts';
import { compareNumbers, podRanks } from '../serviceOrder.ts';

/** Nodes with their workloads and pods. */
export function addNodes(drawing: ClusterDrawing, services: readonly AllocatedService[]): void {
  const { nodes, pods } = drawing.allocation;
  const rank = podRanks(drawing.allocation, services);
  const byNode = new Map(groupBy(pods, ({ node }) => node?.name));
  for (const node of nodes) {
    const id = drawing.add(
      `Node/${node.name}`,
      drawing.id,
      nodeLooks(node),
      { type: 'node', node },
      { resource: node.resource, place: node.place },
    );
    drawing.nodes.set(node.name, id);
    for (const address of node.ips) drawing.nodeAt.set(formatAddress(address), id);
    addWorkloads(drawing, id, byNode.get(node.name) ?? [], rank);
    byNode.delete(node.name);
  }
  // What is left has no node, or one that the allocation does not list.
  const rest = [...byNode.values()].flat();
  if (rest.length === 0) return;
  const id = drawing.add(
    'unscheduled',
    drawing.id,
    { kind: 'unscheduled', label: message('Not scheduled'), pending: true },
    { type: 'unscheduled' },
  );
  addWorkloads(drawing, id, rest, rank);
}

function addWorkloads(drawing: ClusterDrawing, node: string, pods: readonly AllocatedPod[], rank: ReadonlyMap<AllocatedPod, number>): void {
  const groups = [...groupBy(pods, ownerKeyOf)];
  const first = ([, [pod]]: [string, readonly AllocatedPod[]]) => (pod === undefined ? Infinity : (rank.get(pod) ?? Infinity));
  groups.sort((one, other) => compareNumbers(first(one), first(other)));
  for (const [key, members] of groups) {
    const [pod] = members;
    if (pod === undefined) continue;
    const bare = pod.origin.type === 'Pod' && members.length === 1;
    const isolated = ofAll(members.map(drawing.isolationOf));
    const workload = bare
      ? undefined
      : drawing.before.workloads.of(pod, [drawing.id, node, isolated, ...members], () =>
          madeWorkload(drawing, key, node, pod, members, isolated),
        );
    const parent = workload === undefined ? node : drawing.put(workload.made);
    for (const member of members) addPod(drawing, member, parent, workload);
  }
}

function madeWorkload(
  drawing: ClusterDrawing,
  key: string,
  node: string,
  pod: AllocatedPod,
  members: readonly AllocatedPod[],
  isolated: GraphElement['isolated'],
): MadeWorkload {
  const { origin, owner, namespace } = pod;
  // Said once for all: a graph of thousands stays light.
  const shared = commonLabels(members);
  const made = drawing.made(
    `${key}@${drawing.local(node)}`,
    node,
    {
      kind: 'workload',
      label: owner.name,
      note: hasUnknownReplicas(origin)
        ? term('{0}, how many pods is not known', owner.kind)
        : isModule(pod)
          ? term('IoT Edge module')
          : owner.kind,
      namespace,
      keywords: words(shared),
      ...(isModule(pod) && { isModule: true }),
      ...isolatedLooks(isolated),
      pending: members.some(isPending),
    },
    { type: 'workload', pods: members },
    { resource: origin, place: placeOf(origin, 'metadata', 'name') },
  );
  return { made, shared };
}

/** `workload`: absent for one that stands on its node by itself. */
function addPod(drawing: ClusterDrawing, pod: AllocatedPod, parent: string, workload: MadeWorkload | undefined): void {
  const isolated = drawing.isolationOf(pod);
  const key = keyOf(pod);
  const id = drawing.put(
    drawing.before.pods.of(pod, [drawing.id, parent, workload?.made.element.keywords, isolated], () =>
      drawing.made(
        `Pod/${key}`,
        parent,
        podLooks(pod, workload?.shared ?? {}, workload === undefined, isolated),
        { type: 'pod', pod },
        { resource: pod.origin, place: placeOf(pod.origin, 'metadata', 'name') },
      ),
    ),
  );
  if (!drawing.pods.has(key)) drawing.pods.set(key, id);
}

function ownerKeyOf({ owner, namespace }: AllocatedPod): string {
  return `${owner.kind}/${namespace}/${owner.name}`;
}

function isolatedLooks(isolated: GraphElement['isolated']): Pick<Looks, 'isolated'> {
  return isolated === undefined ? {} : { isolated };
}
