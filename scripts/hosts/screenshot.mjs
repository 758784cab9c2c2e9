// A picture of the extension at work in a real VS Code.
// node scripts/hosts/screenshot.mjs FOLDER [STEP…] [--theme THEME] [--size 1600x1000] [--scale 1] [--host code-server] [--out FILE.png]
//
// Steps happen in the order given:
//   --open FILE[:LINE[:COLUMN]]   shows a file of the folder, with the cursor there
//   --command ID [--args JSON]    runs a command of VS Code or of the extension (edgeNetwork.showTopology)
//   --type TEXT                   types at the cursor ("\n" is the Enter key)
//   --hover                       shows the hover at the cursor
//   --wait MS                     waits
//   --click SELECTOR              clicks on an element of the extension's webview
//   --press KEYS                  presses keys, as Playwright names them (Escape, Control+Shift+M)
//   --eval FILE.mjs               calls the default export of a file with { page, webview }: Playwright's page, and a function for the webview's frame locator
// Themes: Default Light Modern, Default Dark Modern, Default High Contrast, Default High Contrast Light.
// The folder is copied first, so that typing changes nothing. --setting KEY=JSON adds a user setting. --vsix FILE shows a packaged
// extension, installed into code-server, in place of the checkout's dist/.
import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { onEnd } from '../childProcess.mjs';
import { Failure, main } from '../failure.mjs';
import { scratch } from '../paths.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';
import { installExtension } from './codeServer.mjs';
import { stageExtension } from './stage.mjs';
import { openVSCode } from './suite.mjs';

const timeLimit = 120_000;
/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {[kind: string, value?: any]} Step
 * @typedef {{ kind: string, value: unknown }} HostStep
 * @typedef {{ step: HostStep, resolve: (value?: unknown) => void, reject: (reason: Failure) => void }} Entry
 * @typedef {{ address: string, ready: Promise<void>, perform: (step: HostStep) => Promise<unknown> }} Driver
 */

const inExtensionHost = new Set(['open', 'command', 'type', 'hover', 'settings']);

await main(async () => {
  const { folder, steps, theme, size, host, out, settings, extension, scale, vsix } = readParameters(process.argv.slice(2));
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
    ...{ host, folder: copy, dataDir, extension: vsix === undefined ? developed : undefined, tests },
    settings: userSettings,
    viewport: size,
    scale,
    log: (type, ...values) => log.push([type, ...values].join(' ')),
  });
  const { page } = window;
  const lost = window.exit.then(() => {
    throw new Failure(`${log.join('\n')}\n${window.diagnosis()}\nVS Code ended early.`);
  });
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Failure(`${log.join('\n')}\nThe steps took longer than ${timeLimit / 1000} s.`)), timeLimit).unref();
  });
  await Promise.race([takeSteps(page, driver, host === 'code-oss' ? [['settings', userSettings], ...steps] : steps), lost, late]);
  mkdirSync(path.dirname(out), { recursive: true });
  await page.screenshot({ path: out });
  console.log(out);
  for (const line of log.filter((text) => /\b(edge-network|Content Security|CSP)\b/i.test(text))) console.log(line);
  lost.catch(() => {});
});

/**
 * @param {Page} page
 * @param {Driver} driver
 * @param {readonly Step[]} steps
 */
async function takeSteps(page, driver, steps) {
  await driver.ready;
  for (const [kind, value] of steps) {
    if (inExtensionHost.has(kind)) await driver.perform({ kind, value });
    else if (kind === 'wait') await page.waitForTimeout(value);
    else if (kind === 'press') await page.keyboard.press(value);
    else if (kind === 'click') await (await webviewOf(page)).locator(value).first().click();
    else if (kind === 'eval')
      await (await import(pathToFileURL(path.resolve(value)).href)).default({ page, webview: () => webviewOf(page) });
  }
  await settle(page);
}

/** @param {readonly string[]} words */
function readParameters(words) {
  /** @type {Step[]} */
  const steps = [];
  const options = {
    theme: 'Default Light Modern',
    size: '1600x1000',
    scale: '1',
    host: /** @type {import('./suite.mjs').HostName} */ ('code-server'),
    out: path.join(scratch, 'screenshot.png'),
    extension: /** @type {string | undefined} */ (undefined),
    vsix: /** @type {string | undefined} */ (undefined),
  };
  /** @type {Record<string, unknown>} */
  const settings = {};
  /** @type {string | undefined} */
  let folder;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('--')) {
      folder = path.resolve(word);
      continue;
    }
    const name = word.slice(2);
    if (name === 'hover') {
      steps.push(['hover']);
      continue;
    }
    const value = words[(index += 1)];
    if (value === undefined) throw new Failure(`${word} needs a value.`);
    if (name === 'args') /** @type {Step} */ (steps.at(-1))[1].args = JSON.parse(value);
    else if (name === 'command') steps.push(['command', { id: value, args: [] }]);
    else if (name === 'wait') steps.push(['wait', Number(value)]);
    else if (name === 'type') steps.push(['type', value.replaceAll('\\n', '\n')]);
    else if (['open', 'click', 'press', 'eval'].includes(name)) steps.push([name, value]);
    else if (name === 'setting') settings[value.slice(0, value.indexOf('='))] = JSON.parse(value.slice(value.indexOf('=') + 1));
    else if (name in options) Object.assign(options, { [name]: value });
    else throw new Failure(`${word} is unknown; see the head of scripts/hosts/screenshot.mjs.`);
  }
  if (folder === undefined || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Failure('Name an existing folder.');
  const [width = 1600, height = 1000] = options.size.split('x').map(Number);
  return { folder, steps, settings, ...options, size: { width, height }, scale: Number(options.scale), out: path.resolve(options.out) };
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

/**
 * The first visible webview's own document, two frames below the workbench.
 *
 * @param {Page} page
 */
async function webviewOf(page) {
  const inner = page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
  await inner.locator('body').waitFor({ timeout: 20_000 });
  return inner;
}

/**
 * Waits until two pictures in a row are the same, at most ten seconds.
 *
 * @param {Page} page
 */
async function settle(page) {
  /** @type {Buffer | undefined} */
  let before;
  for (let round = 0; round < 20; round += 1) {
    await page.waitForTimeout(500);
    const now = await page.screenshot({ caret: 'hide' });
    if (round > 2 && before?.equals(now)) return;
    before = now;
  }
}
