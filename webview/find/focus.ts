import type { Mark, PageStrings, Way } from '../../src/topology/protocol.ts';
import { ancestorsOf, partOf, type Picture } from '../../src/topology/placement/picture.ts';
import { format } from '../shared/text.ts';
import type { Store } from '../state/store.ts';

/** What alone is looked at, by id; all else steps back. */
export interface Focus {
  /** `way`: lines between what it has are a part of it. `search`: what has been searched for, beside which what is selected keeps its chain. */
  readonly kind: 'way' | 'reach' | 'search';
  readonly ids: ReadonlySet<string>;
}

/** A few words on an element. */
export interface Tag {
  readonly kind: Mark['kind'] | 'from' | 'step' | 'allowed' | 'unknown' | 'end-passes' | 'end-stops' | 'end-unknown' | 'ends';
  /** What stands on a card. */
  readonly text: string;
  /** What is said to a screen reader, and stands in the list. */
  readonly spoken: string;
  /** Of steps, which. */
  readonly steps?: readonly number[];
  /** It is about something that the card stands for. */
  readonly inside?: boolean;
}

export type Tags = ReadonlyMap<string, readonly Tag[]>;

/** What is lit over the picture: how many steps of a connection, and where the reader wants one to begin. */
export interface Lit {
  /** Steps of the connection that are lit so far. */
  readonly steps: number;
  readonly from: string | undefined;
}

/** `matches`: of a search, none where nothing is searched for or found. */
export function focusOf({ way, reach }: Store, { steps }: Lit, matches: readonly string[]): Focus | undefined {
  if (way !== undefined)
    return {
      kind: 'way',
      ids: new Set([way.from, ...way.steps.slice(0, steps).flatMap(({ ids }) => ids), ...(steps >= way.steps.length ? way.ends : [])]),
    };
  if (reach !== undefined)
    return { kind: 'reach', ids: new Set([reach.id, ...reach.reach.own, ...reach.reach.allowed, ...reach.reach.unknown]) };
  return matches.length === 0 ? undefined : { kind: 'search', ids: new Set(matches) };
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
  for (const [index, end] of ends.entries()) {
    if (kind === 'end-passes') add(end, { kind, text: strings.way.arrives, spoken: strings.way.arrives });
    // The reason once: it is the same elsewhere, or much like it.
    else if (index === 0) add(end, { kind, text: reason, spoken: reason });
    else add(end, { kind: 'ends', text: strings.way.outcomes[kind === 'end-stops' ? 'stops' : 'unknown'], spoken: reason });
  }
}

/** On a card that stands for several: of what is marked inside how many of each kind, all steps, and of anything else the first and how many more. */
export function bundled(tags: readonly Tag[], strings: PageStrings): readonly Tag[] {
  const kinds = new Map<string, Tag[]>();
  for (const tag of tags) {
    const key = `${tag.kind} ${String(tag.inside)}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [tag]);
    else known.push(tag);
  }
  return [...kinds.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { kind } = first;
    if (first.inside === true && isMark(kind)) {
      const text = format(strings.comparison.several, strings.comparison.marks[kind], own.length);
      return [{ ...first, text, spoken: text }];
    }
    const steps = own.flatMap((tag) => tag.steps ?? []);
    if (steps.length > 0) return [stepTag(steps, strings)];
    const others = new Set(own.map(({ text }) => text)).size - 1;
    return [others === 0 ? first : { ...first, text: `${first.text} +${others}` }];
  });
}

function isMark(kind: Tag['kind']): kind is Mark['kind'] {
  return kind === 'new' || kind === 'gone' || kind === 'moved' || kind === 'changed';
}

/** The part of a picture that a connection meets, with what holds it. */
export function wayAlone(picture: Picture, { from, steps, ends }: Way): Picture {
  const ids = new Set([from, ...ends, ...steps.flatMap((step) => step.ids)]);
  for (const id of [...ids]) for (const holder of ancestorsOf(picture, id)) ids.add(holder);
  for (const id of [...ids])
    if (picture.elements.get(id)?.kind === 'workload' && !(picture.children.get(id) ?? []).some((pod) => ids.has(pod)))
      for (const pod of picture.children.get(id) ?? []) ids.add(pod);
  return partOf(picture, ids);
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
