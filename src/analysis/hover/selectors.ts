import { formatAddress } from '../../base/ip.ts';
import { message, render, type Message } from '../../base/message.ts';
import { selectedPods, selectorOf } from '../../engine/endpoints/selection.ts';
import type { AllocatedPod, Allocation } from '../../engine/allocation.ts';
import { matchesLabels } from '../../engine/labels.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, list, sentence, type Answer, type HoverLine } from './content.ts';

/** What the selector under the cursor selects: pods of a service or a workload, nodes of a pod. */
export function describeSelector(allocation: Allocation, { resource, field }: ManifestAt): Answer | undefined {
  if (field === undefined) return undefined;
  const path = field.path.slice(resource.root.length);
  const answer = (title: Message, lines: readonly HoverLine[]): Answer => ({ range: field.range, title: render(title), lines });

  if (resource.type === 'Service' && startsWith(path, ['spec', 'selector'])) {
    const service = allocation.services.find((candidate) => candidate.resource === resource);
    if (service === undefined || selectorOf(service) === undefined) return undefined;
    const pods = selectedPods(allocation, service);
    return pods.length === 0
      ? answer(message('Selects no pod'), [sentence(message('No pod in namespace {0} has all of these labels.', service.namespace))])
      : answer(message('Selected pods in namespace {0}: {1}', service.namespace, pods.length), podLines(pods));
  }
  if (resource.type === 'Workload' && startsWith(path, ['spec', 'selector'])) {
    const pods = allocation.pods.filter(({ origin }) => origin === resource);
    return answer(message('Its pods: {0}', pods.length), podLines(pods));
  }
  const podSpec = resource.type === 'Workload' ? [...resource.templatePath, 'spec'] : resource.type === 'Pod' ? ['spec'] : undefined;
  if (podSpec !== undefined && startsWith(path, [...podSpec, 'nodeSelector'])) {
    const wanted =
      (resource.type === 'Workload' ? resource.template.spec : resource.type === 'Pod' ? resource.spec : undefined)?.nodeSelector ?? {};
    const named = allocation.nodes.filter(({ name }) => name !== '');
    // Nodes that no manifest declares are not known well enough to say that none of them will do.
    if (named.length === 0) return undefined;
    const nodes = named.filter(({ labels }) => matchesLabels(wanted, labels));
    return answer(
      message('Selects {0} of {1} nodes', nodes.length, named.length),
      nodes.length === 0
        ? []
        : [
            line(
              message('Nodes'),
              nodes.map(({ name }) => name),
            ),
          ],
    );
  }
  return undefined;
}

/** One line for each pod: its address and where it stands. */
export function podLines(pods: readonly AllocatedPod[]): readonly HoverLine[] {
  return list(pods.map((pod) => ({ value: pod.ips.length === 0 ? '—' : pod.ips.map(formatAddress).join(', '), text: podText(pod) })));
}

function podText({ name, origin, namespace, node, pending, unschedulable, ready }: AllocatedPod): Message | string {
  const label = namespace === namespaceOf(origin) ? name : `${namespace}/${name}`;
  const refusal = unschedulable ?? pending;
  if (refusal !== undefined) return message('{0}, pending: {1}', label, refusal.message);
  const placed = node === undefined || node.name === '' ? label : message('{0} on {1}', label, node.name);
  return ready ? placed : message('{0}, not ready', placed);
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => path[index] === step);
}
