import type { YamlMap } from '../yaml/node.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import { isClusterWide } from './clusterWide.ts';

/** Group, version, kind, name, namespace: what makes two objects the same for kustomize. kyaml/resid/resid.go */
export interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** As written; empty where none is. */
  readonly namespace: string;
  /** `default` where none is written, `nowhere` for a kind that certainly lives outside namespaces. */
  readonly effectiveNamespace: string;
}

export const nowhere = '_non_namespaceable_';

/** What an object was before a transformer changed its name, namespace or kind. Group and version are always the current ones. */
export interface EarlierIdentity {
  readonly kind: string;
  readonly name: string;
  /** The effective one. */
  readonly namespace: string;
}

const identities = new WeakMap<YamlMap, Identity>();

export function identityOf(root: YamlMap): Identity {
  let identity = identities.get(root);
  if (identity === undefined) {
    const metadata = valueAt(root, 'metadata');
    const apiVersion = textAt(root, 'apiVersion') ?? '';
    const kind = textAt(root, 'kind') ?? '';
    const namespace = textAt(metadata, 'namespace') ?? '';
    const effectiveNamespace = isClusterWide(apiVersion, kind) ? nowhere : namespace === '' ? 'default' : namespace;
    identity = { ...groupVersion(apiVersion), kind, name: textAt(metadata, 'name') ?? '', namespace, effectiveNamespace };
    identities.set(root, identity);
  }
  return identity;
}

/** Split at the first slash: `apps/v1`; without one it is a version. */
export function groupVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Equal for equal identities, and for nothing else. */
export function identityKey({ group, version, kind, name, effectiveNamespace }: Identity): string {
  const key = `${group}\n${version}\n${kind}\n${name}\n${effectiveNamespace}`;
  return linesOf(key) === 5 ? key : JSON.stringify([group, version, kind, name, effectiveNamespace]);
}

function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
