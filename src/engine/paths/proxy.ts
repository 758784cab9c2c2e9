import { message } from '../../base/message.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { AllocatedPod, AllocatedService, AllocatedServicePort, Allocation } from '../allocation.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import { endpointsOfPort } from './byService.ts';
import type { PathClient } from './client.ts';
import { deliver } from './deliver.ts';
import { after, either, ending, passing, type Path, type PathStep } from './path.ts';
import { stopAt, toEndpoints, toService } from './toAddress.ts';

export interface WebRequest {
  readonly host: string;
  readonly path: string;
  readonly port: number;
}

/** The way to the proxy that is known only in part makes the whole no better known. */
export function joined(door: Path, step: PathStep, behind: Path): Path {
  const whole = after([...door.steps, step], behind);
  if (behind.verdict === 'blocked' || door.verdict === 'allowed') return whole;
  if (door.verdict === 'unknown') return { ...whole, verdict: 'unknown', at: door.at, by: door.by, reason: door.reason };
  return behind.verdict === 'unknown' ? whole : { ...whole, verdict: 'mixed', at: door.at, by: door.by, reason: door.reason };
}

/** From the client to the proxy. Without its Service in the manifests the way begins at the proxy itself. */
export function throughDoor(
  judge: PolicyJudge,
  allocation: Allocation,
  client: PathClient,
  { port }: WebRequest,
  pods: readonly AllocatedPod[],
  entrance: AllocatedService | undefined,
  title: string | undefined,
): Path {
  if (entrance === undefined) {
    const text =
      pods.length === 0
        ? message('What serves {0} is not in these manifests: the way begins there.', title ?? 'Ingress')
        : message('The pods that serve {0} have no Service in these manifests: the way begins there.', title ?? 'Ingress');
    return passing([{ at: 'loadbalancer', outcome: 'passes', what: text, why: undefined, because: [], seen: undefined }], text);
  }
  if (client.kind === 'outside' && entrance.type === 'ClusterIP') {
    const text = message(
      'Service {0} has no address outside of the cluster: the way begins at its pods.',
      `${entrance.namespace}/${entrance.name}`,
    );
    return passing([{ at: 'loadbalancer', outcome: 'passes', what: text, why: undefined, because: [], seen: undefined }], text);
  }
  // A Service for another port than that of the URL still leads to the proxy.
  const known = entrance.ports.some((one) => one.port === port);
  return toService(judge, allocation, client, {
    service: entrance,
    port: known || entrance.type === 'LoadBalancer' ? port : undefined,
    protocol: 'TCP',
  });
}

/** Most proxies connect to the endpoints themselves. Of one that is nowhere here nothing is known. */
export function fromProxy(
  judge: PolicyJudge,
  allocation: Allocation,
  pods: readonly AllocatedPod[],
  service: AllocatedService,
  port: AllocatedServicePort,
): Path {
  if (service.type === 'ExternalName')
    return ending([], stopAt('service', 'unknown', message('Service {0} is only another name.', `${service.namespace}/${service.name}`)));
  const mixed = message('Only some endpoints of Service {0} are reached.', `${service.namespace}/${service.name}`);
  if (pods.length > 0)
    return either(
      pods.slice(0, mostProxies).map((pod) => toEndpoints(judge, allocation, { kind: 'pod', pod }, service, port)),
      { mixed },
    );
  const endpoints = endpointsOfPort(allocation, service, port);
  if (endpoints.length === 0) return toEndpoints(judge, allocation, { kind: 'outside', address: undefined }, service, port);
  return either(
    endpoints.map(({ target, port: number }) =>
      deliver(judge, allocation, {
        sender: undefined,
        senderNode: undefined,
        fromHost: false,
        source: undefined,
        target,
        port: number,
        protocol: port.protocol === 'UDP' || port.protocol === 'SCTP' ? port.protocol : 'TCP',
        byService: true,
      }),
    ),
    { mixed },
  );
}

const mostProxies = 4;

export function nameWithNamespace(resource: Resource): string {
  return nameOf({ kind: resource.kind, metadata: { name: resource.metadata.name, namespace: namespaceOf(resource) } });
}
