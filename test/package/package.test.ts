import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What `scripts/test-package.mjs` has built. */
const vsix = process.env['EDGE_NETWORK_VSIX'] ?? '';
const files = (process.env['EDGE_NETWORK_VSIX_FILES'] ?? '').split('\n');

const kilobyte = 1000;

describe('the package', () => {
  // The extension was meant to stay under 250 KB. The engine to the letter of the components, its sentences, the checks, the address plan and the exports take
  // three times the room that was thought; this bound keeps it from growing unseen.
  it('has an extension of at most 1000 KB', () => isWithin(statSync('dist/extension.js').size, 1000));

  it('has a page of at most 700 KB', () => isWithin(sizeOfFolder('dist/webview'), 700));

  it('has at most 700 KB in all', () => isWithin(statSync(vsix).size, 700));

  it('holds the files of test/package/files.txt and no other (node scripts/test-package.mjs --accept)', () => {
    const expected = readFileSync('test/package/files.txt', 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(files, expected);
  });
});

function isWithin(size: number, kilobytes: number): void {
  assert.ok(size <= kilobytes * kilobyte, `${Math.ceil(size / kilobyte)} KB`);
}

function sizeOfFolder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
