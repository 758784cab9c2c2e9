import type { Correction, Deletion, ReadProblemCode } from '../../manifests/problems.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Fix, Severity } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';

/** What the reader reports of a text, whatever cluster it belongs to. */
export const readingChecks: readonly Check<'document'>[] = [
  reported('yaml/syntax', 'error'),
  reported('yaml/duplicate-key', 'error'),
  reported('yaml/ambiguous-scalar', 'error'),
  reported('yaml/unreadable', 'hint'),
  reported('yaml/limit', 'warning'),
  reported('resource/wrong-type', 'error'),
  reported('resource/unknown-field', 'warning'),
];

/** The same of manifests that a kustomization, a chart or a GitOps object makes: it stands where the field was written. A fix would be one of a text that nobody has. */
export const madeReadingChecks: readonly Check[] = (['resource/wrong-type', 'resource/unknown-field'] as const).map((code) => ({
  code,
  scope: 'cluster',
  severity: code === 'resource/wrong-type' ? 'error' : 'warning',
  *run({ cluster }): Generator<Problem> {
    for (const { code: own, severity, message, place, related } of cluster.madeProblems ?? [])
      if (own === code) yield { message, place, severity, related };
  },
}));

function reported(code: ReadProblemCode, severity: Severity): Check<'document'> {
  return {
    code,
    scope: 'document',
    severity,
    *run({ problems }: DocumentFacts): Generator<Problem> {
      for (const { code: own, severity: ownSeverity, message, place, related, corrections = [], deletions = [] } of problems)
        if (own === code) yield { message, place, severity: ownSeverity, related, fixes: fixesOf(corrections, deletions) };
    },
  };
}

function fixesOf(corrections: readonly Correction[], deletions: readonly Deletion[]): readonly Fix[] {
  const only = corrections.length + deletions.length === 1;
  return [
    ...corrections.map(({ title, ...edit }) => replacing(title, only, edit)),
    ...deletions.map(({ title, ...edit }): Fix => ({ title, preferred: only, edits: [{ kind: 'delete', ...edit }] })),
  ];
}
