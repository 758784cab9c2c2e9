import { isTrue, type GoValue } from '../value.ts';

/** Sprig's `empty` (defaults.go): nil, false, zero, and what has no content; never a struct. */
export function isEmpty(value: GoValue): boolean {
  return !isTrue(value);
}
