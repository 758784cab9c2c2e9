import { Derived, Input } from '../base/derived.ts';
import { Each } from '../base/derivedEach.ts';
import { runAtOnce } from '../base/slices.ts';
import type { Allocation } from '../engine/allocation.ts';
import { withKept } from '../manifests/same.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import { checks, documentChecks, suppressionChecks, workspaceChecks } from './all.ts';
import type { Check, Problem, Rule, SubjectCheck, Subjects } from './findings/check.ts';
import type { Controls, WrittenSuppressions } from './findings/controls.ts';
import type { Finding } from './findings/finding.ts';
import { findingOf, type About } from './findings/frame.ts';
import { resourceAt, resourceIn } from './findings/resourceAt.ts';
import { CheckContext } from './shared/context.ts';

/** What the reader found in one document. Nothing is suppressed yet, here as in the others. */
export function judgeDocument(facts: DocumentFacts, controls: Controls): readonly Finding[] {
  const found = judge(documentChecks, facts, controls, ({ place }) => ({ resource: resourceIn(facts, place), cluster: '' }));
  // In the order in which they were read.
  const order = new Map(facts.problems.map(({ place }, index) => [place, index]));
  return found.toSorted((one, other) => (order.get(one.place) ?? 0) - (order.get(other.place) ?? 0));
}

/** What is found in one cluster, in the order of the checks and then of the manifests. */
export function judgeCluster(allocation: Allocation, controls: Controls): readonly Finding[] {
  return runAtOnce(new ClusterVerdicts(allocation).judge(controls));
}

/** What only several clusters together show, with the index of the cluster that it is said of. */
export function judgeWorkspace(
  allocations: readonly Allocation[],
  controls: Controls,
): readonly { readonly index: number; readonly finding: Finding }[] {
  const found: { readonly index: number; readonly finding: Finding }[] = [];
  for (const check of workspaceChecks) {
    if (controls.isOffEverywhere(check.code)) continue;
    for (const problem of check.run(allocations)) {
      const { cluster } = problem.allocation;
      const finding = findingOf(check, problem, controls, { resource: resourceAt(cluster, problem.place), cluster: cluster.name });
      if (finding !== undefined) found.push({ index: allocations.indexOf(problem.allocation), finding });
    }
  }
  return found;
}

/** What of a file's suppressions, or of a configuration file, has no effect. */
export function judgeSuppressions(written: WrittenSuppressions, controls: Controls): readonly Finding[] {
  return judge(suppressionChecks, written, controls, () => ({ resource: undefined, cluster: '' }));
}

function judge<S extends 'document' | 'suppression'>(
  rules: readonly Check<S>[],
  subject: Subjects[S],
  controls: Controls,
  about: (problem: Problem) => About,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (controls.isOffEverywhere(rule.code)) continue;
    for (const problem of rule.run(subject)) {
      const finding = findingOf(rule, problem, controls, about(problem));
      if (finding !== undefined) findings.push(finding);
    }
  }
  return findings;
}

/** The catalogue over one cluster, from one state of it to the next: a rule judges again only where something that it read has changed. */
export class ClusterVerdicts {
  readonly #controls: Input<Controls | undefined> = new Input<Controls | undefined>(undefined);
  readonly #verdicts: readonly Verdict[];
  #last: readonly Finding[] = [];

  /** `allocation`: the cluster's; a live one as it changes. */
  constructor(allocation: Allocation) {
    const context = new CheckContext(allocation);
    this.#verdicts = checks.map((check) => ('run' in check ? this.#ofAll(check, context) : this.#ofEach(check, context)));
  }

  /** In the order of the checks and then of the manifests; findings that say the same are the same objects as before. */
  *judge(controls: Controls): Generator<undefined, readonly Finding[]> {
    this.#controls.set(controls);
    const findings: Finding[] = [];
    for (const { rule, findings: found } of this.#verdicts) {
      if (controls.isOffEverywhere(rule.code)) continue;
      for (const finding of yield* found()) findings.push(finding);
      yield;
    }
    this.#last = withKept(this.#last, findings, Object.is);
    return this.#last;
  }

  #ofAll(check: Check, context: CheckContext): Verdict {
    const findings = new Derived<readonly Finding[]>((before) => withKept(before, this.#findingsOf(check, check.run(context), context)));

    return {
      rule: check,
      *findings() {
        return findings.get();
      },
    };
  }

  #ofEach(check: SubjectCheck, context: CheckContext): Verdict {
    const each = new Each<object, readonly Finding[]>((subject, before) => {
      const findings = this.#findingsOf(check, check.judge(subject, context), context);
      return findings.length === 0 ? nothing : withKept(before, findings);
    });
    const subjects = new Derived(() => check.subjects(context));
    let last: readonly Finding[] = nothing;
    return {
      rule: check,
      *findings() {
        if (yield* each.update(subjects.get())) last = [...each.values()].flat();
        return last;
      },
    };
  }

  #findingsOf(rule: Rule, problems: Iterable<Problem>, { cluster }: CheckContext): readonly Finding[] {
    const findings: Finding[] = [];
    for (const problem of problems) {
      const controls = this.#controls.get();
      const finding =
        controls === undefined
          ? undefined
          : findingOf(rule, problem, controls, { resource: resourceAt(cluster, problem.place), cluster: cluster.name });
      if (finding !== undefined) findings.push(finding);
    }
    return findings;
  }
}

interface Verdict {
  readonly rule: Rule;
  readonly findings: () => Generator<undefined, readonly Finding[]>;
}

const nothing: readonly Finding[] = [];
