// What suites inside the extension host cannot see: what a person sees of the panel beside the editor, that it is there
// again after the window is reloaded, and after the extension host has died.
// node scripts/test-reload.mjs [--vsix FILE]       packages dist/ when no file is named
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, main } from './failure.mjs';
import { openBrowser } from './hosts/browser.mjs';
import { installExtension, quietSettings, startCodeServer, workbenchAddress } from './hosts/codeServer.mjs';
import { packageExtension } from './package.mjs';
import { at } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

let passed = 0;

/** Of the graph; a service and its pods often share a name, and the pods are not what is meant. */
const cards = '.graph [role="option"]:not(.kind-workload)';

await main(async () => {
  const { values } = parseArgs({ options: { vsix: { type: 'string' } } });
  const scene = temporaryFolder('reload');
  const folder = path.join(scene, 'store-42');
  cpSync(at('examples/store-42'), folder, { recursive: true });
  const dataDir = path.join(scene, 'data');
  await installExtension({
    dataDir,
    vsix: values.vsix === undefined ? await packageExtension(path.join(scene, 'extension.vsix')) : path.resolve(values.vsix),
  });
  const server = await startCodeServer({ dataDir, settings: quietSettings });
  const browser = await openBrowser();
  let picture;
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    picture = page;
    await page.goto(workbenchAddress(server.address, { folder }));
    await page.locator('.monaco-list-row', { hasText: 'edge-network.yaml' }).dblclick({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Show Edge Network Topology' }).first().click({ timeout: 60_000 });
    await shows(page, 'web');
    pass('the button above a manifest opens the topology');

    await drag(page, 'worker', 60, 40);
    await clickCard(page, 'web');
    await page.locator('.tab', { hasText: 'web.yaml' }).first().waitFor();
    await eventually(async () => same(await cursor(page), 'Ln 37, Col 12 (3 selected)', 'the cursor'));
    await page.waitForTimeout(1000);
    const clicked = await seen(page);
    same(clicked.selected, 'web', 'the selection');
    pass('a click in the graph goes to the field, and the cursor there leaves selection and camera alone');

    const text = await page.locator('.editor-instance .monaco-editor').first().boundingBox();
    await page.mouse.click(text.x + 300, text.y + 350);
    await page.keyboard.press('Control+Home');
    const before = await seen(page);
    await page.keyboard.type('# a remark ', { delay: 60 });
    await page.waitForTimeout(1500);
    await page.keyboard.type('goes on', { delay: 60 });
    await eventually(async () =>
      same(
        (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ').includes('# a remark goes on'),
        true,
        'the text',
      ),
    );
    same(await seen(page), before, 'the graph');
    for (let undone = 0; undone < 3; undone++) await page.keyboard.press('Control+Z');
    await page.keyboard.press('Control+S');
    pass('typing keeps the focus in the text, and the graph where it is');

    await reloadWindow(page);
    await shows(page, 'web');
    await eventually(async () => same(await seen(page), before, 'the graph'));
    pass('an open topology is there again after the window is reloaded: selection, camera and what was dragged');

    await topologyOf(page).locator('vscode-toolbar-button[label="List"]').click();
    await topologyOf(page).locator('vscode-toolbar-button[label="Filter"]').click();
    await topologyOf(page).getByText('Reachable from outside', { exact: true }).click();
    await eventually(async () => same(await listed(page, 'database'), 0, 'rows of what the filter hides'));
    await page.waitForTimeout(800);
    await reloadWindow(page);
    await topologyOf(page).locator('.list:not([hidden]) .row[aria-selected="true"]', { hasText: 'web' }).waitFor({ timeout: 60_000 });
    same(await listed(page, 'database'), 0, 'rows of what the filter hides');
    pass('so are the view and the filter');

    endExtensionHosts();
    await topologyOf(page).locator('.graph:not([hidden]) .card.kind-service', { hasText: 'database' }).first().waitFor({ timeout: 60_000 });
    await eventually(async () => same(await page.locator('.tab', { hasText: 'Edge Network Topology' }).count(), 1, 'panels'));
    await clickCard(page, 'web');
    await topologyOf(page).locator('.details .fact').first().waitFor({ timeout: 30_000 });
    pass('a topology whose extension host has died is taken over by the next one');
    console.log(`[suite] passed=${passed} failed=0`);
    return 0;
  } catch (error) {
    console.log(`[suite] ✗ ${error.message}`);
    await picture?.screenshot({ path: at('.test', 'failed-reload.png') }).catch(() => {});
    console.log(`[suite] passed=${passed} failed=1`);
    return 1;
  } finally {
    await browser.close();
    await server.stop();
  }
});

/** As a person does it: VS Code stores what is open before it reloads, which a mere reload of the page would not leave it the time for. */
async function reloadWindow(page) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill('>Developer: Reload Window');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Reload Window' }).first().waitFor();
  await Promise.all([page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()), page.keyboard.press('Enter')]);
}

function pass(what) {
  passed += 1;
  console.log(`[suite] ✓ ${what}`);
}

function same(actual, expected, what) {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Failure(`${what}: ${one} where ${other} was expected.`);
}

/** Repeats a look that throws until it no longer does. */
async function eventually(look) {
  for (const deadline = Date.now() + 20_000; ;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The page of the topology, two frames below the workbench. */
function topologyOf(page) {
  return page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
}

/** What is selected in the graph, and where the camera and what was dragged have put things: relative to the panel, to the pixel. */
async function seen(page) {
  return topologyOf(page)
    .locator('body')
    .evaluate((body, options) => {
      const cards = [...body.querySelectorAll(options)];
      const name = (card) => card.querySelector('.name')?.textContent;
      const place = (wanted) => {
        const { left, top, width } = cards.find((card) => name(card) === wanted).getBoundingClientRect();
        return [left, top, width].map(Math.round);
      };
      return {
        selected: name(cards.find((card) => card.getAttribute('aria-selected') === 'true') ?? body),
        web: place('web'),
        worker: place('worker'),
      };
    }, cards);
}

/** Rows with this name in the list. */
async function listed(page, name) {
  return topologyOf(page).locator('.list .row .name').getByText(name, { exact: true }).count();
}

async function placeOf(page, name) {
  const box = await topologyOf(page)
    .locator(cards, { has: page.getByText(name, { exact: true }) })
    .last()
    .boundingBox();
  return { x: box.x + box.width / 2, y: box.y + 10 };
}

/** As a person clicks: not the card itself takes the pointer, the canvas below it does. */
async function clickCard(page, name) {
  const { x, y } = await placeOf(page, name);
  await page.mouse.click(x, y);
}

async function drag(page, name, dx, dy) {
  const { x, y } = await placeOf(page, name);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(600);
}

/** `Ln 3, Col 1` */
async function cursor(page) {
  return page.locator('#status\\.editor\\.selection').innerText();
}

/** Of the servers that this script has started, and of no other. */
function endExtensionHosts() {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const processes = stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command }));
  const own = new Set([process.pid]);
  for (let size = 0; size < own.size;) {
    size = own.size;
    for (const { pid, parent } of processes) if (own.has(parent)) own.add(pid);
  }
  const hosts = processes.filter(({ pid, command }) => own.has(pid) && command.includes('--type=extensionHost'));
  if (hosts.length === 0) throw new Failure('No extension host is running.');
  for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
}

/** Waits until the page of the topology, two frames below the workbench, has an element with this name in its list, which is kept beside the drawing for screen readers. */
async function shows(page, name) {
  await topologyOf(page).locator('body').getByText(name, { exact: true }).first().waitFor({ state: 'attached', timeout: 60_000 });
}
