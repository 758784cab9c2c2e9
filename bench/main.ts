import { parseAllDocuments, parseDocument } from 'yaml';
import { Analysis } from '../src/analysis/analysis.ts';
import { judgeCluster } from '../src/checks/run.ts';
import { Controls } from '../src/checks/findings/controls.ts';
import { allocate } from '../src/engine/allocate.ts';
import { beginningOf } from '../src/engine/events/begin.ts';
import { happen } from '../src/engine/events/happen.ts';
import { recordsOf } from '../src/engine/coredns/records.ts';
import { splitDocuments } from '../src/manifests/documents.ts';
import { readDocument } from '../src/manifests/read.ts';
import { heapUsed, quantiles, seeded, timed } from './measure.ts';
import { documentsPerSite, generateCluster, generateWorkspace } from './workspace.ts';

const folders = [{ name: 'workspace', path: '' }];

function loaded(files: ReadonlyMap<string, string>): Analysis {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, folders);
  for (const [path, text] of files) analysis.setFile(path, text);
  return analysis;
}

function row(what: string, figures: string, budget: string): void {
  console.log(`  ${what.padEnd(66)} ${figures.padEnd(44)} ${budget}`);
}

const ratio = (value: number) => `${value.toFixed(value < 0.1 ? 3 : 2)} x`;

function workspaceBench(sites: number, rounds: number): void {
  const files = generateWorkspace(sites);
  const texts = [...files.values()];
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  console.log(`\n${sites * documentsPerSite} documents, ${(size / 1e6).toFixed(2)} MB, ${sites} clusters`);

  const parse: number[] = [];
  const cold: number[] = [];
  const engine: number[] = [];
  const catalogue: number[] = [];
  const steps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    parse.push(timed(() => texts.forEach((text) => parseAllDocuments(text))));
    let analysis = loaded(files);
    cold.push(timed(() => analysis.refreshAtOnce()));
    // New cluster objects each time: nothing that was computed for the last ones may help.
    const clusters = analysis.snapshot.clusters.map(({ cluster }) => ({ ...cluster, resources: [...cluster.resources] }));
    let allocations: readonly ReturnType<typeof allocate>[] = [];
    engine.push(
      timed(() => {
        allocations = clusters.map((cluster) => allocate(cluster));
      }),
    );
    catalogue.push(timed(() => allocations.forEach((allocation) => judgeCluster(allocation, new Controls({})))));
    analysis = loaded(files);
    const work = analysis.refresh();
    steps.push(...stepsOf(work));
  }
  const bare = quantiles(parse).p50;
  row(
    'cold analysis, against the bare yaml parse',
    `${ratio(quantiles(cold).p50 / bare)} (${quantiles(cold).p50.toFixed(0)} / ${bare.toFixed(0)} ms)`,
    'budget 1.1 x',
  );
  row(
    'the engine alone, against the bare yaml parse',
    `${ratio(quantiles(engine).p50 / bare)} (${quantiles(engine).p50.toFixed(0)} ms)`,
    '',
  );
  row(
    'the whole catalogue of checks, against the bare yaml parse',
    `${ratio(quantiles(catalogue).p50 / bare)} (${quantiles(catalogue).p50.toFixed(0)} ms)`,
    'budget 0.1 x',
  );
  row('longest step between two chances to pause', `${quantiles(steps).max.toFixed(1)} ms`, 'budget 50 ms');
  edits(files);

  const before = heapUsed();
  const copies = new Map([...files].map(([path, text]) => [path, Buffer.from(text).toString()]));
  const analysis = loaded(copies);
  analysis.refreshAtOnce();
  const bytes = heapUsed() - before;
  row(
    'heap for each closed document, text included',
    `${(bytes / (sites * documentsPerSite) / 1024).toFixed(2)} KiB (${analysis.snapshot.clusters.length} clusters allocated)`,
    'budget 4 KiB',
  );
}

/** Milliseconds of each step of some work. */
function stepsOf(work: Iterator<unknown>): readonly number[] {
  const steps: number[] = [];
  for (;;) {
    const start = performance.now();
    const { done } = work.next();
    steps.push(performance.now() - start);
    if (done === true) return steps;
  }
}

/** One keystroke's re-analysis beside the parse of that one document. */
function edits(files: ReadonlyMap<string, string>): void {
  const random = seeded(7);
  const paths = [...files.keys()];
  const current = new Map(files);
  const analysis = loaded(files);
  analysis.refreshAtOnce();
  const whole: number[] = [];
  const single: number[] = [];
  for (let edit = 0; edit < 400; edit++) {
    const path = paths[Math.floor(random() * paths.length)] ?? '';
    const text = current.get(path) ?? '';
    const changed = change(text, edit, random);
    const { documents } = splitDocuments(path, changed, splitDocuments(path, text));
    const before = new Set(splitDocuments(path, text).documents.map((document) => document.text));
    const edited = documents.find((document) => !before.has(document.text));
    if (edited === undefined) continue;
    single.push(timed(() => parseDocument(edited.text)));
    whole.push(
      timed(() => {
        analysis.setFile(path, changed);
        analysis.refreshAtOnce();
      }),
    );
    current.set(path, changed);
  }
  const settle = 100;
  const one = quantiles(single.slice(settle));
  const all = quantiles(whole.slice(settle));
  row(
    'one keystroke, against yaml parsing that document: p50',
    `${ratio(all.p50 / one.p50)} (${all.p50.toFixed(2)} / ${one.p50.toFixed(2)} ms)`,
    'budget 2 x',
  );
  row(
    'one keystroke, against yaml parsing that document: p95',
    `${ratio(all.p95 / one.p95)} (${all.p95.toFixed(2)} / ${one.p95.toFixed(2)} ms)`,
    'budget 4 x',
  );
}

function change(text: string, edit: number, random: () => number): string {
  const kinds: readonly ((text: string) => string)[] = [
    (before) => before.replace(/targetPort: \S+/, `targetPort: http${edit}`),
    (before) => before.replace(/tier: \S+/, `tier: t${edit}`),
    (before) => before.replace(/kubernetesServiceIPs: (\S+)\.\d+$/m, `kubernetesServiceIPs: $1.${60 + (edit % 30)}`),
    (before) => before.replace(/replicas: \d+/, `replicas: ${1 + (edit % 5)}`),
    (before) => before.replace(/^kind/m, `# note ${edit}\nkind`),
  ];
  const start = Math.floor(random() * kinds.length);
  for (let step = 0; step < kinds.length; step++) {
    const after = kinds[(start + step) % kinds.length]?.(text) ?? text;
    if (after !== text) return after;
  }
  return text;
}

/** The dearest of some single events. */
function eventCost(allocation: ReturnType<typeof allocate>): number {
  const state = beginningOf(allocation, 'custom');
  const [each] = state.standing;
  const [node] = allocation.nodes;
  const pod = { name: `${each?.pod.namespace ?? ''}/${each?.pod.name ?? ''}` };
  return Math.max(
    timed(() => happen(state, { do: 'restartPod', pod })),
    timed(() => happen(state, { do: 'rollout', workload: each?.workload ?? '', becomesReady: true, now: undefined })),
    timed(() => happen(state, { do: 'nodeFails', node: node?.name ?? '' })),
  );
}

function engineBench(): void {
  console.log('\nThe engine over one cluster');
  const costs: number[] = [];
  for (const services of [200, 2000]) {
    const text = generateCluster(services);
    const facts = splitDocuments('cluster.yaml', text).documents.map(readDocument);
    const resources = facts.flatMap((fact) => fact.resources);
    const parse: number[] = [];
    const pipeline: number[] = [];
    const names: number[] = [];
    const events: number[] = [];
    let pods = 0;
    for (let round = 0; round < 5; round++) {
      parse.push(timed(() => parseAllDocuments(text)));
      // A new cluster object each time: nothing that was computed for the last one may help.
      const cluster = { name: 'large', root: '', resources: [...resources], unknowns: [] };
      pipeline.push(
        timed(() => {
          pods = allocate(cluster).pods.length;
        }),
      );
      const allocation = allocate(cluster);
      names.push(timed(() => recordsOf(allocation)));
      events.push(eventCost(allocation));
    }
    const bare = quantiles(parse).p50;
    costs.push(quantiles(pipeline).p50);
    row(
      `${resources.length} resources, ${services} services, ${pods} pods: allocation / bare yaml parse`,
      `${ratio(quantiles(pipeline).p50 / bare)} (${quantiles(pipeline).p50.toFixed(1)} / ${bare.toFixed(0)} ms)`,
      'budget 0.1 x',
    );
    row(
      '  the dearest of a restart, a rollout and a failure / allocation',
      `${ratio(quantiles(events).p50 / quantiles(pipeline).p50)} (${quantiles(events).p50.toFixed(1)} ms)`,
      'budget 1 x',
    );
    row('  its DNS records', `${ratio(quantiles(names).p50 / bare)} (${quantiles(names).p50.toFixed(1)} ms)`, '');
  }
  row('10 times the cluster costs', ratio((costs[1] ?? NaN) / (costs[0] ?? NaN)), 'budget 12 x');
}

workspaceBench(17, 5);
workspaceBench(175, 3);
engineBench();
