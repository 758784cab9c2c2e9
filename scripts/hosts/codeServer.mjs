// VS Code 1.100 as a server with a Node extension host and the workbench in a browser.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../childProcess.mjs';
import { Failure } from '../failure.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';
import { installHost } from './install.mjs';
import { freePort, startServer } from './server.mjs';

/** Settings under which nothing but the workspace and the extension is on the screen, and files are saved by hand as on a desktop. */
export const quietSettings = {
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
  'chat.commandCenter.enabled': false,
};

/**
 * Starts a server on the loopback interface.
 *
 * @param {{ dataDir: string, settings?: object | undefined, port?: number | undefined }} options
 *   `dataDir` keeps user data and extensions; `settings` become the user settings where there are none yet; `port` is a free one when absent.
 * @returns {Promise<{ address: string, ended: Promise<void>, output: () => string, stop: () => Promise<void> }>}
 *   resolves when the server answers; `ended` resolves when it has gone, by itself or by `stop`
 */
export async function startCodeServer({ dataDir, settings, port }) {
  const entry = await entryPoint();
  if (settings !== undefined) writeSettings(dataDir, settings);
  const chosenPort = port ?? (await freePort());
  const address = `http://127.0.0.1:${chosenPort}`;
  // Its sockets would stay behind in the common folder.
  const sockets = temporaryFolder('sockets');
  return startServer({
    name: 'code-server',
    parameters: [
      ...[entry, ...switches(dataDir), '--session-socket', path.join(sockets, 'session.sock')],
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${chosenPort}`],
    ],
    env: { ...env, TMPDIR: sockets, XDG_RUNTIME_DIR: sockets },
    address,
    health: '/healthz',
  });
}

/**
 * Installs a packaged extension for servers that use the same `dataDir`.
 *
 * @param {{ dataDir: string, vsix: string }} options
 */
export async function installExtension({ dataDir, vsix }) {
  const { code, output } = await run(process.execPath, [await entryPoint(), ...switches(dataDir), '--force', '--install-extension', vsix], {
    env,
    timeLimit: 300_000,
  });
  if (code !== 0) throw new Failure(`${output}\n${path.basename(vsix)} could not be installed: see above.`);
  return output;
}

/**
 * The workbench's address.
 *
 * @param {string} address of the server
 * @param {{ folder: string, extension?: string | undefined, tests?: string | undefined, file?: string | undefined }} options
 *   absolute paths; `extension` is loaded from its folder as one under development; `tests` is the module whose `run` is called; `file` is opened
 */
export function workbenchAddress(address, { folder, extension, tests, file }) {
  const remote = (/** @type {string} */ file) => `vscode-remote://${new URL(address).host}${encodeURI(file)}`;
  const payload = [
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ...(file === undefined ? [] : [['openFile', remote(file)]]),
  ];
  const query = payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  return `${address}/?folder=${encodeURIComponent(folder).replaceAll('%2F', '/')}${query}`;
}

// A configuration file or a surrounding terminal of VS Code must not change what is started.
const env = {
  CODE_SERVER_CONFIG: undefined,
  VSCODE_IPC_HOOK_CLI: undefined,
  VSCODE_PROXY_URI: undefined,
  PASSWORD: undefined,
  HASHED_PASSWORD: undefined,
};

async function entryPoint() {
  return path.join(await installHost('code-server'), 'node_modules/code-server/out/node/entry.js');
}

/** @param {string} dataDir */
function switches(dataDir) {
  mkdirSync(dataDir, { recursive: true });
  const config = path.join(dataDir, 'config.yaml');
  writeFileSync(config, 'cert: false\n');
  return [
    ...['--config', config, '--user-data-dir', path.join(dataDir, 'user'), '--extensions-dir', path.join(dataDir, 'extensions')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'],
  ];
}

/**
 * @param {string} dataDir
 * @param {object} settings
 */
function writeSettings(dataDir, settings) {
  const folder = path.join(dataDir, 'user', 'User');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'settings.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(settings, undefined, 2));
}
