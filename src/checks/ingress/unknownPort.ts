import { list, message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ServicePort, ServiceResource } from '../../manifests/resources/core.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing, textEditOf } from '../findings/fixes.ts';
import { unappliedChanges } from '../shared/unseen.ts';
import type { NamedService } from '../../engine/references/names/serviceNames.ts';
import type { BackendPort } from '../../engine/references/backends.ts';

export const unknownIngressPort: ResourceCheck = {
  code: 'ingress/unknown-port',
  scope: 'cluster',
  severity: 'error',
  parts: [
    eachMention('backend-port', function* (mention, { cluster, assembly, references }) {
      if (references.leads(mention)) return;
      const named = references.around.services.named(mention.serviceName, mention.resource.metadata.namespace);
      const service = named.find(({ resource }) => resource !== undefined)?.resource;
      if (service === undefined || named.some(mayServe)) return;
      yield {
        ...problemOf(mention, service),
        doubt: unappliedChanges(cluster, mention.resource, service) ?? assembly.doubt(mention.place, placeOf(service)),
      };
    }),
  ],
};

/** Without ports, or with one that is not typed yet, nothing is known. */
function mayServe({ external, ports }: NamedService): boolean {
  return external || ports.length === 0 || ports.some(({ port }) => port === 0);
}

function problemOf({ place, port: wanted }: BackendPort, service: ServiceResource): Problem {
  const { ports } = service;
  const target = ports.find(({ targetPort }) => targetPort !== undefined && targetPort === wanted);
  return {
    place,
    severity: target === undefined ? undefined : 'warning',
    message: messageOf(service, wanted, target),
    related: ports
      .slice(0, 5)
      .map((port, index) => ({
        message: message('{0} has port {1}', nameOf(service), textOf(port)),
        place: keyPlaceOf(service, 'spec', 'ports', index, 'port'),
      })),
    fixes: fixesOf(place, ports, wanted, target),
  };
}

function messageOf(service: ServiceResource, wanted: number | string, target: ServicePort | undefined): Message {
  const name = nameOf(service);
  if (typeof wanted === 'string' && service.ports.some(({ port }) => String(port) === wanted)) {
    return message('{0} has port {1}, but in quotes or as a name it is not the number. Write it as a number.', name, wanted);
  }
  if (target !== undefined)
    return message('{0} is the target port of {1}; a backend names the port of the Service, which is {2}.', wanted, name, textOf(target));
  return message('{0} has no port {1}. Its ports are: {2}.', name, wanted, list(service.ports.slice(0, 10).map(textOf)));
}

function textOf({ name, port }: ServicePort): string {
  return name === undefined ? String(port) : `${port} (${name})`;
}

function fixesOf(
  place: BackendPort['place'],
  ports: readonly ServicePort[],
  wanted: number | string,
  target: ServicePort | undefined,
): readonly Fix[] {
  const [only, second] = ports;
  if (typeof wanted === 'number') {
    const port = target ?? (second === undefined ? only : undefined);
    const fix =
      port === undefined
        ? undefined
        : replacing(message('Write {0}', port.port), true, { place, replaces: String(wanted), text: String(port.port) });
    // A number may be written otherwise than it reads: 0x50.
    return fix?.edits.every((edit) => textEditOf(edit) !== undefined) === true ? [fix] : [];
  }
  const name =
    target?.name ??
    nearestOf(
      wanted,
      ports.map((port) => port.name ?? ''),
    ) ??
    (second === undefined ? only?.name : undefined);
  return name === undefined || name === '' || /^[0-9]+$/.test(wanted)
    ? []
    : [replacing(message('Write {0}', name), true, { place, replaces: wanted, text: name })];
}
