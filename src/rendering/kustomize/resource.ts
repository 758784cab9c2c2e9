import type { Span } from '../origin.ts';
import type { YamlMap } from '../yaml/node.ts';
import type { BuildOrigin } from './origin.ts';
import { identityKey, knownIdentity, type EarlierIdentity, type Identity, type KnownIdentity } from './identity.ts';

/** One object on its way through a build. Immutable: a transformer makes another one. api/resource/resource.go */
export interface Resource {
  readonly root: YamlMap;
  /** What it was before, the oldest first. An identity may stand there twice, and may equal the current one. */
  readonly history: readonly EarlierIdentity[];
  /** Added to its name so far, the innermost first. Never empty texts. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** The file that brought it: a resource file, or the kustomization whose generator made it. */
  readonly source: string;
  /** The entries of kustomizations that lead to it, the root's first. */
  readonly broughtBy: readonly Span[];
  /** Whether its name gets a hash of its content at the end. */
  readonly needsHash: boolean;
  /** Whether a generator made it: kustomize keeps such knowledge in annotations, so its `metadata.annotations` is there even where it shows none. */
  readonly isGenerated: boolean;
  /** Names of the `vars` that take their value from it. */
  readonly variables?: readonly string[];
  /** Whether nodes stand in several of its places (see `sharing.ts`). */
  readonly hasShared?: boolean;
  /** Replacements that put a text where the type of the field was kept, in case nothing makes a text of it until the end. */
  readonly mistyped?: readonly Span[];
  /** Kept where the root asks for it by `buildMetadata`. */
  readonly origin?: BuildOrigin;
  readonly transformations?: readonly BuildOrigin[];
  /** What is known of its identity, or of that of an earlier state: noted by `currentIdentity`, and no part of what it is. */
  known?: KnownIdentity;
}

export function resourceOf(root: YamlMap, source: string, broughtBy: readonly Span[] = []): Resource {
  return { root, history: [], prefixes: [], suffixes: [], source, broughtBy, needsHash: false, isGenerated: false };
}

export function currentIdentity(resource: Resource): Identity {
  const known = knownIdentity(resource.root, resource.known);
  resource.known = known;
  return known.identity;
}

/** The oldest first. api/internal/utils/makeResIds.go (PrevIds) */
export function earlierIdentities(resource: Resource): readonly Identity[] {
  if (resource.history.length === 0) return [];
  const { group, version } = currentIdentity(resource);
  return resource.history.map(({ kind, name, namespace }) => ({ group, version, kind, name, namespace, effectiveNamespace: namespace }));
}

export function originalIdentity(resource: Resource): Identity {
  const current = currentIdentity(resource);
  const [first] = resource.history;
  if (first === undefined) return current;
  const { group, version } = current;
  return { group, version, kind: first.kind, name: first.name, namespace: first.namespace, effectiveNamespace: first.namespace };
}

/** The earlier ones, the oldest first, and the current one. */
export function anyIdentities(resource: Resource): readonly Identity[] {
  return [...earlierIdentities(resource), currentIdentity(resource)];
}

/** The resource that remembers what it is now, before a change of name, namespace or kind. (StorePreviousId) */
export function remembering(resource: Resource): Resource {
  const { kind, name, effectiveNamespace } = currentIdentity(resource);
  return { ...resource, history: [...resource.history, { kind, name, namespace: effectiveNamespace }] };
}

/** The resource after a patch has taken its annotations away as a whole: what kustomize keeps there goes with them. */
export function forgetting({ root, source, broughtBy, variables, hasShared, mistyped, known }: Resource): Resource {
  return {
    ...resourceOf(root, source, broughtBy),
    ...(variables !== undefined && { variables }),
    ...(hasShared !== undefined && { hasShared }),
    ...(mistyped !== undefined && { mistyped }),
    ...(known !== undefined && { known }),
  };
}

/** Whether kustomize has put knowledge of its own into `metadata.annotations`, so that the map is there for patches even where the resource shows none. */
export function hasHiddenAnnotations({ history, isGenerated, origin, prefixes, suffixes }: Resource): boolean {
  return history.length > 0 || isGenerated || origin !== undefined || prefixes.length > 0 || suffixes.length > 0;
}

export function hasIdentity(resource: Resource, key: string): boolean {
  return anyIdentities(resource).some((identity) => identityKey(identity) === key);
}
