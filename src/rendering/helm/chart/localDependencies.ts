import { resolvePath } from '../../../base/path.ts';
import { ChartFault } from './fault.ts';
import type { Chart } from './chart.ts';
import { loadChart } from './load.ts';
import type { PackedSources } from './packed.ts';
import { satisfies } from './versions.ts';

/**
 * A chart as `helm dependency build` leaves it, as far as that needs no network: charts that it depends on by a `file://` path, of a version that fits, are in it. What those depend on in turn is not built.
 * What cannot be read there is missing. `folder`: of the chart. helm/pkg/downloader/manager.go (tarFromLocalDir)
 */
export function withLocalDependencies(sources: PackedSources, folder: string, chart: Chart): Chart {
  for (const { name, version, repository } of chart.metadata.dependencies ?? []) {
    if (!repository.startsWith('file://') || chart.dependencies.some(({ metadata }) => metadata.name === name)) continue;
    const path = resolvePath(folder, repository.slice('file://'.length));
    const found = path === undefined || path === folder ? undefined : loaded(sources, path);
    if (found?.metadata.name === name && satisfies(version, found.metadata.version)) chart.dependencies = [...chart.dependencies, found];
  }
  return chart;
}

function loaded(sources: PackedSources, path: string): Chart | undefined {
  try {
    return loadChart(sources, path);
  } catch (error) {
    if (!(error instanceof ChartFault)) throw error;
    return undefined;
  }
}
