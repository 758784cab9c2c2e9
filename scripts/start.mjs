// VS Code with the extension, on the example or on a folder of yours.
// npm start [-- [--desktop] [--port N] [FOLDER]]
import { createRequire } from 'node:module';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { at, root, scratch } from './paths.mjs';
import { onSignal, run, start } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';

const usage = 'Usage: npm start -- [--desktop] [--port N] [FOLDER]';

/** The picture beside the file, and nothing before it. */
const settings = { 'edgeNetwork.topology.showAtStart': true, 'git.openRepositoryInParentFolders': 'never' };

await main(async () => {
  const { folder, desktop, port } = readParameters();
  // Ending by Ctrl-C is how this is meant to end.
  onSignal(() => 0);
  needPackages();
  const { build, packageExtension } = await import('./package.mjs');
  const { findOnPath } = await import('./hosts/executables.mjs');
  const code = desktop ? findOnPath('code') : undefined;
  if (desktop && code === undefined)
    throw new Failure(
      'code not found on the PATH: install VS Code, and its command "code" (in VS Code: Shell Command: Install \'code\' command in PATH).',
    );

  await build();
  await printFindings(folder);
  if (code !== undefined) return openDesktop(code, folder);

  const { installExtension, quietSettings, startCodeServer, workbenchAddress } = await import('./hosts/codeServer.mjs');
  const { installHost } = await import('./hosts/install.mjs');
  await installHost('code-server');
  const dataDir = path.join(scratch, 'start');
  await installExtension({ dataDir, vsix: await packageExtension(path.join(scratch, 'start.vsix')) });
  const server = await startCodeServer({ dataDir, port, settings: { ...quietSettings, ...settings } });
  const example = path.join(folder, 'apps/web.yaml');
  const file = existsSync(example) ? example : undefined;
  console.log(`\nVS Code with Edge Network Topology: ${workbenchAddress(server.address, { folder, file })}\nCtrl-C ends it.`);
  await server.ended;
  throw new Failure(`${server.output()}\ncode-server ended by itself: see above.`);
});

function readParameters() {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  if (positionals.length > 1) throw new Failure(usage, 2);
  const folder = path.resolve(process.env['INIT_CWD'] ?? '.', positionals[0] ?? at('examples/store-42-faulty'));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Failure(`${folder} is not a folder.`, 2);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) throw new Failure(`${values.port} is not a port.`, 2);
  return { folder, desktop: values.desktop ?? false, port };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { desktop: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new Failure(`${String(error instanceof Error ? error.message : error).split('. ')[0]}. ${usage}`, 2);
  }
}

function needPackages() {
  try {
    createRequire(import.meta.url).resolve('esbuild');
  } catch {
    throw new Failure('The packages of this project are not installed: run npm ci.');
  }
}

/** @param {string} folder */
async function printFindings(folder) {
  const cli = at('dist/cli.js');
  console.log(`$ edge-network check ${path.relative(process.cwd(), folder) || '.'}`);
  const { code } = await run(process.execPath, [cli, 'check', folder], {
    cwd: root,
    timeLimit: 120_000,
    echo: true,
    env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {},
  });
  if (code > 1) console.error(`The check ended with ${code}.`);
}

/**
 * @param {string} code
 * @param {string} folder
 * @returns {Promise<number>}
 */
function openDesktop(code, folder) {
  return new Promise((resolve) => {
    const child = start(code, [`--extensionDevelopmentPath=${root}`, folder], { stdio: 'inherit' });
    child.once('error', (error) => {
      console.error(`code could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
}
