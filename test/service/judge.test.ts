import assert from 'node:assert/strict';
import { Judge, type Judged } from '../../src/service/judge.ts';
import { inOneGo } from '../../src/service/surroundings.ts';

describe('the judge', () => {
  it('ends where files name others without end, says so in the log, and judges what there is', async () => {
    const errors: unknown[] = [];
    const told: Judged[] = [];
    const text = new TextEncoder().encode('resources: [deeper]\n');
    const judge = new Judge(
      { defaultProfile: 'custom', severities: {} },
      [{ name: 'w', path: 'w' }],
      inOneGo((error) => errors.push(error)),
      (judged) => told.push(judged),
      {
        read: (paths) => Promise.resolve(paths.map((path) => (path.endsWith('/kustomization.yaml') ? text : undefined))),
        list: (folders) =>
          Promise.resolve(
            folders.map((folder) =>
              folder.startsWith('w')
                ? [
                    { name: 'kustomization.yaml', kind: 'file' as const },
                    { name: 'deeper', kind: 'folder' as const },
                  ]
                : undefined,
            ),
          ),
      },
    );
    judge.setFile('w/kustomization.yaml', 'resources: [deeper]\n');
    judge.complete();
    await judge.settled();
    judge.dispose();
    assert.match(String(errors[0]), /without end/);
    assert.equal(errors.length, 1);
    assert.equal(told.length, 1);
  });
});
