import { Analysis } from '../src/analysis/analysis.ts';
import { TopologySession } from '../src/service/page/topologySession.ts';
import { protocolVersion } from '../src/topology/protocol.ts';
import { timedOnProcessor } from './measure.ts';
import { shapes, type Shape } from './shapes.ts';

/**
 * How the time grows with the size of awkward clusters: the exponent of the last of three steps, each twice the size of the one before; 1 is in proportion, 2 by the square.
 * Fails where one is above the bound. `SMALL=1`: a quarter of the sizes, for a look whether it still holds.
 */
const bound = 1.3;
const rounds = Number(process.env['ROUNDS'] ?? 3);
const share = process.env['SMALL'] === undefined ? 1 : 0.25;
const wanted = process.argv.slice(2).join(' ');

console.log(`${'shape'.padEnd(44)} ${'judged'.padStart(24)} ${'first picture'.padStart(24)}`);
let failed = false;
for (const shape of shapes) if (shape.title.includes(wanted)) failed = measure(shape) || failed;
if (failed) {
  console.log(`\nSomething grows faster than by the power of ${bound}.`);
  process.exitCode = 1;
}

function measure({ title, size, manifests, pairs }: Shape): boolean {
  const last = Math.round(size * share);
  const sizes = [last / 4, last / 2, last].map(Math.round);
  const texts = sizes.map(manifests);
  // The smallest first, so that what is compiled on the way is not the last one's cost.
  const times = texts.map((text) => once(text, title));
  for (let round = 1; round < rounds; round++)
    texts.forEach((text, index) => {
      const again = once(text, title);
      times[index] = times[index]?.map((time, part) => Math.min(time, again[part] ?? time)) ?? again;
    });
  const [, before = [], after = []] = times;
  const exponents = after.map((time, part) => Math.log2(time / (before[part] ?? time)));
  const cells = after.map((time, part) => `${time.toFixed(0)} ms, power ${(exponents[part] ?? 0).toFixed(2)}`.padStart(24));
  const tooFast = exponents.some((exponent, part) => exponent > bound && (part === 0 || pairs === undefined));
  console.log(
    `${`${last} ${title}`.padEnd(44)} ${cells.join(' ')}${tooFast ? '  too fast' : ''}${pairs === undefined ? '' : `  (${pairs})`}`,
  );
  return tooFast;
}

/** Milliseconds of the processor: the judgement, and what the page is told first with the address plan. */
function once(text: string, title: string): readonly number[] {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  analysis.setFile('cluster.yaml', text);
  const judged = timedOnProcessor(() => analysis.refreshAtOnce());
  if (analysis.snapshot.clusters.length !== 1) throw new Error(`${title}: ${analysis.snapshot.clusters.length} clusters`);
  const session = new TopologySession();
  const drawn = timedOnProcessor(() => {
    session.update(analysis.snapshot, false);
    session.receive({ type: 'watchPlan' });
    session.receive({ type: 'ready', protocol: protocolVersion });
  });
  return [judged, drawn];
}
