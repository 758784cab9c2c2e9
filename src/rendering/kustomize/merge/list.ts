import { message } from '../../../base/message.ts';
import { emptyList, fieldOf, isEmptyMap, isMissingOrNull, isNothing, type Draft, type Pair } from './draft.ts';
import { elementWith, keyOf, setElement } from './elements.ts';
import { MergeFailure } from './failure.ts';

/** Each element is compared with each other one, so the time goes with the square. Lists that people write have some dozens. */
const mostElements = 1500;

/**
 * Joins two lists by the values of their keys; without keys the elements are scalars. `list` is what the result is made of: the list of the object, or of the patch where
 * only that has one. The elements of the patch come first. kyaml/yaml/walk/associative_sequence.go
 */
export function mergeElements(
  list: Draft,
  patch: Draft | undefined,
  mergeKeys: readonly string[],
  mergePair: (pair: Pair) => Draft | undefined,
): Draft {
  const sources = [patch, list].filter((source) => source !== undefined);
  const size = sources.reduce((sum, { items }) => sum + items.length, 0);
  if (size > mostElements)
    throw new MergeFailure('too-large', message('A list of {0} elements is not merged here.', size), patch ?? list, list);
  const tuples = distinct(sources.flatMap(({ items }) => items.map((element) => valuesOf(element, mergeKeys))));
  const keys = mergeKeys.length === 0 ? [''] : mergeKeys;
  if (tuples.length === 0) return list;
  const wanted = keys.length > 1 ? unified(tuples) : tuples;
  const valid = keysWithValue(keys, wanted);
  const added = emptyList(list);
  for (const tuple of wanted) {
    const values = tuple.filter((value, index) => value !== '' || valid.includes(keys[index] ?? ''));
    const merged = mergePair(pairWith(list, patch, valid, values));
    if (merged === undefined || isMissingOrNull(merged) || isEmptyMap(merged)) {
      setElement(list, undefined, valid, values);
      continue;
    }
    setElement(added, merged, valid, values);
  }
  appendAll(added, list, valid);
  return added;
}

/** The texts of an element's keys, empty where one is missing; of a scalar, its own. */
function valuesOf(element: Draft, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [element.text];
  return keys.map((key) => {
    const value = fieldOf(element, key);
    return isNothing(value) ? '' : (value?.text ?? '');
  });
}

function distinct(tuples: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(tuples.map((tuple) => [JSON.stringify(tuple), tuple])).values()];
}

/** Tuples that share a part, and differ only where one of them has nothing, become the fuller one: the same port with and without its protocol. (mergeValues) */
function unified(tuples: readonly (readonly string[])[]): readonly (readonly string[])[] {
  // Tuples differ; where none lacks a part, no two can be one.
  if (!tuples.some((tuple) => tuple.includes(''))) return tuples;
  const result = [...tuples];
  for (let i = 0; i < result.length; i++) {
    const one = result[i] ?? [];
    for (let j = 0; j < result.length; j++) {
      const both = unification(one, result[j] ?? []);
      if (both === undefined) continue;
      result[i] = both;
      result[j] = both;
    }
  }
  return result;
}

function unification(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  let isShared = false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] === b[index]) isShared = true;
    else if (a[index] !== '' && b[index] !== '') return undefined;
  }
  return isShared ? a.map((value, index) => (value === '' ? (b[index] ?? '') : value)) : undefined;
}

/** The keys for which any element has a value; all, where none has. (validateKeys) */
function keysWithValue(keys: readonly string[], tuples: readonly (readonly string[])[]): readonly string[] {
  const valid = keys.filter((_, index) => tuples.some((tuple) => tuple[index] !== ''));
  return valid.length === 0 ? keys : valid;
}

function pairWith(list: Draft, patch: Draft | undefined, keys: readonly string[], values: readonly string[]): Pair {
  const own = keysWithValue(keys, [values]);
  const texts = values.filter((value, index) => value !== '' || own.includes(keys[index] ?? ''));
  return [elementWith(list, own, texts), patch === undefined ? undefined : elementWith(patch, own, texts)];
}

/** Appends the elements that an object had to those that merging made, each in place of the one with the same keys. (appendListNode) */
function appendAll(list: Draft, old: Draft, keys: readonly string[]): void {
  for (const element of old.items) {
    if (keys[0] === '') {
      setElement(list, element, [''], [element.text]);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const value = keyOf(element, key);
      // Once for each key that it lacks, and then once more below: so does the real tool.
      if (value === undefined) list.items.push(element);
      else values.push(value.text);
    }
    if (keys.length > 1) setElement(list, undefined, keys, values);
    setElement(list, element, keys, values);
  }
}
