import { printableJson } from '../../base/text.ts';
import type { CheckReport } from '../questions.ts';
import { compositionJson } from './compositionJson.ts';
import { findingJson } from './findingJson.ts';

/** What of a report was left out, and why. */
export interface LeftOut {
  /** Findings that a baseline knows. */
  readonly known?: number | undefined;
  /** Of how many clusters those that are shown are the touched ones, since when. */
  readonly changedSince?: { readonly revision: string; readonly clusters: number } | undefined;
}

/** `check --format json`, contract version 1 (docs/json.md). */
export function writeCheckJson({ findings, summary, clusters, known, changedSince }: CheckReport & LeftOut): string {
  return printableJson({
    version: 1,
    findings: findings.map(findingJson),
    summary,
    ...(known !== undefined && { baseline: { known } }),
    ...(changedSince !== undefined && { changedSince }),
    ...compositionJson(clusters),
  });
}
