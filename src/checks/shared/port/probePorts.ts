import { message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { ContainerConnection } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { unappliedChanges } from '../unseen.ts';
import { portsOf, type DeclaredPort } from '../../../engine/references/containerPorts.ts';
import { nearestName, relatedPort } from './declaredPorts.ts';

/** Probes and lifecycle hooks by a name that their own container does not declare. kubernetes pkg/probe/util.go ResolveContainerPort, pkg/kubelet/lifecycle/handlers.go */
export function* unknownProbePorts({ cluster, podOwners }: CheckContext): Generator<Problem> {
  for (const owner of podOwners.all) {
    const { spec, specPath } = owner;
    for (const [key, containers] of [
      ['containers', spec.containers],
      ['initContainers', spec.initContainers],
    ] as const) {
      for (const [index, container] of containers.entries()) {
        for (const connection of container.connections) {
          const { port } = connection;
          if (typeof port !== 'string' || !/^[A-Za-z0-9-]+$/.test(port) || container.ports.some(({ name }) => name === port)) continue;
          const path = [...specPath, key, index];
          const own = container.ports.map((each, position) => ({ owner, container, port: each, path: [...path, 'ports', position] }));
          yield { ...problemOf(owner, container.name, connection, port, own, path), doubt: unappliedChanges(cluster) };
        }
      }
    }
  }
}

function problemOf(
  owner: PodOwner,
  container: string,
  connection: ContainerConnection,
  wanted: string,
  own: readonly DeclaredPort[],
  path: readonly (string | number)[],
): Problem {
  const { resource } = owner;
  const place = placeOf(resource, ...path, ...connection.path, 'port');
  const what = String(connection.path[0] === 'lifecycle' ? connection.path[1] : connection.path[0]);
  if (/^[0-9]+$/.test(wanted)) {
    return {
      place,
      message: message(
        'The API server refuses {0}: the port "{1}" of {2} is a name because of its quotes, and a name needs a letter. Write it as a number.',
        nameOf(resource),
        wanted,
        what,
      ),
    };
  }
  const beside = portsOf(owner).find(({ port }) => port.name === wanted);
  if (beside !== undefined) {
    return {
      place,
      message: message(
        'The {0} of container {1} connects to port "{2}", but that is a port of container {3}; a name counts in its own container only. Write the number {4}.',
        what,
        container,
        wanted,
        beside.container.name,
        beside.port.containerPort,
      ),
      related: [relatedPort(beside)],
    };
  }
  const names = own.flatMap(({ port }) => port.name ?? []);
  const nearest = nearestName(wanted, names);
  return {
    place,
    message:
      names.length === 0
        ? message(
            'The {0} of container {1} connects to port "{2}", but the container names no port. Name the port, or write its number here.',
            what,
            container,
            wanted,
          )
        : message(
            'The {0} of container {1} connects to port "{2}", but the container has no port of that name. The names are: {3}.',
            what,
            container,
            wanted,
            names.slice(0, 10).join(', '),
          ),
    related: own.slice(0, 5).map(relatedPort),
    fixes:
      nearest === undefined
        ? []
        : [
            replacing(message('Write {0}', nearest), isNear(wanted, editDistance(wanted, nearest)), {
              place,
              replaces: wanted,
              text: nearest,
            }),
          ],
  };
}
