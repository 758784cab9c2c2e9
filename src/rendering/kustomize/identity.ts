import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { valueAt } from '../yaml/change.ts';
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

/** The identity of an object, with the nodes that say it: another tree with the same nodes has the same identity. */
export interface KnownIdentity {
  readonly root: YamlMap;
  readonly nodes: readonly [
    apiVersion: YamlNode | undefined,
    kind: YamlNode | undefined,
    name: YamlNode | undefined,
    namespace: YamlNode | undefined,
  ];
  readonly identity: Identity;
}

export function identityOf(root: YamlMap): Identity {
  return knownIdentity(root, undefined).identity;
}

/** `before`: of an earlier state of the object. Changes mostly leave alone what it is called. */
export function knownIdentity(root: YamlMap, before: KnownIdentity | undefined): KnownIdentity {
  if (before?.root === root) return before;
  const metadata = valueAt(root, 'metadata');
  const apiVersion = valueAt(root, 'apiVersion');
  const kind = valueAt(root, 'kind');
  const name = valueAt(metadata, 'name');
  const namespace = valueAt(metadata, 'namespace');
  if (before !== undefined) {
    const { nodes, identity } = before;
    if (nodes[0] === apiVersion && nodes[1] === kind && nodes[2] === name && nodes[3] === namespace) return { root, nodes, identity };
  }
  return {
    root,
    nodes: [apiVersion, kind, name, namespace],
    identity: identityFrom(text(apiVersion), text(kind), text(name), text(namespace)),
  };
}

function text(node: YamlNode | undefined): string {
  return node?.type === 'scalar' && node.tag !== '!!null' ? node.text : '';
}

function identityFrom(apiVersion: string, kind: string, name: string, namespace: string): Identity {
  const effectiveNamespace = isClusterWide(apiVersion, kind) ? nowhere : namespace === '' ? 'default' : namespace;
  return { ...groupVersion(apiVersion), kind, name, namespace, effectiveNamespace };
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
