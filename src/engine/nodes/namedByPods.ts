import { resourcesBy, resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';

/** The nodes that a `spec.nodeName` of a pod or template names, each once, in apply order. */
export function nodesNamedByPods(cluster: Cluster): readonly { readonly name: string; readonly place: Place }[] {
  const named = new Map<string, Place>();
  const add = (name: string | undefined, place: () => Place) => {
    if (name !== undefined && name !== '' && !named.has(name)) named.set(name, place());
  };
  for (const pod of resourcesOf(cluster, 'Pod')) add(pod.spec.nodeName, () => placeOf(pod, 'spec', 'nodeName'));
  for (const workload of workloadsNaming(cluster)) {
    if (workload.type === 'Workload')
      add(workload.template.spec.nodeName, () => placeOf(workload, ...workload.templatePath, 'spec', 'nodeName'));
  }
  return [...named].map(([name, place]) => ({ name, place }));
}

const workloadsNaming = resourcesWhere(
  (resource) => resource.type === 'Workload' && resource.controller !== 'CronJob' && (resource.template.spec.nodeName ?? '') !== '',
);

/** Whether there are pods that nothing puts on a named node: a pod without `spec.nodeName`, or a workload none of whose pods are among the manifests. */
export function podsStandOnUnknownNode(cluster: Cluster): boolean {
  const pods = resourcesOf(cluster, 'Pod');
  if (pods.some(({ spec }) => spec.nodeName === undefined)) return true;
  const namespaces = new Set(pods.filter(({ owner }) => owner !== undefined).map(namespaceOf));
  if (namespaces.size === 0) return floating.any(cluster, true);
  // In a snapshot with pods their controllers are satisfied by what is there; of a namespace without any, nothing is known.
  return floating(cluster, true).some((workload) => !namespaces.has(namespaceOf(workload)));
}

/** Workloads that put their pods on no named node. */
const floating = resourcesBy<true>((resource) =>
  resource.type === 'Workload' && resource.controller !== 'CronJob' && resource.template.spec.nodeName === undefined ? [true] : [],
);
