import { printableJson } from '../../base/text.ts';
import { sourceJson } from './findingJson.ts';
import type { ResolveAnswer } from '../questions.ts';

/** `resolve --format json`, contract version 1 (docs/json.md). */
export function writeResolveJson(answer: ResolveAnswer): string {
  const { question, rcode, answers, additional, authority, tried, forwardedTo, known, reason, because } = answer;
  const json = { version: 1, question, rcode, answers, additional, authority, tried, forwardedTo, known, reason };
  return printableJson({ ...json, because: because.map(sourceJson) });
}
