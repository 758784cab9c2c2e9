import { formatAddress, formatCIDR, formatRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { recordsOf, type DNSRecord } from '../../engine/coredns/records.ts';
import { selectedPods } from '../../engine/endpoints/selection.ts';
import { nameOf, namespaceOf } from '../../manifests/metadata.ts';
import type { ResourceOf } from '../../manifests/resource.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { line, list, sentence, shortened, type Answer, type HoverLine } from './content.ts';
import { podLines } from './selectors.ts';

/** What stands behind the name under the cursor: of a manifest its own, or one that it names. */
export function describeName(allocation: Allocation, manifest: ManifestAt): Answer | undefined {
  const { resource, field } = manifest;
  if (field?.part !== 'value') return undefined;
  const path = field.path.slice(resource.root.length).join('.');
  const answer = (title: string, lines: readonly HoverLine[]): Answer | undefined =>
    lines.length === 0 ? undefined : { range: field.range, title, lines };

  if (resource.type === 'Workload' && path === 'spec.serviceName') {
    const service = allocation.services.find(({ namespace, name }) => name === resource.serviceName && namespace === namespaceOf(resource));
    return service === undefined ? undefined : answer(`Service ${service.namespace}/${service.name}`, serviceLines(allocation, service));
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
      return pod === undefined
        ? undefined
        : answer(title, [
            ...podLines([pod]),
            ...(pod.ips.length === 0 ? [] : [line(message('Address'), pod.ips.map(formatAddress), pod.explanation)]),
          ]);
    }
    case 'Node': {
      const node = allocation.nodes.find((candidate) => candidate.resource === resource);
      if (node === undefined) return undefined;
      const pods = allocation.pods.filter((pod) => pod.node?.name === node.name);
      return answer(title, [
        ...(node.ips.length === 0 ? [] : [line(message('Address'), node.ips.map(formatAddress), node.explanation)]),
        ...(node.podBlocks.length === 0 ? [] : [line(message('Pod blocks'), shortened(node.podBlocks.map(formatCIDR)))]),
        sentence(message('Pods: {0}', pods.length)),
      ]);
    }
    case 'IPAddressPool': {
      const pool = allocation.loadBalancerPools.find(
        ({ name, place }) => name === resource.metadata.name && place?.document === resource.document,
      );
      if (pool === undefined) return undefined;
      if (pool.refused !== undefined) return answer(title, [sentence(message('MetalLB refuses it: {0}', pool.refused))]);
      const users = allocation.services.filter(({ loadBalancer }) => loadBalancer?.pool === pool.name);
      return answer(title, [
        line(
          message('Ranges'),
          shortened(pool.ranges.map(formatRange)),
          message('{0} of {1} used', pool.used, pool.capacity.toLocaleString('en')),
        ),
        ...list(
          users.map(({ namespace, name, loadBalancer }) => ({
            value: loadBalancer?.ips.map(formatAddress).join(', ') ?? '',
            text: message('Service {0}', `${namespace}/${name}`),
          })),
        ),
      ]);
    }
    case 'IPPool': {
      const pool = allocation.ipPools.find((candidate) => candidate.resource === resource);
      if (pool === undefined) return undefined;
      if (pool.refused !== undefined) return answer(title, [sentence(message('Calico does not use it: {0}', pool.refused))]);
      return answer(title, [
        line(
          message('Range'),
          [formatCIDR(pool.cidr)],
          message('{0} of {1} used, blocks of /{2}', pool.used, pool.capacity.toLocaleString('en'), pool.blockSize),
        ),
      ]);
    }
    default:
      return undefined;
  }
}

function serviceLines(allocation: Allocation, service: AllocatedService): readonly HoverLine[] {
  const { rejected, type, headless, clusterIPs, explanation, loadBalancer, slices, resource } = service;
  if (rejected !== undefined) return [sentence(message('The API server refuses it: {0}', rejected.message))];
  const lines: HoverLine[] = [];
  if (type === 'ExternalName') lines.push(line(message('Alias of'), [resource?.externalName ?? '']));
  if (headless) lines.push(sentence(message('Headless: its name stands for the addresses of its pods.')));
  if (clusterIPs.length > 0) lines.push(line(message('Cluster IP'), clusterIPs.map(formatAddress), explanation));
  if (loadBalancer?.pending !== undefined)
    lines.push(line(message('External address'), [], message('pending: {0}', loadBalancer.pending.message)));
  else if (loadBalancer !== undefined && loadBalancer.ips.length > 0) {
    lines.push(line(message('External address'), loadBalancer.ips.map(formatAddress), loadBalancer.explanation));
    const announcement = loadBalancer.announcedBy;
    if (announcement !== undefined) lines.push(line(message('Announced by'), announcement.nodes, announcement.reason));
  }
  const names = dnsNames(allocation, service);
  if (names.length > 0) lines.push(line(message('DNS names'), shortened(names)));
  if (type === 'ExternalName') return lines;
  const endpoints = slices.flatMap((slice) =>
    slice.endpoints.map(({ ip, pod, target, ready }) => {
      const ports = slice.ports.flatMap(({ port }) => port ?? []);
      const address = formatAddress(ip);
      const text = pod?.name ?? target ?? '';
      return {
        value:
          ports.length === 0 ? address : ports.map((port) => (ip.family === 6 ? `[${address}]:${port}` : `${address}:${port}`)).join(', '),
        text: ready ? text : message('{0}, not ready', text),
      };
    }),
  );
  return [
    ...lines,
    sentence(endpoints.length === 0 ? message('Endpoints: none') : message('Endpoints: {0}', endpoints.length)),
    ...list(endpoints),
  ];
}

function workloadLines(allocation: Allocation, resource: ResourceOf<'Workload'>): readonly HoverLine[] {
  const pods = allocation.pods.filter(({ origin }) => origin === resource);
  const services = allocation.services.filter((service) => selectedPods(allocation, service).some(({ origin }) => origin === resource));
  const [only] = pods;
  const refused = allocation.refusedWorkloads.find(({ workload }) => workload === resource);
  return [
    ...(refused === undefined ? [] : [sentence(message('The API server refuses it. {0}', refused.refusal.message))]),
    sentence(message('Pods: {0}', pods.length)),
    ...podLines(pods),
    ...(pods.length === 1 && only !== undefined && only.ips.length > 0 ? [sentence(message('Address: {0}', only.explanation.reason))] : []),
    ...(services.length === 0 ? [] : [sentence(message('Services in front of it: {0}', services.length))]),
    ...list(
      services.map(({ namespace, name, clusterIPs }) => ({
        value: `${namespace}/${name}`,
        text: clusterIPs.map(formatAddress).join(', '),
      })),
    ),
  ];
}

/** Names of the service itself; of a headless one also those of its pods, which are what it is for. */
function dnsNames(allocation: Allocation, service: AllocatedService): readonly string[] {
  const names = new Set<string>();
  for (const { name, type, origin } of records(allocation)) {
    if (origin.kind !== 'service' || origin.service !== service || type === 'PTR') continue;
    if (origin.endpoint === undefined || service.headless) names.add(name.replace(/\.$/, ''));
  }
  return [...names];
}

const known = new WeakMap<Allocation, readonly DNSRecord[]>();

function records(allocation: Allocation): readonly DNSRecord[] {
  let list = known.get(allocation);
  if (list === undefined) known.set(allocation, (list = recordsOf(allocation)));
  return list;
}
