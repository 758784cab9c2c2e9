import { parseAddress, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { AllocatedPod } from '../../engine/allocation.ts';
import type { PathGoal, Slip } from '../../engine/paths/asked.ts';
import type { PathClient } from '../../engine/paths/client.ts';
import type { Subject } from '../../topology/subject.ts';

/** Of a workload so many are followed. */
const mostPods = 8;

/** Who connects, when a connection begins at an element. */
export function clientsAt({ what }: Subject): readonly PathClient[] | Slip {
  switch (what.type) {
    case 'pod':
      return [{ kind: 'pod', pod: what.pod }];
    case 'workload':
      return what.pods.slice(0, mostPods).map((pod) => ({ kind: 'pod', pod }));
    case 'service': {
      const pods = [...new Set(what.service.slices.flatMap(({ endpoints }) => endpoints.flatMap(({ pod }) => pod ?? [])))];
      return pods.length === 0 ? { slip: noClient } : pods.slice(0, mostPods).map((pod) => ({ kind: 'pod', pod }));
    }
    case 'node':
      return [{ kind: 'node', node: what.node }];
    case 'clients':
      return [{ kind: 'outside', address: undefined }];
    case 'range':
      return what.range.role === 'external-network' ? [{ kind: 'outside', address: firstIn(what.range.range) }] : { slip: noClient };
    default:
      return { slip: noClient };
  }
}

const noClient: Message = message('Nothing connects from there: choose a pod, a workload, a node, or the clients outside.');
const noGoal: Message = message(
  'Nothing connects to this: choose a service, a name, an address, an Ingress, a Gateway, a pod or a workload.',
);

export interface WantedPort {
  readonly port: number | undefined;
  readonly protocol: string | undefined;
}

/** What is connected to, when a connection leads to an element. */
export function goalAt({ what }: Subject, { port }: WantedPort): PathGoal | Slip {
  switch (what.type) {
    case 'pod':
      return podsGoal([what.pod], port);
    case 'workload':
      return podsGoal(what.pods, port);
    case 'service':
      return { kind: 'service', service: what.service, port };
    case 'dnsName':
      return { kind: 'name', name: what.name, port: port ?? what.service.ports[0]?.port };
    case 'externalAddress':
    case 'endpoint': {
      const address = parseAddress(what.address);
      return address === undefined ? { slip: noGoal } : { kind: 'address', address, port };
    }
    case 'node': {
      const [address] = what.node.ips;
      return address === undefined ? { slip: noGoal } : { kind: 'address', address, port: port ?? kubeletPort };
    }
    case 'range':
      return what.range.role === 'external-network'
        ? { kind: 'address', address: firstIn(what.range.range), port: port ?? httpsPort }
        : { slip: noGoal };
    case 'ingress': {
      const [rule] = what.ingress.rules;
      const host = plainHost(rule?.host);
      return {
        kind: 'web',
        host,
        port: what.ingress.tlsHosts.some((hosts) => hosts.includes(host)) ? 443 : 80,
        path: rule?.paths[0]?.path ?? '/',
      };
    }
    case 'gateway': {
      const [listener] = what.gateway.listeners;
      return listener === undefined
        ? { slip: noGoal }
        : { kind: 'web', host: plainHost(listener.hostname), port: listener.port, path: '/' };
    }
    default:
      return { slip: noGoal };
  }
}

const kubeletPort = 10250;
const httpsPort = 443;

function podsGoal(pods: readonly AllocatedPod[], port: number | undefined): PathGoal {
  return { kind: 'pods', pods: pods.slice(0, mostPods), port };
}

/** A host that fits the pattern. */
function plainHost(pattern: string | undefined): string {
  return pattern === undefined || pattern === '' || pattern === '*' ? 'any.example' : pattern.replace(/^\*\./, 'any.');
}

/** An address that a client there may have. */
function firstIn({ family, first, last }: IPRange): { readonly family: 4 | 6; readonly value: bigint } {
  return { family, value: first < last ? first + 1n : first };
}
