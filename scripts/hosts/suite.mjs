// Runs a module with `run(): Promise<void>` in the extension host of either VS Code.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openBrowser } from './browser.mjs';
import { startCodeOss } from './codeOss.mjs';
import { quietSettings, startCodeServer, workbenchAddress } from './codeServer.mjs';

/**
 * @typedef {'code-server' | 'code-oss'} HostName
 * @typedef {(type: string, ...values: unknown[]) => void} Log
 * @typedef {{
 *   host: HostName, folder: string, dataDir: string, extension?: string | undefined, tests: string, settings?: object,
 *   viewport?: { width: number, height: number }, scale?: number, language?: string | undefined, log: Log
 * }} Options
 */

/**
 * Opens VS Code in a browser on a folder, with an extension loaded from its folder, and a module in its extension host.
 *
 * @param {Options} options
 *   `dataDir` is a folder for user data, with the extensions that were installed there when `extension` is absent (code-server only);
 *   `log` gets what the module and VS Code write to the console
 * @returns `exit` resolves to the module's result, 0 when `run` resolved; `close` ends it all
 */
export async function openVSCode({
  host,
  folder,
  dataDir,
  extension,
  tests,
  settings = {},
  viewport = { width: 1400, height: 900 },
  scale = 1,
  language,
  log,
}) {
  const developed = extension ?? emptyExtension(dataDir);
  const server =
    host === 'code-server'
      ? await startCodeServer({ dataDir, settings: { ...quietSettings, ...settings } })
      : await startCodeOss({ folder, extension: developed, tests });
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  if (language !== undefined) await page.addInitScript((tag) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: tag }), language);
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error.stack ?? error)));
  /** @type {(code: number) => void} */
  let finish = () => {};
  /** @type {Promise<number>} */
  const exit = new Promise((resolve) => (finish = resolve));
  page.on('crash', () => finish(70));
  void server.ended.then(() => finish(71));
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ values) => log(type, ...values));
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => finish(code));
  await page.goto(host === 'code-server' ? workbenchAddress(server.address, { folder, extension: developed, tests }) : server.address);
  return {
    page,
    exit,
    diagnosis: () => [...errors, server.output()].filter((text) => text !== '').join('\n'),
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

/**
 * VS Code runs a module of tests only where some extension is under development.
 *
 * @param {string} dataDir
 */
function emptyExtension(dataDir) {
  const folder = path.join(dataDir, 'empty-extension');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'empty', publisher: 'none', version: '0.0.1', engines: { vscode: '*' } }),
  );
  return folder;
}

/**
 * Runs the module to its end, at most `timeLimit` milliseconds; true when it succeeded. When it did not, a picture of the screen is left
 * in `picture`, and `log` gets what happened as types `host` and, at length, `diagnosis`.
 *
 * @param {Options & { timeLimit: number, picture?: string }} options
 */
export async function runInVSCode({ timeLimit, picture, ...options }) {
  const window = await openVSCode(options);
  try {
    const waiting = new AbortController();
    const late = setTimeout(timeLimit, /** @type {const} */ ('late'), { signal: waiting.signal }).catch(
      () => /** @type {const} */ ('late'),
    );
    const code = await Promise.race([window.exit, late]);
    waiting.abort();
    if (code !== 0) {
      const reason = code === 'late' ? `did not end within ${timeLimit / 1000} s` : `ended with ${code}`;
      options.log('host', `The suite in ${options.host} ${reason}.`);
      options.log('diagnosis', window.diagnosis());
      if (picture !== undefined) {
        await window.page.screenshot({ path: picture }).then(
          () => options.log('host', `The screen: ${path.relative(process.cwd(), picture)}`),
          () => {},
        );
      }
    }
    return code === 0;
  } finally {
    await window.close();
  }
}
