import { message } from '../../../base/message.ts';
import { editDistance } from '../../../base/nearest.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { mayShareNamespace, type PodOwner } from '../../../engine/references/podOwners.ts';
import { doubtOf, placeIn, writing } from './namingPlaces.ts';
import type { Naming, Namings } from '../../../engine/references/names/namings.ts';
import { isSlip, labelOfService, type NamedService } from '../../../engine/references/names/serviceNames.ts';

/** What is wrong with the part of a name left of its service: the name of a pod, or `_port._protocol`. Only where all that could have the name is known. */
export function endpointProblem(context: CheckContext, namings: Namings, naming: Naming): Problem | undefined {
  const {
    name: { rest },
    services,
  } = naming;
  if (services.some(({ external, resource }) => external || resource === undefined)) return undefined;
  const [first, second] = rest;
  if (first !== undefined && second !== undefined)
    return rest.length === 2 && first.text.startsWith('_') && second.text.startsWith('_')
      ? portProblem(context, naming, services)
      : undefined;
  return podProblem(context, namings, naming);
}

/** `_http._tcp.orders.shop.svc` */
function portProblem(context: CheckContext, naming: Naming, services: readonly NamedService[]): Problem | undefined {
  const [label] = naming.name.rest;
  const [service] = services;
  const name = label?.text.slice(1);
  if (
    label === undefined ||
    service === undefined ||
    services.some(({ ports }) => ports.length === 0 || ports.some((port) => port.name?.toLowerCase() === name))
  )
    return undefined;
  const names = service.ports.map((port) => port.name).filter((text) => text !== undefined);
  return {
    place: placeIn(naming, label),
    message:
      names.length === 0
        ? message('{0} has no port named {1}: its port has no name, so that there is no SRV record.', labelOfService(service), name ?? '')
        : message('{0} has no port named {1}; the names are: {2}.', labelOfService(service), name ?? '', names.join(', ')),
    related:
      service.resource === undefined
        ? []
        : [{ message: message('ports of {0}', labelOfService(service)), place: placeOf(service.resource, 'spec', 'ports') }],
    fixes: names.length === 1 ? [writing(naming, { start: label.start + 1, end: label.end }, names[0] ?? '', false)] : [],
    doubt: doubtOf(context, naming, service),
  };
}

/** `web-0.web.shop.svc` */
function podProblem(context: CheckContext, { services }: Namings, naming: Naming): Problem | undefined {
  const {
    name: {
      rest: [label],
      service: written,
    },
    services: [service],
  } = naming;
  if (label === undefined || service === undefined || /^[0-9a-f]+(-[0-9a-f]*)+$/.test(label.text)) return undefined;
  const owners = naming.services.flatMap(({ resource, namespace }) =>
    resource?.selector === undefined ? [] : context.podOwners.selected(resource.selector, namespace),
  );
  if (owners.length === 0 || owners.some((owner) => mayHave(owner, label.text, written.text))) return undefined;
  const [, base, digits] = /^(.+)-([0-9]{1,9})$/.exec(label.text) ?? [];
  if (base === undefined) return undefined;

  const place = placeIn(naming, label);
  const doubt = doubtOf(context, naming, service);
  const owned = resourcesOf(context.cluster, 'Workload').filter(
    ({ controller, metadata }) => controller === 'StatefulSet' && mayShareNamespace(metadata.namespace, naming.namespace),
  );
  const set = owned.find(({ metadata }) => metadata.name === base);
  if (set === undefined) {
    const near = owned.find(
      ({ metadata, serviceName }) => serviceName === written.text && isSlip(base, metadata.name, editDistance(base, metadata.name, 2)),
    );
    return near === undefined
      ? undefined
      : {
          place,
          doubt,
          message: message(
            'No pod of {0} is named {1}; {2} names its pods {3} and so on.',
            labelOfService(service),
            label.text,
            nameOf(near),
            `${near.metadata.name}-${near.ordinalsStart}`,
          ),
          related: [{ message: message('{0}', nameOf(near)), place: placeOf(near, 'metadata', 'name') }],
          fixes: [writing(naming, label, `${near.metadata.name}-${digits ?? ''}`, true)],
        };
  }
  if (set.serviceName === written.text) return beyondReplicas(naming, set, label.text, { place, doubt });
  // A serviceName that leads nowhere is reported there.
  if (set.serviceName === undefined || services.named(set.serviceName, set.metadata.namespace).length === 0) return undefined;
  return {
    place: placeIn(naming, written),
    doubt,
    message: message(
      'The pods of {0} have their names under its serviceName {1}, not under {2}.',
      nameOf(set),
      set.serviceName,
      written.text,
    ),
    related: [{ message: message('{0}', nameOf(set)), place: placeOf(set, 'spec', 'serviceName') }],
    fixes: [writing(naming, written, set.serviceName, true)],
  };
}

/** More replicas than the manifest says may run; so a pod beyond them is worth a word, no more. */
function beyondReplicas(
  { services: [service] }: Naming,
  set: WorkloadResource,
  pod: string,
  problem: Pick<Problem, 'place' | 'doubt'>,
): Problem | undefined {
  if (!(set.replicas === undefined || set.replicas > 0) || service?.resource === undefined) return undefined;
  return {
    ...problem,
    severity: 'information',
    message: message('{0} has {1} replicas, so that there is no pod {2}.', nameOf(set), set.replicas ?? 1, pod),
    related: [{ message: message('replicas of {0}', nameOf(set)), place: placeOf(set, 'spec', 'replicas') }],
  };
}

/** Whether one of an owner's pods may have the name under the service. */
function mayHave({ resource, spec }: PodOwner, name: string, service: string): boolean {
  if (spec.hostname !== undefined && spec.hostname.toLowerCase() === name) return true;
  if (resource.type === 'Pod') return resource.metadata.name === name;
  if (resource.controller === 'Other') return true;
  if (resource.controller !== 'StatefulSet' || resource.serviceName !== service) return false;
  const { ordinalsStart: start, replicas = 1, metadata } = resource;
  const ordinal = name.startsWith(`${metadata.name}-`) ? name.slice(metadata.name.length + 1) : '';
  return /^(0|[1-9][0-9]{0,8})$/.test(ordinal) && Number(ordinal) >= start && Number(ordinal) < start + replicas;
}
