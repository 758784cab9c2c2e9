import { message, type Message } from '../../../base/message.ts';
import { hostPortsOf, takePorts, takenPort, type HostPort, type TakenPorts } from '../../../engine/scheduler/hostPorts.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPlace } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { resourcesWhere } from '../../../manifests/cluster.ts';
import type { PodResource, WorkloadResource } from '../../../manifests/resources/workloads.ts';
import { ownerOf, type PodOwner } from '../../../engine/references/podOwners.ts';
import { unappliedChanges } from '../unseen.ts';
import { portsOf, type DeclaredPort } from '../../../engine/references/containerPorts.ts';

/**
 * Workloads that surely run on one node and take the same port of it: DaemonSets and, where there is but one node, all; each with the same node selector as the other. And pods that name their node.
 * Unlike the engine's, that needs no nodes to be known.
 */
export function* takenHostPorts(context: CheckContext): Generator<Problem> {
  for (const { owner, holder, port } of clashesOnHostPorts(context)) {
    const place = placeOfPort(owner, port);
    yield {
      place,
      severity: 'warning',
      message: message(
        '{0} takes port {1} ({2}) of its node, as {3} does on the same node. The pods of one of them stay pending.',
        nameOf(owner.resource),
        port.port,
        port.protocol,
        nameOf(holder.resource),
      ),
      related: [{ message: message('{0}', nameOf(holder.resource)), place: placeOfPort(holder, port) }],
      doubt:
        unappliedChanges(context.cluster, owner.resource, holder.resource) ??
        context.assembly.doubt(place, placeOfPort(holder, port)) ??
        apart(context, owner, holder),
    };
  }
}

interface Clash {
  readonly owner: PodOwner;
  /** It comes before. */
  readonly holder: PodOwner;
  readonly port: HostPort;
}

export function* clashesOnHostPorts({ cluster, allocation }: CheckContext): Generator<Clash> {
  const single = allocation.nodes.length === 1 && allocation.nodes[0]?.name !== '' && allocation.nodes[0]?.place !== undefined;
  const places = new Map<string, { readonly taken: TakenPorts; readonly holders: PodOwner[] }>();
  const found = takers(cluster) as readonly (WorkloadResource | PodResource)[];
  for (const owner of [...found.filter(({ type }) => type === 'Workload'), ...found.filter(({ type }) => type === 'Pod')].map(ownerOf)) {
    const wanted = hostPortsOf(owner.spec);
    const where = wanted.length === 0 ? undefined : nodesOf(owner, single);
    if (where === undefined) continue;
    let known = places.get(where);
    if (known === undefined) places.set(where, (known = { taken: new Map(), holders: [] }));
    const conflict = takenPort(known.taken, wanted);
    takePorts(known.taken, wanted);
    const holder = conflict === undefined ? undefined : known.holders.find((each) => isAnother(each, owner) && takes(each, conflict));
    known.holders.push(owner);
    if (conflict !== undefined && holder !== undefined) yield { owner, holder, port: conflict };
  }
}

const takers = resourcesWhere(
  (resource) => (resource.type === 'Workload' || resource.type === 'Pod') && hostPortsOf(ownerOf(resource).spec).length > 0,
);

/** Says which nodes it surely runs on; equal for equal ones. */
function nodesOf({ resource, spec }: PodOwner, single: boolean): string | undefined {
  if (spec.nodeName !== undefined && spec.nodeName !== '') return `node ${spec.nodeName}`;
  if (spec.requiredNodeAffinity !== undefined || spec.requiredPodAffinity.length > 0) return undefined;
  const everywhere = resource.type === 'Workload' && resource.controller === 'DaemonSet';
  const standing =
    resource.type === 'Pod'
      ? resource.phase === undefined
      : resource.controller !== 'Job' && resource.controller !== 'CronJob' && resource.replicas !== 0;
  return everywhere || (single && standing) ? `selector ${JSON.stringify(Object.entries(spec.nodeSelector).toSorted())}` : undefined;
}

function isAnother({ resource }: PodOwner, other: PodOwner): boolean {
  const { metadata, kind } = other.resource;
  return resource.metadata.name !== metadata.name || resource.kind !== kind;
}

function takes({ spec }: PodOwner, { port, protocol, ip }: HostPort): boolean {
  return hostPortsOf(spec).some(
    (each) => each.port === port && each.protocol === protocol && (each.ip === ip || each.ip === '0.0.0.0' || ip === '0.0.0.0'),
  );
}

/** The first of its ports that takes that one of the node. */
export function placeOfPort(owner: PodOwner, { port, protocol }: HostPort): FieldPlace {
  const declared: DeclaredPort | undefined = portsOf(owner).find(
    ({ port: each }) => each.protocol === protocol && (each.hostPort ?? each.containerPort) === port,
  );
  return declared === undefined
    ? keyPlaceOf(owner.resource, ...owner.specPath, 'containers')
    : placeOf(owner.resource, ...declared.path, declared.port.hostPort === undefined ? 'containerPort' : 'hostPort');
}

/** Files of a folder that nothing declares to be a cluster may be two ways to run the same thing. */
function apart({ assembly }: CheckContext, one: PodOwner, other: PodOwner): Message | undefined {
  return assembly.assumed && one.resource.document.file !== other.resource.document.file
    ? message('The two files may not be meant for one cluster.')
    : undefined;
}
