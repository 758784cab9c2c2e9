// Unit tests: bundles the test files (all, or those below the given paths) once and runs them with mocha in this process.
// node scripts/test-unit.mjs [PATH…] [--grep TEXT]
import { globSync } from 'glob';
import { build } from 'esbuild';
import Mocha from 'mocha';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const arguments_ = process.argv.slice(2);
const grepAt = arguments_.indexOf('--grep');
const grep = grepAt >= 0 ? arguments_.splice(grepAt, 2)[1] : undefined;
const places = arguments_.length > 0 ? arguments_ : ['test'];
const elsewhere = ['test/webview/**', 'test/editor/**'];
const files = places
  .flatMap((place) => (place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.test.ts`, { ignore: elsewhere, posix: true })))
  .sort();
if (files.length === 0) {
  console.error(`No unit tests below ${places.join(', ')}.`);
  process.exit(1);
}

const outfile = path.resolve('.test', `unit-${process.pid}.cjs`);
mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  stdin: { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: process.cwd(), loader: 'ts' },
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  loader: { '.md': 'text' },
  packages: 'external',
  define: { 'import.meta.dirname': JSON.stringify(process.cwd()) },
  logLevel: 'error',
});
process.setSourceMapsEnabled(true);
const mocha = new Mocha({ reporter: process.env.CI ? 'dot' : 'dot', timeout: 20_000, ...(grep === undefined ? {} : { grep }) });
mocha.addFile(outfile);
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const { passes = 0 } = runner.stats ?? {};
  console.log(`[suite] passed=${passes} failed=${failures}`);
  import('node:fs').then(({ rmSync }) => {
    rmSync(outfile, { force: true });
    process.exit(failures === 0 ? 0 : 1);
  });
});
