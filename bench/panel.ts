import { Analysis } from '../src/analysis/analysis.ts';
import { TopologySession } from '../src/service/page/topologySession.ts';
import { protocolVersion, type ToPage } from '../src/topology/protocol.ts';
import { quantiles, seeded, timedOnProcessor } from './measure.ts';
import { generateOneCluster } from './workspace.ts';

/** What an open page costs, in one cluster: processor time of the judgement after an edit, of what the page is told of it, and how much that is. */
const edits: Readonly<Record<string, (text: string, number: number) => string>> = {
  comment: (text, number) => text.replace(/^kind/m, `# note ${number}\nkind`),
  'port of a service': (text, number) => text.replace(/port: (80|8\d\d)$/m, `port: ${800 + (number % 90)}`),
  'selector of a service': (text, number) => text.replace(/(selector:\n {4}app: app-\d+)\S*(\n {4}tier)/, `$1-${number}$2`),
  replicas: (text, number) => text.replace(/replicas: \d+/, `replicas: ${1 + (number % 5)}`),
};

const [, , ...sizes] = process.argv;
for (const size of sizes.length === 0 ? [1000, 10_000] : sizes.map(Number)) measure(size);

function measure(size: number): void {
  const files = generateOneCluster(size);
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  for (const [path, text] of files) analysis.setFile(path, text);
  const cold = timedOnProcessor(() => analysis.refreshAtOnce());
  const session = new TopologySession();
  session.update(analysis.snapshot, false);
  let opened: readonly ToPage[] = [];
  const first = timedOnProcessor(() => (opened = told(session.receive({ type: 'ready', protocol: protocolVersion }))));
  console.log(
    `\none cluster of ${size} documents: cold ${cold.toFixed(0)} ms; first picture ${first.toFixed(0)} ms, ${kilobytes(opened)} kB`,
  );
  console.log(
    `  ${'edit'.padEnd(24)} ${'judged p50'.padStart(14)} ${'p95'.padStart(9)} ${'page p50'.padStart(14)} ${'p95'.padStart(9)} ${'patch p50'.padStart(12)}`,
  );
  acknowledge(session, opened);
  const paths = [...files.keys()].filter((path) => path.includes('/apps/'));
  const current = new Map(files);
  const random = seeded(7);
  const rounds = Number(process.env['ROUNDS'] ?? 25);
  for (const [kind, edit] of Object.entries(edits)) {
    const judged: number[] = [];
    const page: number[] = [];
    const sent: number[] = [];
    for (let number = 0; number < rounds; number++) {
      const path = paths[Math.floor(random() * paths.length)] ?? '';
      const text = edit(current.get(path) ?? '', number);
      current.set(path, text);
      judged.push(
        timedOnProcessor(() => {
          analysis.setFile(path, text);
          analysis.refreshAtOnce();
        }),
      );
      let messages: readonly ToPage[] = [];
      page.push(timedOnProcessor(() => (messages = session.update(analysis.snapshot, false))));
      sent.push(kilobytes(messages));
      acknowledge(session, messages);
    }
    const settled = (values: readonly number[]) => quantiles(values.slice(3));
    const cell = (value: number, width: number) => `${value.toFixed(1)} ms`.padStart(width);
    const [one, other] = [settled(judged), settled(page)];
    console.log(
      `  ${kind.padEnd(24)} ${cell(one.p50, 14)} ${cell(one.p95, 9)} ${cell(other.p50, 14)} ${cell(other.p95, 9)} ${`${settled(sent).p50} kB`.padStart(12)}`,
    );
  }
}

function told(outcome: ReturnType<TopologySession['receive']>): readonly ToPage[] {
  return outcome.type === 'send' ? outcome.messages : [];
}

/** The page has drawn it, and may be told more. */
function acknowledge(session: TopologySession, messages: readonly ToPage[]): void {
  for (const message of messages)
    if (message.type === 'graph' || message.type === 'patch') session.receive({ type: 'shown', version: message.version });
}

function kilobytes(messages: readonly ToPage[]): number {
  return Math.round(JSON.stringify(messages).length / 1000);
}
