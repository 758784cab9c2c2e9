import assert from 'node:assert/strict';
import { chromium, type Browser, type Page } from 'playwright-core';
import { endExtensionHosts } from './extensionHosts.ts';
import { clickCard, cursor, drag, eventually, listed, passes, patience, reloadWindow, seen, shows, topologyOf } from './window.ts';

/**
 * What suites inside the extension host cannot see: what a person sees of the panel beside the editor, that it is there again after the window is reloaded, and
 * after the extension host has died. One story: each test goes on where the one before it has ended.
 */
describe('the panel beside the editor', () => {
  let browser: Browser;
  let page: Page;
  /** What is to be seen again after the window is reloaded. */
  let unmoved: unknown;

  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env['EDGE_NETWORK_CHROMIUM'] ?? '',
      args: (process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] ?? '').split(' '),
      timeout: patience,
    });
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(process.env['EDGE_NETWORK_WORKBENCH'] ?? '');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: '.test/failed-reload.png' });
  });
  after(async () => await browser.close());

  it('is opened by the button above a manifest', async () => {
    await page.locator('.monaco-list-row', { hasText: 'edge-network.yaml' }).dblclick();
    await page.getByRole('button', { name: 'Show Edge Network Topology' }).first().click();
    await shows(page, 'web');
  });

  it('goes to the field on a click in the graph, and the cursor there leaves selection and camera alone', async () => {
    await drag(page, 'worker-1', 60, 40);
    await clickCard(page, 'web');
    await page.locator('.tab', { hasText: 'web.yaml' }).first().waitFor();
    await eventually(async () => assert.equal(await cursor(page), 'Ln 37, Col 12 (3 selected)'));
    await passes(page, 1000);
    assert.equal((await seen(page)).selected, 'web');
  });

  it('leaves the focus to the text while somebody types, and the graph where it is', async () => {
    const text = await page.locator('.editor-instance .monaco-editor').first().boundingBox();
    assert.ok(text !== null);
    await page.mouse.click(text.x + 300, text.y + 350);
    await page.keyboard.press('Control+Home');
    // The picture makes room for the details once the pointer has left it.
    await passes(page, 2000);
    unmoved = await seen(page);
    await page.keyboard.type('# a remark ', { delay: 60 });
    await passes(page, 1500);
    await page.keyboard.type('goes on', { delay: 60 });
    await eventually(async () => {
      const lines = await page.locator('.monaco-editor .view-lines').first().innerText();
      assert.ok(lines.replaceAll('\u00a0', ' ').includes('# a remark goes on'));
    });
    assert.deepEqual(await seen(page), unmoved);
    for (let undone = 0; undone < 3; undone++) await page.keyboard.press('Control+Z');
    await page.keyboard.press('Control+S');
  });

  it('is there again after the window is reloaded: selection, camera and what was dragged', async () => {
    await reloadWindow(page);
    await shows(page, 'web');
    await eventually(async () => assert.deepEqual(await seen(page), unmoved));
  });

  it('has its view and its filter again', async () => {
    await topologyOf(page).locator('vscode-toolbar-button[label="List"]').click();
    await topologyOf(page).locator('vscode-toolbar-button[label="Filter"]').click();
    await topologyOf(page).getByText('Reachable from outside', { exact: true }).click();
    await eventually(async () => assert.equal(await listed(page, 'database'), 0));
    await passes(page, 800);
    await reloadWindow(page);
    await topologyOf(page).locator('.list:not([hidden]) .row[aria-selected="true"]', { hasText: 'web' }).waitFor();
    assert.equal(await listed(page, 'database'), 0);
  });

  it('is taken over by the next extension host when its own has died', async () => {
    endExtensionHosts();
    await topologyOf(page).locator('.graph:not([hidden]) .card.kind-service', { hasText: 'database' }).first().waitFor();
    await eventually(async () => assert.equal(await page.locator('.tab', { hasText: 'Edge Network Topology' }).count(), 1));
    await clickCard(page, 'web');
    await topologyOf(page).locator('.details .fact').first().waitFor();
  });
});
