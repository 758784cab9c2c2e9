import type { Rope } from '../rope.ts';
import type { GoFunction } from './function.ts';
import type { TemplateProblem } from './template/problem.ts';
import type { MapValue } from './value.ts';

/** A file below `templates/` of a chart that takes part. Of a library chart only those whose name begins with `_`. */
export interface ChartTemplate {
  /** `parent/charts/child/templates/web.yaml`: names of charts, not of folders. */
  readonly name: string;
  /** `parent/charts/child/templates`. */
  readonly basePath: string;
  /** The text with its places: of a file one piece. */
  readonly text: Rope;
  /** `.Values`, `.Release`, `.Chart`… of its chart: one and the same map for all templates of a chart. `.Template` is put into it for each run. */
  readonly data: MapValue;
}

export interface RenderedTemplates {
  /** What each template printed, by name, in the order in which they ran; without those whose file name begins with `_` and those that failed. */
  readonly texts: ReadonlyMap<string, Rope>;
  /** In the order of parsing and running: Helm stops at the first. The templates that could run have been run nevertheless. */
  readonly problems: readonly TemplateProblem[];
}

/** What a rendering may use before it ends with a problem of class `limit`. */
export interface RenderingLimits {
  /** Nodes walked, items made, units of text made. */
  readonly steps: number;
  /** UTF-16 units of all templates' output together, texts of `include` and `tpl` as well. */
  readonly output: number;
}

export const usualLimits: RenderingLimits = { steps: 20_000_000, output: 64_000_000 };

/** What Helm's engine does with the templates of a chart and its sub-charts. Functions are those of Sprig and Helm; the engine adds its own and Go's. */
export type RenderTemplates = (
  templates: readonly ChartTemplate[],
  functions: ReadonlyMap<string, GoFunction>,
  limits?: RenderingLimits,
) => RenderedTemplates;
