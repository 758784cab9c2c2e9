import type { FieldPath, Rooted } from './place.ts';
import type { Refusal } from './refusal.ts';

/** Labels or annotations: values as text. */
export type StringMap = Readonly<Record<string, string>>;

export interface Metadata {
  /** Empty when not written (a half-typed manifest, or `generateName`). */
  readonly name: string;
  /** Absent: unknown, set later (kubectl, Helm, Kustomize may set it). */
  readonly namespace: string | undefined;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** `metadata.deletionTimestamp` is set: the object is being deleted in the cluster the manifest was taken from. */
  readonly deleting: boolean;
  /** The owner in `metadata.ownerReferences` with `controller: true`: in output of `kubectl get`, what created the object. */
  readonly controller: { readonly kind: string; readonly name: string } | undefined;
}

/** What every resource has. Fields that are not written are `undefined`, so that all resources of a kind have one shape. */
export interface ResourceBase extends Rooted {
  readonly apiVersion: string;
  /** As written: `Deployment`, or a kind we do not know. */
  readonly kind: string;
  readonly metadata: Metadata;
  /**
   * Fields, counted from the resource's root, whose values are filled in later; the empty path where part of the resource could not be read. Absent: none.
   * What is read of such a field is a text that means nothing, or nothing; ask `isUnknown` before concluding from it.
   */
  readonly unknownFields?: readonly FieldPath[] | undefined;
  /** Absent: nothing. */
  readonly refusals?: readonly Refusal[] | undefined;
}

/** The namespace for the picture: a missing one counts as `default`. Findings must treat it as unknown instead. */
export function namespaceOf({ metadata }: ResourceBase): string {
  return metadata.namespace ?? 'default';
}

/** `API group` of an `apiVersion`: `apps` of `apps/v1`, empty for the core. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** As much of a resource as tells which one is meant. */
type Named = Pick<ResourceBase, 'kind'> & { readonly metadata: Pick<Metadata, 'name' | 'namespace'> };

/** `Service shop/web`; without a namespace `Service web`. For people. */
export function nameOf({ kind, metadata: { namespace, name } }: Named): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
