import type { Mark, PageStrings, Way } from '../../src/topology/protocol.ts';
import { format } from '../shared/text.ts';
import type { Store } from '../state/store.ts';

/** What alone is looked at, by id; all else steps back. */
export interface Focus {
  /** `way`: lines between what it has are a part of it. */
  readonly kind: 'way' | 'reach';
  readonly ids: ReadonlySet<string>;
}

/** A few words on an element. */
export interface Tag {
  readonly kind: Mark['kind'] | 'from' | 'step' | 'allowed' | 'unknown' | 'end-passes' | 'end-stops' | 'end-unknown';
  /** What stands on a card. */
  readonly text: string;
  /** What is said to a screen reader, and stands in the list. */
  readonly spoken: string;
  /** Of steps, which. */
  readonly steps?: readonly number[];
}

export type Tags = ReadonlyMap<string, readonly Tag[]>;

/** What is lit over the picture: how many steps of a connection, and where the reader wants one to begin. */
export interface Lit {
  /** Steps of the connection that are lit so far. */
  readonly steps: number;
  readonly from: string | undefined;
}

export function focusOf({ way, reach }: Store, { steps }: Lit): Focus | undefined {
  if (way !== undefined)
    return {
      kind: 'way',
      ids: new Set([way.from, ...way.steps.slice(0, steps).flatMap(({ ids }) => ids), ...(steps >= way.steps.length ? way.ends : [])]),
    };
  return reach === undefined
    ? undefined
    : { kind: 'reach', ids: new Set([reach.id, ...reach.reach.own, ...reach.reach.allowed, ...reach.reach.unknown]) };
}

export function tagsOf({ way, reach, future, comparison }: Store, { steps, from }: Lit, strings: PageStrings): Tags {
  const tags = new Map<string, Tag[]>();
  const add = (id: string, tag: Tag) => {
    const known = tags.get(id);
    if (known === undefined) tags.set(id, [tag]);
    else known.push(tag);
  };
  for (const { id, kind, text } of (future ?? comparison)?.marks ?? []) add(id, { kind, text, spoken: text });
  if (from !== undefined) add(from, { kind: 'from', text: strings.way.from, spoken: strings.way.from });
  if (way !== undefined) addWay(way, steps, add, strings);
  else if (reach !== undefined)
    for (const id of reach.reach.unknown) add(id, { kind: 'unknown', text: '?', spoken: strings.reach.unknown });
  return tags;
}

function addWay(way: Way, lit: number, add: (id: string, tag: Tag) => void, strings: PageStrings): void {
  const numbers = new Map<string, number[]>();
  for (const [index, { ids }] of way.steps.slice(0, lit).entries())
    for (const id of ids) numbers.set(id, [...(numbers.get(id) ?? []), index + 1]);
  if (!numbers.has(way.from)) add(way.from, { kind: 'from', text: strings.way.from, spoken: strings.way.from });
  for (const [id, steps] of numbers) {
    add(id, stepTag(steps, strings));
  }
  const { ends, verdict, reason } = way;
  if (lit < way.steps.length) return;
  const kind = verdict === 'allowed' ? 'end-passes' : verdict === 'unknown' ? 'end-unknown' : 'end-stops';
  for (const end of ends)
    add(
      end,
      kind === 'end-passes' ? { kind, text: strings.way.arrives, spoken: strings.way.arrives } : { kind, text: reason, spoken: reason },
    );
}

/** Several of one kind on a card that stands for several are the first of them, and how many more; steps are all of them. */
export function bundled(tags: readonly Tag[], strings: PageStrings): readonly Tag[] {
  const kinds = new Map<Tag['kind'], Tag[]>();
  for (const tag of tags) {
    const known = kinds.get(tag.kind);
    if (known === undefined) kinds.set(tag.kind, [tag]);
    else if (known.every(({ text }) => text !== tag.text)) known.push(tag);
  }
  return [...kinds.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    if (more.length === 0) return [first];
    const steps = [first, ...more].flatMap((tag) => tag.steps ?? []);
    return [steps.length > 0 ? stepTag(steps, strings) : { ...first, text: `${first.text} +${more.length}` }];
  });
}

function stepTag(steps: readonly number[], strings: PageStrings): Tag {
  const text = runsOf([...new Set(steps)].sort((one, other) => one - other));
  return { kind: 'step', text, spoken: format(strings.way.step, text), steps };
}

/** `2–4, 6` */
function runsOf(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number <= last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
