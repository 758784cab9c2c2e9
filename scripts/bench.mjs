// Benchmarks: every figure stands beside a yardstick measured in the same run.
// node scripts/bench.mjs                 the analysis: ratios to the bare yaml parse
// node scripts/bench.mjs keystrokes [SIZE…]   from a keystroke to its findings: 175 clusters, and one cluster of each size in documents (1000 5000 10000)
// node scripts/bench.mjs rendering      kustomizations beside the parse of their files, a chart, and a keystroke in a base of many overlays
// node scripts/bench.mjs clusters       1,000 overlays of one base, and 300 sites of Flux on shared bases
// node scripts/bench.mjs editing        what somebody asks who edits, after a keystroke: 175 clusters, and one cluster of 10,000 documents
// node scripts/bench.mjs panel [SIZE…]   what an open page costs after an edit, and how much it is told: one cluster of each size in documents (1000 10000)
// node scripts/bench.mjs paths          who may reach whom among 5,000 pods under 500 policies, and single ways
// node scripts/bench.mjs scaling [SHAPE]  how the time grows with clusters of awkward shapes; fails where it grows too fast; SMALL=1 for a quarter of the sizes
// node scripts/bench.mjs doubts FOLDER…   of real repositories: the share of services about which a finding can be as severe as its page says, and what keeps the others from it
// node scripts/bench.mjs start          processes of the command line from start to end, and the sizes of all scripts; after npm run build
// node scripts/bench.mjs page [SIZE…]    the topology page in Chromium, beside bare cytoscape; sizes in elements, 100 1000 5000 20000 when none is given
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { chromiumArguments, findChromium } from './hosts/chromium.mjs';
import { at, root } from './paths.mjs';

const [which, ...sizes] = process.argv.slice(2);
await main(async () => {
  process.chdir(root);
  if (which === 'page') return await benchPage();
  if (which === 'clusters') return await benchAnalysis('bench/clusters.ts', []);
  if (which === 'editing') return await benchAnalysis('bench/editing.ts', []);
  if (which === 'panel') return await benchAnalysis('bench/panel.ts', sizes);
  if (which === 'scaling') return await benchAnalysis('bench/scaling.ts', sizes);
  if (which === 'paths') return await benchAnalysis('bench/paths.ts', []);
  if (which === 'start') return await benchAnalysis('bench/start.ts', []);
  if (which === 'doubts') return await benchAnalysis('bench/doubts.ts', sizes);
  if (which === 'rendering') return await benchAnalysis('bench/rendering.ts', []);
  return which === 'keystrokes' ? await benchAnalysis('bench/keystrokes.ts', sizes) : await benchAnalysis('bench/main.ts', []);
});

/**
 * @param {string} entryPoint of the bench, from the checkout
 * @param {readonly string[]} options what the bench is given
 */
async function benchAnalysis(entryPoint, options) {
  // The product ships the YAML library's build for browsers; the yardstick is the one that any Node program gets.
  /** @type {import('esbuild').Plugin} */
  const asShipped = {
    name: 'as-shipped',
    setup: (build) =>
      build.onResolve({ filter: /^yaml$/ }, ({ importer }) =>
        importer.startsWith(path.resolve('src')) ? { path: path.resolve('node_modules/yaml/browser/index.js') } : undefined,
      ),
  };
  await build({
    plugins: [asShipped],
    entryPoints: [entryPoint],
    outfile: `.test/${path.basename(entryPoint, '.ts')}-bench.cjs`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return (
    spawnSync(process.execPath, ['--expose-gc', `.test/${path.basename(entryPoint, '.ts')}-bench.cjs`, ...options], { stdio: 'inherit' })
      .status ?? 1
  );
}

async function benchPage() {
  process.env['EDGE_NETWORK_CHROMIUM'] = await findChromium();
  process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] = chromiumArguments.join(' ');
  const { code, output } = await run(process.execPath, [at('esbuild.mjs')], { timeLimit: 120_000 });
  if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe page could not be built: see above.`);
  const outfile = at('.test', `bench-page-${process.pid}.cjs`);
  try {
    await build({
      entryPoints: ['bench/page.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    });
    await createRequire(import.meta.url)(outfile).benchPage(sizes.length === 0 ? [100, 1000, 5000, 20_000] : sizes.map(Number));
    return 0;
  } finally {
    rmSync(outfile, { force: true });
  }
}
