import { baseName, folderOf, isWithin } from '../../base/path.ts';
import type { Sources } from '../sources.ts';
import type { RenderedUnit } from '../unitRenderings.ts';

/**
 * What was looked at and so stands for nothing by itself. Helm reads all that lies in a chart's folder, but only what belongs to a chart is a part of it: another manifest there is a file like any other.
 */
export function* consumedBy({ looked, sources: made, taken }: RenderedUnit, sources: Sources): Generator<string> {
  yield* taken;
  const charts = [...looked].filter((path) => baseName(path) === 'Chart.yaml' && sources.kindOf(path) === 'file').map(folderOf);
  for (const path of looked) if (charts.length === 0 || made.has(path) || isOfChart(path, charts)) yield path;
}

function isOfChart(path: string, charts: readonly string[]): boolean {
  const around = charts.filter((folder) => isWithin(folder, path));
  return (
    around.length === 0 ||
    around.some((folder) => {
      const relative = folder === '' ? path : path.slice(folder.length + 1);
      return chartParts.test(relative);
    })
  );
}

const chartParts = /^(?:$|Chart\.(?:yaml|lock)$|values[^/]*$|\.helmignore$|(?:templates|charts|crds|ci|tests)(?:$|\/))/;
