import type { Rendered, RenderingProblem } from '../rendered.ts';
import type { Sources } from '../sources.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';

/** An object as the cluster gets it: one of a GitOps tool, or one that such an object reads (a ConfigMap, a Secret). */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Where nobody says it, `default`; of Argo CD's own kinds `argocd`. */
  readonly namespace: string;
  readonly name: string;
  readonly root: YamlMap;
}

/** Where something is applied. */
export type Destination =
  /** Where the object that applies it lives. */
  | { readonly type: 'same' }
  /** `namespace`: of the Secret that the name is, where it is one's: another namespace's of that name is another's. */
  | { readonly type: 'named'; readonly name: string; readonly namespace?: string }
  /** Nothing here says it: a cluster generator, a template that is not filled in. */
  | { readonly type: 'unknown' };

/** One thing that a GitOps object applies, built as that object says it: a Flux Kustomization or HelmRelease, an Application with all its sources, a bundle of Fleet for one target. */
export interface Delivery {
  /** Tells it from everything else that the same object applies; stays the same while the object is edited. Empty where there is nothing else. Of a bundle of Fleet its folder, and behind a `#` the target. */
  readonly key: string;
  readonly by: ClusterObject;
  readonly destination: Destination;
  /** Objects that must be there before, as `objectKey` writes them, where the tool waits for some. */
  readonly after: readonly string[];
  /** What it is made of. Paths are those of the sources. */
  readonly applied: Applied;
}

export type Applied =
  | {
      readonly type: 'kustomization';
      readonly folder: string;
      /** The value that names the folder, if one does. */
      readonly path: YamlNode | undefined;
      /** Root of the source, as far as it lies in the workspace; what the source leaves out is counted from there. */
      readonly sourceRoot: string;
      /** `spec.ignore` of the source. */
      readonly ignore: string | undefined;
    }
  | {
      readonly type: 'release';
      readonly chart: string;
      /** They stand in the place of the chart's own. */
      readonly valuesFiles: readonly string[] | undefined;
    }
  /** The sources of an Application that are here, in their order. */
  | { readonly type: 'application'; readonly sources: readonly ApplicationSource[] }
  | { readonly type: 'bundle'; readonly folder: string; readonly fleet: string | undefined; readonly target: number | undefined }
  /** A chart that stands packed in the object itself, or the folder of one that stands for it (`charts/standIn.ts`). */
  | { readonly type: 'packed-chart'; readonly content: YamlNode | undefined; readonly folder: string | undefined };

export interface ApplicationSource {
  readonly node: YamlMap;
  readonly folder: string;
}

/** Which source the workspace is. */
export interface Repository {
  /** As `comparableUrl` writes it; undefined where no object says it. */
  readonly url: string | undefined;
  /** Revisions of that URL that are what the workspace shows; undefined: any. */
  readonly revisions: ReadonlySet<string> | undefined;
}

/** What GitOps objects find around themselves. Whoever gives it takes note of what is asked for. */
export interface Surroundings {
  readonly sources: Sources;
  /** Of the same cluster; `unknown`: it may exist without our seeing it. Kinds as `Kind.group`, of the core group `ConfigMap`. */
  readonly object: (kind: string, namespace: string, name: string) => ClusterObject | 'unknown' | undefined;
  /** All of a kind in a namespace. */
  readonly objects: (kind: string, namespace: string) => readonly ClusterObject[];
  /** The folder of the workspace that is the root of the repository, or lies below it: paths of sources count from it. */
  readonly root: string;
  /** Names of the folders above `root` up to the one that is the repository's, the innermost last: empty where `root` is that; undefined where nobody knows. */
  readonly above: readonly string[] | undefined;
  /** Which source the workspace is. */
  readonly repository: Repository;
}

export interface Deliveries {
  readonly deliveries: readonly Delivery[];
  /** Objects that it makes in the place where it lives: the Applications of an ApplicationSet. */
  readonly objects: readonly ClusterObject[];
  readonly problems: readonly RenderingProblem[];
  /** The cluster that the problems are about. */
  readonly destination: Destination;
  readonly looked: ReadonlySet<string>;
}

export interface RenderedDelivery extends Rendered {
  /** What its kustomizations have cost: objects gathered, and changes of them. */
  readonly steps: number;
}

/** `Kustomization.kustomize.toolkit.fluxcd.io`, `ConfigMap`. */
export function kindKey({ apiVersion, kind }: Pick<ClusterObject, 'apiVersion' | 'kind'>): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
}

/** Equal for two objects only if they are the same one of a cluster. */
export function objectKey(object: Pick<ClusterObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  return `${kindKey(object)}/${object.namespace}/${object.name}`;
}
