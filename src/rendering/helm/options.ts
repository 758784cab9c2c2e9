import type { GivenSetting, GivenValues } from './chart/values.ts';

/** What a chart is installed with: the options of `helm template`. */
export interface ChartOptions {
  readonly releaseName: string;
  readonly namespace: string;
  /** What stands in the place of the chart's own `values.yaml`; absent: that file. */
  readonly defaults?: readonly GivenValues[] | undefined;
  /** Laid over the chart's own values in this order. */
  readonly values: readonly GivenValues[];
  readonly set: readonly GivenSetting[];
  /** What path in the sources a name in `--set-file` means. */
  readonly fileOf: (name: string) => string;
  /** Undefined: the one that Helm assumes. */
  readonly kubeVersion: string | undefined;
  /** Added to those that Helm assumes. */
  readonly apiVersions: readonly string[];
  readonly includeCrds: boolean;
  /** Whoever installs it builds its dependencies first (`helm dependency build`); absent: what is not in `charts/` is missing. */
  readonly buildsDependencies?: true;
  /** Nobody is known to install it; absent: somebody does, and says all that is said. */
  readonly isLone?: true;
  /** `--no-hooks`, and `--skip-tests` for hooks that are tests; absent: nothing is left out. */
  readonly leavesOut?: 'hooks' | 'tests' | undefined;
  /** Patterns of template files below the chart (`templates/web.yaml`) that alone are printed; none: all. */
  readonly showOnly: readonly string[];
}

export const usualChartOptions: ChartOptions = {
  releaseName: 'release-name',
  namespace: 'default',
  values: [],
  set: [],
  fileOf: (name) => name,
  kubeVersion: undefined,
  apiVersions: [],
  includeCrds: false,
  showOnly: [],
};
