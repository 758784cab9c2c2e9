import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onEnd } from './childProcess.mjs';

/**
 * A new folder outside the checkout, removed when the script ends.
 *
 * @param {string} purpose
 */
export function temporaryFolder(purpose) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `edge-network-${purpose}-`)));
  onEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}
