/** What is rendered as one by itself: a kustomization that no other one includes, or a chart with one set of values. */
export type Unit = KustomizationUnit | ChartUnit;

export interface KustomizationUnit {
  readonly kind: 'kustomization';
  readonly folder: string;
}

export interface ChartUnit {
  readonly kind: 'chart';
  readonly folder: string;
  /** Behind the chart's own defaults, in order. */
  readonly valuesFiles: readonly string[];
  /** What tells it from the chart's other units: the `west` of `values-west.yaml`; empty for the defaults. */
  readonly variant: string;
}

/** Equal for units that render the same. */
export function unitKey(unit: Unit): string {
  return unit.kind === 'chart' ? `chart ${unit.folder}\n${unit.valuesFiles.join('\n')}` : `kustomization ${unit.folder}`;
}
