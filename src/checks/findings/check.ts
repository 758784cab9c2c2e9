import type { Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Place } from '../../manifests/place.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { CheckContext } from '../shared/context.ts';
import type { FindingData, Fix, RelatedPlace, Severity } from './finding.ts';
import type { WrittenSuppressions } from './controls.ts';

/** What a code stands for. Its page is `<code>.md` beside it. */
export interface Rule {
  /** Stable: `range/overlap`. Settings, suppressions and links name it. */
  readonly code: string;
  readonly scope: Scope;
  /** Without a setting; a single problem may have its own. */
  readonly severity: Severity;
  /** Its preferred fixes write the same thing in another form, so that all of a file may be made at once. */
  readonly fixAll?: true;
}

/** How much a rule must see, and what of it is judged at a time: one document, the resources of one cluster, all clusters together, or what somebody wrote to keep findings away. */
export type Scope = keyof Subjects;

export interface Subjects {
  readonly document: DocumentFacts;
  readonly cluster: CheckContext;
  /** In the order of the workspace's clusters. */
  readonly workspace: readonly Allocation[];
  readonly suppression: WrittenSuppressions;
}

export interface Check<S extends Scope = 'cluster'> extends Rule {
  readonly scope: S;
  run(subject: Subjects[S]): Iterable<S extends 'workspace' ? OverallProblem : Problem>;
}

/** A rule of a cluster that judges one thing after the other: an edit has it judge again only those that read what has changed. */
export interface SubjectCheck<T extends object = object> extends Rule {
  readonly scope: 'cluster';
  /** Distinct, in the order of their problems. */
  subjects(context: CheckContext): readonly T[];
  /** A method, so that a list may hold checks of different subjects. */
  judge(subject: T, context: CheckContext): Iterable<Problem>;
}

/** What a check found; `run.ts` makes a finding of it. */
export interface Problem {
  /** The smallest token that is wrong. */
  readonly place: Place;
  readonly message: Message;
  readonly related?: readonly RelatedPlace[] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
  /** Where this case weighs more or less than the rule usually does; a setting for the rule counts instead. */
  readonly severity?: Severity | undefined;
  readonly data?: FindingData | undefined;
  /** What is not known, and could explain the problem away: then it is a hint whatever the setting, and says so. */
  readonly doubt?: Message | undefined;
}

/** A problem of one cluster that another one is the cause of. */
export interface OverallProblem extends Problem {
  readonly allocation: Allocation;
}
