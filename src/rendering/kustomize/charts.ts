import type { Span } from '../origin.ts';
import type { Rendered } from '../rendered.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import type { LoadedFile } from './entries.ts';
import type { Located } from './loader.ts';

/** An entry of `helmCharts`. */
export interface ChartRequest {
  /** Its fields, types checked. */
  readonly chart: YamlMap;
  /** The kustomization's `helmGlobals`. */
  readonly globals: YamlNode | undefined;
  /** Where a path from the kustomization's folder leads. */
  readonly locate: (path: string) => Located;
  /** Where to point for what has no place of its own. */
  readonly at: Span;
  /** A file that the entry names, at the scalar that does; `path` from the kustomization's folder where that says something else. Undefined: reported. */
  readonly load: (named: YamlScalar | undefined, path?: string) => LoadedFile | undefined;
}

/** Renders a chart that lies in the workspace; undefined for one that has to be fetched. Its manifests are as Helm printed them: lists are not put apart. */
export type ChartHook = (request: ChartRequest) => Rendered | undefined;
