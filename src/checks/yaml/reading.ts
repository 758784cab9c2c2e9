import type { ReadProblemCode } from '../../manifests/problems.ts';
import type { Rule } from '../findings/check.ts';

/** What the reader reports of a text, whatever cluster it belongs to. */
export const readingRules: Readonly<Record<ReadProblemCode, Rule>> = {
  'yaml/syntax': { code: 'yaml/syntax', severity: 'error' },
  'yaml/duplicate-key': { code: 'yaml/duplicate-key', severity: 'error' },
  'yaml/ambiguous-scalar': { code: 'yaml/ambiguous-scalar', severity: 'error' },
  'yaml/unreadable': { code: 'yaml/unreadable', severity: 'hint' },
  'yaml/limit': { code: 'yaml/limit', severity: 'warning' },
  'resource/wrong-type': { code: 'resource/wrong-type', severity: 'error' },
};
