import { resourcesOfDocument, type Cluster } from '../../manifests/cluster.ts';
import type { Place } from '../../manifests/place.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Resource } from '../../manifests/resource.ts';

/** The resource that a place lies in. */
export function resourceAt(cluster: Cluster, { document, path }: Place): Resource | undefined {
  return resourcesOfDocument(cluster, document).find(({ root }) => path === undefined || root.every((step, index) => step === path[index]));
}

/** The resource of a document that a place lies in. A stretch of text is no field of a resource, but a document of one resource is all that resource's. */
export function resourceIn({ resources }: Pick<DocumentFacts, 'resources'>, place: Place): Resource | undefined {
  return place.path === undefined && resources.length === 1 ? resources[0] : resources.find(({ root }) => holds(root, place));
}

function holds(root: Resource['root'], { path }: Place): boolean {
  return path !== undefined && root.every((step, index) => step === path[index]);
}
