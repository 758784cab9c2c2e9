import { plural } from '../base/message.ts';
import { placeOf } from '../manifests/place.ts';
import { ClusterDrawing, type ClusterInput } from './clusterDrawing.ts';
import { noteOfAlternative, sourceOf } from './clusterSource.ts';
import { DrawnBefore } from './drawnBefore.ts';
import { addEntrances } from './parts/entrances.ts';
import { addLines } from './parts/lines.ts';
import { addNodes } from './parts/nodes.ts';
import { addClients, addOutside } from './parts/outside.ts';
import { addNetworks, addRanges } from './parts/ranges.ts';
import { addServices } from './parts/services.ts';
import { orderServices } from './serviceOrder.ts';
import type { Topology } from './subject.ts';

/**
 * One graph of all clusters, in the order given. `before`: what was drawn last, for who draws again and again: of a cluster whose allocation and badges are the same objects
 * everything is taken over, of others what stands for services and pods that are the same objects.
 */
export function topologyOf(clusters: readonly ClusterInput[], before = new DrawnBefore()): Topology {
  const ids = new Set<string>();
  const parts = clusters.map((input) => {
    const { name, root } = input.allocation.cluster;
    let id = root === '' ? name : root;
    while (ids.has(id)) id += '~';
    ids.add(id);
    return partOf(id, input, before);
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    graph: { elements: parts.flatMap(({ graph }) => graph.elements), edges: parts.flatMap(({ graph }) => graph.edges) },
    subjects: new Map(parts.flatMap(({ subjects }) => [...subjects])),
  };
}

/** From outside inwards: who comes in, by which address or name, through which service, to which pod on which node. */
function partOf(id: string, input: ClusterInput, before: DrawnBefore): Topology {
  return before.parts.of(input.allocation, [id, input.badges], () => drawn(id, new ClusterDrawing(id, input, before)));
}

function drawn(id: string, drawing: ClusterDrawing): Topology {
  const { cluster, network, services, omittedPods } = drawing.allocation;
  const root = network.edgeNetwork;
  // Its place in the order comes first, its badges are those that nothing inside has taken.
  drawing.add(
    id,
    undefined,
    {
      kind: 'cluster',
      label: cluster.name,
      note:
        omittedPods === 0
          ? noteOfAlternative(cluster.alternative)
          : plural(omittedPods, '{0} more pod is not shown', '{0} more pods are not shown'),
      ...(cluster.alternative === undefined ? {} : { alternative: cluster.alternative }),
      source: sourceOf(cluster),
    },
    { type: 'cluster' },
    { resource: root, place: root && placeOf(root, 'metadata', 'name') },
    [],
  );

  const ordered = orderServices(services);
  addOutside(drawing, ordered);
  addServices(drawing, ordered);
  addNodes(drawing, ordered);
  addNetworks(drawing);
  addLines(drawing, ordered);
  addEntrances(drawing.allocation, {
    add: (local, looks, what, origin) => drawing.add(local, id, looks, what, origin),
    edge: (kind, from, to, label) => drawing.edge(kind, from, to, label),
    serviceId: (service) => drawing.services.get(service),
    addressId: (address) => drawing.addresses.find((one) => one.id === drawing.full(`address/${address}`))?.id,
    clientsId: () => addClients(drawing),
  });
  addRanges(drawing);
  return drawing.finished();
}
