// The suites of test/editor as one bundle that runs in every extension host.
import { build } from 'esbuild';
import { globSync } from 'glob';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';

/**
 * Bundles suites with mocha's browser build, so that Node, a web worker and Electron run the same file.
 *
 * @param {string} outfile
 * @param {{ places?: readonly string[], grep?: string | undefined }} [options] files or folders; all suites when absent
 */
export async function bundleSuites(outfile, { places = [], grep } = {}) {
  const files = (places.length > 0 ? places : ['test/editor'])
    .flatMap((place) => (place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.test.ts`, { cwd: root, posix: true })))
    .sort();
  if (files.length === 0) throw new Failure(`No suites below ${places.join(', ')}.`, 2);
  const contents = [
    "import 'mocha/mocha';",
    "import './test/editor/harness/setUp.ts';",
    ...files.map((file) => `import ${JSON.stringify(path.resolve(root, file))};`),
    ...(grep === undefined ? [] : [`mocha.grep(${JSON.stringify(grep)});`]),
    "export { run } from './test/editor/harness/run.ts';",
  ];
  await build({
    stdin: { contents: contents.join('\n'), resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    target: 'es2022',
    external: ['vscode'],
    mainFields: ['browser', 'module', 'main'],
    keepNames: true,
    logLevel: 'error',
  });
  return outfile;
}
