// Tests of the topology page in headless Chromium, against a fake host.
// node scripts/test-page.mjs [--built] [--grep TEXT] [--part N] [--pictures FOLDER]
//
// --built: take dist/webview as it is. --pictures: instead of testing, take pictures of the page in each kind of theme.
// All tests run in two browsers beside each other, each with every other test; --part is what each of them is started with.
import { build } from 'esbuild';
import { globSync } from 'glob';
import Mocha from 'mocha';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { chromiumArguments, findChromium } from './hosts/chromium.mjs';
import { at, root } from './paths.mjs';

/** Opening a page waits more than it computes, so that two browsers take less than the time of one. */
const parts = 2;

await main(async () => {
  const { values } = parseArgs({
    options: { built: { type: 'boolean' }, grep: { type: 'string' }, part: { type: 'string' }, pictures: { type: 'string' } },
  });
  process.chdir(root);
  process.env.EDGE_NETWORK_CHROMIUM = await findChromium();
  process.env.EDGE_NETWORK_CHROMIUM_ARGUMENTS = chromiumArguments.join(' ');
  if (!values.built) {
    const { code, output } = await run(process.execPath, [at('esbuild.mjs')], { timeLimit: 120_000 });
    if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe page could not be built: see above.`);
  }

  const outfile = at('.test', `page-${process.pid}.cjs`);
  mkdirSync(at('.test'), { recursive: true });
  try {
    if (values.pictures !== undefined) {
      await bundle(`export { takePictures } from './test/webview/pictures.ts';`, outfile);
      await createRequire(import.meta.url)(outfile).takePictures(values.pictures);
      return 0;
    }
    if (values.part === undefined && values.grep === undefined) return await runParts();
    const files = globSync('test/webview/**/*.test.ts', { posix: true }).sort();
    await bundle(files.map((file) => `import './${file}';`).join('\n'), outfile);
    return await runTests(outfile, values);
  } finally {
    rmSync(outfile, { force: true });
  }
});

async function bundle(contents, outfile) {
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    packages: 'external',
    logLevel: 'error',
  });
}

async function runParts() {
  const results = await Promise.all(
    Array.from({ length: parts }, (_, part) =>
      run(process.execPath, [fileURLToPath(import.meta.url), '--built', '--part', String(part)], { timeLimit: 1_500_000 }),
    ),
  );
  const count = (word) =>
    results.reduce((sum, { output }) => sum + Number(output.match(new RegExp(`^\\[suite\\].*\\b${word}=(\\d+)`, 'm'))?.[1] ?? 0), 0);
  for (const { output } of results) console.log(output.replace(/^\[suite\].*$/m, '').trimEnd());
  // A part that broke off has told of no failure.
  const failed = Math.max(count('failed'), results.filter(({ code }) => code !== 0).length);
  console.log(`[suite] passed=${count('passed')} failed=${failed}`);
  return failed === 0 ? 0 : 1;
}

async function runTests(outfile, { grep, part }) {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    reporter: process.env.EDGE_NETWORK_REPORTER ?? 'dot',
    timeout: 60_000,
    ...(grep === undefined ? {} : { grep }),
  });
  mocha.addFile(outfile);
  await mocha.loadFilesAsync();
  if (part !== undefined) keepPart(mocha.suite, Number(part));
  return await new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      console.log(`[suite] passed=${runner.stats?.passes ?? 0} failed=${failures}`);
      resolve(failures === 0 ? 0 : 1);
    });
  });
}

/** Every other test, over all suites: neighbours take about the same time. */
function keepPart(root, part) {
  let index = 0;
  const visit = (suite) => {
    suite.tests = suite.tests.filter(() => index++ % parts === part);
    suite.suites.forEach(visit);
  };
  visit(root);
}
