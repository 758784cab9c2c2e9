import { resourcesBy, type Cluster } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AutoscalerResource, DisruptionBudgetResource, MonitorResource } from '../../manifests/resources/selecting.ts';
import { matches } from '../labels.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, selectorKeys } from './keys.ts';
import { maySelect, selectorText, termsOf } from './labelSelection.ts';
import { isControllerKey, mayShareNamespace, type PodOwner } from './podOwners.ts';
import type { Mention, ObjectTarget, PodsTarget, ServiceTarget } from './reference.ts';
import { podsTarget, serviceTarget, type Surroundings } from './surroundings.ts';

/** The selector of a ServiceMonitor: of the labels of Services, not of their pods. */
export interface MonitoredServices extends Mention<'monitored-services', MonitorResource> {
  readonly selector: LabelSelector;
}

export const monitoredServices: Collector<MonitoredServices, ServiceTarget> = {
  target: 'service',
  sources: [
    from('Monitor', (monitor) => {
      const { selector } = monitor;
      if (monitor.of !== 'services' || selector === undefined || isEmpty(selector)) return [];
      return [
        {
          kind: 'monitored-services',
          resource: monitor,
          place: keyPlaceOf(monitor, 'spec', 'selector'),
          text: selectorText(selector),
          selector,
        },
      ];
    }),
  ],
  *targets(mention, around) {
    for (const service of labelled(mention.selector, around.cluster))
      if (isInReach(mention.resource, service.metadata.namespace)) yield* targetOf(service, around);
  },
  *elsewhere(mention, around) {
    for (const service of labelled(mention.selector, around.cluster))
      if (!isInReach(mention.resource, service.metadata.namespace)) yield* targetOf(service, around);
  },
  keys: ({ selector }) => selectorKeys('service', termsOf(selector)),
};

function targetOf(service: ServiceResource, { services }: Surroundings): readonly ServiceTarget[] {
  return services
    .named(service.metadata.name, service.metadata.namespace)
    .filter(({ resource }) => resource === service)
    .map(serviceTarget);
}

/** Whether a monitor looks into a namespace; an unknown one is any. */
export function isInReach({ anyNamespace, namespaces, metadata }: MonitorResource, namespace: string | undefined): boolean {
  if (anyNamespace) return true;
  return namespaces.length === 0
    ? mayShareNamespace(metadata.namespace, namespace)
    : namespace === undefined || namespaces.includes(namespace);
}

const byPair = resourcesBy((resource) =>
  resource.type === 'Service' ? ['', ...Object.entries(resource.metadata.labels).map(([key, value]) => `${key}\0${value}`)] : [],
);

function labelled(selector: LabelSelector, cluster: Cluster): readonly ServiceResource[] {
  const [pair] = Object.entries(selector.matchLabels);
  const candidates = byPair(cluster, pair === undefined ? '' : `${pair[0]}\0${pair[1]}`) as readonly ServiceResource[];
  return candidates.filter(({ metadata }) => metadata.name !== '' && matches(selector, metadata.labels));
}

/** The selector of a PodMonitor, or of a PodDisruptionBudget. */
export interface SelectedPods extends Mention<'selected-pods', MonitorResource | DisruptionBudgetResource> {
  readonly selector: LabelSelector;
}

export const selectedPods: Collector<SelectedPods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('Monitor', (monitor) => (monitor.of === 'pods' ? mentionOf(monitor) : [])),
    from('DisruptionBudget', (budget) => mentionOf(budget)),
  ],
  *targets(mention, { podOwners }) {
    for (const owner of podOwners.where(termsOf(mention.selector), undefined, (each) => isSelected(mention, each))) yield podsTarget(owner);
  },
  *elsewhere(mention, { podOwners }) {
    const { resource, selector } = mention;
    for (const owner of podOwners.where(termsOf(selector), undefined, (each) => maySelect(selector, each)))
      if (!reaches(resource, owner)) yield podsTarget(owner);
  },
  leadsTo: (mention, { owner }) => isSelected(mention, owner),
  keys: ({ selector }) => selectorKeys('pods', termsOf(selector), (key) => !isControllerKey(key)),
};

function isSelected({ resource, selector }: SelectedPods, owner: PodOwner): boolean {
  return reaches(resource, owner) && maySelect(selector, owner);
}

function reaches(resource: MonitorResource | DisruptionBudgetResource, { resource: { metadata } }: PodOwner): boolean {
  return resource.type === 'Monitor'
    ? isInReach(resource, metadata.namespace)
    : mayShareNamespace(resource.metadata.namespace, metadata.namespace);
}

function mentionOf(resource: MonitorResource | DisruptionBudgetResource): readonly SelectedPods[] {
  const { selector } = resource;
  return selector === undefined || isEmpty(selector)
    ? []
    : [{ kind: 'selected-pods', resource, place: keyPlaceOf(resource, 'spec', 'selector'), text: selectorText(selector), selector }];
}

/** What an autoscaler scales, by its kind and name. */
export type ScaledObject = Mention<'scaled-object', AutoscalerResource>;

export const scaledObject: Collector<ScaledObject, ObjectTarget> = {
  target: 'object',
  sources: [
    from('Autoscaler', (autoscaler) => {
      const { target, namePath } = autoscaler;
      return target.kind === '' || target.name === ''
        ? []
        : [{ kind: 'scaled-object', resource: autoscaler, place: placeOf(autoscaler, ...namePath), text: target.name }];
    }),
  ],
  targets: ({ resource: { target, metadata } }, around) => around.objects(target.kind, target.name, metadata.namespace),
  elsewhere: ({ resource: { target, metadata } }, around) =>
    around.objects(target.kind, target.name).filter(({ resource }) => !mayShareNamespace(resource.metadata.namespace, metadata.namespace)),
  keys: ({ text }) => [nameKey('object', text)],
};

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}
