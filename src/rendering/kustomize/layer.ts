import type { RenderingProblem } from '../rendered.ts';
import type { Budget } from './budget.ts';
import type { ChartHook } from './charts.ts';
import type { Configuration } from './configuration.ts';
import type { BuildMemory } from './memory.ts';
import type { Loader } from './loader.ts';
import type { Resource } from './resource.ts';
import type { BuiltInUse } from './openapiSchema.ts';
import type { ResourceList } from './resourceList.ts';
import type { Variable } from './transformers/variables.ts';

/** What a layer comes to: objects, and what later steps are to know. */
export interface Accumulated {
  readonly resources: readonly Resource[];
  readonly configuration: Configuration;
  readonly variables: readonly Variable[];
}

/** A layer while it is worked on. */
export interface Layer {
  readonly list: ResourceList;
  configuration: Configuration;
  variables: readonly Variable[];
}

/** A base that several overlays share, as it is before any of them changes it. */
export interface Base {
  readonly accumulated: Accumulated;
  readonly problems: readonly RenderingProblem[];
  readonly looked: ReadonlySet<string>;
  /** All folders of kustomizations below it, itself included. */
  readonly folders: ReadonlySet<string>;
  readonly builtInUse: BuiltInUse;
}

export type Bases = Map<string, Base>;

/** What holds for a whole build. */
export interface Building {
  readonly loader: Loader;
  readonly bases: Bases;
  /** Whether origins of objects are kept for `buildMetadata`, which are paths from the root, so that no base can be shared. */
  readonly tracks: boolean;
  readonly charts: ChartHook | undefined;
  readonly budget: Budget;
  readonly memory: BuildMemory | undefined;
}

/** One way down the tree of kustomizations. */
export interface Way {
  /** Real folders, the root's first. */
  readonly folders: readonly string[];
  /** Of the folder, from the root, as the entries have it. */
  readonly path: string;
}
