import { formatAddress } from '../../base/ip.ts';
import { term } from '../../base/message.ts';
import type { AllocatedService, Endpoint } from '../../engine/allocation.ts';
import { resolvePorts } from '../../engine/endpoints/ports.ts';
import { selectedPods } from '../../engine/endpoints/selection.ts';
import type { ClusterDrawing } from '../clusterDrawing.ts';
import { edgeOf } from '../drawnBefore.ts';
import { portsLabel } from '../edgeLabels.ts';
import { keyOf } from '../podKey.ts';

/** Lines from addresses to services and nodes, and from services to what answers. */
export function addLines(drawing: ClusterDrawing, services: readonly AllocatedService[]): void {
  for (const { id, users, certainty } of drawing.addresses) {
    for (const user of users) {
      const service = drawing.services.get(user);
      if (service !== undefined) drawing.edge('assigned', id, service, '', certainty);
      for (const name of user.loadBalancer?.announcedBy?.nodes ?? []) {
        const node = drawing.nodes.get(name);
        if (node !== undefined)
          drawing.edge('announces', id, node, user.loadBalancer?.announcedBy?.protocol === 'bgp' ? 'BGP' : term('layer 2'));
      }
    }
  }
  for (const service of services) {
    const from = drawing.services.get(service);
    if (from === undefined || service.rejected !== undefined) continue;
    const answering = service.slices.map(({ endpoints }) => endpoints.map((endpoint) => standingAt(drawing, endpoint)));
    const selected = selectedPods(drawing.allocation, service);
    const chosen = selected.map((pod) => drawing.pods.get(keyOf(pod)));
    const edges = drawing.before.answers.of(service, [from, ...answering.flat(), ...selected, ...chosen], () => {
      const answers = service.slices.flatMap((slice, index) => {
        const label = portsLabel(service, slice);
        return (answering[index] ?? []).map((to) => edgeOf('answers', from, to, label));
      });
      const reached = new Set(answers.map(({ to }) => to));
      const selects = selected.flatMap((pod, index) => {
        const to = chosen[index];
        return to === undefined || reached.has(to)
          ? []
          : [edgeOf('selects', from, to, portsLabel(service, { ports: resolvePorts(service.ports, pod) }))];
      });
      return [...answers, ...selects];
    });
    for (const edge of edges) drawing.putEdge(edge);
  }
}

/** What stands at an endpoint: a pod, a node, or an address elsewhere. */
function standingAt(drawing: ClusterDrawing, { pod, ip }: Endpoint): string {
  const known = pod === undefined ? undefined : drawing.pods.get(keyOf(pod));
  if (known !== undefined) return known;
  const address = formatAddress(ip);
  return drawing.nodeAt.get(address) ?? addEndpoint(drawing, address);
}

/** An address behind a service that is no pod's: written by hand, outside the cluster as a rule. */
function addEndpoint(drawing: ClusterDrawing, address: string): string {
  const id = drawing.full(`endpoint/${address}`);
  return drawing.has(id)
    ? id
    : drawing.add(
        `endpoint/${address}`,
        drawing.id,
        { kind: 'endpoint', label: address, certainty: 'fixed' },
        { type: 'endpoint', address },
      );
}
