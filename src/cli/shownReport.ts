import type { CheckReport } from '../service/questions.ts';

/** What of a report is shown, and what is said of the rest. */
export interface ShownReport extends CheckReport {
  /** Findings that a baseline knows, which are left out. */
  readonly known: number | undefined;
  /** Of how many clusters those that are shown are the touched ones, since when. */
  readonly changedSince: { readonly revision: string; readonly clusters: number } | undefined;
}

/** With the counts of its findings. */
export function counted<R extends CheckReport>(report: R): R {
  const count = (severity: string) => report.findings.filter((finding) => finding.severity === severity).length;
  return { ...report, summary: { ...report.summary, errors: count('error'), warnings: count('warning') } };
}
