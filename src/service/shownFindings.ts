import { plural, type Message } from '../base/message.ts';
import type { FileFinding } from './fileFinding.ts';

/** Of one rule in one file. Nobody reads more, and editors that underline thousands of places grow slow. */
export const mostShown = 100;

export interface ShownFinding<F> {
  readonly finding: F;
  /** 0: it is shown as it is. Otherwise so many are left out, this one is the first of them, and one line of `severity` is shown at its place. */
  readonly left: number;
  /** Of the finding, or of the worst that is left out. */
  readonly severity: FileFinding['severity'];
}

/**
 * What a person is shown of the findings of one file, in their order: of each rule the worst, and of equally bad ones the first.
 * Programs are given all.
 */
export function shownOf<F extends Pick<FileFinding, 'code' | 'severity'>>(findings: readonly F[]): readonly ShownFinding<F>[] {
  const byCode = new Map<string, F[]>();
  for (const finding of findings) {
    const list = byCode.get(finding.code);
    if (list === undefined) byCode.set(finding.code, [finding]);
    else list.push(finding);
  }
  const instead = new Map<F, readonly ShownFinding<F>[]>();
  for (const list of byCode.values()) {
    // One finding takes no more room than a line about it.
    if (list.length <= mostShown + 1) continue;
    const worst = new Set(list.toSorted(byWeight).slice(0, mostShown));
    const others = list.filter((finding) => !worst.has(finding));
    const severity = others.toSorted(byWeight)[0]?.severity ?? 'hint';
    others.forEach((finding, index) => instead.set(finding, index === 0 ? [{ finding, left: others.length, severity }] : []));
  }
  return findings.flatMap((finding) => instead.get(finding) ?? [{ finding, left: 0, severity: finding.severity }]);
}

/** What is said in place of those that are left out. */
export function leftOut(left: number, code: string): Message {
  return plural(
    left,
    '{0} more finding of {1} in this file is not listed here.',
    '{0} more findings of {1} in this file are not listed here.',
    code,
  );
}

const weights: Readonly<Record<FileFinding['severity'], number>> = { error: 0, warning: 1, information: 2, hint: 3 };

function byWeight(one: Pick<FileFinding, 'severity'>, other: Pick<FileFinding, 'severity'>): number {
  return weights[one.severity] - weights[other.severity];
}
