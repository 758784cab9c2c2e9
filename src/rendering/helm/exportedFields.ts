import type { GoValue, ObjectValue } from './value.ts';

/** The fields of a struct that others than its own package may read, in its order: those with a capital letter. */
export function exportedFields({ fields }: ObjectValue): readonly (readonly [name: string, value: GoValue])[] {
  return [...fields].filter(([name]) => isExported(name));
}

export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
