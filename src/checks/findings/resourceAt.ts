import type { Cluster } from '../../manifests/cluster.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';

/** The resource that a place lies in. */
export function resourceAt(cluster: Cluster, { document, path }: Place): Resource | undefined {
  let byDocument = indexes.get(cluster);
  if (byDocument === undefined) {
    byDocument = new Map();
    for (const resource of cluster.resources) {
      const list = byDocument.get(resource.document);
      if (list === undefined) byDocument.set(resource.document, [resource]);
      else list.push(resource);
    }
    indexes.set(cluster, byDocument);
  }
  return byDocument.get(document)?.find(({ root }) => path === undefined || root.every((step, index) => step === path[index]));
}

const indexes = new WeakMap<Cluster, Map<ManifestDocument, Resource[]>>();
