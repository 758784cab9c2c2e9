import type { DocumentFacts } from '../../manifests/read.ts';
import { isKustomizationFile } from '../../manifests/fileNames.ts';
import { unrestricts } from '../../manifests/manifestFiles.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import { perObject, sameItems } from '../../base/derived.ts';
import { mayHoldGitOps } from '../gitops/gitops.ts';
import { resourceIds } from './resourceIds.ts';
import type { KustomizationResource } from '../../manifests/resources/kustomization.ts';

/** A file as read: one facts object for each of its documents, in order. */
export interface FileFacts {
  readonly path: string;
  readonly documents: readonly DocumentFacts[];
}

/** What of a file decides how the workspace's files form clusters. Values only, so that it stays the same while the rest of the file is edited. */
export interface FileSkeleton {
  readonly path: string;
  /** The file makes its folder the root of a cluster. */
  readonly root: { readonly name: string; readonly manifests: readonly string[] } | undefined;
  readonly kustomization: Kustomization | undefined;
  /** Whether there is any manifest that may go into a cluster. */
  readonly hasResources: boolean;
  /** What its resources are called in a cluster (`resourceIds`), in order. */
  readonly ids: readonly string[];
  /** Whether an IoT Edge deployment manifest stands in it. */
  readonly hasModules: boolean;
  /** Whether an object of a GitOps tool may stand in it. */
  readonly mayApply: boolean;
  /** Whether it has kustomize read files of anywhere. */
  readonly unrestricts: boolean;
  /** With `ids`, tells two skeletons of one file apart. */
  readonly key: string;
}

export interface Kustomization extends Pick<KustomizationResource, 'resources' | 'components' | 'otherFiles' | 'charts'> {
  readonly path: string;
  readonly isComponent: boolean;
}

/** The same object as before when nothing in it has changed. */
export function skeletonOf({ path, documents }: FileFacts, before?: FileSkeleton): FileSkeleton {
  let root: FileSkeleton['root'];
  let kustomization: Kustomization | undefined;
  let hasResources = false;
  let hasModules = false;
  for (const { resources } of documents) {
    for (const resource of resources) {
      if (resource.type === 'Kustomization') {
        if (isKustomizationFile(path)) kustomization ??= kustomizationOf(path, resource);
        continue;
      }
      hasResources = true;
      hasModules ||= resource.type === 'IoTEdgeDeployment';
      if (kindOf(resource)?.countsIn !== 'own-folder') continue;
      const manifests = resource.type === 'EdgeNetwork' ? resource.manifests : [];
      root = { name: root?.name || resource.metadata.name, manifests: [...(root?.manifests ?? []), ...manifests] };
    }
  }
  const ids = documents.flatMap(resourceIds);
  const signs = documents.map(signsOf);
  const mayApply = signs.includes('applies') || signs.includes('both');
  const isUnrestricted = signs.includes('unrestricts') || signs.includes('both');
  const key =
    root === undefined && kustomization === undefined
      ? `${hasResources} ${hasModules} ${mayApply} ${isUnrestricted}`
      : JSON.stringify([root, kustomization, hasResources, hasModules, mayApply, isUnrestricted]);
  return before?.path === path && before.key === key && sameItems(before.ids, ids)
    ? before
    : { path, root, kustomization, hasResources, hasModules, ids, mayApply, unrestricts: isUnrestricted, key };
}

/** What a text may hold besides resources: one look for both, since there are very many texts. */
const signsOf = perObject(({ document: { text } }: DocumentFacts): 'applies' | 'unrestricts' | 'both' | 'none' => {
  const applies = mayHoldGitOps(text);
  return unrestricts(text) ? (applies ? 'both' : 'unrestricts') : applies ? 'applies' : 'none';
});

function kustomizationOf(path: string, { kind, resources, components, otherFiles, charts }: KustomizationResource): Kustomization {
  return { path, isComponent: kind === 'Component', resources, components, otherFiles, charts };
}
