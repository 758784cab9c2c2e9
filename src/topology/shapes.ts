const longestList = 100_000;

/** Whether a value has a shape: the pieces that the checks of messages are made of. */
export type Check<T> = (value: unknown) => value is T;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isId(value: unknown): value is string {
  return isText(value) && value.length > 0 && value.length <= 2000;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isListOf<T>(value: unknown, check: Check<T>): value is readonly T[] {
  return Array.isArray(value) && value.every(check);
}

export function isShortListOf<T>(value: unknown, check: Check<T>): value is readonly T[] {
  return Array.isArray(value) && value.length <= longestList && value.every(check);
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isOptional<T>(value: unknown, check: Check<T>): value is T | undefined {
  return value === undefined || check(value);
}

export function isOneOf<T extends string>(choices: readonly T[]): Check<T> {
  return (value): value is T => (choices as readonly unknown[]).includes(value);
}
