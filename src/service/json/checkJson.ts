import { printableJson } from '../../base/text.ts';
import { compositionJson } from './compositionJson.ts';
import { findingJson } from './findingJson.ts';
import type { CheckReport } from '../questions.ts';

/** `check --format json`, contract version 1 (docs/json.md). */
export function writeCheckJson({ findings, summary, clusters }: CheckReport): string {
  return printableJson({ version: 1, findings: findings.map(findingJson), summary, ...compositionJson(clusters) });
}
