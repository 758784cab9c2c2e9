import type { LabelSelector } from './labelSelector.ts';
import type { StringMap } from './metadata.ts';
import type { Resource } from './resource.ts';
import { kindOf } from './resources/kinds.ts';
import type { NetworkPolicyResource, NetworkPolicyRule } from './resources/networking.ts';
import type { PodAffinityTerm, PodSpec, WorkloadResource } from './resources/workloads.ts';
import type { Kustomization } from './skeleton.ts';

/** What one kustomization does to the resources that it gathers. */
export interface Transformation extends Pick<
  Kustomization,
  'namespace' | 'namePrefix' | 'nameSuffix' | 'commonLabels' | 'commonAnnotations' | 'labels'
> {
  /** Equal for transformations that do the same. */
  readonly key: string;
}

/** Undefined when the kustomization changes nothing that is read. */
export function transformationOf({
  namespace,
  namePrefix,
  nameSuffix,
  commonLabels,
  commonAnnotations,
  labels,
}: Kustomization): Transformation | undefined {
  const nothing =
    namespace === undefined &&
    namePrefix === '' &&
    nameSuffix === '' &&
    isEmpty(commonLabels) &&
    isEmpty(commonAnnotations) &&
    labels.length === 0;
  const fields = { namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations, labels };
  return nothing ? undefined : { ...fields, key: JSON.stringify(Object.values(fields)) };
}

/**
 * A resource as a kustomization leaves it: namespace, then name, then labels, then annotations; places still lead to what is written.
 * Which fields: kustomize api/internal/konfig/builtinpluginconsts (namespace.go, commonlabels.go, metadatalabels.go, commonannotations.go), order: api/internal/target/kusttarget_configplugin.go
 */
export function transform(
  resource: Resource,
  { namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations, labels }: Transformation,
): Resource {
  let changed = resource;
  if (namespace !== undefined) changed = inNamespace(changed, namespace);
  if (changed.metadata.name !== '' && kindOf(changed)?.keepsName !== true)
    changed = withMetadata(changed, { name: namePrefix + changed.metadata.name + nameSuffix });
  for (const { pairs, includeSelectors, includeTemplates } of labels)
    changed = labelled(changed, pairs, includeSelectors, includeTemplates || includeSelectors);
  changed = labelled(changed, commonLabels, true, true);
  return annotated(changed, commonAnnotations);
}

function inNamespace(resource: Resource, namespace: string): Resource {
  if (resource.type === 'Namespace') return withMetadata(resource, { name: namespace });
  return (kindOf(resource)?.scope ?? 'namespaced') === 'namespaced' ? withMetadata(resource, { namespace }) : resource;
}

function withMetadata<T extends Resource>(resource: T, metadata: Partial<Resource['metadata']>): T {
  return { ...resource, metadata: { ...resource.metadata, ...metadata } };
}

function labelled(resource: Resource, pairs: StringMap, selectors: boolean, templates: boolean): Resource {
  if (isEmpty(pairs)) return resource;
  const changed = withMetadata(resource, { labels: { ...resource.metadata.labels, ...pairs } });
  if (changed.type === 'Service') return selectors ? { ...changed, selector: { ...changed.selector, ...pairs } } : changed;
  if (changed.type === 'NetworkPolicy') return selectors ? networkPolicyWith(changed, pairs) : changed;
  // Kustomize knows the workloads of Kubernetes only, not others with a pod template.
  if (changed.type !== 'Workload' || changed.controller === 'Other' || !templates) return changed;
  const { template } = changed;
  const spec =
    selectors && (changed.controller === 'Deployment' || changed.controller === 'StatefulSet')
      ? podSpecWith(template.spec, pairs)
      : template.spec;
  return {
    ...changed,
    selector: selectors ? workloadSelector(changed, pairs) : changed.selector,
    template: { ...template, labels: { ...template.labels, ...pairs }, spec },
  };
}

/** Pods are selected by the new labels too, in peers as well; only where `matchLabels` is written. */
function networkPolicyWith(policy: NetworkPolicyResource, pairs: StringMap): NetworkPolicyResource {
  const rule = (each: NetworkPolicyRule): NetworkPolicyRule => ({
    ...each,
    peers: each.peers.map((peer) => ({ ...peer, podSelector: selectorWith(peer.podSelector, pairs) })),
  });
  return {
    ...policy,
    podSelector: selectorWith(policy.podSelector, pairs),
    ingress: policy.ingress.map(rule),
    egress: policy.egress.map(rule),
  };
}

/** A Job's selector is extended only where one is written; the other controllers get one. */
function workloadSelector({ controller, selector }: WorkloadResource, pairs: StringMap): LabelSelector | undefined {
  if (controller === 'Job' || controller === 'CronJob') return selectorWith(selector, pairs);
  return { matchLabels: { ...selector?.matchLabels, ...pairs }, matchExpressions: selector?.matchExpressions ?? [] };
}

function selectorWith(selector: LabelSelector | undefined, pairs: StringMap): LabelSelector | undefined {
  return selector === undefined || isEmpty(selector.matchLabels)
    ? selector
    : { ...selector, matchLabels: { ...selector.matchLabels, ...pairs } };
}

function podSpecWith(spec: PodSpec, pairs: StringMap): PodSpec {
  const term = (each: PodAffinityTerm): PodAffinityTerm => ({ ...each, labelSelector: selectorWith(each.labelSelector, pairs) });
  return {
    ...spec,
    requiredPodAffinity: spec.requiredPodAffinity.map(term),
    requiredPodAntiAffinity: spec.requiredPodAntiAffinity.map(term),
    topologySpreadConstraints: spec.topologySpreadConstraints.map((each) => ({
      ...each,
      labelSelector: selectorWith(each.labelSelector, pairs),
    })),
  };
}

function annotated(resource: Resource, pairs: StringMap): Resource {
  if (isEmpty(pairs)) return resource;
  const changed = withMetadata(resource, { annotations: { ...resource.metadata.annotations, ...pairs } });
  if (changed.type !== 'Workload' || changed.controller === 'Other') return changed;
  return { ...changed, template: { ...changed.template, annotations: { ...changed.template.annotations, ...pairs } } };
}

function isEmpty(map: StringMap): boolean {
  return Object.keys(map).length === 0;
}
