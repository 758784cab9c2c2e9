import { message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import type { GoverningService } from '../../../engine/references/namedServices.ts';
import { ownerOf } from '../../../engine/references/podOwners.ts';
import { podsTarget } from '../../../engine/references/surroundings.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import type { NewValue } from '../../../manifests/newValue.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { appending, inserting, replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { nearnessOfName } from '../nearness.ts';
import { unappliedChanges, unseenServices } from '../unseen.ts';

/** A StatefulSet whose Service is not there. */
export function absentGoverning(context: CheckContext, mention: GoverningService): Problem {
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

/** What makes a Service headless. */
export function headlessFixes(service: ServiceResource): readonly Fix[] {
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
