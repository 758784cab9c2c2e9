import { parseDocument } from 'yaml';
import { Analysis } from '../src/analysis/analysis.ts';
import { completionsAt } from '../src/analysis/completion/completions.ts';
import { forQuestions } from '../src/analysis/forQuestions.ts';
import { hintKinds, hintsIn } from '../src/analysis/hints/hints.ts';
import { hoverAt } from '../src/analysis/hover/hover.ts';
import { outlineOf } from '../src/analysis/navigation/outline.ts';
import { symbolsFor } from '../src/analysis/navigation/symbols.ts';
import { definitionsAt, usesAt } from '../src/analysis/references/references.ts';
import { renamingAt } from '../src/analysis/rename/renaming.ts';
import type { Snapshot } from '../src/analysis/snapshot.ts';
import { english } from '../src/base/message.ts';
import { splitDocuments } from '../src/manifests/documents.ts';
import { quantiles, seeded, timedOnProcessor } from './measure.ts';
import { generateOneCluster, generateWorkspace } from './workspace.ts';

/** What somebody asks who edits, each right after a keystroke that has been judged: processor time, beside the parse of one document by the bare library. */
const questions: Readonly<Record<string, (snapshot: Snapshot, path: string, text: string, offset: number) => unknown>> = {
  hover: (snapshot, path, _, offset) => hoverAt(snapshot, path, offset),
  completions: (snapshot, path, text, offset) => completionsAt(snapshot, path, text, offset, () => undefined),
  definitions: (snapshot, path, _, offset) => definitionsAt(snapshot, path, offset),
  references: (snapshot, path, _, offset) => usesAt(snapshot, path, offset),
  hints: (snapshot, path, text) => hintsIn(snapshot, path, { start: 0, end: text.length }, new Set(hintKinds)),
  outline: outlineOf,
  symbols: (snapshot) => symbolsFor(snapshot, 'app-1', english),
  rename: (snapshot, path, _, offset) => renamingAt(snapshot, path, offset, 'another'),
};

/** Places that have something to say: behind these words. */
const places = [
  /selector:\n {4}app: a/,
  /targetPort: h/,
  /kind: Service\nmetadata:\n {2}name: a/,
  /labels:\n {8}app: a/,
  /"store": "http:\/\/a/,
];

const wanted = process.env['KIND'];
if (process.env['ONE'] === undefined) ask('175 clusters', generateWorkspace(175));
ask('one cluster', generateOneCluster(10_000));

function ask(title: string, files: ReadonlyMap<string, string>): void {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  for (const [path, text] of files) analysis.setFile(path, text);
  analysis.refreshAtOnce();
  const documents = [...files.values()].reduce((sum, text) => sum + splitDocuments('', text).documents.length, 0);
  console.log(`\n${title}, ${documents} documents`);
  const paths = [...files.keys()].filter((path) => path.includes('/apps/'));
  const current = new Map(files);
  const random = seeded(16);
  const single: number[] = [];
  const rounds = Number(process.env['ROUNDS'] ?? 25);
  for (const [question, answer] of Object.entries(questions)) {
    if (wanted !== undefined && question !== wanted) continue;
    const measured: number[] = [];
    let answered = 0;
    for (let round = 0; round < rounds; round++) {
      const path = paths[Math.floor(random() * paths.length)] ?? '';
      const text = (current.get(path) ?? '').replace(/replicas: \d+/, `replicas: ${1 + (round % 5)}`);
      current.set(path, text);
      analysis.setFile(path, text);
      const snapshot = analysis.refreshAtOnce();
      single.push(timedOnProcessor(() => parseDocument(splitDocuments(path, text).documents[0]?.text ?? '')));
      const found = places[round % places.length]?.exec(text);
      const offset = found === null || found === undefined ? Math.floor(random() * text.length) : found.index + found[0].length;
      let said: unknown;
      measured.push(timedOnProcessor(() => (said = answer(forQuestions(snapshot), path, text, offset))));
      if (said !== undefined && (!Array.isArray(said) || said.length > 0)) answered++;
    }
    const { p50, p95, max } = quantiles(measured);
    const bare = quantiles(single).p50;
    const told = (value: number): string => `${value.toFixed(1)} ms (${(value / bare).toFixed(0)} x)`;
    console.log(
      `  ${question.padEnd(14)} p50 ${told(p50).padStart(18)}  p95 ${told(p95).padStart(18)}  max ${max.toFixed(0).padStart(5)} ms  ${answered}/${rounds} answered`,
    );
  }
}
