// Tests of the topology page in headless Chromium, against a fake host.
// node scripts/test-page.mjs [--built] [--grep TEXT] [--part N] [--pictures FOLDER]
//
// --built: take dist/webview as it is. --pictures: instead of testing, take pictures of the page in each kind of theme.
// All tests run in two browsers beside each other, each with every other test; --part is what each of them is started with.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { chromiumArguments, findChromium } from './hosts/chromium.mjs';
import { at, root } from './paths.mjs';
import { bundleForNode, runTests, testFiles } from './suites.mjs';

/** Opening a page waits more than it computes, so that two browsers take less than the time of one. */
const parts = 2;

await main(async () => {
  const { values } = parseArgs({
    options: { built: { type: 'boolean' }, grep: { type: 'string' }, part: { type: 'string' }, pictures: { type: 'string' } },
  });
  process.chdir(root);
  process.env['EDGE_NETWORK_CHROMIUM'] = await findChromium();
  process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] = chromiumArguments.join(' ');
  if (!values.built) {
    const { code, output } = await run(process.execPath, [at('esbuild.mjs')], { timeLimit: 120_000 });
    if (code !== 0) throw new Failure(`${output.trimEnd()}\nThe page could not be built: see above.`);
  }
  if (values.pictures !== undefined) return await takePictures(values.pictures);
  const part = values.part === undefined ? undefined : Number(values.part);
  if (part === undefined && values.grep === undefined) return await runParts();
  const passed = await runTests(testFiles(['test/webview']), {
    name: 'page',
    grep: values.grep,
    reporter: process.env['EDGE_NETWORK_REPORTER'] ?? 'dot',
    choose: (suite) => (part === undefined ? undefined : keepPart(suite, part)),
  });
  return passed ? 0 : 1;
});

/** @param {string} folder */
async function takePictures(folder) {
  const bundle = await bundleForNode(`export { takePictures } from './test/webview/pictures.ts';`, 'pictures');
  try {
    await createRequire(import.meta.url)(bundle).takePictures(folder);
    return 0;
  } finally {
    rmSync(bundle, { force: true });
  }
}

async function runParts() {
  const results = await Promise.all(
    Array.from({ length: parts }, (_, part) =>
      run(process.execPath, [fileURLToPath(import.meta.url), '--built', '--part', String(part)], { timeLimit: 1_500_000 }),
    ),
  );
  const count = (/** @type {string} */ word) =>
    results.reduce((sum, { output }) => sum + Number(output.match(new RegExp(`^\\[suite\\].*\\b${word}=(\\d+)`, 'm'))?.[1] ?? 0), 0);
  for (const { output } of results) console.log(output.replace(/^\[suite\].*$/m, '').trimEnd());
  // A part that broke off has told of no failure.
  const failed = Math.max(count('failed'), results.filter(({ code }) => code !== 0).length);
  console.log(`[suite] passed=${count('passed')} failed=${failed}`);
  return failed === 0 ? 0 : 1;
}

/**
 * Every other test, over all suites: neighbours take about the same time.
 *
 * @param {Mocha.Suite} all
 * @param {number} part
 */
function keepPart(all, part) {
  let index = 0;
  const visit = (/** @type {Mocha.Suite} */ suite) => {
    suite.tests = suite.tests.filter(() => index++ % parts === part);
    suite.suites.forEach(visit);
  };
  visit(all);
}
