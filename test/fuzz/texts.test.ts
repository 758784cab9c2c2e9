import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { globSync } from 'glob';
import { english } from '../../src/base/message.ts';
import { findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';
import { locate } from '../../src/manifests/locate.ts';
import { workspaceOf } from '../support/analysed.ts';
import { pick, randomOf } from '../support/randomWorkspace.ts';
import { rounds, seed } from '../support/rounds.ts';
import { changes } from '../support/textChanges.ts';

const examples = ['store-42', 'store-42-faulty', 'modules', 'three-stores'].map((name) => ({
  name,
  files: Object.fromEntries(
    globSync(`examples/${name}/**/*.{yaml,json}`, { posix: true })
      .sort()
      .map((file) => [file, readFileSync(file, 'utf8')]),
  ),
}));

describe('any text', () => {
  for (const { name, files } of examples)
    it(`is judged without an exception, and edits lead where reading anew does: ${name}`, () => {
      const random = randomOf(seed);
      const analysis = workspaceOf(files);
      analysis.refreshAtOnce();
      const paths = Object.keys(files);
      const now: Record<string, string> = { ...files };
      for (let round = 0; round < 15 * rounds; round++) {
        const file = pick(random, paths);
        const [what, change] = pick(random, Object.entries(changes));
        // Every other change is made to what the ones before have left.
        const text = change(random, (random() < 0.5 ? now[file] : files[file]) ?? '').slice(0, 20_000);
        now[file] = text;
        analysis.setFile(`workspace/${file}`, text);
        const said = saidOf(analysis.refreshAtOnce());
        if (round % 5 === 0) assert.deepEqual(said, saidOf(workspaceOf(now).refreshAtOnce()), `${file} ${what}, round ${round}`);
      }
    }).timeout(180_000 * rounds);
});

function saidOf(snapshot: Snapshot): readonly string[] {
  return [...snapshot.files]
    .flatMap(({ path }) => findingsOf(snapshot, path))
    .map(({ code, severity, message, place, related }) => {
      const text = english.say(message);
      assert.doesNotMatch(text, /undefined|\[object|NaN|\{[0-9]\}/);
      for (const each of [place, ...related.map((other) => other.place)]) {
        const { start, end } = locate(each);
        assert.ok(start >= 0 && start <= end && end <= each.document.text.length + 1, `${text} ${start}-${end}`);
      }
      return `${place.document.file} ${code} ${severity} ${text}`;
    })
    .sort();
}
