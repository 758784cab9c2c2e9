// Grammar tests: our injection into the YAML grammar that VS Code ships (a copy stands in test/grammar/base).
import { spawnSync } from 'node:child_process';
import { globSync } from 'glob';
import { createRequire } from 'node:module';
import path from 'node:path';

const manifest = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/package.json');
const runner = path.join(path.dirname(manifest), 'dist', 'unit.js');
const grammars = globSync('test/grammar/base/*.tmLanguage.json', { posix: true })
  .sort()
  .flatMap((grammar) => ['-g', grammar]);
const tests = globSync('test/grammar/*.test.yaml', { posix: true }).sort();
let failed = 0;
for (const test of tests) {
  if (spawnSync(process.execPath, [runner, '--config', 'package.json', ...grammars, test], { stdio: 'inherit' }).status !== 0) failed++;
}
console.log(`[suite] passed=${tests.length - failed} failed=${failed}`);
process.exit(failed === 0 && tests.length > 0 ? 0 : 1);
