import { list, message, type Message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { RouteBackend } from '../../manifests/resources/gateway.ts';
import type { AllocatedService, Allocation } from '../allocation.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import type { Protocol } from '../policies/portSet.ts';
import type { PathClient } from './client.ts';
import { entranceOf } from './controllers.ts';
import { backendOf, gatewayPods, gatewayService, streamRouteFor, type RouteChoice } from './gateways.ts';
import { after, either, ending, passing, type Path, type PathStep } from './path.ts';
import { fromProxy, joined, nameWithNamespace, throughDoor, type WebRequest } from './proxy.ts';
import { stopAt } from './toAddress.ts';

/** Through a listener of a Gateway to the backends of a route that it takes. */
export function byGateway(judge: PolicyJudge, allocation: Allocation, client: PathClient, request: WebRequest, choice: RouteChoice): Path {
  const { gateway } = choice;
  const pods = gatewayPods(allocation, gateway);
  const entrance = gatewayService(allocation, gateway) ?? entranceOf(allocation, pods);
  const door = throughDoor(judge, allocation, client, request, pods, entrance, nameWithNamespace(gateway));
  return behindDoor(judge, allocation, door, choice, `${request.host}${request.path}`);
}

/** On from the pods of a Gateway, which a connection to its Service has reached: by a TCPRoute or a UDPRoute. The path itself where none is for the port. */
export function beyondGateway(
  judge: PolicyJudge,
  allocation: Allocation,
  { service, port, protocol }: { readonly service: AllocatedService; readonly port: number; readonly protocol: Protocol },
  door: Path,
): Path {
  const gateway = resourcesOf(allocation.cluster, 'Gateway').find((one) => gatewayService(allocation, one) === service);
  const choice = gateway === undefined ? undefined : streamRouteFor(allocation, gateway, port, protocol);
  return choice === undefined ? door : behindDoor(judge, allocation, door, choice, `${port}/${protocol}`);
}

function behindDoor(judge: PolicyJudge, allocation: Allocation, door: Path, choice: RouteChoice, asked: string): Path {
  const { gateway, listener, route, rule, otherwise } = choice;
  if (door.verdict === 'blocked') return door;
  const name = nameWithNamespace(route);
  const place = placeOf(route, 'spec', 'rules');
  const step: PathStep = {
    at: 'gateway',
    outcome: 'passes',
    what: message('Listener {0} of {1} takes {2}, and {3} leads on.', listener.name, nameWithNamespace(gateway), asked, name),
    why:
      otherwise.length === 0
        ? undefined
        : message(
            'A GET without special headers and parameters is meant. What has one of these is taken by other rules: {0}.',
            list(otherwise, 5),
          ),
    because: [place],
    seen: undefined,
    meets: [{ kind: 'resource', resource: gateway }],
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
      ending(
        [step],
        {
          ...stopAt('gateway', 'stops', message('{0} leads to no backend: it answers 500.', name), { kind: 'resource', resource: gateway }),
          because: [place],
        },
        name,
      ),
    );
  const ways = weighty.map((backend) => toBackend(judge, allocation, choice, backend));
  return joined(door, step, either(ways, { mixed: message('Only a part of the backends of {0} is reached.', name) }));
}

function toBackend(judge: PolicyJudge, allocation: Allocation, { gateway, route }: RouteChoice, backend: RouteBackend): Path {
  const name = nameWithNamespace(route);
  const at = placeOf(route, ...backend.path, 'name');
  const found = backendOf(allocation, route, backend);
  const stopped = (what: Message): Path =>
    ending([], { ...stopAt('gateway', 'stops', what, { kind: 'resource', resource: gateway }), because: [at] }, name);
  switch (found) {
    case 'InvalidKind':
      // Of other groups a controller may understand what it likes.
      return backend.group === ''
        ? stopped(message('A backend of {0} is no Service (InvalidKind): it answers 500.', name))
        : ending(
            [],
            {
              ...stopAt(
                'gateway',
                'unknown',
                message('{0} leads to {1} {2}, which only its controller understands.', name, backend.kind, backend.name),
                { kind: 'resource', resource: gateway },
              ),
              because: [at],
            },
            name,
          );
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
        : after([serviceStep(found, at)], fromProxy(judge, allocation, gatewayPods(allocation, gateway), found, port));
    }
  }
}

function serviceStep(service: AllocatedService, at: Place): PathStep {
  const { namespace, name } = service;
  return {
    at: 'service',
    outcome: 'passes',
    what: message('The backend is Service {0}.', `${namespace}/${name}`),
    why: undefined,
    because: [at],
    seen: undefined,
    meets: [{ kind: 'service', service }],
  };
}
