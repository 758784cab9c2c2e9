import { printableJson } from '../../base/text.ts';
import { sourceJson } from './findingJson.ts';
import type { TraceAnswer, TraceQuestion } from '../questions.ts';

/** `trace --format json`, contract version 1 (docs/json.md). */
export function writeTraceJson({ from, to, protocol }: TraceQuestion, { verdict, at, by, reason, steps }: TraceAnswer): string {
  return printableJson({
    version: 1,
    question: { from, to, protocol },
    verdict,
    at: at ?? null,
    by: by ?? null,
    reason,
    steps: steps.map((step) => ({
      at: step.at,
      outcome: step.outcome,
      what: step.what,
      why: step.why ?? null,
      source: step.because[0] === undefined ? null : sourceJson(step.because[0]),
      because: step.because.map(sourceJson),
      seen:
        step.seen === undefined
          ? null
          : {
              source: step.seen.source ?? null,
              destination: step.seen.destination ?? null,
              port: step.seen.port,
              protocol: step.seen.protocol,
            },
    })),
  });
}
