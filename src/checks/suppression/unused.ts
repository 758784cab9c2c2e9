import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { Configuration, ConfiguredSuppression } from '../../manifests/configuration.ts';
import type { Suppression, SuppressedCode } from '../../manifests/suppressions.ts';
import type { Rule } from '../findings/check.ts';
import { isSeverity, names, type AnySuppression, type Controls } from '../findings/controls.ts';
import { severities, type Finding, type Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';

export const unusedSuppression: Rule = { code: 'suppression/unused', severity: 'hint', fixAll: true };

/** What of a file's own suppressions kept nothing away. */
export function unusedIn(
  file: string,
  written: readonly Suppression[],
  isUsed: (suppression: AnySuppression) => boolean,
  controls: Controls,
  codes: readonly string[],
): readonly Finding[] {
  const severity = controls.severityOf(unusedSuppression.code, file) ?? unusedSuppression.severity;
  if (severity === 'off') return [];
  const isOff = (code: string) => controls.severityOf(code, file) === 'off';
  return findingsOf(written, isUsed, isOff, codes).map((problem) => ({ ...problem, ...common, severity }));
}

/** What a configuration file says that has no effect: entries that keep nothing away, codes that do not exist, severities that are none. */
export function unusedConfiguration(
  { document, checks, ignore }: Configuration,
  isUsed: (suppression: AnySuppression) => boolean,
  controls: Controls,
  codes: readonly string[],
): readonly Finding[] {
  const severity = controls.severityOf(unusedSuppression.code, document.file) ?? unusedSuppression.severity;
  if (severity === 'off') return [];
  const isOff = (code: string) => controls.severityOf(code, document.file) === 'off';
  const unknown = checks.flatMap(({ code, severity: word, place }): readonly Problem[] => {
    if (!codes.includes(code)) return [unknownCode(code, { ...place, part: 'key' }, codes)];
    return isSeverity(word)
      ? []
      : [{ message: message('"{0}" is none of {1}.', word, [...severities, 'off'].join(', ')), place, fixes: [] }];
  });
  return [...unknown, ...findingsOf(ignore, isUsed, isOff, codes)].map((problem) => ({ ...problem, ...common, severity }));
}

type Problem = Pick<Finding, 'message' | 'place' | 'fixes'>;

const common = { code: unusedSuppression.code, related: [], resource: '', cluster: '' } as const;

function findingsOf(
  suppressions: readonly (Suppression | ConfiguredSuppression)[],
  isUsed: (suppression: AnySuppression) => boolean,
  isOff: (code: string) => boolean,
  codes: readonly string[],
): readonly Problem[] {
  return suppressions.flatMap((suppression): readonly Problem[] => {
    const unknown = suppression.codes.filter((written) => !codes.some((code) => names([written], code)));
    if (unknown.length > 0) return unknown.map(({ text, place }) => unknownCode(text, place, codes));
    if (isUsed(suppression) || codes.some((code) => names(suppression.codes, code) && isOff(code))) return [];
    return [
      {
        message: message('This suppresses nothing: {0}.', textOf(suppression.codes)),
        place: suppression.place,
        fixes: removalOf(suppression),
      },
    ];
  });
}

function unknownCode(text: string, place: Problem['place'], codes: readonly string[]): Problem {
  const near = nearestOf(text, codes);
  return {
    message:
      near === undefined
        ? message('No check has the code {0}.', text)
        : message('No check has the code {0}; did you mean {1}?', text, near),
    place,
    fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
  };
}

function textOf(codes: readonly SuppressedCode[]): Message | string {
  return codes.length === 0 ? message('no finding is here') : codes.map(({ text }) => text).join(', ');
}

function removalOf(suppression: Suppression | ConfiguredSuppression): readonly Fix[] {
  if (suppression.scope !== 'next-line' && suppression.scope !== 'file') return [];
  return [{ title: message('Remove the comment'), preferred: true, edits: [{ kind: 'delete', place: suppression.place }] }];
}
