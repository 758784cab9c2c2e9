import { list, message, sentences, term, type Message } from '../../base/message.ts';
import type { AllocatedNode, AllocatedService } from '../../engine/allocation.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import { nameKey } from '../../engine/references/keys.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { nodeMatches } from '../../engine/scheduler/nodeAffinity.ts';
import { untoleratedTaint } from '../../engine/scheduler/taints.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { isSurelyHost, placeIn } from '../shared/dns/namingPlaces.ts';
import { mayBringEndpoints, unappliedChanges, unreadManifests } from '../shared/unseen.ts';

/** A pod finds an internal service of policy Local only on a node that has an endpoint of it. */
export const clientsElsewhere: Check = {
  code: 'service/clients-elsewhere',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    const { nodes } = context.allocation;
    // Nodes that a profile or a pod only implies say nothing of their labels.
    if (nodes.length < 2 || nodes.some(({ name, place }) => name === '' || place === undefined)) return;
    for (const service of localServices(context.allocation)) {
      const problem = problemOf(service, context);
      if (problem !== undefined) yield problem;
    }
  },
};

const localServices = servicesWhere(
  ({ resource, rejected, headless, type }) =>
    resource?.internalTrafficPolicy === 'Local' && rejected === undefined && !headless && type !== 'ExternalName',
);

function problemOf(service: AllocatedService, context: CheckContext): Problem | undefined {
  const { resource } = service;
  if (resource === undefined) return undefined;
  const hosting = hostingNodes(service);
  if (hosting === undefined || hosting.size === 0) return undefined;
  const clients = clientsOf(service, context)
    .map((client) => ({ ...client, without: nodesFor(client.resource, context).filter(({ name }) => !hosting.has(name)) }))
    .filter(({ without }) => without.length > 0);
  const [first] = clients;
  if (first === undefined) return undefined;
  return {
    place: placeOf(resource, 'spec', 'internalTrafficPolicy'),
    message: sentences(
      message(
        'Under internalTrafficPolicy Local a pod reaches {0} only where an endpoint of it runs on the same node: the endpoints run on {1}, and pods of {2} may also run on {3}.',
        nameOf(resource),
        list([...hosting], 3),
        nameOf(first.resource),
        list(
          first.without.map(({ name }) => name),
          3,
        ),
      ),
      message('There connections get no answer.'),
    ),
    related: clients.slice(0, 5).map((client) => ({ message: term('client {0}', nameOf(client.resource)), place: client.place })),
    fixes: [
      replacing(message('Write {0}', 'Cluster'), false, {
        place: placeOf(resource, 'spec', 'internalTrafficPolicy'),
        replaces: 'Local',
        text: 'Cluster',
      }),
    ],
    doubt: doubtOf(service, first.resource, context),
  };
}

/** Nodes with an endpoint that may be used; absent where one of them is not known. */
function hostingNodes({ slices, unaddressed }: AllocatedService): ReadonlySet<string> | undefined {
  const names = [...slices.flatMap(({ endpoints }) => endpoints.map(({ node }) => node)), ...unaddressed.map(({ node }) => node?.name)];
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}

interface Client {
  readonly resource: Resource;
  readonly place: Place;
}

/** Workloads and pods whose texts surely name the service, each once. */
function clientsOf(service: AllocatedService, { references }: CheckContext): readonly Client[] {
  const { resource } = service;
  if (resource === undefined) return [];
  const clients = new Map<Resource, Client>();
  for (const mention of references.under(nameKey('service', service.name.toLowerCase()))) {
    if (mention.kind !== 'service-name' || clients.has(mention.resource)) continue;
    const { naming } = mention;
    if (naming.services.length !== 1 || naming.services[0]?.resource !== resource || !isSurelyHost(naming)) continue;
    clients.set(mention.resource, { resource: mention.resource, place: placeIn(naming, naming.name.service) });
  }
  return [...clients.values()];
}

/** Where the pods may run; none for those that other pods draw to themselves, and that the API server refuses. */
function nodesFor(resource: Resource, { allocation: { nodes, pods } }: CheckContext): readonly AllocatedNode[] {
  if (resource.type !== 'Workload' && resource.type !== 'Pod') return [];
  const { spec } = ownerOf(resource);
  if (spec.requiredPodAffinity.length > 0 || spec.preferredPodAffinity.length > 0) return [];
  const own = pods.filter(({ origin }) => origin === resource);
  if (own.length === 0) return [];
  // A DaemonSet is on each of its nodes; so is what stands fast.
  if (spec.nodeName !== undefined) return nodes.filter(({ name }) => name === spec.nodeName);
  return nodes.filter((node) => nodeMatches(spec, node) && untoleratedTaint(node, spec.tolerations) === undefined);
}

/** Who else may have endpoints there. */
function doubtOf({ resource }: AllocatedService, client: Resource, { cluster, assembly, unseenPods }: CheckContext): Message | undefined {
  if (resource === undefined) return undefined;
  return (
    assembly.mixed ??
    unappliedChanges(cluster, resource, client) ??
    unreadManifests(cluster, ...mayBringEndpoints(resource)) ??
    unseenPods({ namespace: resource.metadata.namespace, labels: resource.selector })
  );
}
