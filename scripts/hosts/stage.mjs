// The extension of this checkout in a folder of its own.
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'glob';
import { Failure } from '../failure.mjs';
import { at, root } from '../paths.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';

/**
 * Copies what would be packaged, with `dist/` as it is, to a temporary folder that is removed when the script ends.
 *
 * VS Code takes the first colour theme below the folder of an extension under development for its own, and the installed hosts lie
 * below the checkout. A copy is also not changed by a build that happens meanwhile.
 */
export function stageExtension() {
  const patterns = readFileSync(at('.vscodeignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const files = globSync(patterns, { cwd: root, nodir: true });
  if (!files.some((file) => path.basename(file) === 'extension.js')) throw new Failure('There is no dist/extension.js: run npm run build.');
  const folder = temporaryFolder('extension');
  for (const file of files) cpSync(at(file), path.join(folder, file));
  return folder;
}
