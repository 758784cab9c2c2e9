import { list, message, term, type Message } from '../../base/message.ts';
import { placeOf } from '../../manifests/place.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { withoutDefaultPort } from '../shared/dns/defaultPorts.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import { unappliedChanges } from '../shared/unseen.ts';
import { isSurelyHost, writing } from '../shared/dns/namingPlaces.ts';
import type { ServiceNamePort } from '../../engine/references/names/names.ts';
import type { Naming } from '../../engine/references/names/naming.ts';
import { labelOfService, type NamedService } from '../../engine/references/names/serviceNames.ts';

export const wrongPort: ResourceCheck = {
  code: 'dns/wrong-port',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('service-name-port', function* (mention, context) {
      const problem = problemOf(context, mention);
      if (problem !== undefined) yield problem;
    }),
    eachMention('service-name', ({ naming }, context) => {
      const {
        services: [service, ...others],
        reference: { port, scheme = '' },
      } = naming;
      const number = port === undefined && Object.hasOwn(portsOfSchemes, scheme) ? portsOfSchemes[scheme] : undefined;
      if (number === undefined || service === undefined || others.length > 0 || service.external || service.headless) return [];
      return service.ports.length === 0 || service.ports.some((each) => each.port === number)
        ? []
        : withoutDefaultPort(context, naming, service, number);
    }),
  ],
};

/** What the usual clients connect to when a URL has no port. */
const portsOfSchemes: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  redis: 6379,
  amqp: 5672,
  mongodb: 27017,
  mysql: 3306,
  postgres: 5432,
  postgresql: 5432,
  nats: 4222,
  mqtt: 1883,
  ldap: 389,
};

function problemOf(context: CheckContext, mention: ServiceNamePort): Problem | undefined {
  const { naming } = mention;
  const {
    reference: { port },
    services: [service],
    name,
    text,
  } = naming;
  if (typeof mention.port !== 'number' || port === undefined || service === undefined || text.alias || name.rest.length > 0)
    return undefined;
  if (naming.services.some(({ external, ports }) => external || ports.length === 0)) return undefined;
  if (naming.services.some(({ headless }) => headless)) return headlessProblem(context, mention, port.number);
  if (context.references.leads(mention)) return undefined;
  const behind = service.ports.find(
    ({ targetPort }) =>
      targetPort === port.number || (typeof targetPort === 'string' && isContainerPort(context, service, targetPort, port.number)),
  );
  const onNode = service.ports.find(({ nodePort }) => nodePort === port.number);
  const meant = behind ?? onNode;
  if (meant === undefined && !isSurelyHost(naming)) return undefined;
  return {
    place: mention.place,
    message: messageFor(service, port.number, behind, onNode),
    related:
      service.resource === undefined
        ? []
        : [{ message: term('ports of {0}', labelOfService(service)), place: placeOf(service.resource, 'spec', 'ports') }],
    fixes: fixesFor(naming, port, meant?.port ?? (service.ports.length === 1 ? service.ports[0]?.port : undefined), meant !== undefined),
    doubt: doubtOf(context, naming, service),
  };
}

/** Without a cluster IP nothing maps ports: a client reaches the pods themselves. kubernetes pkg/controller/endpointslice */
function headlessProblem(context: CheckContext, { naming, place }: ServiceNamePort, number: number): Problem | undefined {
  const [service] = naming.services;
  const index = service?.ports.findIndex(({ port }) => port === number) ?? -1;
  const { targetPort = number } = service?.ports[index] ?? {};
  const { resource } = service ?? {};
  if (service === undefined || resource === undefined || naming.services.length > 1 || index < 0) return undefined;
  const owners = context.podOwners.selected(resource.selector ?? {}, service.namespace);
  if (owners.length === 0 || Object.keys(resource.selector ?? {}).length === 0) return undefined;
  const declared = owners.flatMap(portsOf);
  const targets =
    typeof targetPort === 'number'
      ? [targetPort]
      : [...new Set(declared.filter(({ port }) => port.name === targetPort).map(({ port }) => port.containerPort))];
  // Pods may listen on both.
  if (targets.length === 0 || targets.includes(number) || declared.some(({ port }) => port.containerPort === number)) return undefined;
  const [only] = targets;
  return {
    place,
    message: message(
      '{0} is headless: its name leads to the pods themselves, and nothing turns port {1} into {2}, which they listen on. Write {2} here, or give the Service a cluster IP.',
      labelOfService(service),
      number,
      list(targets.map(String)),
    ),
    related: [{ message: term('ports of {0}', labelOfService(service)), place: placeOf(resource, 'spec', 'ports', index) }],
    fixes:
      naming.reference.port === undefined || only === undefined || targets.length > 1
        ? []
        : [writing(naming, naming.reference.port, String(only), true)],
    doubt: doubtOf(context, naming, service),
  };
}

type Port = NamedService['ports'][number];

function messageFor(service: NamedService, number: number, behind: Port | undefined, onNode: Port | undefined): Message {
  const label = labelOfService(service);
  if (behind !== undefined)
    return message('{0} has no port {1}: that is what its pods listen on. The port of the Service is {2}.', label, number, behind.port);
  if (onNode !== undefined)
    return message(
      '{0} has no port {1}: that is its node port, which is open on the nodes. The port of the Service is {2}.',
      label,
      number,
      onNode.port,
    );
  const texts = service.ports.map(({ name, port }) => (name === undefined ? String(port) : `${port} (${name})`));
  return texts.length === 1
    ? message('{0} has no port {1}; its port is {2}.', label, number, list(texts))
    : message('{0} has no port {1}; its ports are {2}.', label, number, list(texts.slice(0, 10)));
}

function fixesFor(
  naming: Naming,
  part: { readonly start: number; readonly end: number },
  port: number | undefined,
  preferred: boolean,
): readonly Fix[] {
  return port === undefined ? [] : [writing(naming, part, String(port), preferred)];
}

/** Whether a named target port of the service is that number in a pod that it selects. */
function isContainerPort({ podOwners }: CheckContext, { resource, namespace }: NamedService, name: string, number: number): boolean {
  if (resource?.selector === undefined || Object.keys(resource.selector).length === 0) return false;
  return podOwners
    .selected(resource.selector, namespace)
    .some(({ spec }) => spec.containers.some(({ ports }) => ports.some((port) => port.name === name && port.containerPort === number)));
}

/** Kustomize may change the ports of what is written, and files of a folder may be alternatives of one another. */
function doubtOf({ assembly, cluster }: CheckContext, { text }: Naming, { resource }: NamedService): Message | undefined {
  return (
    (resource === undefined ? undefined : assembly.doubt(text.place, placeOf(resource))) ??
    unappliedChanges(cluster, resourceAt(cluster, text.place), resource)
  );
}
