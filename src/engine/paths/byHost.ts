import { message, type Message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Allocation } from '../allocation.ts';
import { serviceNamed } from '../allocationIndex.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import { byGateway } from './byGateway.ts';
import type { PathClient } from './client.ts';
import { controllerOf } from './controllers.ts';
import { listenerFits, routeFor, type RouteChoice } from './gateways.ts';
import { hostFit } from './hosts.ts';
import { ingressFor, type IngressMatch } from './ingresses.ts';
import { after, ending, type Path, type PathStep } from './path.ts';
import { fromProxy, joined, nameWithNamespace, throughDoor, type WebRequest } from './proxy.ts';
import { stopAt } from './toAddress.ts';

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
      {
        ...stopAt('ingress', 'unknown', controller.missing, { kind: 'resource', resource: ingress }),
        because: [placeOf(ingress, 'spec', 'ingressClassName')],
      },
      name,
    );
  if (!match.isCertain)
    return ending([], {
      ...stopAt('ingress', 'unknown', message('What the path {0} of {1} means depends on the controller.', path?.path ?? '', name), {
        kind: 'resource',
        resource: ingress,
      }),
      because: [place],
    });
  if (backend?.serviceName === undefined)
    return ending([], {
      ...stopAt('ingress', 'unknown', message('The backend of {0} is no Service.', name), { kind: 'resource', resource: ingress }),
      because: [place],
    });
  const service = serviceNamed(allocation, namespaceOf(ingress), backend.serviceName);
  const port = service?.ports.find((one) => (typeof backend.port === 'number' ? one.port === backend.port : one.name === backend.port));
  const leads = `${namespaceOf(ingress)}/${backend.serviceName}`;
  const stopped = (what: Message, because: Place): Path =>
    ending([], { ...stopAt('ingress', 'stops', what, { kind: 'resource', resource: ingress }), because: [because] }, name);
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
    meets: [
      { kind: 'resource', resource: ingress },
      { kind: 'service', service },
    ],
  };
  return joined(door, step, fromProxy(judge, allocation, pods, service, port));
}
