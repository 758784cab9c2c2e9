import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createContext, Script } from 'node:vm';

/** What `scripts/test-package.mjs` has built. */
const vsix = process.env['EDGE_NETWORK_VSIX'] ?? '';
const files = (process.env['EDGE_NETWORK_VSIX_FILES'] ?? '').split('\n');

const kilobyte = 1000;

describe('the package', () => {
  for (const client of ['dist/extension.js', 'dist/extension.web.js'])
    it(`has a client of at most 520 KB in ${client}, most of it its library`, () => isWithin(statSync(client).size, 520));

  // The engine to the letter of the components, rendering to the letter of Kustomize and Helm, the sentences, the checks, the address plan and the exports; this bound keeps it from growing unseen.
  it('has a server of at most 1700 KB', () => isWithin(statSync('dist/server.js').size, 1700));

  it('has a server that begins in a web worker as well, where nothing of Node is at hand', async () => {
    const worker = {
      ...{ importScripts: () => undefined, postMessage: () => undefined, addEventListener: () => undefined },
      ...{ MessageChannel: Channel, setTimeout, performance, URL, TextEncoder, TextDecoder },
    };
    const complaints: unknown[] = [];
    const complain = (error: unknown) => complaints.push(error);
    process.on('unhandledRejection', complain);
    new Script(readFileSync('dist/server.js', 'utf8')).runInContext(createContext({ ...worker, self: worker }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', complain);
    assert.deepEqual(complaints, []);
    assert.equal(typeof Reflect.get(worker, 'onmessage'), 'function');
  });

  it('has a page of at most 700 KB', () => isWithin(sizeOfFolder('dist/webview'), 700));

  it('has at most 1.2 MB in all', () => isWithin(statSync(vsix).size, 1200));

  it('holds the files of test/package/files.txt and no other (node scripts/test-package.mjs --accept)', () => {
    const expected = readFileSync('test/package/files.txt', 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(files, expected);
  });
});

class Channel {
  readonly port1 = { postMessage: () => undefined };
  readonly port2 = {};
}

function isWithin(size: number, kilobytes: number): void {
  assert.ok(size <= kilobytes * kilobyte, `${Math.ceil(size / kilobyte)} KB`);
}

function sizeOfFolder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
