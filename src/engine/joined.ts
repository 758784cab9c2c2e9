import { changeOf } from '../base/listChange.ts';

/** Things with what came out for each, and what was made of the two. */
export interface Joined<A, B, C> {
  readonly things: readonly A[];
  readonly outcomes: readonly B[];
  readonly made: readonly C[];
}

/** Makes one of each thing and its outcome. Where both are as they were, what was made is the old object; where all are, the old list. */
export function joined<A, B, C>(
  things: readonly A[],
  outcomes: readonly B[],
  join: (thing: A, outcome: B) => C,
  isSame: (before: B, after: B) => boolean,
  before: Joined<A, B, C> | undefined,
): Joined<A, B, C> {
  if (before === undefined) return { things, outcomes, made: things.map((thing, index) => join(thing, outcomes[index] as B)) };
  if (before.things === things && before.outcomes === outcomes) return before;
  const { head, removed, added } = changeOf(before.things, things);
  const shift = removed.length - added.length;
  // Some may only have moved.
  const moved = new Map(removed.length > 1 && added.length > 1 ? removed.map((thing, index) => [thing, head + index]) : []);
  // Most are as they were, so that whole stretches are taken over.
  let first = 0;
  while (first < head && before.outcomes[first] === outcomes[first]) first++;
  let end = things.length;
  while (end > head + added.length && before.outcomes[end - 1 + shift] === outcomes[end - 1]) end--;
  const made: C[] = [];
  let kept = shift === 0;
  for (let index = first; index < end; index++) {
    const thing = things[index] as A;
    const outcome = outcomes[index] as B;
    const old = index < head ? index : index >= head + added.length ? index + shift : moved.get(thing);
    if (old !== undefined) {
      const known = before.outcomes[old] as B;
      if (known === outcome || isSame(known, outcome)) {
        kept &&= old === index;
        made.push(before.made[old] as C);
        continue;
      }
    }
    kept = false;
    made.push(join(thing, outcome));
  }
  if (kept) return { things, outcomes, made: before.made };
  return { things, outcomes, made: [...before.made.slice(0, first), ...made, ...before.made.slice(end + shift)] };
}

/** Whether two lists are alike, thing by thing. */
export function alike<T>(isSame: (one: T, other: T) => boolean): (before: readonly T[], after: readonly T[]) => boolean {
  return (before, after) =>
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index] as T;
      return one === other || isSame(one, other);
    });
}

/**
 * Judges a list that changes little by little against the last one that it has seen instead of the first that was like it, so that what differs in name only is compared once.
 * `isSame` is transitive. For one list only.
 */
export function sinceLast<T>(
  isSame: (before: readonly T[], after: readonly T[]) => boolean,
): (before: readonly T[], after: readonly T[]) => boolean {
  let last: readonly T[] | undefined;
  return (before, after) => {
    const same = isSame(last ?? before, after);
    last = after;
    return same;
  };
}
