import { textAt } from '../../yaml/change.ts';
import type { YamlMap } from '../../yaml/node.ts';
import type { ClusterObject } from '../delivery.ts';
import { destinationNamespace } from './destination.ts';

/** What Argo fills into parameters, paths and images of a source: `$ARGOCD_APP_NAME`, `${ARGOCD_APP_NAME}`; `$$` is a dollar, and what it does not know is empty. */
export type Environment = (text: string) => string;

/** argo-cd reposerver/repository/repository.go (newEnv) */
export function environmentOf(object: ClusterObject, source: YamlMap): Environment {
  const revision = textAt(source, 'targetRevision') ?? '';
  const values: ReadonlyMap<string, string> = new Map([
    ['ARGOCD_APP_NAME', object.name],
    ['ARGOCD_APP_NAMESPACE', destinationNamespace(object) ?? ''],
    ['ARGOCD_APP_SOURCE_PATH', textAt(source, 'path') ?? ''],
    ['ARGOCD_APP_SOURCE_REPO_URL', textAt(source, 'repoURL') ?? ''],
    ['ARGOCD_APP_SOURCE_TARGET_REVISION', revision],
    // The commit, which nobody knows beforehand.
    ['ARGOCD_APP_REVISION', '${ARGOCD_APP_REVISION}'],
    ['ARGOCD_APP_REVISION_SHORT', '${ARGOCD_APP_REVISION_SHORT}'],
    ['ARGOCD_APP_REVISION_SHORT_8', '${ARGOCD_APP_REVISION_SHORT_8}'],
  ]);
  return (text) =>
    text.includes('$')
      ? text.replace(/\$(?:\$|\{([^{}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g, (whole, braced: string | undefined, plain: string | undefined) =>
          whole === '$$' ? '$' : (values.get(braced ?? plain ?? '') ?? ''),
        )
      : text;
}
