import { list, message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import { unappliedChanges } from '../unseen.ts';
import type { DeclaredPort } from '../../../engine/references/containerPorts.ts';
import type { ProbePort } from '../../../engine/references/portNames.ts';
import { nearestName, relatedPort } from './declaredPorts.ts';

/** Probes and lifecycle hooks by a name that their own container does not declare. */
export function* unknownProbePort(mention: ProbePort, { cluster, references }: CheckContext): Generator<Problem> {
  if (!/^[A-Za-z0-9-]+$/.test(mention.text) || references.leads(mention)) return;
  const [beside] = references.elsewhere(mention);
  yield { ...problemOf(mention, beside?.declared), doubt: unappliedChanges(cluster, mention.resource) };
}

function problemOf(
  { resource, place, text: wanted, container: { name: container }, connection, own }: ProbePort,
  beside: DeclaredPort | undefined,
): Problem {
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
            list(names.slice(0, 10)),
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
