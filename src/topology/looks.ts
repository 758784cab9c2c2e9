import { formatAddress, formatCIDR, formatRange } from '../base/ip.ts';
import { term, type Text } from '../base/message.ts';
import type { AllocatedNode, AllocatedPod, AllocatedService } from '../engine/allocation.ts';
import type { NetworkRange } from '../engine/network.ts';
import { moduleLabel } from '../manifests/iotEdge/names.ts';
import { hasUnknownReplicas } from '../manifests/unknownReplicas.ts';
import type { UnsaidElement } from './subject.ts';

/** What an element shows, as far as it differs from what most leave open. */
export type Looks = Pick<UnsaidElement, 'kind' | 'label'> &
  Partial<
    Pick<
      UnsaidElement,
      | 'detail'
      | 'note'
      | 'keywords'
      | 'certainty'
      | 'pending'
      | 'namespace'
      | 'isModule'
      | 'isolated'
      | 'alternative'
      | 'source'
      | 'podsUnknown'
    >
  >;

export function textOf({ cidr, range }: NetworkRange): string {
  return cidr === undefined ? formatRange(range) : formatCIDR(cidr);
}

/** The name that the EdgeNetwork gives it: the argument of its label, whose other words the kind says already. */
export function nameOfNetwork({ label }: NetworkRange): Text {
  const [name] = label.args;
  return typeof name === 'string' ? name : label;
}

export function serviceLooks(service: AllocatedService): Looks {
  const { name, type, headless, clusterIPs, ports, rejected, loadBalancer, resource, explanation } = service;
  const detail = headless
    ? term('headless')
    : type === 'ExternalName'
      ? `→ ${resource?.externalName ?? ''}`
      : clusterIPs.map(formatAddress).join(', ');
  return {
    kind: 'service',
    label: name,
    detail: rejected === undefined ? detail : term('rejected'),
    note: type === 'ClusterIP' ? portsText(ports) : `${type}${ports.length === 0 ? '' : ` ${portsText(ports)}`}`,
    keywords: words({ ...resource?.metadata.labels, ...resource?.selector }),
    certainty: clusterIPs.length === 0 || rejected !== undefined ? undefined : explanation.certainty,
    pending: rejected !== undefined || loadBalancer?.pending !== undefined,
  };
}

export function nodeLooks(node: AllocatedNode): Looks {
  return {
    kind: 'node',
    label: node.name === '' ? term('Unnamed node') : node.name,
    detail:
      node.ips.length === 0
        ? node.name === ''
          ? term('nodes not known here')
          : term('address not known')
        : node.ips.map(formatAddress).join(', '),
    note: node.silent === true ? term('does not answer') : node.role === 'control-plane' ? term('control plane') : '',
    ...(node.silent === true ? { pending: true } : {}),
    keywords: words(node.labels),
    certainty: node.ips.length === 0 ? undefined : node.explanation.certainty,
  };
}

export function podLooks(
  pod: AllocatedPod,
  said: Readonly<Record<string, string>>,
  bare: boolean,
  isolated: UnsaidElement['isolated'],
): Looks {
  const addresses = pod.ips.map(formatAddress).join(', ');
  return {
    kind: 'pod',
    label: pod.name,
    detail: addresses === '' && isPending(pod) ? term('pending') : addresses,
    note: pod.spec.hostNetwork
      ? term('host network')
      : pod.terminating
        ? term('ends')
        : !pod.ready
          ? term('not ready')
          : hasUnknownReplicas(pod.origin)
            ? term('how many is not known')
            : '',
    keywords: words(Object.fromEntries(Object.entries(pod.labels).filter(([key]) => !(key in said)))),
    ...(bare ? { namespace: pod.namespace } : {}),
    ...(isModule(pod) && { isModule: true }),
    ...(isolated === undefined ? {} : { isolated }),
    certainty: pod.ips.length === 0 ? undefined : pod.explanation.certainty,
    pending: isPending(pod),
  };
}

/** Whether the agent of a device makes it, here or in what was read from a cluster. */
export function isModule({ labels }: AllocatedPod): boolean {
  return labels[moduleLabel] !== undefined;
}

export function commonLabels([first, ...others]: readonly AllocatedPod[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([key, value]) => others.every(({ labels }) => labels[key] === value)),
  );
}

export function isPending(pod: AllocatedPod): boolean {
  return pod.pending !== undefined || pod.unschedulable !== undefined;
}

export function words(labels: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** `:80, :443`; of many the first two. */
function portsText(ports: AllocatedService['ports']): string {
  const texts = ports.slice(0, 2).map(({ port, protocol }) => `:${port}${protocol === 'TCP' ? '' : `/${protocol}`}`);
  return texts.join(', ') + (ports.length > 2 ? '…' : '');
}
