import type { Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { mentionSources, type MentionOf, type ReferenceKind } from '../../engine/references/references.ts';
import type { RoutedNetwork } from '../../manifests/configuration.ts';
import type { Place } from '../../manifests/place.ts';
import type { DocumentFacts } from '../../manifests/read.ts';
import type { Resource, ResourceOf, ResourceType } from '../../manifests/resource.ts';
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
  readonly workspace: JudgedWorkspace;
  readonly suppression: WrittenSuppressions;
}

export interface JudgedWorkspace {
  /** In the order of the workspace's clusters. */
  readonly allocations: readonly Allocation[];
  /** As configuration files say. */
  readonly routedNetworks: readonly RoutedNetwork[];
}

export interface Check<S extends Scope = 'cluster'> extends Rule {
  readonly scope: S;
  run(subject: Subjects[S]): Iterable<S extends 'workspace' ? OverallProblem : Problem>;
}

/** A rule of a cluster in parts, in the order of their problems: most of what it says it says of one resource after the other, and an edit has it judge again only those that read what has changed. */
export interface ResourceCheck extends Rule {
  readonly scope: 'cluster';
  readonly parts: readonly Part[];
}

/** What looks at all of a cluster, or what looks at each resource by itself. */
export type Part = ((context: CheckContext) => Iterable<Problem>) | readonly ResourcePart[];

/** What is said of the resources of a type, in apply order. */
export interface ResourcePart {
  /** Absent: every type. */
  readonly type: ResourceType | undefined;
  readonly judge: (resource: Resource, context: CheckContext) => Iterable<Problem>;
}

/** A part that judges the resources of some types, type by type. */
export function each<T extends ResourceType>(
  types: readonly T[],
  judge: (resource: ResourceOf<T>, context: CheckContext) => Iterable<Problem>,
): readonly ResourcePart[] {
  return types.map((type) => ({ type, judge: judge as ResourcePart['judge'] }));
}

/** A part that judges what resources mention in one way. */
export function eachMention<K extends ReferenceKind>(
  kind: K,
  judge: (mention: MentionOf<K>, context: CheckContext) => Iterable<Problem>,
): readonly ResourcePart[] {
  return mentionSources(kind).map(({ type, mentionsIn }) => ({
    type,
    *judge(resource, context) {
      for (const mention of mentionsIn(resource, context.references)) yield* judge(mention, context);
    },
  }));
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
