import type { LabelSelector } from '../../manifests/labelSelector.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { PodSpec } from '../../manifests/resources/workloads.ts';
import type { PlannedPod } from '../allocation.ts';
import { matches } from '../labels.ts';

/** Pods that no filter can tell apart: one specification, one set of labels, one namespace. What is judged is judged once for all of them. */
export interface PodGroup {
  readonly namespace: string;
  readonly spec: PodSpec;
  readonly labels: StringMap;
}

/** The pods of a cluster by group, found by namespace and labels. */
export interface PodGroups {
  readonly all: readonly PodGroup[];
  groupOf(pod: PlannedPod): PodGroup;
  readonly namespaces: readonly string[];
  /** The groups of a namespace that a selector selects; an absent one selects none. */
  select(namespace: string, selector: LabelSelector | undefined): readonly PodGroup[];
}

/** Labels that differ among the pods of one workload. */
const labelsOfOnePod = ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index', 'batch.kubernetes.io/job-completion-index'];

export function podGroups(pods: readonly PlannedPod[]): PodGroups {
  // One specification object belongs to one manifest. Its pods differ at most in labels that hardly any rule asks for; only if one does, each is a group of its own.
  let last: PodSpec | undefined;
  const isFine = pods.some(({ spec }) => spec !== last && asksForOnePod((last = spec)));
  const groups = new Map<PodSpec | StringMap, PodGroup>();
  const byNamespace = new Map<string, PodGroup[]>();
  const groupOf = (pod: PlannedPod): PodGroup => {
    const { spec, labels, namespace } = pod;
    const key = isFine && pod.origin.type === 'Workload' && labels !== pod.origin.template.labels ? labels : spec;
    let group = groups.get(key);
    if (group === undefined) {
      group = { namespace, spec, labels };
      groups.set(key, group);
      push(byNamespace, namespace, group);
    }
    return group;
  };
  for (const pod of pods) groupOf(pod);
  const all = [...groups.values()];

  // Groups by `namespace/key=value`, made when a selector first asks: most clusters have no rule between pods.
  let byLabel: Map<string, PodGroup[]> | undefined;
  const labelled = () => {
    if (byLabel === undefined) {
      byLabel = new Map();
      for (const group of all) {
        for (const [key, value] of Object.entries(group.labels)) push(byLabel, `${group.namespace}/${key}=${value}`, group);
      }
    }
    return byLabel;
  };
  return {
    all,
    namespaces: [...byNamespace.keys()],
    groupOf,
    select(namespace, selector) {
      if (selector === undefined) return [];
      const [first] = Object.entries(selector.matchLabels);
      const candidates = first === undefined ? byNamespace.get(namespace) : labelled().get(`${namespace}/${first[0]}=${first[1]}`);
      return (candidates ?? []).filter(({ labels }) => matches(selector, labels));
    },
  };
}

/** Whether a specification has any. */
export function hasPodRules(spec: PodSpec): boolean {
  return (
    spec.requiredPodAffinity.length +
      spec.requiredPodAntiAffinity.length +
      spec.preferredPodAffinity.length +
      spec.preferredPodAntiAffinity.length +
      spec.topologySpreadConstraints.length >
    0
  );
}

function isOfOnePod(key: string): boolean {
  return labelsOfOnePod.includes(key);
}

function asksForOnePod(spec: PodSpec): boolean {
  const { topologySpreadConstraints } = spec;
  if (!hasPodRules(spec)) return false;
  const rules = [
    ...spec.requiredPodAffinity,
    ...spec.requiredPodAntiAffinity,
    ...[...spec.preferredPodAffinity, ...spec.preferredPodAntiAffinity].map(({ term }) => term),
  ];
  return (
    rules.some(
      ({ labelSelector, matchLabelKeys, mismatchLabelKeys }) =>
        asksFor(labelSelector) || [...matchLabelKeys, ...mismatchLabelKeys].some(isOfOnePod),
    ) || topologySpreadConstraints.some(({ labelSelector, matchLabelKeys }) => asksFor(labelSelector) || matchLabelKeys.some(isOfOnePod))
  );
}

function asksFor(selector: LabelSelector | undefined): boolean {
  return (
    selector !== undefined &&
    labelsOfOnePod.some(
      (key) => Object.hasOwn(selector.matchLabels, key) || selector.matchExpressions.some((expression) => expression.key === key),
    )
  );
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
