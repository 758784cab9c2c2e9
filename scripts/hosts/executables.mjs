// Programs on the PATH.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The absolute path of a program, or undefined.
 *
 * @param {string} program
 */
export function findOnPath(program) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder === '') continue;
    for (const extension of extensions) {
      const candidate = path.join(folder, program + extension);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

export const isOnPath = (/** @type {string} */ program) => findOnPath(program) !== undefined;

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
