import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** The program, as reports name it. */
export interface Tool {
  readonly version: string;
  /** Where its documentation is; absent where the package names none. */
  readonly homepage?: string | undefined;
}

/** What the package says of itself, which lies beside `dist`. */
export function tool(): Tool {
  const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  const parsed = v.safeParse(packageManifest, manifest);
  return parsed.success ? parsed.output : { version: '0' };
}

const packageManifest = v.object({ version: v.string(), homepage: v.optional(v.string()) });
