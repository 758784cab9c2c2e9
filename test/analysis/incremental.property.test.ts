import assert from 'node:assert/strict';
import { Analysis, type AnalysisSettings } from '../../src/analysis/analysis.ts';
import { emptySnapshot, filesToPublish, type Snapshot } from '../../src/analysis/snapshot.ts';
import { initialFiles, pick, randomChanges, randomOf } from '../support/randomWorkspace.ts';
import { clustersSaid, findingsSaid } from '../support/snapshotSaid.ts';

/** More by hand: `EDITS=5000 SEED=7 node scripts/test-unit.mjs test/analysis` */
const edits = Number(process.env['EDITS'] ?? 200);
const seed = Number(process.env['SEED'] ?? 1);

const folders = [{ name: 'workspace', path: '' }];
const settings: readonly AnalysisSettings[] = [
  { defaultProfile: 'custom', severities: {} },
  { defaultProfile: 'azure-stack-edge', severities: {} },
  { defaultProfile: 'custom', severities: { 'selector/no-match': 'error', 'port/unknown-name': 'off' } },
];

describe('an analysis that follows edits', () => {
  it('says after each what a fresh one says of the same texts, and names every file of which a host must show something else', () => {
    const random = randomOf(seed);
    const files = initialFiles(random);
    let current = settings[0] ?? assert.fail();
    const analysis = new Analysis(current, folders);
    for (const [path, text] of files) analysis.setFile(path, text);
    /** What a host shows, which looks again only where it is told to. */
    const shown = new Map<string, readonly string[]>();
    let before: Snapshot = emptySnapshot;
    let last = 'the beginning';
    for (let edit = 0; edit <= edits; edit++) {
      const after = random() < 0.1 ? leftOffAndTakenUp(analysis, random) : analysis.refreshAtOnce();
      for (const path of filesToPublish(before, after)) shown.set(path, findingsSaid(after, path));
      before = after;

      const anew = new Analysis(current, folders);
      for (const [path, text] of files) anew.setFile(path, text);
      const fresh = anew.refreshAtOnce();
      const where = `seed ${seed}, edit ${edit}: ${last}`;
      for (const path of new Set([...files.keys(), ...shown.keys()])) {
        const wanted = findingsSaid(fresh, path);
        assert.deepEqual(findingsSaid(after, path), wanted, `${where}: ${path}`);
        assert.deepEqual(shown.get(path) ?? [], wanted, `${where}: ${path} is shown as it was`);
      }
      assert.equal(clustersSaid(after), clustersSaid(fresh), where);

      if (random() < 0.02) analysis.setSettings((current = pick(random, settings)));
      const changes = randomChanges(random, files);
      last = changes.map(({ what, path }) => `${what} ${path}`).join(', ');
      for (const { path, text } of changes) {
        if (text === undefined) files.delete(path);
        else files.set(path, text);
        analysis.setFile(path, text);
      }
    }
  }).timeout(600_000);
});

/** As when a host has something better to do, and begins again later. */
function leftOffAndTakenUp(analysis: Analysis, random: () => number): Snapshot {
  const work = analysis.refresh();
  for (let steps = Math.floor(random() * 12); steps > 0; steps--) if (work.next().done === true) break;
  return analysis.refreshAtOnce();
}
