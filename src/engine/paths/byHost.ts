import { message, type Message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { namespaceOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { AllocatedPod, AllocatedService, AllocatedServicePort, Allocation } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import { endpointsOfPort } from './byService.ts';
import type { PathClient } from './client.ts';
import { controllerOf, entranceOf } from './controllers.ts';
import { deliver } from './deliver.ts';
import { backendOf, listenerFits, routeFor, type RouteChoice } from './gateways.ts';
import { hostFit } from './hosts.ts';
import { ingressFor, type IngressMatch } from './ingresses.ts';
import { after, either, ending, passing, type Path, type PathStep } from './path.ts';
import { stopAt, toEndpoints, toService } from './toAddress.ts';

export interface WebRequest {
  readonly host: string;
  readonly path: string;
  readonly port: number;
}

/** What serves a host here: a route of a Gateway or a rule of an Ingress; undefined: nothing does. */
export type WebServing =
  { readonly kind: 'gateway'; readonly choice: RouteChoice } | { readonly kind: 'ingress'; readonly match: IngressMatch };

export function servingOf(allocation: Allocation, request: WebRequest): WebServing | undefined {
  const choice = routeFor(allocation, request);
  if (choice !== undefined) return { kind: 'gateway', choice };
  const match = ingressFor(allocation, request);
  return match === undefined ? undefined : { kind: 'ingress', match };
}

/** Why a host that nothing serves ends where it does; undefined: nothing here is for any host. */
export function unserved(allocation: Allocation, { host, path, port }: WebRequest): PathStep | undefined {
  if (listenerFits(allocation, { host, port }).length > 0)
    return stopAt('gateway', 'stops', message('A Gateway listens for {0}, and no route takes {1}: it answers 404.', host, path));
  const hosts = resourcesOf(allocation.cluster, 'Ingress').flatMap(({ rules }) => rules.map((rule) => rule.host));
  if (hosts.some((pattern) => hostFit(pattern, host, 'one') !== undefined))
    return stopAt(
      'ingress',
      'stops',
      message('An Ingress is for {0}, and no path of it takes {1}: the controller answers 404.', host, path),
    );
  return hosts.length > 0
    ? stopAt('ingress', 'stops', message('No Ingress and no route is for the host {0}: the controller answers 404.', host))
    : undefined;
}

/** From the client to whoever serves the host, and from there to the pods behind. */
export function toServed(judge: PolicyJudge, allocation: Allocation, client: PathClient, request: WebRequest, serving: WebServing): Path {
  return serving.kind === 'ingress'
    ? byIngress(judge, allocation, client, request, serving.match)
    : byGateway(judge, allocation, client, request, serving.choice);
}

function byIngress(judge: PolicyJudge, allocation: Allocation, client: PathClient, request: WebRequest, match: IngressMatch): Path {
  const { ingress, backend, path } = match;
  const name = nameWithNamespace(ingress);
  const place = placeOf(ingress, 'spec', 'rules');
  const controller = controllerOf(allocation, ingress);
  if ('missing' in controller)
    return ending(
      [],
      { ...stopAt('ingress', 'unknown', controller.missing), because: [placeOf(ingress, 'spec', 'ingressClassName')] },
      name,
    );
  if (!match.isCertain)
    return ending([], {
      ...stopAt('ingress', 'unknown', message('What the path {0} of {1} means depends on the controller.', path?.path ?? '', name)),
      because: [place],
    });
  if (backend?.serviceName === undefined)
    return ending([], { ...stopAt('ingress', 'unknown', message('The backend of {0} is no Service.', name)), because: [place] });
  const service = allocation.services.find((one) => one.namespace === namespaceOf(ingress) && one.name === backend.serviceName);
  const port = service?.ports.find((one) => (typeof backend.port === 'number' ? one.port === backend.port : one.name === backend.port));
  const leads = `${namespaceOf(ingress)}/${backend.serviceName}`;
  const stopped = (what: Message, because: Place): Path => ending([], { ...stopAt('ingress', 'stops', what), because: [because] }, name);
  const { pods, entrance } = controller;
  const door = throughDoor(judge, allocation, client, request, pods, entrance, controller.className);
  if (door.verdict === 'blocked') return door;
  if (service === undefined)
    return after(
      door.steps,
      stopped(message('{0} leads to Service {1}, which there is not: the controller answers 503.', name, leads), backend.serviceNamePlace),
    );
  if (port === undefined)
    return after(
      door.steps,
      stopped(
        message('{0} leads to port {1} of Service {2}, which it has not.', name, String(backend.port ?? ''), leads),
        backend.portPlace,
      ),
    );
  const step: PathStep = {
    at: 'ingress',
    outcome: 'passes',
    what: message('{0} leads {1} to Service {2}.', name, `${request.host}${request.path}`, leads),
    why: undefined,
    because: [backend.serviceNamePlace],
    seen: undefined,
  };
  return joined(door, step, fromProxy(judge, allocation, pods, service, port));
}

function byGateway(judge: PolicyJudge, allocation: Allocation, client: PathClient, request: WebRequest, choice: RouteChoice): Path {
  const { gateway, listener, route, rule } = choice;
  const name = nameWithNamespace(route);
  const pods = gatewayPods(allocation, gateway);
  const entrance = gatewayService(allocation, gateway) ?? entranceOf(allocation, pods);
  const door = throughDoor(judge, allocation, client, request, pods, entrance, nameWithNamespace(gateway));
  if (door.verdict === 'blocked') return door;
  const place = placeOf(route, 'spec', 'rules');
  const step: PathStep = {
    at: 'gateway',
    outcome: 'passes',
    what: message(
      'Listener {0} of {1} takes {2}, and {3} leads on.',
      listener.name,
      nameWithNamespace(gateway),
      `${request.host}${request.path}`,
      name,
    ),
    why: undefined,
    because: [place],
    seen: undefined,
  };
  if (rule.redirects)
    return passing(
      [...door.steps, { ...step, why: message('It answers with the way to somewhere else.') }],
      message('{0} sends the client elsewhere.', name),
    );
  const weighty = rule.backends.filter(({ weight }) => weight > 0);
  if (weighty.length === 0)
    return after(
      door.steps,
      ending([step], { ...stopAt('gateway', 'stops', message('{0} leads to no backend: it answers 500.', name)), because: [place] }, name),
    );
  const ways = weighty.map((backend): Path => {
    const at = placeOf(route, ...backend.path, 'name');
    const found = backendOf(allocation, route, backend);
    const stopped = (what: Message): Path => ending([], { ...stopAt('gateway', 'stops', what), because: [at] }, name);
    switch (found) {
      case 'InvalidKind':
        return stopped(message('A backend of {0} is no Service (InvalidKind): it answers 500.', name));
      case 'RefNotPermitted':
        return stopped(
          message('{0} may not lead to Service {1} of another namespace (RefNotPermitted): it answers 500.', name, backend.name),
        );
      case 'BackendNotFound':
        return stopped(message('{0} leads to Service {1}, which there is not (BackendNotFound): it answers 500.', name, backend.name));
      default: {
        const port = found.ports.find((one) => one.port === backend.port);
        return port === undefined
          ? stopped(message('{0} leads to port {1} of Service {2}, which it has not.', name, String(backend.port ?? ''), backend.name))
          : after([serviceStep(found, at)], fromProxy(judge, allocation, pods, found, port));
      }
    }
  });
  return joined(door, step, either(ways, { mixed: message('Only a part of the backends of {0} is reached.', name) }));
}

function serviceStep({ namespace, name }: AllocatedService, at: Place): PathStep {
  return {
    at: 'service',
    outcome: 'passes',
    what: message('The backend is Service {0}.', `${namespace}/${name}`),
    why: undefined,
    because: [at],
    seen: undefined,
  };
}

/** The way to the proxy that is known only in part makes the whole no better known. */
function joined(door: Path, step: PathStep, behind: Path): Path {
  const whole = after([...door.steps, step], behind);
  if (behind.verdict === 'blocked' || door.verdict === 'allowed') return whole;
  if (door.verdict === 'unknown') return { ...whole, verdict: 'unknown', at: door.at, by: door.by, reason: door.reason };
  return behind.verdict === 'unknown' ? whole : { ...whole, verdict: 'mixed', at: door.at, by: door.by, reason: door.reason };
}

/** From the client to the proxy. Without its Service in the manifests the way begins at the proxy itself. */
function throughDoor(
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
function fromProxy(
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
        protocol: 'TCP',
        byService: true,
      }),
    ),
    { mixed },
  );
}

const mostProxies = 4;
const gatewayLabel = 'gateway.networking.k8s.io/gateway-name';

function gatewayPods({ pods }: Allocation, gateway: Resource): readonly AllocatedPod[] {
  return pods.filter(
    ({ labels, namespace }) => labelOf(labels, gatewayLabel) === gateway.metadata.name && namespace === namespaceOf(gateway),
  );
}

function gatewayService({ services }: Allocation, gateway: Resource): AllocatedService | undefined {
  return services.find(
    ({ resource, namespace }) =>
      namespace === namespaceOf(gateway) &&
      resource !== undefined &&
      labelOf(resource.metadata.labels, gatewayLabel) === gateway.metadata.name,
  );
}

function nameWithNamespace(resource: Resource): string {
  return nameOf({ kind: resource.kind, metadata: { name: resource.metadata.name, namespace: namespaceOf(resource) } });
}
