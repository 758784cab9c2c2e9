import { printableJson } from '../../base/text.ts';
import { compositionJson } from '../../service/json/compositionJson.ts';
import { findingJson } from '../../service/json/findingJson.ts';
import type { ShownReport } from '../shownReport.ts';

/** `check --format json`, contract version 1 (docs/json.md). */
export function writeCheckJson({ findings, summary, clusters, known, changedSince }: ShownReport): string {
  return printableJson({
    version: 1,
    findings: findings.map(findingJson),
    summary,
    ...(known !== undefined && { baseline: { known } }),
    ...(changedSince !== undefined && { changedSince }),
    ...compositionJson(clusters),
  });
}
