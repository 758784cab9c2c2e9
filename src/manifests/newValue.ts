import { typedScalar } from './scalars.ts';

/** A value that a fix writes into a manifest. */
export type NewValue = string | number | boolean | readonly NewValue[] | { readonly [key: string]: NewValue };

/** Lines of the value in block style, without indentation of their own; `step` spaces a level. A scalar is one line. */
export function blockLines(value: NewValue, step: number): readonly string[] {
  const deeper = ' '.repeat(step);
  if (isList(value)) return value.flatMap((item) => blockLines(item, step).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)));
  if (typeof value !== 'object') return [flowText(value, false)];
  return Object.entries(value).flatMap(([key, item]) => {
    const lines = blockLines(item, step);
    // A list stands at its key's own column, as most manifests have it.
    return typeof item === 'object'
      ? [`${keyText(key, false)}:`, ...lines.map((line) => (isList(item) ? line : deeper + line))]
      : [`${keyText(key, false)}: ${lines[0] ?? ''}`];
  });
}

/** The value on one line. `json`: with every text in double quotes. */
export function flowText(value: NewValue, json: boolean): string {
  if (isList(value)) return `[${value.map((item) => flowText(item, json)).join(', ')}]`;
  if (typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${keyText(key, json)}: ${flowText(item, json)}`)
      .join(', ')} }`;
  return typeof value === 'string' ? scalarText(value, json) : String(value);
}

/** A key as it is written. */
export function keyText(key: string, json: boolean): string {
  return scalarText(key, json);
}

/** In double quotes, with what would end them escaped. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text);
}

/** Safe without quotes in every context, flow collections included. */
export function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_./]([-A-Za-z0-9_./:@+ ]*[-A-Za-z0-9_./@+])?$/.test(text) && !text.includes(': ');
}

function scalarText(text: string, json: boolean): string {
  return !json && isPlain(text) && typeof typedScalar(text) === 'string' ? text : doubleQuoted(text);
}

function isList(value: NewValue): value is readonly NewValue[] {
  return Array.isArray(value);
}
