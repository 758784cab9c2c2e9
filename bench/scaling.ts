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
/** Milliseconds: how a shorter time has grown tells nothing. */
const leastTold = 50;
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
  let exponents: readonly number[] = [];
  const isTooFast = () =>
    exponents.some((exponent, part) => exponent > bound && (times.at(-1)?.[part] ?? 0) > leastTold && (part === 0 || pairs === undefined));
  // What other programs do meanwhile makes a growth too large or too small: one that seems too large gets more looks.
  for (let round = 1; round < rounds || (round < 3 * rounds && isTooFast()); round++) {
    texts.forEach((text, index) => {
      const again = once(text, title);
      times[index] = times[index]?.map((time, part) => Math.min(time, again[part] ?? time)) ?? again;
    });
    exponents = exponentsOf(times);
  }
  const after = times.at(-1) ?? [];
  const cells = after.map((time, part) => `${time.toFixed(0)} ms, power ${(exponents[part] ?? 0).toFixed(2)}`.padStart(24));
  const tooFast = isTooFast();
  console.log(
    `${`${last} ${title}`.padEnd(44)} ${cells.join(' ')}${tooFast ? '  too fast' : ''}${pairs === undefined ? '' : `  (${pairs})`}`,
  );
  return tooFast;
}

/** Of each part over the last step, to twice the size. */
function exponentsOf(times: readonly (readonly number[])[]): readonly number[] {
  const [before = [], after = []] = times.slice(-2);
  return after.map((time, part) => Math.log2(time / (before[part] ?? time)));
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
