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
// extension, installed into code-server, in place of the checkout's dist/. --language ja shows the extension's texts in a language.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, main } from '../failure.mjs';
import { scratch } from '../paths.mjs';
import { openDriven, settle, webviewOf } from './drive.mjs';

const timeLimit = 120_000;
/** @typedef {[kind: string, value?: any]} Step */

const inExtensionHost = new Set(['open', 'command', 'type', 'hover']);

await main(async () => {
  const { steps, out, ...options } = readParameters(process.argv.slice(2));
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Failure(`The steps took longer than ${timeLimit / 1000} s.`)), timeLimit).unref();
  });
  const opened = await openDriven(options);
  const { page, lost, log } = opened;
  await Promise.race([takeSteps(opened, steps), lost, late]);
  mkdirSync(path.dirname(out), { recursive: true });
  await page.screenshot({ path: out });
  console.log(out);
  for (const line of log.filter((text) => /\b(edge-network|Content Security|CSP)\b/i.test(text))) console.log(line);
});

/**
 * @param {Awaited<ReturnType<typeof openDriven>>} opened
 * @param {readonly Step[]} steps
 */
async function takeSteps({ page, perform }, steps) {
  for (const [kind, value] of steps) {
    if (inExtensionHost.has(kind)) await perform(/** @type {import('./drive.mjs').HostStep} */ ({ kind, value }));
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
    language: /** @type {string | undefined} */ (undefined),
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
