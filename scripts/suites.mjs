// Test files as one bundle, run with mocha in this process. The last line of a run is `[suite] passed=N failed=N`.
import { build } from 'esbuild';
import { globSync } from 'glob';
import Mocha from 'mocha';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { root, scratch } from './paths.mjs';

/**
 * The test files among some files and folders, sorted.
 *
 * @param {readonly string[]} places relative to the checkout
 * @param {readonly string[]} [except] globs
 */
export function testFiles(places, except = []) {
  const files = places
    .flatMap((place) =>
      place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.test.ts`, { cwd: root, ignore: [...except], posix: true }),
    )
    .sort();
  if (files.length === 0) throw new Failure(`No tests below ${places.join(', ')}.`, 2);
  return files;
}

/**
 * Bundles for Node; packages stay outside.
 *
 * @param {string} contents a module that stands in the root of the checkout
 * @param {string} name of the bundle, which lies among what the scripts write for themselves
 * @returns the bundle; whoever asked for it removes it
 */
export async function bundleForNode(contents, name) {
  const outfile = path.join(scratch, `${name}-${process.pid}.cjs`);
  mkdirSync(scratch, { recursive: true });
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    loader: { '.md': 'text' },
    packages: 'external',
    define: { 'import.meta.dirname': JSON.stringify(root) },
    logLevel: 'error',
  });
  return outfile;
}

/**
 * Milliseconds that one test may take, far from what any takes: a wait for something costs nothing where it holds, and a machine may be many times slower than this one.
 * What tests wait for by themselves takes two thirds of it at most, so that they can say what has not come.
 */
export const patience = 180_000;

/**
 * Bundles test files and runs them.
 *
 * @param {readonly string[]} files relative to the checkout
 * @param {{
 *   name: string, grep?: string | undefined, reporter?: string, bail?: boolean, choose?: (suite: Mocha.Suite) => void
 * }} options `choose` may take tests out before they run
 * @returns whether all passed
 */
export async function runTests(files, { name, grep, reporter = 'dot', bail = false, choose }) {
  const bundle = await bundleForNode(files.map((file) => `import './${file}';`).join('\n'), name);
  try {
    process.setSourceMapsEnabled(true);
    const mocha = new Mocha({ reporter, timeout: patience, bail, ...(grep === undefined ? {} : { grep }) });
    mocha.addFile(bundle);
    await mocha.loadFilesAsync();
    choose?.(mocha.suite);
    return await new Promise((resolve) => {
      const runner = mocha.run((failures) => {
        console.log(`[suite] passed=${runner.stats?.passes ?? 0} failed=${failures}`);
        resolve(failures === 0);
      });
    });
  } finally {
    rmSync(bundle, { force: true });
  }
}
