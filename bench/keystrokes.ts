import { parseDocument } from 'yaml';
import { Analysis } from '../src/analysis/analysis.ts';
import { filesToPublish, findingsOf } from '../src/analysis/snapshot.ts';
import { splitDocuments } from '../src/manifests/documents.ts';
import { heapUsed, quantiles, seeded, timedOnProcessor } from './measure.ts';
import { generateOneCluster, generateWorkspace } from './workspace.ts';

/** What somebody types, by what it is: a text becomes another one, or stays where the edit has nothing to say. */
const edits: Readonly<Record<string, (text: string, number: number) => string>> = {
  comment: (text, number) => text.replace(/^kind/m, `# note ${number}\nkind`),
  'environment value': (text, number) => text.replace(/value: \w+/, `value: level${number}`),
  'label of a template': (text, number) => text.replace(/tier: (?!backend\n {6}t)\S+(?=\n {4}spec)/, `tier: t${number}`),
  replicas: (text, number) => text.replace(/replicas: \d+/, `replicas: ${1 + (number % 5)}`),
  'container port': (text, number) => text.replace(/containerPort: \d+/, `containerPort: ${8000 + (number % 900)}`),
  'target port': (text, number) => text.replace(/targetPort: \S+/, `targetPort: http${number}`),
  'selector of a service': (text, number) => text.replace(/(selector:\n {4}app: app-\d+)\S*(\n {4}tier)/, `$1-${number}$2`),
  'port of a service': (text, number) => text.replace(/port: (80|8\d\d)$/m, `port: ${800 + (number % 90)}`),
  'type of a service': (text, number) =>
    text.replace(/type: (LoadBalancer|ClusterIP)/, number % 2 === 0 ? 'type: ClusterIP' : 'type: LoadBalancer'),
  'label of a workload': (text, number) => text.replace(/(labels:\n {4}app: app-\d+)\S*(\nspec:\n {2}replicas)/, `$1-${number}$2`),
  'a service more': (text, number) =>
    `${text}---\napiVersion: v1\nkind: Service\nmetadata:\n  name: more-${number}\n  namespace: team-1\nspec:\n  selector:\n    app: app-${number}\n  ports:\n  - port: 80\n`,
  namespace: (text, number) => text.replaceAll(/namespace: team-\d+/g, `namespace: team-${(number % 4) + 4}`),
};

/** Not typed, but done all the time. */
const renamed = 'another name of a file';

const [, , ...sizes] = process.argv;
const chosen = sizes.length === 0 ? [0, 1000, 5000, 10_000] : sizes.map(Number);
for (const size of chosen) {
  if (size === 0) keystrokes('175 clusters of 57 documents', generateWorkspace(175));
  else keystrokes(`one cluster of ${size} documents`, generateOneCluster(size));
}

/** From a keystroke to the findings of the files whose findings may differ, beside the parse of the one document: processor time of one process, warm. */
function keystrokes(title: string, files: ReadonlyMap<string, string>): void {
  const before = heapUsed();
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  for (const [path, text] of files) analysis.setFile(path, Buffer.from(text).toString());
  const cold = timedOnProcessor(() => analysis.refreshAtOnce());
  const documents = [...files.values()].reduce((sum, text) => sum + splitDocuments('', text).documents.length, 0);
  const findings = analysis.snapshot.clusters.reduce((sum, cluster) => sum + cluster.findings.length, 0);
  console.log(
    `\n${title}: ${documents} documents, ${findings} findings; cold ${cold.toFixed(0)} ms, ${((heapUsed() - before) / documents / 1024).toFixed(2)} KiB a document`,
  );
  console.log(`  ${'edit'.padEnd(24)} ${'p50'.padStart(18)} ${'p95'.padStart(18)} ${'max'.padStart(9)} ${'files told'.padStart(11)}`);
  const paths = [...files.keys()].filter((path) => path.includes('/apps/'));
  const current = new Map(files);
  const random = seeded(7);
  const all: { readonly whole: number; readonly single: number }[] = [];
  let longest = 0;
  const rounds = Number(process.env['ROUNDS'] ?? 40);
  const wanted = process.env['KIND'];
  for (const [kind, edit] of [...Object.entries(edits), [renamed, (text: string) => text] as const]) {
    if (wanted !== undefined && kind !== wanted) continue;
    const measured: { readonly whole: number; readonly single: number; readonly told: number }[] = [];
    for (let number = 0; number < rounds; number++) {
      const place = Math.floor(random() * paths.length);
      const path = paths[place] ?? '';
      const text = current.get(path) ?? '';
      const changed = edit(text, number);
      const old = splitDocuments(path, text);
      const { documents } = splitDocuments(path, changed, kind === renamed ? undefined : old);
      const edited = documents.find((document) => !old.documents.includes(document));
      if (edited === undefined) continue;
      const to = kind === renamed ? path.replace(/(-\d+)?\.yaml$/, `-${number}.yaml`) : path;
      const single = timedOnProcessor(() => parseDocument(edited.text));
      let told = 0;
      const whole = timedOnProcessor(() => {
        const snapshot = analysis.snapshot;
        if (to !== path) analysis.setFile(path, undefined);
        analysis.setFile(to, changed);
        const work = analysis.refresh();
        for (;;) {
          const start = performance.now();
          const { done } = work.next();
          longest = Math.max(longest, performance.now() - start);
          if (done === true) break;
        }
        for (const file of filesToPublish(snapshot, analysis.snapshot)) {
          findingsOf(analysis.snapshot, file);
          told++;
        }
      });
      measured.push({ whole, single, told });
      current.delete(path);
      current.set(to, changed);
      paths[place] = to;
    }
    const settled = measured.slice(Math.min(5, measured.length >> 1));
    all.push(...settled);
    say(kind, settled, quantiles(settled.map(({ told }) => told)).p50);
  }
  say('all together', all, NaN);
  console.log(`  longest step ${longest.toFixed(1)} ms`);
}

function say(kind: string, measured: readonly { readonly whole: number; readonly single: number }[], told: number): void {
  const whole = quantiles(measured.map((each) => each.whole));
  const single = quantiles(measured.map((each) => each.single));
  const cell = (at: 'p50' | 'p95') => `${whole[at].toFixed(2)} ms ${(whole[at] / single[at]).toFixed(1)} x`.padStart(18);
  console.log(
    `  ${kind.padEnd(24)} ${cell('p50')} ${cell('p95')} ${whole.max.toFixed(1).padStart(9)} ${Number.isNaN(told) ? '' : String(told).padStart(11)}`,
  );
}
