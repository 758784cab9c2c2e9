import assert from 'node:assert/strict';
import { LocalService } from '../../src/service/localService.ts';
import { inOneGo } from '../../src/service/surroundings.ts';
import type { ServiceSettings } from '../../src/service/service.ts';
import { isManifestPath, relevantText } from '../../src/service/manifestFiles.ts';
import { bytesIn, entriesIn } from '../support/renderedWorkspace.ts';
import { initialFiles, pick, randomChanges, randomOf, renderedFiles, type Random } from '../support/randomWorkspace.ts';

/** More by hand: `EDITS=3000 SEED=7 node scripts/test-unit.mjs test/service/incremental.property.test.ts` */
const edits = Number(process.env['EDITS'] ?? 150);
const seed = Number(process.env['SEED'] ?? 1);

const settings: readonly ServiceSettings[] = [
  { defaultProfile: 'custom', severities: {} },
  { defaultProfile: 'azure-stack-edge', severities: {} },
  { defaultProfile: 'custom', severities: { 'selector/no-match': 'error', 'port/unknown-name': 'off' } },
];

const never = new AbortController().signal;

describe('a service that follows edits', () => {
  it('says of every file, and at any place, what a fresh one says of the same texts', async () => {
    const random = randomOf(seed);
    const files = new Map([...initialFiles(random), ...renderedFiles]);
    let current = settings[0] ?? assert.fail();
    const following = serviceOf(files, current);
    /** What a host shows, which asks again only for what it is told of. */
    const shown = new Map<string, unknown>();
    following.onDidJudge(({ files: told }) => {
      for (const path of told) shown.set(path, following.findings(path));
    });
    let last = 'the beginning';
    for (let edit = 0; edit <= edits; edit++) {
      await following.settled();
      const fresh = serviceOf(files, current);
      await fresh.settled();
      const where = `seed ${seed}, edit ${edit}: ${last}`;
      for (const path of new Set([...files.keys(), ...shown.keys()])) {
        const wanted = fresh.findings(path);
        assert.deepEqual(following.findings(path), wanted, `${where}: ${path}`);
        assert.deepEqual(shown.get(path) ?? [], wanted, `${where}: ${path} is shown as it was`);
      }
      for (let look = 0; look < 6; look++) {
        const path = pick(random, [...files.keys()]);
        const position = somewhereIn(random, files.get(path) ?? '');
        assert.deepEqual(
          await following.hover(path, position, never),
          await fresh.hover(path, position, never),
          `${where}: hover in ${path} at ${position.line}:${position.character}`,
        );
      }
      assert.deepEqual({ ...following.state, version: 0 }, { ...fresh.state, version: 0 }, where);
      fresh.dispose();

      if (random() < 0.02) following.setSettings((current = pick(random, settings)));
      const changes = randomChanges(random, files);
      last = changes.map(({ what, path }) => `${what} ${path}`).join(', ');
      for (const { path, text } of changes) {
        if (text === undefined) files.delete(path);
        else files.set(path, text);
        following.setFile(path, isManifestPath(path) && text !== undefined ? relevantText(path, text) : undefined);
        following.sourceChanged(path);
      }
    }
    following.dispose();
  }).timeout(600_000);
});

function serviceOf(files: ReadonlyMap<string, string>, wanted: ServiceSettings): LocalService {
  const service = new LocalService({
    folders: [{ name: 'workspace', path: '' }],
    settings: wanted,
    language: 'en',
    // What is read counts as it is when it is read, as on a disk.
    sources: {
      read: (paths) => Promise.resolve(paths.map((path) => bytesIn(files, path))),
      list: (folders) => Promise.resolve(folders.map((folder) => entriesIn(files, folder))),
    },
    surroundings: inOneGo((error) => {
      throw error;
    }),
  });
  for (const [path, text] of files) if (isManifestPath(path)) service.setFile(path, relevantText(path, text));
  service.complete();
  return service;
}

/** On a word, mostly: between them there is little to be said. */
function somewhereIn(random: Random, text: string): { readonly line: number; readonly character: number } {
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  const words = [...(lines[line] ?? '').matchAll(/[^\s:]+/g)];
  const word = words.length === 0 ? undefined : pick(random, words);
  return { line, character: word === undefined ? 0 : word.index + Math.floor(random() * word[0].length) };
}
