import type { GoValue, ObjectValue } from './value.ts';

/** The fields of a struct that others than its own package may read, in its order: those with a capital letter. */
export function exportedFields({ fields }: ObjectValue): readonly (readonly [name: string, value: GoValue])[] {
  return [...fields].filter(([name]) => isExported(name));
}

/** The same by the names that JSON has for them. */
export function jsonFields(value: ObjectValue): readonly (readonly [name: string, value: GoValue])[] {
  return exportedFields(value).map(([name, field]) => [value.jsonNames?.get(name) ?? name, field]);
}

export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
