import { printableJson } from '../../base/text.ts';
import { findingJson } from '../../service/json/findingJson.ts';
import type { CheckReport } from '../../service/questions.ts';

/** `check --format json`, contract version 1 (docs/json.md). */
export function writeCheckJson({ findings, summary }: CheckReport): string {
  return printableJson({ version: 1, findings: findings.map(findingJson), summary });
}
