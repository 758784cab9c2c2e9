import { findingJson } from '../../service/json/findingJson.ts';
import type { ResolvedFinding } from '../../analysis/resolve.ts';

export interface CheckSummary {
  readonly files: number;
  readonly manifests: number;
  readonly clusters: number;
  readonly errors: number;
  readonly warnings: number;
}

/** `check --format json`, contract version 1 (docs/json.md). */
export function writeCheckJson(findings: readonly ResolvedFinding[], summary: CheckSummary): string {
  return `${JSON.stringify({ version: 1, findings: findings.map(findingJson), summary }, undefined, 2)}\n`;
}
