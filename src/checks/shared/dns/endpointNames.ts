import { list, message, plural, term } from '../../../base/message.ts';
import { editDistance } from '../../../base/nearest.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import { inserting } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { mayShareNamespace } from '../../../engine/references/podOwners.ts';
import { doubtOf, placeIn, writing } from './namingPlaces.ts';
import { ownersOf, podNameOf, portNameOf, type ServiceNamePod, type ServiceNamePort } from '../../../engine/references/names/names.ts';
import type { Naming } from '../../../engine/references/names/naming.ts';
import { isSlip, labelOfService } from '../../../engine/references/names/serviceNames.ts';

/** What is wrong with the part of a name left of its service: the name of a pod, or `_port._protocol`. Only where all that could have the name is known. */
export function endpointProblem(context: CheckContext, naming: Naming): Problem | undefined {
  const { services } = naming;
  if (services.some(({ external, resource }) => external || resource === undefined)) return undefined;
  const port = portNameOf(naming);
  if (port !== undefined) return portProblem(context, port);
  const pod = podNameOf(naming);
  return pod === undefined ? undefined : podProblem(context, pod);
}

/** `_http._tcp.orders.shop.svc` */
function portProblem(context: CheckContext, mention: ServiceNamePort): Problem | undefined {
  const { naming, text: name } = mention;
  const { services } = naming;
  const [label] = naming.name.rest;
  const [service] = services;
  if (label === undefined || service === undefined) return undefined;
  if (context.references.leads(mention) || services.some(({ ports }) => ports.length === 0)) return undefined;
  const names = service.ports.map((port) => port.name).filter((text) => text !== undefined);
  return {
    place: placeIn(naming, label),
    message:
      names.length === 0
        ? message('{0} has no port named {1}: its port has no name, so that there is no SRV record.', labelOfService(service), name)
        : message('{0} has no port named {1}; the names are: {2}.', labelOfService(service), name, list(names)),
    related:
      service.resource === undefined
        ? []
        : [{ message: term('ports of {0}', labelOfService(service)), place: placeOf(service.resource, 'spec', 'ports') }],
    fixes: names.length === 1 ? [writing(naming, { start: label.start + 1, end: label.end }, names[0] ?? '', false)] : [],
    doubt: doubtOf(context, naming, service),
  };
}

/** `web-0.web.shop.svc` */
function podProblem(context: CheckContext, mention: ServiceNamePod): Problem | undefined {
  const { naming, label, place } = mention;
  const {
    name: { service: written },
    services: [service],
  } = naming;
  if (service === undefined || isAddressName(label.text)) return undefined;
  const { references } = context;
  if (ownersOf(naming, references.around).length === 0 || references.leads(mention)) return undefined;
  const [, base, digits] = /^(.+)-([0-9]{1,9})$/.exec(label.text) ?? [];
  if (base === undefined) return undefined;

  const doubt = doubtOf(context, naming, service);
  const owned = resourcesOf(context.cluster, 'Workload').filter(
    ({ controller, metadata }) => controller === 'StatefulSet' && mayShareNamespace(metadata.namespace, naming.namespace),
  );
  const set = owned.find(({ metadata }) => metadata.name === base);
  if (set === undefined) {
    const other = resourcesOf(context.cluster, 'Workload').find(
      ({ controller, metadata }) =>
        (controller === 'Deployment' || controller === 'ReplicaSet' || controller === 'DaemonSet') &&
        metadata.name === base &&
        mayShareNamespace(metadata.namespace, naming.namespace),
    );
    if (other !== undefined) {
      return {
        place,
        doubt,
        message: message(
          'The pods of {0} have no names of their own: only a StatefulSet numbers its pods, so that {1} does not resolve. Use the name of the Service, or make it a StatefulSet.',
          nameOf(other),
          `${label.text}.${written.text}`,
        ),
        related: [{ message: message('{0}', nameOf(other)), place: placeOf(other, 'kind') }],
      };
    }
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
  if (set.serviceName === undefined || set.serviceName === '') {
    return {
      place: placeIn(naming, label),
      doubt,
      message: message(
        '{0} has no serviceName, so that its pods have no names of their own and {1} does not resolve. Write serviceName: {2} there.',
        nameOf(set),
        `${label.text}.${written.text}`,
        written.text,
      ),
      related: [{ message: message('{0}', nameOf(set)), place: placeOf(set, 'metadata', 'name') }],
      fixes:
        set.serviceName === undefined
          ? [
              inserting(message('Write serviceName: {0} in {1}', written.text, nameOf(set)), true, {
                place: placeOf(set, 'spec', 'serviceName'),
                value: written.text,
                after: 'replicas',
              }),
            ]
          : [],
    };
  }
  // A serviceName that leads nowhere is reported there.
  if (references.around.services.named(set.serviceName, set.metadata.namespace).length === 0) return undefined;
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
    message: plural(
      set.replicas ?? 1,
      '{1} has {0} replica, so that there is no pod {2}.',
      '{1} has {0} replicas, so that there is no pod {2}.',
      nameOf(set),
      pod,
    ),
    related: [{ message: term('replicas of {0}', nameOf(set)), place: placeOf(set, 'spec', 'replicas') }],
  };
}

/** `10-0-0-7`, `fd00--7`: the name of an endpoint without a hostname. No `db-0`, which is a pod. */
function isAddressName(text: string): boolean {
  return /^[0-9a-f]+(-[0-9a-f]*){2,7}$/.test(text);
}
