import { message, term } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { NewValue } from '../../manifests/newValue.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { appending, inserting, replacing } from '../findings/fixes.ts';
import type { GoverningService } from '../../engine/references/namedServices.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { podsTarget } from '../../engine/references/surroundings.ts';
import { nearnessOfName } from '../shared/nearness.ts';
import { unappliedChanges, unseenServices } from '../shared/unseen.ts';

export const statefulSetService: ResourceCheck = {
  code: 'dns/statefulset-service',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('governing-service', function* (mention, context) {
      const problem = mention.resource.controller === 'StatefulSet' ? problemOf(context, mention) : undefined;
      if (problem !== undefined) yield problem;
    }),
  ],
};

function problemOf(context: CheckContext, mention: GoverningService): Problem | undefined {
  const { resource: set, text: name, place } = mention;
  const { references } = context;
  if (!references.leads(mention)) {
    const { operatedNames, services } = references.around;
    const { namespace } = set.metadata;
    // One that reads nearly like what is written here was meant to be that.
    const isOfOthers = operatedNames.has(name, namespace) && services.nearest(name, namespace) === undefined;
    return isOfOthers ? undefined : missing(context, mention);
  }
  const own = references.targets(mention).flatMap(({ resource }) => resource ?? []);
  const [service] = own;
  if (service === undefined) return undefined;
  const { assembly, podOwners } = context;
  const doubt = assembly.doubt(place, placeOf(service)) ?? unappliedChanges(context.cluster, set, ...own);
  if (own.every(({ serviceType }) => serviceType === 'ExternalName')) {
    return {
      place,
      doubt,
      message: message(
        '{0} is an ExternalName, under which pods have no names: {1} needs a headless Service.',
        nameOf(service),
        nameOf(set),
      ),
      related: [{ message: message('{0}', nameOf(service)), place: placeOf(service, 'spec', 'type') }],
    };
  }
  const selecting = own.filter(({ selector }) => selector !== undefined && Object.keys(selector).length > 0);
  const owners = selecting.map(({ selector = {}, metadata }) => podOwners.selected(selector, metadata.namespace));
  if (selecting.length < own.length || owners.some((found) => found.length === 0)) return undefined;
  if (!owners.some((found) => found.some(({ resource }) => resource === set))) {
    return {
      place,
      doubt,
      message: message('{0} selects other pods than those of {1}, so these have no names under it.', nameOf(service), nameOf(set)),
      related: [
        { message: term('selector of {0}', nameOf(service)), place: keyPlaceOf(service, 'spec', 'selector') },
        { message: term('labels of {0}', nameOf(set)), place: keyPlaceOf(set, ...set.templatePath, 'metadata', 'labels') },
      ],
    };
  }
  // One pod has no other to find by name.
  if ((set.replicas ?? 1) <= 1 || own.some(({ clusterIP }) => clusterIP === 'None')) return undefined;
  return {
    place,
    doubt: assembly.doubt(place, placeOf(service)),
    severity: 'information',
    message: message(
      '{0} is not headless. A StatefulSet needs a headless Service for the names of its pods; CoreDNS gives names under this one too, other DNS servers do not.',
      nameOf(service),
    ),
    related: [
      {
        message: message('{0}', nameOf(service)),
        place: service.clusterIP === undefined ? placeOf(service, 'metadata', 'name') : placeOf(service, 'spec', 'clusterIP'),
      },
    ],
    fixes: headlessFixes(service),
  };
}

function missing(context: CheckContext, mention: GoverningService): Problem {
  const { resource: set, text: name, place } = mention;
  const { namespace } = set.metadata;
  const [other] = context.references.elsewhere(mention).flatMap(({ resource }) => resource ?? []);
  const near = nearestOf(
    name,
    servicesFor(context, set).map(({ metadata }) => metadata.name),
  );
  const wanted = near ?? onlyHeadless(servicesFor(context, set));
  const text =
    other === undefined
      ? message(
          '{0} names its pods under a Service {1}, and there is none: a name like {2} does not exist.',
          nameOf(set),
          name,
          `${set.metadata.name}-${set.ordinalsStart}.${name}`,
        )
      : message('{0} names its pods under a Service {1} of its own namespace; {2} is in another one.', nameOf(set), name, nameOf(other));
  const writings = wanted === undefined ? [] : [replacing(message('Write {0}', wanted), true, { place, replaces: name, text: wanted })];
  return {
    place,
    message: text,
    related: other === undefined ? [] : [{ message: message('{0}', nameOf(other)), place: placeOf(other, 'metadata', 'name') }],
    fixes: [...writings, appending(message('Add a headless Service {0}', name), false, set, headlessService(set, name, namespace))],
    doubt:
      unappliedChanges(context.cluster, set) ??
      unseenServices(context.cluster, {
        namespace,
        name,
        near: other === undefined ? nearnessOfName(context.cluster, name, near, set) : 'likely',
      }),
  };
}

/** Services of its namespace that select its pods. */
function servicesFor({ references }: CheckContext, set: WorkloadResource): readonly ServiceResource[] {
  return references.ofKindTo('service-pods', podsTarget(ownerOf(set))).map(({ resource }) => resource);
}

function onlyHeadless(services: readonly ServiceResource[]): string | undefined {
  const [only, ...others] = services.filter(({ clusterIP }) => clusterIP === 'None');
  return others.length > 0 ? undefined : only?.metadata.name;
}

function headlessFixes(service: ServiceResource): readonly Fix[] {
  const title = message('Make {0} headless (one that runs already must be deleted and created again)', nameOf(service));
  if (service.serviceType !== 'ClusterIP' || service.clusterIPs !== undefined) return [];
  const place = placeOf(service, 'spec', 'clusterIP');
  return [
    service.clusterIP === undefined
      ? inserting(title, false, { place, value: 'None' })
      : replacing(title, false, { place, replaces: service.clusterIP, text: 'None' }),
  ];
}

function headlessService({ template, selector }: WorkloadResource, name: string, namespace: string | undefined): NewValue {
  const labels = selector === undefined || Object.keys(selector.matchLabels).length === 0 ? template.labels : selector.matchLabels;
  const ports = template.spec.containers.flatMap((container) => container.ports).filter(({ containerPort }) => containerPort > 0);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      clusterIP: 'None',
      selector: { ...labels },
      // A Service of several ports must name each.
      ...(ports.length === 0
        ? {}
        : {
            ports: ports.map((port) => ({
              ...(ports.length === 1 && port.name === undefined ? {} : { name: port.name ?? `port-${port.containerPort}` }),
              ...(port.protocol === 'TCP' ? {} : { protocol: port.protocol }),
              port: port.containerPort,
            })),
          }),
    },
  };
}
