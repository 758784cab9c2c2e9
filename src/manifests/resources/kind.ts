import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';

/** What a reader makes: a resource with the word that tells its shape. */
export interface TypedResource extends ResourceBase {
  readonly type: string;
}

/** Where the objects of a kind live: in a namespace, in the cluster as a whole, or nowhere, since a program reads the file and no API server ever sees it. */
export type Scope = 'namespaced' | 'cluster' | 'local';

/** All that is known of a kind. Whoever needs to know something of one asks here; there are no lists of kinds elsewhere. */
export interface Kind<R extends TypedResource = TypedResource> {
  /** What `type` the resources have. Several kinds may share one (`Deployment` and `Job` are `Workload`), and of one kind there may be two (a `ConfigMap` that configures MetalLB). */
  readonly type: R['type'];
  /** Those that are read, the one to write today first. Other versions of the same API groups are read like them. Empty for what has none. */
  readonly apiVersions: readonly string[];
  /** As manifests name it; of a document that names none, as we call it. */
  readonly kind: string;
  readonly scope: Scope;
  readonly read: (fields: Fields, base: ResourceBase) => R;
  /** Tells it from another kind of the same name, by what the manifest holds; absent: it is always this one. */
  readonly when?: (fields: Fields, base: ResourceBase) => boolean;
  /** How it is known in a document that says no `kind`; absent: it always says one. */
  readonly unnamed?: {
    readonly isIt: (fields: Fields) => boolean;
    /** A cheap look before anything is parsed: false only where it surely is not in this file. */
    readonly mayBeIn: (path: string, text: string) => boolean;
  };
  /** Whether nobody needs more of this document than `metadata`, so that the rest is not parsed. Absent: all of it is. */
  readonly onlyHeading?: (text: string) => boolean;
  /** Which clusters it counts in. `own-folder`: it describes the cluster of its folder, and makes the folder the root of one; `none`: it says how clusters are put together. Absent: wherever it is gathered. */
  readonly countsIn?: 'own-folder' | 'none';
  /** It stands for several things in the picture, with a field for each: between these fields one is at none of them. */
  readonly standsForParts?: true;
  /** It may make pods that no manifest shows. */
  readonly mayHidePods?: true;
  /** Kustomize puts no prefix or suffix on its names. */
  readonly keepsName?: true;
  /** The program that it configures. */
  readonly configures?: 'metallb';
}

/** Holds a descriptor against the type that its reader gives. */
export function kind<R extends TypedResource>(descriptor: Kind<R>): Kind<R> {
  return descriptor;
}
