import type { ClusterReport } from '../questions.ts';

/** How clusters came together, as `check --format json` has it: clusters, then what is judged by itself. */
export function compositionJson(reports: readonly ClusterReport[]): object {
  const alternatives = reports.filter(({ alternative }) => alternative !== undefined);
  return {
    clusters: reports.filter(({ alternative }) => alternative === undefined).map(clusterJson),
    ...(alternatives.length > 0 && { alternatives: alternatives.map((report) => ({ ...clusterJson(report), why: report.alternative })) }),
  };
}

/** What `topology --format json` says of it, too. */
export function clusterJson({ name, root, rule, reason, units, plain, unknown }: ClusterReport): object {
  return {
    name,
    root,
    rule,
    reason,
    units: units.map(({ kind, root: folder, by, manifests }) => ({ kind, root: folder, by: by ?? null, manifests })),
    plain,
    unknown,
  };
}
