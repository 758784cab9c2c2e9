// Tests of the topology page in headless Chromium, against a fake host.
// node scripts/test-page.mjs [--built] [--grep TEXT] [--pictures FOLDER]
//
// --built: take dist/webview as it is. --pictures: instead of testing, take pictures of the page in each kind of theme.
import { build } from 'esbuild';
import { globSync } from 'glob';
import Mocha from 'mocha';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { chromiumArguments, findChromium } from './hosts/chromium.mjs';
import { at, root } from './paths.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { built: { type: 'boolean' }, grep: { type: 'string' }, pictures: { type: 'string' } } });
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
    const files = globSync('test/webview/**/*.test.ts', { posix: true }).sort();
    await bundle(files.map((file) => `import './${file}';`).join('\n'), outfile);
    return await runTests(outfile, values.grep);
  } finally {
    rmSync(outfile, { force: true });
  }
});

async function bundle(contents, outfile) {
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile, bundle: true, platform: 'node', format: 'cjs', target: 'node20', sourcemap: 'inline', packages: 'external', logLevel: 'error',
  });
}

async function runTests(outfile, grep) {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ reporter: process.env.EDGE_NETWORK_REPORTER ?? 'dot', timeout: 60_000, ...(grep === undefined ? {} : { grep }) });
  mocha.addFile(outfile);
  await mocha.loadFilesAsync();
  return await new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      console.log(`[suite] passed=${runner.stats?.passes ?? 0} failed=${failures}`);
      resolve(failures === 0 ? 0 : 1);
    });
  });
}
