import type { PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { isAddress, sizeAround } from './addressText.ts';
import { neighboursOf } from './flow.ts';
import { problemsOf } from './problems.ts';

/**
 * Ids of the elements that hold every word of the query in their name, address, note, labels or DNS names; those that a word names exactly first, then those whose own name holds a word, else in topology order.
 * A pod is also found by the labels that its workload carries for all of its pods, a service by its DNS name and its external addresses, whatever has a problem by the words that
 * the list has for it (`no pods`), and a range by any address in it, the smallest first. Empty for an empty query.
 */
export function findElements(picture: Picture, query: string, strings: PageStrings): readonly string[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const exact: string[] = [];
  const named: string[] = [];
  const others: string[] = [];
  for (const [id, { text, names }] of textsOf(picture, strings)) {
    if (!words.every((word) => text.includes(word))) continue;
    (words.some((word) => names.some((name) => isNamed(name, word)))
      ? exact
      : words.some((word) => names.some((name) => name.includes(word)))
        ? named
        : others
    ).push(id);
  }
  return [...exact, ...named, ...others, ...rangesAround(picture, words, new Set([...exact, ...named, ...others]))];
}

/** Of a query that is one address: what the address is in, the smallest first. */
function rangesAround({ elements }: Picture, words: readonly string[], found: ReadonlySet<string>): readonly string[] {
  const [address, ...more] = words;
  if (address === undefined || more.length > 0 || !isAddress(address)) return [];
  const around = [...elements.values()].flatMap(({ id, label, detail }) => {
    if (found.has(id)) return [];
    const sizes = [label, ...detail.split(', ')].flatMap((text) => sizeAround(text, address) ?? []);
    return sizes.length === 0 ? [] : [{ id, size: sizes.reduce((one, other) => (one < other ? one : other)) }];
  });
  return around.sort((one, other) => (one.size < other.size ? -1 : one.size > other.size ? 1 : 0)).map(({ id }) => id);
}

/** Ids of the elements with an error or a warning, errors first, else in topology order. A workload's finding is met once, not again at each of its pods. */
export function findProblems({ elements }: Picture): readonly string[] {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const { id, kind, parent, severity } of elements.values()) {
    if (severity !== 'error' && severity !== 'warning') continue;
    if (kind === 'pod' && parent !== undefined && elements.get(parent)?.severity !== undefined) continue;
    (severity === 'error' ? errors : warnings).push(id);
  }
  return [...errors, ...warnings];
}

/** What the reader can step through. */
export interface Found {
  readonly matches: readonly string[];
  /** How many more matches lie outside the part of the picture that is drawn. */
  readonly hidden: number;
  readonly problems: readonly string[];
}

/** What the query finds in the part that is drawn, and its problems. `whole` is the same picture when everything is drawn. */
export function foundIn(part: Picture, whole: Picture, query: string, strings: PageStrings): Found {
  const matches = findElements(part, query, strings);
  return {
    matches,
    hidden: part === whole ? 0 : findElements(whole, query, strings).length - matches.length,
    problems: findProblems(part),
  };
}

/** In full, or by the end of an address: `.244`. */
function isNamed(name: string, word: string): boolean {
  return name === word || (word.startsWith('.') && name.endsWith(word));
}

interface Searched {
  /** All that the element is found by, in lower case. */
  readonly text: string;
  /** Its name and its addresses. */
  readonly names: readonly string[];
}

const texts = new WeakMap<Picture, ReadonlyMap<string, Searched>>();

/** Kept for each picture: a query is typed letter by letter. */
function textsOf(picture: Picture, strings: PageStrings): ReadonlyMap<string, Searched> {
  const known = texts.get(picture);
  if (known !== undefined) return known;
  const all = new Map<string, Searched>();
  for (const element of picture.elements.values()) {
    const { id, kind, label, detail, note, keywords, parent } = element;
    const holder = parent === undefined ? undefined : picture.elements.get(parent);
    const linked =
      kind !== 'service'
        ? []
        : [...neighboursOf(picture, id, 'inwards', 'resolves'), ...neighboursOf(picture, id, 'inwards', 'assigned')].map(
            (other) => other.label,
          );
    const inherited = holder?.kind === 'workload' ? holder.keywords : '';
    all.set(id, {
      text: [label, detail, note, keywords, inherited, ...linked, ...problemsOf(picture, element, strings)].join(' ').toLowerCase(),
      names: [label, ...detail.split(', ')].map((name) => name.toLowerCase()),
    });
  }
  texts.set(picture, all);
  return all;
}
