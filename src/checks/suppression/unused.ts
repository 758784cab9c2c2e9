import { list, message, sentences } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { ConfiguredSuppression } from '../../manifests/configuration.ts';
import type { Suppression } from '../../manifests/suppressions.ts';
import type { Check, Problem } from '../findings/check.ts';
import { isSeverity, names, type AnySuppression, type WrittenSuppressions } from '../findings/controls.ts';
import { severities, type Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';

export const unusedSuppression: Check<'suppression'> = {
  code: 'suppression/unused',
  scope: 'suppression',
  severity: 'hint',
  fixAll: true,
  *run({ written, isUsed, isOff, codes }: WrittenSuppressions): Generator<Problem> {
    if (!('ignore' in written)) {
      yield* problemsOf(written, isUsed, isOff, codes);
      return;
    }
    for (const { code, severity: word, place } of written.checks) {
      if (!codes.includes(code)) yield unknownCode(code, { ...place, part: 'key' }, codes);
      else if (!isSeverity(word)) yield { message: message('"{0}" is none of {1}.', word, list([...severities, 'off'])), place, fixes: [] };
    }
    yield* problemsOf(written.ignore, isUsed, isOff, codes);
  },
};

function problemsOf(
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
        message:
          suppression.codes.length === 0
            ? message('This suppresses nothing, for no finding is here.')
            : message('This suppresses nothing: {0}.', list(suppression.codes.map(({ text }) => text))),
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
        : sentences(message('No check has the code {0}.', text), message('Did you mean {0}?', near)),
    place,
    fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: text, text: near })],
  };
}

function removalOf(suppression: Suppression | ConfiguredSuppression): readonly Fix[] {
  if (suppression.scope !== 'next-line' && suppression.scope !== 'file') return [];
  return [{ title: message('Remove the comment'), preferred: true, edits: [{ kind: 'delete', place: suppression.place }] }];
}
