import { resourcesOfDocument } from '../../manifests/cluster.ts';
import type { Resource } from '../../manifests/resource.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import { renderedBySource } from '../manifestsAt.ts';
import type { AnalysedCluster } from '../snapshot.ts';

/** What a cluster has of a manifest as it is written: itself, or those of its kind and name (a prefix or suffix may have been added) that are rendered from its file. */
export function resourcesFrom({ cluster }: AnalysedCluster, resource: Resource): readonly Resource[] {
  // Most often what was read is what the cluster has, which is found without an index of all of it.
  if (!isRendered(resource.document) && cluster.resources.includes(resource)) return [resource];
  const own = resourcesOfDocument(cluster, resource.document).filter((each) => each === resource || isSameRoot(each, resource));
  if (own.length > 0) return own;
  const { kind, metadata } = resource;
  return renderedBySource(cluster, resource.document.file).filter(
    (each) => each.kind === kind && each.metadata.name.includes(metadata.name),
  );
}

function isSameRoot(one: Resource, other: Resource): boolean {
  return one.type === other.type && one.root.length === other.root.length && one.root.every((step, index) => step === other.root[index]);
}
