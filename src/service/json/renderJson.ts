import { printableJson } from '../../base/text.ts';
import type { UnitReport } from '../rendering.ts';

/** `render --format json`, contract version 1 (docs/json.md). */
export function writeRenderJson(units: readonly UnitReport[]): string {
  return printableJson({
    version: 1,
    units: units.map(({ kind, root, clusters, by, problems, texts, resources }) => ({
      kind,
      root,
      ...(clusters !== undefined && { clusters }),
      ...(by !== undefined && { by }),
      problems,
      ...(texts !== undefined && { texts }),
      resources: resources.map(({ manifest, source, origins }) => ({ manifest, source, ...(origins !== undefined && { origins }) })),
    })),
  });
}
