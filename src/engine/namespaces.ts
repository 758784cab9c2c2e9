import { perObject } from '../base/derived.ts';
import { resourcesOf, type Cluster } from '../manifests/cluster.ts';
import type { StringMap } from '../manifests/metadata.ts';
import type { NamespaceResource } from '../manifests/resources/core.ts';
import { lastApplied } from './lastApplied.ts';

/** What selectors and annotations see of a namespace. */
export interface NamespaceFacts {
  /** With `kubernetes.io/metadata.name`, which the API server puts on every namespace. kubernetes pkg/apis/core/v1/defaults.go */
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** The Namespace manifest, if there is one. */
  readonly resource: NamespaceResource | undefined;
}

/** A namespace by name, declared or not; computed once per cluster. */
export function namespaceFacts(cluster: Cluster, name: string): NamespaceFacts {
  const known = declared(cluster);
  let facts = known.get(name);
  if (facts === undefined) {
    facts = factsOf(name, undefined);
    known.set(name, facts);
  }
  return facts;
}

function factsOf(name: string, resource: NamespaceResource | undefined): NamespaceFacts {
  return {
    labels: { ...resource?.metadata.labels, 'kubernetes.io/metadata.name': name },
    annotations: resource?.metadata.annotations ?? {},
    resource,
  };
}

const declared = perObject(
  (cluster: Cluster) =>
    new Map(
      lastApplied(resourcesOf(cluster, 'Namespace')).map((resource) => [resource.metadata.name, factsOf(resource.metadata.name, resource)]),
    ),
);
