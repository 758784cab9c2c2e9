import { message, sentences } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Resource, ResourceOf } from '../../manifests/resource.ts';
import { chosen } from '../facts/fact.ts';
import { growthFacts, nodeLossFacts, poolPeakFacts } from '../facts/growthFacts.ts';
import { nodeFacts } from '../facts/nodeFacts.ts';
import { podFacts, podValue, workloadFacts } from '../facts/podFacts.ts';
import { ipPoolFacts, loadBalancerPoolFacts } from '../facts/rangeFacts.ts';
import { serviceFacts } from '../facts/serviceFacts.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { serviceNamedAt } from '../references/serviceNamedAt.ts';
import { countedList, factLine, line, list, sentence, type Answer, type HoverLine } from './content.ts';

/** What stands behind the name under the cursor: of a manifest its own, or one that it names. */
export function describeName(allocation: Allocation, manifest: ManifestAt): Answer | undefined {
  const { resource, field } = manifest;
  if (field?.part !== 'value') return undefined;
  const path = field.path.slice(resource.root.length).join('.');
  const answer = (title: string, lines: readonly HoverLine[]): Answer | undefined =>
    lines.length === 0 ? undefined : { range: field.range, title, lines };

  const named = serviceNamedAt(allocation, manifest);
  if (named !== undefined) {
    const { service, range } = named;
    return { range, title: `Service ${service.namespace}/${service.name}`, lines: serviceLines(allocation, service) };
  }
  return path === 'metadata.name' ? answer(nameOf(resource), linesOfThing(allocation, resource)) : undefined;
}

/** What is known of the thing that a manifest describes; empty for a kind that nothing is. */
export function linesOfThing(allocation: Allocation, resource: Resource): readonly HoverLine[] {
  switch (resource.type) {
    case 'Service': {
      const service = allocation.services.find((candidate) => candidate.resource === resource);
      return service === undefined ? [] : serviceLines(allocation, service);
    }
    case 'Workload':
      return workloadLines(allocation, resource);
    case 'Pod': {
      const pod = allocation.pods.find(({ origin }) => origin === resource);
      return pod === undefined ? [] : [...list([podValue(pod)]), ...chosen(podFacts(pod), 'address').map(factLine)];
    }
    case 'Node': {
      const node = allocation.nodes.find((candidate) => candidate.resource === resource);
      return node === undefined
        ? []
        : [
            ...chosen(nodeFacts(allocation, node), 'address', 'pod-blocks', 'pods').map(factLine),
            ...nodeLossFacts(allocation, node).flatMap(({ name, values, why }) => [line(name, [], why?.reason), ...list(values)]),
          ];
    }
    case 'IPAddressPool': {
      const pool = allocation.loadBalancerPools.find(
        ({ name, place }) => name === resource.metadata.name && place?.document === resource.document,
      );
      if (pool === undefined) return [];
      if (pool.refused !== undefined) return [sentence(sentences(message('MetalLB refuses it.'), pool.refused))];
      const facts = loadBalancerPoolFacts(allocation, pool);
      return [
        ...chosen(facts, 'ranges', 'used', 'free').map(factLine),
        ...chosen(facts, 'used-by', 'set-aside').flatMap(({ values }) => list(values)),
      ];
    }
    case 'IPPool': {
      const pool = allocation.ipPools.find((candidate) => candidate.resource === resource);
      if (pool === undefined) return [];
      if (pool.refused !== undefined) return [sentence(sentences(message('Calico does not use it.'), pool.refused))];
      return [
        ...chosen(ipPoolFacts(allocation, pool), 'range', 'block-size', 'used', 'free').map(factLine),
        ...poolPeakFacts(allocation, pool).map(factLine),
      ];
    }
    default:
      return [];
  }
}

function serviceLines(allocation: Allocation, service: AllocatedService): readonly HoverLine[] {
  if (service.rejected !== undefined) return [sentence(sentences(message('The API server refuses it.'), service.rejected.message))];
  const facts = serviceFacts(allocation, service);
  const endpoints = service.slices.reduce((sum, slice) => sum + slice.endpoints.length, 0);
  return [
    ...chosen(facts, 'alias').map(factLine),
    ...(service.headless ? chosen(facts, 'type').flatMap(({ why }) => (why === undefined ? [] : sentence(why.reason))) : []),
    ...chosen(facts, 'cluster-ip', 'external-address', 'announced-by', 'external-ips', 'dns-names').map(factLine),
    ...(service.type === 'ExternalName'
      ? []
      : endpoints === 0
        ? [sentence(message('Endpoints: none'))]
        : chosen(facts, 'endpoints').flatMap(({ values }) => countedList(message('Endpoints: {0}', endpoints), values))),
  ];
}

function workloadLines(allocation: Allocation, resource: ResourceOf<'Workload'>): readonly HoverLine[] {
  const facts = workloadFacts(allocation, resource);
  const refused = allocation.refusedWorkloads.find(({ workload }) => workload === resource);
  const pods = chosen(facts, 'pods').flatMap(({ values }) => values);
  return [
    ...(refused === undefined ? [] : [sentence(sentences(message('The API server refuses it.'), refused.refusal.message))]),
    ...countedList(message('Pods: {0}', pods.length), pods),
    ...chosen(facts, 'address').flatMap(({ why }) => (why === undefined ? [] : [line(message('Address'), [], why.reason)])),
    ...chosen(facts, 'services').flatMap(({ values }) => countedList(message('Services in front of it: {0}', values.length), values)),
    ...chosen(growthFacts(allocation, resource), 'room', 'update').map(factLine),
  ];
}
