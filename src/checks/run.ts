import { Derived } from '../base/derived.ts';
import { Each } from '../base/derivedEach.ts';
import { runAtOnce } from '../base/slices.ts';
import type { Allocation } from '../engine/allocation.ts';
import { withKept } from '../manifests/same.ts';
import type { DocumentFacts } from '../manifests/read.ts';
import type { Resource, ResourceType } from '../manifests/resource.ts';
import { checks, documentChecks, suppressionChecks, workspaceChecks } from './all.ts';
import type { Check, JudgedWorkspace, Problem, ResourcePart, Rule, Subjects } from './findings/check.ts';
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
  workspace: JudgedWorkspace,
  controls: Controls,
): readonly { readonly index: number; readonly finding: Finding }[] {
  const found: { readonly index: number; readonly finding: Finding }[] = [];
  for (const check of workspaceChecks) {
    if (controls.isOffEverywhere(check.code)) continue;
    for (const problem of check.run(workspace)) {
      const { cluster } = problem.allocation;
      const finding = findingOf(check, problem, controls, { resource: resourceAt(cluster, problem.place), cluster: cluster.name });
      if (finding !== undefined) found.push({ index: workspace.allocations.indexOf(problem.allocation), finding });
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

/** The catalogue over one cluster, from one state of it to the next: what is judged of one resource is judged again only where something that was read for it has changed. */
export class ClusterVerdicts {
  readonly #context: CheckContext;
  #controls: Controls | undefined;
  /** By their number, in the order of the findings. */
  #steps: readonly Step[] = [];
  #rows = this.#newRows();
  #stepsOfType = new Map<ResourceType, readonly ResourceStep[]>();
  /** What the rows found, by the number of the step. */
  #byStep: ReadonlyMap<number, readonly Finding[]> = new Map();
  #last: readonly Finding[] = [];

  /** `allocation`: the cluster's; a live one as it changes. */
  constructor(allocation: Allocation) {
    this.#context = new CheckContext(allocation);
  }

  /** In the order of the checks and then of the manifests; findings that say the same are the same objects as before. */
  *judge(controls: Controls): Generator<undefined, readonly Finding[]> {
    if (controls !== this.#controls) this.#beginWith(controls);
    if (yield* this.#rows.update(this.#context.cluster.resources)) this.#byStep = byStep(this.#rows.values());
    const findings: Finding[] = [];
    for (const [number, step] of this.#steps.entries()) {
      if ('judge' in step) for (const finding of this.#byStep.get(number) ?? nothing) findings.push(finding);
      else {
        for (const finding of step.findings.get()) findings.push(finding);
        yield;
      }
    }
    this.#last = withKept(this.#last, findings, Object.is);
    return this.#last;
  }

  /** How much a rule weighs is part of what it found. */
  #beginWith(controls: Controls): void {
    this.#controls = controls;
    for (const step of this.#steps) if ('findings' in step) step.findings.release();
    this.#rows.release();
    this.#rows = this.#newRows();
    this.#stepsOfType = new Map();
    this.#byStep = new Map();
    const steps: Step[] = [];
    for (const check of checks) {
      if (controls.isOffEverywhere(check.code)) continue;
      for (const part of 'run' in check ? [(context: CheckContext) => check.run(context)] : check.parts) {
        if (typeof part === 'function') steps.push({ findings: this.#whole(check, part, controls) });
        else for (const { type, judge } of part) steps.push({ number: steps.length, rule: check, type, judge });
      }
    }
    this.#steps = steps;
  }

  #whole(rule: Rule, part: (context: CheckContext) => Iterable<Problem>, controls: Controls): Derived<readonly Finding[]> {
    return new Derived<readonly Finding[]>((before) => withKept(before, findingsOf(rule, part(this.#context), controls, this.#context)));
  }

  #newRows(): Each<Resource, Row> {
    return new Each<Resource, Row>((resource, before) => {
      const controls = this.#controls;
      if (controls === undefined) return emptyRow;
      const found: Found[] = [];
      for (const { number, rule, judge } of this.#stepsFor(resource.type)) {
        const findings = findingsOf(rule, judge(resource, this.#context), controls, this.#context);
        if (findings.length === 0) continue;
        found.push({ number, findings: withKept(before?.find((each) => each.number === number)?.findings, findings) });
      }
      return found.length === 0 ? emptyRow : withKept(before, found, isSameFound);
    });
  }

  #stepsFor(type: ResourceType): readonly ResourceStep[] {
    let steps = this.#stepsOfType.get(type);
    if (steps === undefined) {
      steps = this.#steps.filter((step): step is ResourceStep => 'judge' in step && (step.type === undefined || step.type === type));
      this.#stepsOfType.set(type, steps);
    }
    return steps;
  }
}

type Step = ResourceStep | { readonly findings: Derived<readonly Finding[]> };

interface ResourceStep extends ResourcePart {
  readonly number: number;
  readonly rule: Rule;
}

/** What all rules found at one resource, in their order; most find nothing. */
type Row = readonly Found[];

interface Found {
  /** Of the step. */
  readonly number: number;
  readonly findings: readonly Finding[];
}

const emptyRow: Row = [];

function isSameFound(one: Found, other: Found): boolean {
  return one.number === other.number && one.findings === other.findings;
}

function byStep(rows: readonly Row[]): ReadonlyMap<number, readonly Finding[]> {
  const found = new Map<number, Finding[]>();
  for (const row of rows) {
    if (row === emptyRow) continue;
    for (const { number, findings } of row) {
      const list = found.get(number);
      if (list === undefined) found.set(number, [...findings]);
      else list.push(...findings);
    }
  }
  return found;
}

function findingsOf(rule: Rule, problems: Iterable<Problem>, controls: Controls, { cluster }: CheckContext): readonly Finding[] {
  let findings: Finding[] | undefined;
  for (const problem of problems) {
    const finding = findingOf(rule, problem, controls, {
      resource: resourceAt(cluster, problem.place),
      cluster: cluster.name,
      isLeftOut: cluster.alternative === 'not-applied',
    });
    if (finding !== undefined) (findings ??= []).push(finding);
  }
  return findings ?? nothing;
}

const nothing: readonly Finding[] = [];
