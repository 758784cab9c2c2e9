// Unit tests: bundles the test files (all, or those below the given paths) once and runs them with mocha in this process.
// node scripts/test-unit.mjs [PATH…] [--grep TEXT]
import { parseArgs } from 'node:util';
import { main } from './failure.mjs';
import { root } from './paths.mjs';
import { runTests, testFiles } from './suites.mjs';

/** They need a browser, VS Code, a package or other programs, or run as often as one likes, and have scripts of their own. */
const elsewhere = ['test/webview/**', 'test/editor/**', 'test/reload/**', 'test/package/**', 'test/renderers/**', 'test/fuzz/**'];

await main(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
  process.chdir(root);
  const files = testFiles(positionals.length > 0 ? positionals : ['test'], elsewhere);
  return (await runTests(files, { name: 'unit', grep: values.grep })) ? 0 : 1;
});
