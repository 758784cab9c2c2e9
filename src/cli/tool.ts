import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The program, as reports name it. */
export interface Tool {
  readonly version: string;
  /** Where its documentation is; absent where the package names none. */
  readonly homepage?: string | undefined;
}

/** What the package says of itself, which lies beside `dist`. */
export function tool(): Tool {
  const manifest = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as Tool;
  return { version: manifest.version, homepage: manifest.homepage };
}
