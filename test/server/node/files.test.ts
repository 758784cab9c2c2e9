import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { nodeFiles } from '../../../src/server/node/files.ts';
import type { FileSource } from '../../../src/server/fileSource.ts';

const nobody: FileSource = {
  list: () => Promise.resolve([]),
  read: (uris) => Promise.resolve(uris.map(() => undefined)),
  readBytes: (uris) => Promise.resolve(uris.map(() => undefined)),
  entries: (folders) => Promise.resolve(folders.map(() => undefined)),
  belowRepository: () => Promise.resolve([]),
};
const uriOf = (...names: readonly string[]) => URI.file(path.join(...names)).toString();

describe('The files of a language server', () => {
  let home = '';
  let open = '';
  beforeEach(() => {
    home = realpathSync(mkdtempSync(path.join(tmpdir(), 'edge-network-')));
    open = path.join(home, 'open');
    mkdirSync(path.join(open, 'inside'), { recursive: true });
    mkdirSync(path.join(home, 'secret'));
    writeFileSync(path.join(home, 'secret', 'keys.yaml'), 'a: 1\n');
    writeFileSync(path.join(open, 'inside', 'web.yaml'), 'b: 2\n');
    symlinkSync(path.join(home, 'secret'), path.join(open, 'folder'));
    symlinkSync(path.join(home, 'secret', 'keys.yaml'), path.join(open, 'file.yaml'));
    symlinkSync(path.join(open, 'inside', 'web.yaml'), path.join(open, 'own.yaml'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('end where a link leads out of the open folders', async () => {
    const files = nodeFiles(nobody);
    const listed = await files.list(uriOf(open), () => false);
    assert.ok(!listed.some((uri) => uri.includes('keys.yaml')), listed.join(' '));
    const [file, within, own] = await files.read([uriOf(open, 'file.yaml'), uriOf(open, 'folder', 'keys.yaml'), uriOf(open, 'own.yaml')]);
    assert.deepEqual([file, within, own], [undefined, undefined, 'b: 2\n']);
    assert.deepEqual(await files.readBytes([uriOf(open, 'file.yaml')]), [undefined]);
    assert.deepEqual(await files.entries([uriOf(open), uriOf(open, 'folder')]), [
      [
        { name: 'file.yaml', kind: 'file', leadsOut: true },
        { name: 'folder', kind: 'folder', leadsOut: true },
        { name: 'inside', kind: 'folder' },
        { name: 'own.yaml', kind: 'file' },
      ],
      undefined,
    ]);
  });

  it('are read through a link from one open folder to another, and where a file is opened by itself', async () => {
    const files = nodeFiles(nobody);
    await files.list(uriOf(open), () => false);
    await files.list(uriOf(home, 'secret'), () => false);
    assert.deepEqual(await files.read([uriOf(open, 'file.yaml')]), ['a: 1\n']);
    const alone = nodeFiles(nobody);
    assert.deepEqual(await alone.read([uriOf(open, 'file.yaml')]), ['a: 1\n']);
  });
});
