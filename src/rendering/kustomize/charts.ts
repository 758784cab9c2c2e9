import type { Span } from '../origin.ts';
import type { Rendered } from '../rendered.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';

/** An entry of `helmCharts`. */
export interface ChartRequest {
  /** Its fields, types checked. */
  readonly chart: YamlMap;
  /** The kustomization's `helmGlobals`. */
  readonly globals: YamlNode | undefined;
  /** The real folder of the kustomization. */
  readonly folder: string;
  /** Where to point for what has no place of its own. */
  readonly at: Span;
}

/** Renders a chart that lies in the workspace; undefined for one that does not. */
export type ChartHook = (request: ChartRequest) => Rendered | undefined;
