import { mayShareNamespace } from '../../engine/references/podOwners.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { namespaceLabels, type Labels } from './labels.ts';
import type { AnalysedCluster } from '../snapshot.ts';

/** Of the pods that a policy may hold for: those of its namespace, of all namespaces where it has none. With what Calico itself puts on them. */
export const calicoPods: Labels = (cluster, { kind, namespace }) => podsIn(cluster, kind.includes('Global') ? undefined : namespace);

/** Of what a rule may mean: a policy with a namespace means its own where it names no other. Network sets are found as pods are. */
export const calicoEndpoints: Labels = function* (cluster, { kind, namespace, path, textAt }) {
  const everywhere = kind.includes('Global') || textAt(...path.slice(0, -1), 'namespaceSelector') !== undefined;
  const within = everywhere ? undefined : namespace;
  yield* podsIn(cluster, within);
  for (const { metadata } of resourcesOf(cluster.cluster, 'NetworkSet'))
    if (within === undefined || mayShareNamespace(metadata.namespace, within)) yield withNamespace(metadata.labels, metadata.namespace);
};

export const calicoNamespaces: Labels = function* (cluster, place) {
  for (const labels of namespaceLabels(cluster, place)) {
    const name = labels['kubernetes.io/metadata.name'];
    yield name === undefined ? labels : { ...labels, 'projectcalico.org/name': name };
  }
};

/** `namespace`: absent for all. */
function* podsIn({ allocation }: AnalysedCluster, namespace: string | undefined): Generator<StringMap> {
  for (const { labels, resource } of referencesOf(allocation).around.podOwners.all) {
    const own = resource.metadata.namespace;
    if (namespace === undefined || mayShareNamespace(own, namespace)) yield withNamespace(labels, own);
  }
}

function withNamespace(labels: StringMap, namespace: string | undefined): StringMap {
  return namespace === undefined ? labels : { ...labels, 'projectcalico.org/namespace': namespace };
}
