import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileTable, type AnalysedFile } from '../../src/analysis/files.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';

const fileAt = (path: string): AnalysedFile => ({
  path,
  file: splitDocuments(path, ''),
  documents: [],
  findings: [],
  suppressions: [],
  used: new Set(),
  configuration: undefined,
});

const changes = fc.uniqueArray(fc.tuple(fc.nat({ max: 40 }), fc.boolean()), { selector: ([number]) => number, maxLength: 12 });

describe('the table of files', () => {
  it('holds what a map would hold, and tells what has changed since an earlier one', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 6 }), (steps) => {
        let table = new FileTable();
        const model = new Map<string, AnalysedFile>();
        for (const step of steps) {
          const before = new Map(model);
          const earlier = table;
          const change = new Map(
            step.map(([number, stays]) => [
              `folder-${number % 3}/${number}.yaml`,
              stays ? fileAt(`folder-${number % 3}/${number}.yaml`) : undefined,
            ]),
          );
          table = table.with(change);
          for (const [path, file] of change) {
            if (file === undefined) model.delete(path);
            else model.set(path, file);
          }
          assert.deepEqual(new Set(table), new Set(model.values()));
          assert.equal(table.size, model.size);
          for (const path of change.keys()) assert.equal(table.get(path), model.get(path));
          const paths = new Set([...before.keys(), ...model.keys()]);
          assert.deepEqual(
            [...table.changesSince(earlier)].sort(),
            [...paths].filter((path) => before.get(path) !== model.get(path)).sort(),
          );
          assert.deepEqual(new Set(earlier), new Set(before.values()), 'an earlier table stays as it was');
        }
      }),
      { seed: 71, numRuns: 200 },
    );
  });
});
