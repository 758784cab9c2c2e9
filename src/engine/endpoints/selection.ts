import { perObject } from '../../base/derived.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { AdmittedService, AllocatedPod, PlannedPod } from '../allocation.ts';
import { matchesLabels } from '../labels.ts';

/**
 * The pods that a Service's selector means, in pod order: those of its namespace with every label of the selector, whatever their phase and whether or not
 * they have an address. A service without (or with an empty) selector selects none, nor does ExternalName.
 */
export function selectedPods(allocation: SearchablePods, service: AdmittedService): readonly AllocatedPod[] {
  const selector = selectorOf(service);
  return selector === undefined ? [] : (allocation.podIndex ?? podIndexOf(allocation.pods)).select(service.namespace, selector);
}

/** Pods with their index, where one is kept. */
export interface SearchablePods {
  readonly pods: readonly AllocatedPod[];
  readonly podIndex?: PodIndex<AllocatedPod>;
}

/** The selector that the endpoints controller goes by; absent when it leaves the service alone. */
export function selectorOf({ resource, type, namespace, name }: AdmittedService): StringMap | undefined {
  if (type === 'ExternalName') return undefined;
  const selector = resource === undefined ? builtInSelectors.get(`${namespace}/${name}`) : resource.selector;
  return selector === undefined || Object.keys(selector).length === 0 ? undefined : selector;
}

/** Selectors of services that exist without a manifest. kubernetes cmd/kubeadm/app/phases/addons/dns */
const builtInSelectors = new Map<string, StringMap>([['kube-system/kube-dns', { 'k8s-app': 'kube-dns' }]]);

/** Pods by namespace, label key and label value. */
export interface PodIndex<Pod extends PlannedPod> {
  /** Pods of the namespace with every pair, in pod order; an empty map selects all of the namespace. */
  readonly select: (namespace: string, pairs: StringMap) => readonly Pod[];
}

/** The index of a list of pods; built once per list. */
export function podIndexOf<Pod extends PlannedPod>(pods: readonly Pod[]): PodIndex<Pod> {
  // Each list's index is of the pods that the list holds.
  return indexes(pods) as PodIndex<Pod>;
}

const indexes = perObject((pods: readonly PlannedPod[]): PodIndex<PlannedPod> => buildIndex(pods));

function buildIndex<Pod extends PlannedPod>(pods: readonly Pod[]): PodIndex<Pod> {
  interface NamespacePods {
    readonly all: Pod[];
    readonly byLabel: Map<string, Map<string, Pod[]>>;
  }
  const namespaces = new Map<string, NamespacePods>();
  for (const pod of pods) {
    let inside = namespaces.get(pod.namespace);
    if (inside === undefined) namespaces.set(pod.namespace, (inside = { all: [], byLabel: new Map() }));
    inside.all.push(pod);
    for (const key of Object.keys(pod.labels)) {
      const value = pod.labels[key] ?? '';
      let values = inside.byLabel.get(key);
      if (values === undefined) inside.byLabel.set(key, (values = new Map<string, Pod[]>()));
      const list = values.get(value);
      if (list === undefined) values.set(value, [pod]);
      else list.push(pod);
    }
  }
  return {
    select(namespace, pairs) {
      const inside = namespaces.get(namespace);
      if (inside === undefined) return [];
      let shortest = inside.all;
      let keys = 0;
      for (const [key, value] of Object.entries(pairs)) {
        const list = inside.byLabel.get(key)?.get(value);
        if (list === undefined) return [];
        if (list.length < shortest.length) shortest = list;
        keys++;
      }
      // One pair is met by all of its list.
      return keys < 2 ? shortest : shortest.filter((pod) => matchesLabels(pairs, pod.labels));
    },
  };
}
