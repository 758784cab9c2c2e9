import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The server as a script, built from the sources under test. */
export function buildServer(): { readonly script: string; readonly remove: () => void } {
  mkdirSync('.test', { recursive: true });
  const folder = mkdtempSync(path.resolve('.test', 'server-'));
  const script = path.join(folder, 'server.js');
  buildSync({
    entryPoints: ['src/server/node/main.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
