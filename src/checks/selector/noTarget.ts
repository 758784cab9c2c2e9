import { message, sentences, term } from '../../base/message.ts';
import { isInReach, type MonitoredServices, type SelectedPods } from '../../engine/references/selecting.ts';
import { selectorText } from '../../engine/references/labelSelection.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { MonitorResource } from '../../manifests/resources/selecting.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { nearestText, relatedToMiss } from '../shared/labelMiss.ts';
import { areOfOperator } from '../shared/operatedPods.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { unseenServices } from '../shared/unseen.ts';

export const selectorNoTarget: ResourceCheck = {
  code: 'selector/no-target',
  scope: 'cluster',
  severity: 'warning',
  parts: [eachMention('monitored-services', withoutService), eachMention('selected-pods', withoutPods)],
};

function* withoutService(mention: MonitoredServices, context: CheckContext): Generator<Problem> {
  const { references, cluster, podOwners } = context;
  if (references.leads(mention)) return;
  const { resource: monitor, selector, place } = mention;
  const doubt = unseenServices(cluster) ?? suppliedBySystem(monitor.metadata.namespace);
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
  const services = resourcesOf(cluster, 'Service').filter(({ metadata }) => isInReach(monitor, metadata.namespace));
  if (services.length === 0) return;
  const meant = meantOf(mention, services);
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
  yield {
    place,
    doubt: doubt ?? context.assembly.doubt(place, placeOf(meant)),
    message: sentences(
      message('{0} asks nobody, for no Service has the labels {1}.', nameOf(monitor), selectorText(selector)),
      message(
        'A ServiceMonitor selects by the labels of Services (metadata.labels), not by those of their pods; {0} is nearest.',
        nameOf(meant),
      ),
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

/** The Service that selects pods by these labels, or has some of them, or such a name. */
function meantOf({ selector }: MonitoredServices, services: readonly ServiceResource[]): ServiceResource | undefined {
  const pairs = Object.entries(selector.matchLabels);
  return (
    services.find((service) => pairs.length > 0 && pairs.every(([key, value]) => service.selector?.[key] === value)) ??
    services.find(({ metadata }) => pairs.some(([key, value]) => metadata.labels[key] === value)) ??
    services.find(({ metadata }) => pairs.some(([, value]) => metadata.name === value))
  );
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

function* withoutPods(mention: SelectedPods, context: CheckContext): Generator<Problem> {
  const { references, podOwners, unseenPods, cluster } = context;
  const { resource, selector, place } = mention;
  const { namespace } = resource.metadata;
  if (references.leads(mention) || areOfOperator(cluster, selector.matchLabels, namespace)) return;
  const doubt = unseenPods() ?? suppliedBySystem(namespace);
  const [other] = references.elsewhere(mention);
  const miss =
    selector.matchExpressions.length === 0 ? podOwners.nearest(selector.matchLabels, namespace, resource.metadata.name) : undefined;
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
