import { list, type Name, type Text } from '../../base/message.ts';

/** One name of several: a list, with each once. */
export function joined(names: readonly Name[]): Name {
  const [first = '', ...more] = new Map(names.map((name) => [keyOf(name), name])).values();
  return more.length === 0 ? first : list([first, ...more]);
}

/** The same for texts that say the same in every language. */
export function keyOf(text: Text): string {
  return JSON.stringify(text, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** Of plain data: whether every value is equal. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const values: Readonly<Record<string, unknown>> = { ...one };
  const others: Readonly<Record<string, unknown>> = { ...other };
  const keys = Object.keys(values);
  return keys.length === Object.keys(others).length && keys.every((key) => isSame(values[key], others[key]));
}
