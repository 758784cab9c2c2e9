import type { Resource, ResourceOf, ResourceType } from './resource.ts';

/** The resources that live together, in apply order: file path, then position in the file. */
export interface Cluster {
  readonly name: string;
  /** Folder of the cluster, as the host names it; empty for the workspace's own. */
  readonly root: string;
  /** How the manifests came together (`ClusterPlan.rule`); absent: they surely are one cluster, as for `root`. */
  readonly rule?: 'root' | 'kustomization' | 'folder';
  readonly resources: readonly Resource[];
  /** Entries of the EdgeNetworks' `spec.manifests` that name no known file; absent: none. */
  readonly unmatchedManifests?: readonly string[];
  /** What may exist without our seeing it; a finding that this could explain away is at most a hint. */
  readonly unknowns: ClusterUnknowns;
}

export interface ClusterUnknowns {
  /** Files or documents that could not be read (templated, broken). */
  readonly unreadable: number;
  /** Kustomize bases, components or fields that were not followed or applied. */
  readonly kustomize: readonly string[];
}

/** The cluster's resources of one type, in apply order; computed once per cluster. */
export function resourcesOf<T extends ResourceType>(cluster: Cluster, type: T): readonly ResourceOf<T>[] {
  let index = indexes.get(cluster);
  if (index === undefined) {
    index = new Map();
    for (const resource of cluster.resources) {
      const list = index.get(resource.type);
      if (list === undefined) index.set(resource.type, [resource]);
      else list.push(resource);
    }
    indexes.set(cluster, index);
  }
  return (index.get(type) ?? []) as readonly Resource[] as readonly ResourceOf<T>[];
}

const indexes = new WeakMap<Cluster, Map<ResourceType, Resource[]>>();
