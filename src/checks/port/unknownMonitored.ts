import { list, message, sentences, term } from '../../base/message.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { MonitorResource } from '../../manifests/resources/selecting.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { nearestName } from '../shared/nearestName.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const monitoredPort: ResourceCheck = {
  code: 'port/unknown-monitored',
  scope: 'cluster',
  severity: 'warning',
  parts: [each(['Monitor'], judged)],
};

/** Names are looked for in all that the monitor selects: prometheus-operator pkg/prometheus/promcfg.go */
function* judged(monitor: MonitorResource, context: CheckContext): Generator<Problem> {
  const { cluster } = context;
  const found = monitor.of === 'services' ? portsOfServices(monitor, context) : portsOfPods(monitor, context);
  if (found === undefined) return;
  for (const [index, { port }] of monitor.endpoints.entries()) {
    if (port === undefined || port === '' || found.names.includes(port)) continue;
    const place = placeOf(monitor, 'spec', monitor.endpointsKey, index, 'port');
    const near = nearestName(port, found.names) ?? (found.names.length === 1 ? found.names[0] : undefined);
    yield {
      place,
      message: sentences(
        monitor.of === 'services'
          ? message(
              'No Service that {0} selects has a port named "{1}" ({2}), so that it asks nobody there.',
              nameOf(monitor),
              port,
              found.what,
            )
          : message(
              'No pod that {0} selects has a port named "{1}" ({2}), so that it asks nobody there.',
              nameOf(monitor),
              port,
              found.what,
            ),
        found.names.length === 0
          ? message('The ports there have no names. Name the port there.')
          : message('The names are: {0}.', list(found.names.slice(0, 10))),
      ),
      related: found.related,
      fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: port, text: near })],
      doubt: context.assembly.doubt(place, found.related[0]?.place) ?? unappliedChanges(cluster, monitor, ...found.resources),
    };
  }
}

interface Ports {
  readonly names: readonly string[];
  readonly what: string;
  readonly resources: readonly Resource[];
  readonly related: NonNullable<Problem['related']>;
}

function portsOfServices(monitor: MonitorResource, { references }: CheckContext): Ports | undefined {
  const services = references
    .ofKindIn('monitored-services', monitor)
    .flatMap((mention) => references.targets(mention))
    .flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  const [first] = services;
  if (first === undefined || services.some(({ ports }) => ports.length === 0)) return undefined;
  return {
    names: [...new Set(services.flatMap(({ ports }) => ports.flatMap(({ name }) => (name === undefined || name === '' ? [] : [name]))))],
    what: nameOf(first),
    resources: services,
    related: services
      .slice(0, 3)
      .map((service) => ({ message: term('ports of {0}', nameOf(service)), place: placeOf(service, 'spec', 'ports') })),
  };
}

function portsOfPods(monitor: MonitorResource, { references }: CheckContext): Ports | undefined {
  const owners = references
    .ofKindIn('selected-pods', monitor)
    .flatMap((mention) => references.targets(mention))
    .map(({ owner }) => owner);
  const [first] = owners;
  if (first === undefined) return undefined;
  return {
    names: [...new Set(owners.flatMap(portsOf).flatMap(({ port }) => (port.name === undefined ? [] : [port.name])))],
    what: nameOf(first.resource),
    resources: owners.map(({ resource }) => resource),
    related: [{ message: message('{0}', nameOf(first.resource)), place: placeOf(first.resource, 'metadata', 'name') }],
  };
}
