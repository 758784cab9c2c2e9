export { printable } from '../base/text.ts';

/** Colours, when the output is a terminal that wants them; else the plain text. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly green: (text: string) => string;
}

/** `NO_COLOR` when it is not empty (no-color.org), then `FORCE_COLOR` (0 and false: none), then whether it is a terminal. */
export function isColoured(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { NO_COLOR: never = '', FORCE_COLOR: always } = environment;
  if (never !== '') return false;
  return always === undefined ? isTerminal : always !== '0' && always !== 'false';
}

export function paintFor(coloured: boolean): Paint {
  const wrap = (open: number, close: number) => (text: string) =>
    coloured && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return { bold: wrap(1, 22), dim: wrap(2, 22), red: wrap(31, 39), yellow: wrap(33, 39), blue: wrap(34, 39), green: wrap(32, 39) };
}
