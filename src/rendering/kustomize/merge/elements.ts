import { message } from '../../../base/message.ts';
import { fieldOf, isEmptyMap, isMissingOrNull, type Draft } from './draft.ts';
import { MergeFailure } from './failure.ts';

/** kyaml/yaml/fns.go: finding and setting elements of a list by the values of some of their fields. A key that is the empty text means the element itself, a scalar. */

/** The first element whose fields have exactly these texts; a field that is missing matches nothing. (ElementMatcher) */
export function elementWith(list: Draft, keys: readonly string[], values: readonly string[]): Draft | undefined {
  if ((keys[0] ?? '') === '') return list.items.find(({ text }) => text === (values[0] ?? ''));
  if (keys.length !== values.length) return undefined;
  return list.items.find((element) => element.type === 'map' && keys.every((key, index) => fieldOf(element, key)?.text === values[index]));
}

/** The first element that has the field. */
export function elementWithKey(list: Draft, key: string): Draft | undefined {
  return list.items.find((element) => fieldOf(element, key) !== undefined);
}

/**
 * Puts an element in place of each that has these values, or at the end where none has; without an element, takes those away. Elements that are null or empty
 * go in any case. A value that is the empty text matches whatever the field holds; a key for which no value is given matches what the key before it did. (ElementSetter)
 */
export function setElement(list: Draft, element: Draft | undefined, keys: readonly string[], values: readonly string[]): void {
  const looksForMaps = (keys[0] ?? '') !== '' && (values[0] ?? '') !== '';
  let wasFound = false;
  // A new list only where something changes: as a rule nothing does, for each of many elements.
  let kept: Draft[] | undefined;
  for (const [index, item] of list.items.entries()) {
    const isEmpty = isMissingOrNull(item) || isEmptyMap(item);
    const isOther = !isEmpty && item.type !== 'map' && looksForMaps;
    const isMatch = !isEmpty && !isOther && matches(item, keys, values);
    wasFound ||= isMatch;
    const stays = isOther || (!isEmpty && !isMatch && values.length > 0);
    const result = stays ? item : isMatch ? element : undefined;
    if (result !== item) kept ??= list.items.slice(0, index);
    if (result !== undefined) kept?.push(result);
  }
  if (kept !== undefined) list.items = kept;
  if (element !== undefined && !isMissingOrNull(element) && !wasFound) list.items.push(element);
}

function matches(item: Draft, keys: readonly string[], values: readonly string[]): boolean {
  let isFound = false;
  for (let index = 0; index < keys.length; index++) {
    const value = values[index];
    if (value !== undefined) isFound = hasText(item, keys[index] ?? '', value);
    if (!isFound) return false;
  }
  return true;
}

/** FieldMatcher with StringValue. */
function hasText(item: Draft, key: string, value: string): boolean {
  if (key === '') {
    if (item.type !== 'scalar')
      throw new MergeFailure('wrong-node-kind', message('Expected a single value, as the other elements of the list are.'), item);
    return item.text === value;
  }
  if (item.type !== 'map')
    throw new MergeFailure('wrong-node-kind', message('Expected a map, as the other elements of the list are.'), item);
  const field = fieldOf(item, key);
  return field !== undefined && (value === '' || field.text === value);
}

/** The field by which an element is found; undefined where the element has none or is null. (Get) */
export function keyOf(element: Draft, key: string): Draft | undefined {
  if (isMissingOrNull(element)) return undefined;
  if (element.type !== 'map')
    throw new MergeFailure('wrong-node-kind', message('Expected a map, as the other elements of the list are.'), element);
  return fieldOf(element, key);
}
