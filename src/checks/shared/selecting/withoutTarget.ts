import { message, sentences, term, type Message } from '../../../base/message.ts';
import { isInReach, type MonitoredServices, type SelectedPods } from '../../../engine/references/selecting.ts';
import { selectorText } from '../../../engine/references/labelSelection.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { MonitorResource } from '../../../manifests/resources/selecting.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { inserting } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { nearestText, relatedToMiss } from '../labelMiss.ts';
import { nearnessOfMiss, type Nearness } from '../nearness.ts';
import { areOfOperator } from '../operatedPods.ts';
import { isSlip } from '../slip.ts';
import { suppliedBySystem } from '../systemNamespaces.ts';
import { unappliedChanges, unseenServices } from '../unseen.ts';

/** A ServiceMonitor that no Service meets. */
export function* withoutService(mention: MonitoredServices, context: CheckContext): Generator<Problem> {
  const { references, cluster, podOwners } = context;
  if (references.leads(mention)) return;
  const { resource: monitor, selector, place } = mention;
  const doubt = unseenAround(cluster, monitor);
  const [other] = references.elsewhere(mention);
  if (other?.resource !== undefined) {
    yield {
      place,
      doubt,
      message: message(
        '{0} looks for Services in {1} only; {2}, which has {3}, is in namespace {4}. Name it in namespaceSelector.matchNames.',
        nameOf(monitor),
        reachOf(monitor),
        nameOf(other.resource),
        selectorText(selector),
        other.resource.metadata.namespace ?? '',
      ),
      related: [
        { message: message('{0} has the labels', nameOf(other.resource)), place: keyPlaceOf(other.resource, 'metadata', 'labels') },
      ],
      fixes: reaching(monitor, other.resource.metadata.namespace),
    };
    return;
  }
  if (!resourcesOf(cluster, 'Service').some(({ metadata }) => isInReach(monitor, metadata.namespace))) return;
  const meant = meantOf(mention, cluster);
  if (meant === undefined) {
    // The Services of what is usually installed stand in no manifest here.
    if (podOwners.nearest(selector.matchLabels, monitor.metadata.namespace) === undefined) return;
    yield {
      place,
      severity: 'information',
      doubt,
      message: message('{0} asks nobody, for no Service has the labels {1}.', nameOf(monitor), selectorText(selector)),
    };
    return;
  }
  const wanted = Object.entries(selector.matchLabels).filter(([key, value]) => meant.metadata.labels[key] !== value);
  const [only, another] = wanted;
  const actual = only === undefined || another !== undefined ? undefined : meant.metadata.labels[only[0]];
  const isMisspelt = only !== undefined && actual !== undefined && isSlip(only[1], actual);
  yield {
    place,
    doubt: isMisspelt
      ? unappliedChanges(cluster, monitor, meant)
      : (unseenAround(cluster, monitor, wanted.length < Object.keys(selector.matchLabels).length ? 'likely' : undefined) ??
        context.assembly.doubt(place, placeOf(meant))),
    message: sentences(
      message('{0} asks nobody, for no Service has the labels {1}.', nameOf(monitor), selectorText(selector)),
      ...(only !== undefined && actual !== undefined
        ? [message('Nearest is {0}.', nameOf(meant)), message('It has {0}: {1} instead of {2}.', only[0], actual, only[1])]
        : [
            message(
              'A ServiceMonitor selects by the labels of Services (metadata.labels), not by those of their pods; {0} is nearest.',
              nameOf(meant),
            ),
          ]),
    ),
    related: [{ message: term('labels of {0}', nameOf(meant)), place: keyPlaceOf(meant, 'metadata', 'labels') }],
    fixes:
      selector.matchExpressions.length === 0 && wanted.every(([key]) => meant.metadata.labels[key] === undefined)
        ? [
            inserting(
              message('Give {0} the labels', nameOf(meant)),
              true,
              ...(Object.keys(meant.metadata.labels).length === 0
                ? [{ place: placeOf(meant, 'metadata', 'labels'), value: Object.fromEntries(wanted) }]
                : wanted.map(([key, value]) => ({ place: placeOf(meant, 'metadata', 'labels', key), value }))),
            ),
          ]
        : [],
  };
}

/** The Service within reach that selects pods by these labels, or has some of them, or such a name. */
function meantOf({ resource: monitor, selector }: MonitoredServices, cluster: Cluster): ServiceResource | undefined {
  const pairs = Object.entries(selector.matchLabels);
  const isInReachOf = ({ metadata }: ServiceResource) => isInReach(monitor, metadata.namespace);
  const under = (keys: readonly string[]) =>
    keys.flatMap((key) => servicesBy(cluster, key) as readonly ServiceResource[]).filter(isInReachOf);
  const [first] = pairs;
  return (
    (first === undefined ? [] : under([selectingKey(...first)])).find((service) =>
      pairs.every(([key, value]) => service.selector?.[key] === value),
    ) ??
    under(pairs.map(([key, value]) => labelledKey(key, value)))[0] ??
    under(pairs.map(([, value]) => namedKey(value)))[0] ??
    spelledAlike(pairs, resourcesOf(cluster, 'Service'), isInReachOf)
  );
}

function spelledAlike(
  pairs: readonly (readonly [string, string])[],
  services: readonly ServiceResource[],
  isInReachOf: (service: ServiceResource) => boolean,
): ServiceResource | undefined {
  if (services.length > mostServicesCompared) return undefined;
  return services.find(
    (service) => isInReachOf(service) && pairs.some(([key, value]) => isSlip(value, service.metadata.labels[key] ?? '')),
  );
}

/** Beyond it a label that reads nearly alike is not looked for. */
const mostServicesCompared = 1_000;

const selectingKey = (key: string, value: string): string => `selector ${key}=${value}`;
const labelledKey = (key: string, value: string): string => `label ${key}=${value}`;
const namedKey = (name: string): string => `name ${name}`;

const servicesBy = resourcesBy(function* (resource): Generator<string> {
  if (resource.type !== 'Service') return;
  const { selector = {}, metadata } = resource;
  for (const [key, value] of Object.entries(selector)) yield selectingKey(key, value);
  for (const [key, value] of Object.entries(metadata.labels)) yield labelledKey(key, value);
  yield namedKey(metadata.name);
});

/** What could make a Service that a monitor looks for, in one of the namespaces where it looks. */
function unseenAround(cluster: Cluster, monitor: MonitorResource, near?: Nearness): Message | undefined {
  for (const namespace of namespacesOf(monitor)) {
    const doubt = unseenServices(cluster, { namespace, near }) ?? suppliedBySystem(namespace);
    if (doubt !== undefined) return doubt;
  }
  return unappliedChanges(cluster, monitor);
}

/** Where a monitor looks; undefined for anywhere. */
function namespacesOf({ anyNamespace, namespaces, metadata }: MonitorResource): readonly (string | undefined)[] {
  return anyNamespace ? [undefined] : namespaces.length === 0 ? [metadata.namespace] : namespaces;
}

function reachOf({ namespaces, metadata }: MonitorResource): string {
  return namespaces.length === 0 ? (metadata.namespace ?? '') : namespaces.join(', ');
}

function reaching(monitor: MonitorResource, namespace: string | undefined): readonly Fix[] {
  if (namespace === undefined) return [];
  const title = message('Look in namespace {0} too', namespace);
  const path = ['spec', 'namespaceSelector', 'matchNames'];
  if (monitor.namespaces.length > 0)
    return [inserting(title, true, { place: placeOf(monitor, ...path, monitor.namespaces.length), value: namespace })];
  return [inserting(title, true, { place: placeOf(monitor, ...path), value: [namespace] })];
}

/** A PodMonitor, or a budget, that no pod meets. */
export function* withoutPods(mention: SelectedPods, context: CheckContext): Generator<Problem> {
  const { references, podOwners, unseenPods, cluster } = context;
  const { resource, selector, place } = mention;
  const { namespace } = resource.metadata;
  if (references.leads(mention)) return;
  const [other] = references.elsewhere(mention);
  const around = resource.type === 'Monitor' ? namespacesOf(resource) : [namespace];
  const [only] = around.length === 1 ? around : [namespace];
  const miss = selector.matchExpressions.length === 0 ? podOwners.nearest(selector.matchLabels, only, resource.metadata.name) : undefined;
  const near = miss === undefined ? undefined : nearnessOfMiss(cluster, miss, resource);
  if (near !== 'sure' && areOfOperator(cluster, selector.matchLabels, namespace)) return;
  const written = miss === undefined ? [resource] : [resource, miss.owner.resource];
  const doubt = around
    .map(
      (each) =>
        unseenPods({ namespace: each, labels: selector.matchLabels, near, written }) ??
        (near === 'sure' ? undefined : suppliedBySystem(each)),
    )
    .find((each) => each !== undefined);
  const isBudget = resource.type === 'DisruptionBudget';
  // A budget protects what stands in its namespace; what is monitored is often somebody else's.
  if (other === undefined && miss === undefined && (!isBudget || !hasWorkloads(cluster, namespace))) return;
  const what = isBudget
    ? message('{0} protects no pod, for none has {1}.', nameOf(resource), selectorText(selector))
    : message('{0} asks nobody, for no pod has {1}.', nameOf(resource), selectorText(selector));
  yield {
    place,
    doubt,
    message: sentences(
      what,
      miss !== undefined
        ? nearestText(miss)
        : other === undefined
          ? message('Correct the selector, or add the workload.')
          : message('{0}, which has it, is in another namespace.', nameOf(other.resource)),
    ),
    related: miss === undefined ? [] : relatedToMiss(miss),
    fixes: resource.type === 'Monitor' && miss === undefined ? reaching(resource, other?.resource.metadata.namespace) : [],
  };
}

function hasWorkloads(cluster: Cluster, namespace: string | undefined): boolean {
  return resourcesOf(cluster, 'Workload').some(({ metadata }) => metadata.namespace === namespace);
}
