import type { Rendered, RenderingProblem } from '../rendered.ts';
import type { Sources } from '../sources.ts';
import type { YamlMap } from '../yaml/node.ts';

/** An object as the cluster gets it: one of a GitOps tool, or one that such an object reads (a ConfigMap, a Secret). */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `default` where nobody says it. */
  readonly namespace: string;
  readonly name: string;
  readonly root: YamlMap;
}

/** Where something is applied. */
export type Destination =
  /** Where the object that applies it lives. */
  | { readonly type: 'same' }
  | { readonly type: 'named'; readonly name: string }
  /** Nothing here says it: a cluster generator, a template that is not filled in. */
  | { readonly type: 'unknown' };

/** One thing that a GitOps object applies, built as that object says it: a Flux Kustomization or HelmRelease, a source of an Application, a bundle of Fleet for one target. */
export interface Delivery {
  /** Tells it from everything else that the same object applies; stays the same while the object is edited. */
  readonly key: string;
  readonly by: ClusterObject;
  readonly destination: Destination;
  /** In what order the tools apply it, where they say so: names of objects that must be there before. */
  readonly after: readonly string[];
}

/** What GitOps objects find around themselves. Whoever gives it takes note of what is asked for. */
export interface Surroundings {
  readonly sources: Sources;
  /** Of the same cluster; `unknown`: it may exist without our seeing it. Kinds as `Kind.group`, of the core group `ConfigMap`. */
  readonly object: (kind: string, namespace: string, name: string) => ClusterObject | 'unknown' | undefined;
  /** All of a kind in a namespace. */
  readonly objects: (kind: string, namespace: string) => readonly ClusterObject[];
  /** The folder of the workspace that is the root of the repository: paths of sources count from it. */
  readonly root: string;
  /** Names of the folders above `root` up to the one that is the repository's, the innermost last; empty where `root` is that, or where nobody knows. */
  readonly above: readonly string[];
}

export interface Deliveries {
  readonly deliveries: readonly Delivery[];
  /** Objects that it makes in the place where it lives: the Applications of an ApplicationSet. */
  readonly objects: readonly ClusterObject[];
  readonly problems: readonly RenderingProblem[];
  readonly looked: ReadonlySet<string>;
}

export type RenderedDelivery = Rendered;
