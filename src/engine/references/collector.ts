import type { Resource, ResourceOf, ResourceType } from '../../manifests/resource.ts';
import type { Mention, Target, TargetKind } from './reference.ts';
import type { Surroundings } from './surroundings.ts';

/** One kind of reference: where resources make it, and where it leads. */
export interface Collector<M extends Mention, T extends Target> {
  readonly target: TargetKind;
  /** In the order in which their mentions come. */
  readonly sources: readonly Source<M>[];
  /**
   * What a mention leads to, in the order of the manifests; one by one, so that who asks whether it leads anywhere pays for the first only.
   * An unknown namespace is any.
   */
  readonly targets: (mention: M, around: Surroundings) => Iterable<T>;
  /** Whether one thing is among the targets; absent: they are few enough to look through. */
  readonly leadsTo?: (mention: M, target: T, around: Surroundings) => boolean;
  /** `Missing.elsewhere`; absent: nothing is looked for elsewhere. */
  readonly elsewhere?: (mention: M, around: Surroundings) => Iterable<T>;
  /** What a target must have one of to be meant: keys as `keysOf` gives them for the targets. */
  readonly keys: (mention: M) => Iterable<string>;
  /** At least the keys of all that a resource mentions, by the resource alone; absent: its sources look at nothing else to see what it mentions. */
  readonly mayMention?: (resource: Resource) => Iterable<string>;
  /** Mentions are by name, so that no label pair is among their keys: who asks by one need not have them collected. */
  readonly byName?: true;
}

/** Resources of a type, and what each of them says. */
export interface Source<M extends Mention> {
  /** Absent: every type. */
  readonly type: ResourceType | undefined;
  readonly mentionsIn: (resource: Resource, around: Surroundings) => Iterable<M>;
}

/** What resources of a type say. */
export function from<Type extends ResourceType, M extends Mention>(
  type: Type,
  mentionsIn: (resource: ResourceOf<Type>, around: Surroundings) => Iterable<M>,
): Source<M> {
  return { type, mentionsIn: mentionsIn as Source<M>['mentionsIn'] };
}

/** What resources of every type say. */
export function fromAll<M extends Mention>(mentionsIn: Source<M>['mentionsIn']): Source<M> {
  return { type: undefined, mentionsIn };
}
