import { parseAddress, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { holdersAt } from '../addresses/inventory.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import type { PathClient } from './client.ts';

/** What cannot be asked: why, with what comes near. */
export interface Slip {
  readonly slip: Message;
}

/** Clients by a text: `outside`, an address, `node/NAME`, `NAMESPACE/POD`, `NAMESPACE/WORKLOAD` or `KIND/NAMESPACE/NAME`. Of a workload its pods, a few of many. */
export function clientsNamed(allocation: Allocation, text: string): readonly PathClient[] | Slip {
  if (text === 'outside') return [{ kind: 'outside', address: undefined }];
  const address = parseAddress(text);
  if (address !== undefined) return [clientAt(allocation, address)];
  const parts = text.split('/');
  const [first = '', second = '', third = ''] = parts;
  if ((parts.length === 2 && first === 'node') || parts.length === 1) {
    const name = parts.length === 1 ? first : second;
    const node = allocation.nodes.find((one) => one.name === name && name !== '');
    if (node !== undefined) return [{ kind: 'node', node }];
    const pods = parts.length === 1 ? allocation.pods.filter((pod) => pod.name === name) : [];
    if (pods.length === 1 && pods[0] !== undefined) return [{ kind: 'pod', pod: pods[0] }];
    return { slip: notThere('node', name, [...allocation.nodes.map((one) => one.name), ...allocation.pods.map(podName)]) };
  }
  const found = parts.length === 3 ? podsOf(allocation, second, third, first) : podsOf(allocation, first, second);
  if (found.length > 0) return found.slice(0, mostClients).map((pod) => ({ kind: 'pod', pod }));
  return { slip: notThere('pod', parts.slice(-2).join('/'), podNames(allocation)) };
}

const mostClients = 8;

function clientAt(allocation: Allocation, address: IPAddress): PathClient {
  for (const { owner } of holdersAt(allocation, address).holders) {
    if (owner.type === 'pod') return { kind: 'pod', pod: owner.pod };
    if (owner.type === 'node') return { kind: 'node', node: owner.node };
  }
  return { kind: 'outside', address };
}

/** The pod of the name, else those of the workload. */
function podsOf({ pods }: Allocation, namespace: string, name: string, kind?: string): readonly AllocatedPod[] {
  const own = pods.filter((pod) => pod.namespace === namespace);
  const isOfKind = (pod: AllocatedPod): boolean =>
    kind === undefined || pod.origin.kind.toLowerCase() === kind.toLowerCase() || kind.toLowerCase() === 'pod';
  const exact = own.filter((pod) => pod.name === name && isOfKind(pod));
  if (exact.length > 0) return exact;
  return own.filter((pod) => (pod.owner.name === name || pod.origin.metadata.name === name) && isOfKind(pod));
}

function podName({ namespace, name }: AllocatedPod): string {
  return `${namespace}/${name}`;
}

function podNames({ pods }: Allocation): readonly string[] {
  return [...new Set(pods.flatMap((pod) => [`${pod.namespace}/${pod.origin.metadata.name}`, podName(pod)]))];
}

/** Where to. Ports may be absent: the only one there is, or the first. */
export type PathGoal =
  | { readonly kind: 'address'; readonly address: IPAddress; readonly port: number | undefined }
  | { readonly kind: 'name'; readonly name: string; readonly port: number | undefined }
  | { readonly kind: 'service'; readonly service: AllocatedService; readonly port: number | undefined }
  | { readonly kind: 'pods'; readonly pods: readonly AllocatedPod[]; readonly port: number | undefined }
  | { readonly kind: 'web'; readonly host: string; readonly port: number; readonly path: string };

/** `NAME[:PORT]` as a program would write it, `ADDRESS[:PORT]`, `NAMESPACE/SERVICE[:PORT]`, a pod or workload alike, or `http://HOST[:PORT]/PATH`. */
export function goalNamed(allocation: Allocation, text: string): PathGoal | Slip {
  const url = /^(https?):\/\/(\[[^\]]+\]|[^/:?#]+)(?::(\d{1,5}))?([/?#].*)?$/i.exec(text);
  if (url !== null) {
    const [, scheme = '', host = '', port, rest = ''] = url;
    const number = port === undefined ? (scheme.toLowerCase() === 'https' ? 443 : 80) : Number(port);
    if (!isPort(number)) return { slip: message('{0} is no port.', port ?? '') };
    const address = parseAddress(host.replace(/^\[|\]$/g, ''));
    if (address !== undefined) return { kind: 'address', address, port: number };
    const path = rest.split(/[?#]/, 1)[0] ?? '';
    return { kind: 'web', host, port: number, path: path === '' ? '/' : path };
  }
  if (text.includes('://')) return { slip: message('{0} is not understood: http:// and https:// are.', text) };
  const whole = parseAddress(text);
  if (whole !== undefined) return { kind: 'address', address: whole, port: undefined };
  const split = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  if (split === null) return { slip: message('{0} is neither a name, an address, NAMESPACE/NAME nor a URL.', text) };
  const [, six, plain = '', digits] = split;
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && !isPort(port)) return { slip: message('{0} is no port.', digits ?? '') };
  const address = parseAddress(six ?? plain);
  if (address !== undefined) return { kind: 'address', address, port };
  if (plain === '') return { slip: message('{0} is no address.', six ?? '') };
  if (!plain.includes('/')) return { kind: 'name', name: plain, port };
  return thingNamed(allocation, plain, port);
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65535;
}

function thingNamed(allocation: Allocation, text: string, port: number | undefined): PathGoal | Slip {
  const parts = text.split('/');
  const kind = parts.length === 3 ? (parts[0] ?? '').toLowerCase() : undefined;
  const [namespace = '', name = ''] = parts.slice(-2);
  if (kind === undefined || kind === 'service' || kind === 'svc') {
    const service = allocation.services.find((one) => one.namespace === namespace && one.name === name);
    if (service !== undefined) return { kind: 'service', service, port };
  }
  if (parts.length === 2 && namespace === 'node') {
    const address = allocation.nodes.find((one) => one.name === name)?.ips[0];
    if (address !== undefined) return { kind: 'address', address, port };
  }
  const pods = kind === 'service' || kind === 'svc' ? [] : podsOf(allocation, namespace, name, kind);
  if (pods.length > 0) return { kind: 'pods', pods: pods.slice(0, mostClients), port };
  const known = [...allocation.services.map((one) => `${one.namespace}/${one.name}`), ...podNames(allocation)];
  return { slip: notThere('thing', `${namespace}/${name}`, known) };
}

function notThere(what: 'node' | 'pod' | 'thing', name: string, known: readonly string[]): Message {
  const near = nearNames(name, known);
  const missing =
    what === 'node'
      ? near.length === 0
        ? message('There is no node or pod {0}.', name)
        : message('There is no node or pod {0}; there are {1}.', name, near.join(', '))
      : what === 'pod'
        ? near.length === 0
          ? message('There is no pod or workload {0}.', name)
          : message('There is no pod or workload {0}; there are {1}.', name, near.join(', '))
        : near.length === 0
          ? message('There is no Service, pod or workload {0}.', name)
          : message('There is no Service, pod or workload {0}; there are {1}.', name, near.join(', '));
  return missing;
}

/** The nearest first, then what has the same last part, or begins alike. */
function nearNames(name: string, known: readonly string[]): readonly string[] {
  const names = [...new Set(known)].filter((one) => one !== '');
  const nearest = nearestOf(name, names);
  const last = name.split('/').at(-1) ?? name;
  const alike = names.filter((one) => {
    const own = one.split('/').at(-1) ?? one;
    return own === last || (last.length > 2 && own.startsWith(last.slice(0, 3)));
  });
  return [...new Set([...(nearest === undefined ? [] : [nearest]), ...alike])].slice(0, 5);
}
