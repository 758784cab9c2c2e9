import { message } from '../base/message.ts';
import type { Allocation } from '../engine/allocation.ts';
import { nameOf } from '../manifests/metadata.ts';
import type { Place } from '../manifests/place.ts';
import type { Correction, Deletion } from '../manifests/problems.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import type { Resource } from '../manifests/resource.ts';
import { checks } from './all.ts';
import type { Problem, Rule } from './findings/check.ts';
import type { Controls } from './findings/controls.ts';
import { severities as order, type Finding, type Fix, type Severity } from './findings/finding.ts';
import { replacing } from './findings/fixes.ts';
import { resourceAt } from './findings/resourceAt.ts';
import { otherCluster, otherClusterProblems } from './range/otherCluster.ts';
import { CheckContext } from './shared/context.ts';
import { readingRules } from './yaml/reading.ts';

/** What the checks find in one cluster, in the order of the checks and then of the manifests. Nothing is suppressed yet. */
export function runChecks(allocation: Allocation, controls: Controls): readonly Finding[] {
  const context = new CheckContext(allocation);
  const findings: Finding[] = [];
  for (const check of checks) {
    if (controls.isOffEverywhere(check.code)) continue;
    for (const problem of check.run(context)) {
      const setting = controls.severityOf(check.code, problem.place.document.file);
      if (setting !== 'off') findings.push(findingOf(check, setting, problem, context));
    }
  }
  return findings;
}

/** What only several clusters together show, with the index of the cluster that it is said of. Nothing is suppressed yet. */
export function overallProblems(
  allocations: readonly Allocation[],
  controls: Controls,
): readonly { readonly index: number; readonly finding: Finding }[] {
  if (allocations.length < 2 || controls.isOffEverywhere(otherCluster.code)) return [];
  return [...otherClusterProblems(allocations)].flatMap(({ allocation, ...problem }) => {
    const setting = controls.severityOf(otherCluster.code, problem.place.document.file);
    return setting === 'off'
      ? []
      : [{ index: allocations.indexOf(allocation), finding: findingOf(otherCluster, setting, problem, allocation) }];
  });
}

/** What the reader found in one document. Nothing is suppressed yet. */
export function readingFindings(facts: DocumentFacts, controls: Controls): readonly Finding[] {
  return facts.problems.flatMap(({ code, message: text, place, related = [], corrections = [], deletions = [] }): readonly Finding[] => {
    const severity = controls.severityOf(code, facts.document.file) ?? readingRules[code].severity;
    if (severity === 'off') return [];
    const resource = resourceIn(facts, place);
    return [
      {
        code,
        severity,
        message: text,
        place,
        related,
        resource: resource === undefined ? '' : nameOf(resource),
        cluster: '',
        fixes: fixesOf(corrections, deletions),
      },
    ];
  });
}

function fixesOf(corrections: readonly Correction[], deletions: readonly Deletion[]): readonly Fix[] {
  const only = corrections.length + deletions.length === 1;
  return [
    ...corrections.map(({ title, ...edit }) => replacing(title, only, edit)),
    ...deletions.map(({ title, ...edit }): Fix => ({ title, preferred: only, edits: [{ kind: 'delete', ...edit }] })),
  ];
}

/** The resource of a document that a place lies in. A stretch of text is no field of a resource, but a document of one resource is all that resource's. */
export function resourceIn({ resources }: Pick<DocumentFacts, 'resources'>, place: Place): Resource | undefined {
  return place.path === undefined && resources.length === 1 ? resources[0] : resources.find(({ root }) => holds(root, place));
}

function findingOf(
  { code, severity }: Rule,
  setting: Severity | undefined,
  problem: Problem,
  { cluster }: Pick<Allocation, 'cluster'>,
): Finding {
  const { place, doubt } = problem;
  const resource = resourceAt(cluster, place);
  const certain = setting ?? problem.severity ?? severity;
  return {
    code,
    severity: doubt === undefined ? certain : weaker(certain, 'hint'),
    message: doubt === undefined ? problem.message : message('{0} ({1})', problem.message, doubt),
    place,
    related: problem.related ?? [],
    resource: resource === undefined ? '' : nameOf(resource),
    cluster: cluster.name,
    fixes: problem.fixes ?? [],
    data: problem.data,
  };
}

function weaker(one: Severity, other: Severity): Severity {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

function holds(root: Resource['root'], { path }: Place): boolean {
  return path !== undefined && root.every((step, index) => step === path[index]);
}
