import assert from 'node:assert/strict';
import { Analysis } from '../../src/analysis/analysis.ts';
import { forQuestions } from '../../src/analysis/forQuestions.ts';
import { answersAt, answersOf } from '../support/everyQuestion.ts';
import { initialFiles, pick, randomChanges, randomOf } from '../support/randomWorkspace.ts';

/** More by hand: `EDITS=2000 SEED=7 node scripts/test-unit.mjs test/analysis/forQuestions.property.test.ts` */
const edits = Number(process.env['EDITS'] ?? 120);
const seed = Number(process.env['SEED'] ?? 1);

const folders = [{ name: 'workspace', path: '' }];

describe('a question', () => {
  it('gets the same answer from what was worked out before as from the snapshot alone, edit after edit', () => {
    const random = randomOf(seed);
    const files = initialFiles(random);
    const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, folders);
    for (const [path, text] of files) analysis.setFile(path, text);
    let asked = 0;
    for (let edit = 0; edit <= edits; edit++) {
      const snapshot = analysis.refreshAtOnce();
      asked += snapshot.clusters.filter(({ live }) => live?.() !== undefined).length;
      const live = forQuestions(snapshot);
      const [path, text] = pick(random, [...files]);
      const where = `seed ${seed}, edit ${edit}: ${path}`;
      assert.deepEqual(answersOf(live, path, text), answersOf(snapshot, path, text), where);
      for (let times = 0; times < 6; times++) {
        const offset = Math.floor(random() * (text.length + 1));
        assert.deepEqual(answersAt(live, path, text, offset), answersAt(snapshot, path, text, offset), `${where}:${offset}`);
      }
      for (const change of randomChanges(random, files)) {
        if (change.text === undefined) files.delete(change.path);
        else files.set(change.path, change.text);
        analysis.setFile(change.path, change.text);
      }
    }
    assert.ok(asked > edits, String(asked));
  }).timeout(600_000);

  it('about an older snapshot, or while a judgement is under way, is answered by the snapshot alone', () => {
    const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, folders);
    const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n  - port: 80\n`;
    analysis.setFile('web.yaml', service('web'));
    const before = analysis.refreshAtOnce();
    assert.notEqual(forQuestions(before).clusters[0]?.allocation, before.clusters[0]?.allocation);
    analysis.setFile('web.yaml', service('shop'));
    const work = analysis.refresh();
    let steps = 0;
    while (work.next().done !== true) {
      steps++;
      const names = forQuestions(before).clusters[0]?.allocation.services.map(({ name }) => name);
      assert.ok(names?.includes('web'), String(names));
    }
    assert.ok(steps > 2);
    assert.equal(forQuestions(before).clusters[0], before.clusters[0]);
  });
});
