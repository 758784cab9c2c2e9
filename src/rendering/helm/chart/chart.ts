import type { Span } from '../../origin.ts';
import type { GoValue, MapValue } from '../value.ts';

/** A file of a chart. Both contents are without byte order mark. */
export interface ChartFile {
  /** Below the chart's folder, with `/`. */
  readonly path: string;
  /** In the workspace; that of a packed chart stands below its archive: `charts/web.tgz/templates/web.yaml`. */
  readonly file: string;
  readonly text: () => string;
  readonly bytes: () => Uint8Array;
}

/** A chart as it was loaded, then as dependencies and imports have changed it: as in Helm, charts that several aliases copy share what is not copied. */
export interface Chart {
  metadata: Metadata;
  /** `Chart.yaml` in the workspace. */
  readonly file: string;
  /** Its defaults. */
  values: MapValue;
  readonly schema: ChartFile | undefined;
  readonly templates: readonly ChartFile[];
  /** All others, as `.Files` has them. */
  readonly files: readonly ChartFile[];
  dependencies: readonly Chart[];
}

/** What `Chart.yaml` says, texts as Helm cleans them. Empty texts and lists stand for what it does not say. */
export interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly description: string;
  readonly type: string;
  readonly home: string;
  readonly icon: string;
  readonly condition: string;
  readonly tags: string;
  readonly appVersion: string;
  readonly kubeVersion: string;
  readonly deprecated: boolean;
  readonly sources: readonly string[];
  readonly keywords: readonly string[];
  readonly maintainers: readonly Maintainer[];
  readonly annotations: ReadonlyMap<string, string>;
  /** Undefined where nothing is listed; Helm then leaves out every step about dependencies. */
  dependencies: readonly Dependency[] | undefined;
  /** Where each field stands, by its name in `Chart.yaml`. */
  readonly places: ReadonlyMap<string, Span>;
}

export interface Maintainer {
  readonly name: string;
  readonly email: string;
  readonly url: string;
}

export interface Dependency {
  /** The alias, once dependencies have been processed. */
  name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string;
  readonly tags: readonly string[];
  enabled: boolean;
  importValues: readonly GoValue[];
  readonly alias: string;
  readonly at: Span;
}
