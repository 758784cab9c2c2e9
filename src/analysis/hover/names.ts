import { message, sentences } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { ResourceOf } from '../../manifests/resource.ts';
import { chosen } from '../facts/fact.ts';
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
  if (path !== 'metadata.name') return undefined;
  const title = nameOf(resource);
  switch (resource.type) {
    case 'Service': {
      const service = allocation.services.find((candidate) => candidate.resource === resource);
      return service === undefined ? undefined : answer(title, serviceLines(allocation, service));
    }
    case 'Workload':
      return answer(title, workloadLines(allocation, resource));
    case 'Pod': {
      const pod = allocation.pods.find(({ origin }) => origin === resource);
      return pod === undefined ? undefined : answer(title, [...list([podValue(pod)]), ...chosen(podFacts(pod), 'address').map(factLine)]);
    }
    case 'Node': {
      const node = allocation.nodes.find((candidate) => candidate.resource === resource);
      if (node === undefined) return undefined;
      return answer(title, chosen(nodeFacts(allocation, node), 'address', 'pod-blocks', 'pods').map(factLine));
    }
    case 'IPAddressPool': {
      const pool = allocation.loadBalancerPools.find(
        ({ name, place }) => name === resource.metadata.name && place?.document === resource.document,
      );
      if (pool === undefined) return undefined;
      if (pool.refused !== undefined) return answer(title, [sentence(sentences(message('MetalLB refuses it.'), pool.refused))]);
      const facts = loadBalancerPoolFacts(allocation, pool);
      return answer(title, [
        ...chosen(facts, 'ranges', 'used', 'free').map(factLine),
        ...chosen(facts, 'used-by', 'set-aside').flatMap(({ values }) => list(values)),
      ]);
    }
    case 'IPPool': {
      const pool = allocation.ipPools.find((candidate) => candidate.resource === resource);
      if (pool === undefined) return undefined;
      if (pool.refused !== undefined) return answer(title, [sentence(sentences(message('Calico does not use it.'), pool.refused))]);
      return answer(title, chosen(ipPoolFacts(allocation, pool), 'range', 'block-size', 'used', 'free').map(factLine));
    }
    default:
      return undefined;
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
  ];
}
