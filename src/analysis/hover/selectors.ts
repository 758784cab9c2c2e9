import { message, plural, type Message } from '../../base/message.ts';
import { selectedPods, selectorOf } from '../../engine/endpoints/selection.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { matchesLabels } from '../../engine/labels.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { podValue } from '../facts/podFacts.ts';
import { line, list, sentence, type Answer, type HoverLine } from './content.ts';

/** What the selector under the cursor selects: pods of a service or a workload, nodes of a pod. */
export function describeSelector(allocation: Allocation, { resource, field }: ManifestAt): Answer | undefined {
  if (field === undefined) return undefined;
  const path = field.path.slice(resource.root.length);
  const answer = (title: Message, lines: readonly HoverLine[]): Answer => ({ range: field.range, title, lines });

  if (resource.type === 'Service' && startsWith(path, ['spec', 'selector'])) {
    const service = allocation.services.find((candidate) => candidate.resource === resource);
    if (service === undefined || selectorOf(service) === undefined) return undefined;
    const pods = selectedPods(allocation, service);
    return pods.length === 0
      ? answer(message('Selects no pod'), [sentence(message('No pod in namespace {0} has all of these labels.', service.namespace))])
      : answer(message('Selected pods in namespace {0}: {1}', service.namespace, pods.length), list(pods.map(podValue)));
  }
  if (resource.type === 'Workload' && startsWith(path, ['spec', 'selector'])) {
    const pods = allocation.pods.filter(({ origin }) => origin === resource);
    return answer(message('Its pods: {0}', pods.length), list(pods.map(podValue)));
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
      plural(named.length, 'Selects {1} of {0} node', 'Selects {1} of {0} nodes', nodes.length),
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

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.length <= path.length && start.every((step, index) => path[index] === step);
}
