import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { eventually, patience, runCommand, shows, topologyOf } from './window.ts';

/** Each that spells the label's value. */
const writers = ['base/web.yaml', 'overlays/dev/service.yaml', 'overlays/test/kustomization.yaml', 'overlays/prod/policy.yaml'];

/** What people come for, as somebody does it who has just installed the extension: by keys, and by what is on the screen. */
describe('an everyday task', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env['EDGE_NETWORK_CHROMIUM'] ?? '',
      args: (process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] ?? '').split(' '),
      timeout: patience,
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: '.test/failed-task.png' });
    await page.close();
  });
  after(async () => await browser.close());

  async function open(address: string): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(process.env[address] ?? '');
    await page.locator('.explorer-folders-view').waitFor();
  }

  it('is a site from an empty folder: described, with an application, and a picture without a problem', async () => {
    await open('EDGE_NETWORK_EMPTY_FOLDER');
    await runCommand(page, 'New Site');
    for (const [step, value] of [
      ['Name (1/5)', ''],
      ['Subnet (2/5)', '10.1.0.0/24'],
      ['Gateway (3/5)', '10.1.0.1'],
      ['Node IPs (4/5)', '10.1.0.10-10.1.0.12'],
      ['Service IPs (5/5)', '10.1.0.20-10.1.0.30'],
    ] as const) {
      await page.locator('.quick-input-title', { hasText: step }).waitFor();
      await page.keyboard.type(value);
      await eventually(async () => assert.equal(await page.locator('.quick-input-message').innerText(), await promptOf(page)));
      await page.keyboard.press('Enter');
    }
    await page.locator('.tab', { hasText: 'edge-network.yaml' }).waitFor();

    await runCommand(page, 'File: New File...');
    await page.locator('.explorer-folders-view .monaco-inputbox input').waitFor();
    await page.keyboard.type('shop.yaml');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'shop.yaml' }).waitFor();
    const first = page.locator('.suggest-widget.visible .monaco-list-row').first();
    await eventually(async () => {
      await page.locator('.editor-instance .monaco-editor.focused').waitFor();
      await page.keyboard.press('Control+Space');
      await first.waitFor({ timeout: 3000 });
    });
    assert.match(await first.innerText(), /edge-application/);
    await page.keyboard.press('Enter');
    await page.locator('.codelens-decoration', { hasText: '1 endpoint' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+S');

    await page.keyboard.press('Control+K');
    await page.keyboard.press('v');
    await shows(page, 'shop-web');
    await topologyOf(page).locator('.graph:not([hidden]) .card.kind-externalAddress', { hasText: '10.1.0.20' }).waitFor();
    assert.equal(await topologyOf(page).locator('.graph .badge').count(), 0);
    await page.locator('#status\\.problems', { hasText: '0' }).waitFor();
  });

  it('is another value of a label, looked at in a preview, in a base and what three overlays make of it', async () => {
    await open('EDGE_NETWORK_OVERLAYS');
    await goToFile(page, 'web.yaml:8:15');
    await page.locator('.codelens-decoration', { hasText: 'Selected by 1 service' }).waitFor();
    await page.keyboard.press('F2');
    await page.locator('.rename-box input:focus').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('web');
    await page.keyboard.press('Control+Enter');
    const preview = page.locator('.bulk-edit-panel');
    await preview.waitFor();
    await eventually(async () => {
      const text = await preview.innerText();
      for (const file of ['web.yaml', 'service.yaml', 'policy.yaml', 'kustomization.yaml'])
        assert.ok(text.includes(file), `${file}: ${text}`);
    });
    await page.keyboard.press('Control+Enter');
    const folder = new URL(process.env['EDGE_NETWORK_OVERLAYS'] ?? '').searchParams.get('folder') ?? '';
    await eventually(async () => {
      const written = (await Promise.all(writers.map((file) => readFile(path.join(folder, file), 'utf8')))).join('');
      assert.deepEqual(
        [...written.matchAll(/(?:tier|value): (\S+)/g)].map(([, value]) => value),
        Array(6).fill('web'),
      );
    });
  });
});

/** What the box asks for, which a fault would stand in the place of. */
async function promptOf(page: Page): Promise<string> {
  const shown = await page.locator('.quick-input-message').innerText();
  assert.equal(await page.locator('.quick-input-box .monaco-inputbox.error, .quick-input-box .monaco-inputbox.warning').count(), 0, shown);
  return shown;
}

async function goToFile(page: Page, place: string): Promise<void> {
  const [file = ''] = place.split(':');
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill(place);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab', { hasText: file }).waitFor();
}
