import assert from 'node:assert/strict';
import fc from 'fast-check';
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { askEverythingAt, askEverythingOf } from '../support/everyQuestion.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';

const folders = ['store-42', 'store-42-faulty', 'three-stores', 'modules'];

function filesOf(folder: string): Readonly<Record<string, string>> {
  const paths = globSync(`examples/${folder}/**/*.{yaml,json}`, { posix: true }).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

describe('whoever edits the examples', () => {
  for (const folder of folders) {
    it(`is answered at a share of the places of ${folder}, and asks nothing that throws`, () => {
      const files = filesOf(folder);
      const snapshot = new RenderedWorkspace(files).refreshed();
      let answers = 0;
      for (const [index, [path, text]] of Object.entries(files).entries()) {
        askEverythingOf(snapshot, path, text);
        for (let offset = index % 11; offset <= text.length; offset += 11) answers += askEverythingAt(snapshot, path, text, offset);
      }
      assert.ok(answers > 20, String(answers));
    });
  }

  it('may type in any order, stop anywhere, and use any line ends', () => {
    const files = filesOf('store-42');
    const paths = Object.keys(files);
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.nat(12),
            fc.constantFrom('', '\n', ': ', '{', '- ', '"', '|', '{{ .x }}', '---\n', '🏬'),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        fc.boolean(),
        (path, edits, windows) => {
          let text = windows ? (files[path] ?? '').replaceAll('\n', '\r\n') : (files[path] ?? '');
          const workspace = new RenderedWorkspace({ ...files, [path]: text });
          workspace.refreshed();
          for (const [at, removed, added] of edits) {
            const offset = Math.floor(at * text.length);
            text = text.slice(0, offset) + added + text.slice(offset + removed);
            workspace.write(path, text);
            const snapshot = workspace.refreshed();
            if (snapshot.files.get(path)?.file.text !== text) continue;
            askEverythingOf(snapshot, path, text);
            for (const near of [offset, Math.min(offset + added.length, text.length)]) askEverythingAt(snapshot, path, text, near);
          }
        },
      ),
      { numRuns: 60, seed: 16 },
    );
  });
});
