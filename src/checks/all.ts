import { message } from '../base/message.ts';
import type { Allocation } from '../engine/allocation.ts';
import { nameOf } from '../manifests/metadata.ts';
import type { Place } from '../manifests/place.ts';
import type { Correction } from '../manifests/problems.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import type { Resource } from '../manifests/resource.ts';
import { ipamConfigurationRefused } from './calico/ipamConfigurationRefused.ts';
import { calicoPoolRefused } from './calico/poolRefused.ts';
import type { Check, Problem, Rule } from './check.ts';
import { CheckContext } from './context.ts';
import { corefileRefused } from './dns/corefile.ts';
import type { Controls } from './controls.ts';
import { severities as order, type Finding, type Fix, type Severity } from './finding.ts';
import { replacing } from './fixes.ts';
import { metallbRefused } from './metallb/refused.ts';
import { unknownPortName } from './port/unknownName.ts';
import { hostBits } from './range/hostBits.ts';
import { invalidRange } from './range/invalid.ts';
import { outsideSubnet } from './range/outsideSubnet.ts';
import { rangeOverlap } from './range/overlap.ts';
import { tooSmall } from './range/tooSmall.ts';
import { duplicateResource } from './resource/duplicate.ts';
import { resourceAt } from './resourceAt.ts';
import { selectorNoMatch } from './selector/noMatch.ts';
import { templateMismatch } from './selector/templateMismatch.ts';
import { servicePending } from './service/pending.ts';
import { serviceRefused } from './service/refused.ts';
import { unusedSuppression } from './suppression/unused.ts';
import { podLimit } from './yaml/podLimit.ts';
import { readingRules } from './yaml/reading.ts';

/** In the order in which their findings come. */
const checks: readonly Check[] = [
  invalidRange, hostBits, rangeOverlap, outsideSubnet, tooSmall, calicoPoolRefused, ipamConfigurationRefused, metallbRefused, corefileRefused, servicePending, serviceRefused,
  selectorNoMatch, templateMismatch, unknownPortName, duplicateResource, podLimit,
];

/** Every rule once, in the order of the documentation. */
export const rules: readonly Rule[] = [...Object.values(readingRules), ...checks.filter(({ code }) => !Object.hasOwn(readingRules, code)), unusedSuppression];

/** Every code that a finding may have, in the same order. */
export const checkCodes: readonly string[] = rules.map(({ code }) => code);

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

/** What the reader found in one document. Nothing is suppressed yet. */
export function readingFindings(facts: DocumentFacts, controls: Controls): readonly Finding[] {
  return facts.problems.flatMap(({ code, message: text, place, corrections = [] }): readonly Finding[] => {
    const severity = controls.severityOf(code, facts.document.file) ?? readingRules[code].severity;
    if (severity === 'off') return [];
    const resource = resourceIn(facts, place);
    return [{ code, severity, message: text, place, related: [], resource: resource === undefined ? '' : nameOf(resource), cluster: '', fixes: fixesOf(corrections) }];
  });
}

function fixesOf(corrections: readonly Correction[]): readonly Fix[] {
  return corrections.map(({ title, ...edit }) => replacing(title, corrections.length === 1, edit));
}

/** The resource of a document that a place lies in. A stretch of text is no field of a resource, but a document of one resource is all that resource's. */
export function resourceIn({ resources }: Pick<DocumentFacts, 'resources'>, place: Place): Resource | undefined {
  return place.path === undefined && resources.length === 1 ? resources[0] : resources.find(({ root }) => holds(root, place));
}

function findingOf({ code, severity }: Check, setting: Severity | undefined, problem: Problem, { cluster }: CheckContext): Finding {
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
  };
}

function weaker(one: Severity, other: Severity): Severity {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

function holds(root: Resource['root'], { path }: Place): boolean {
  return path !== undefined && root.every((step, index) => step === path[index]);
}
