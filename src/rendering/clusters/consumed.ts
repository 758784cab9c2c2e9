import { baseName, folderOf, isWithin } from '../../base/path.ts';
import type { Applied } from '../gitops/delivery.ts';
import { isStandIn } from '../gitops/charts/standInPath.ts';
import type { Sources } from '../sources.ts';
import type { RenderedUnit } from '../unitRenderings.ts';

/**
 * What was looked at and so stands for nothing by itself. Helm reads all that lies in a chart's folder, but only what belongs to a chart is a part of it: another manifest there is a file like any other.
 */
export function* consumedBy({ looked, sources: made, taken, unit }: RenderedUnit, sources: Sources): Generator<string> {
  yield* taken;
  if (unit.kind === 'delivery' && isElsewhere(unit.delivery.applied)) return;
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

/** What is made of a chart that is not here applies nothing of the workspace. */
function isElsewhere(applied: Applied): boolean {
  switch (applied.type) {
    case 'release':
      return isStandIn(applied.chart);
    case 'application':
      return applied.sources.every(({ folder }) => isStandIn(folder));
    case 'packed-chart':
      return applied.folder !== undefined;
    default:
      return false;
  }
}
