// What suites inside the extension host cannot see: that an open topology is there again after the window is reloaded.
// node scripts/test-reload.mjs [--vsix FILE]       packages dist/ when no file is named
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { main } from './failure.mjs';
import { openBrowser } from './hosts/browser.mjs';
import { installExtension, quietSettings, startCodeServer, workbenchAddress } from './hosts/codeServer.mjs';
import { packageExtension } from './package.mjs';
import { at } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { vsix: { type: 'string' } } });
  const scene = temporaryFolder('reload');
  const folder = path.join(scene, 'store-42');
  cpSync(at('examples/store-42'), folder, { recursive: true });
  const dataDir = path.join(scene, 'data');
  await installExtension({ dataDir, vsix: values.vsix === undefined ? await packageExtension(path.join(scene, 'extension.vsix')) : path.resolve(values.vsix) });
  const server = await startCodeServer({ dataDir, settings: quietSettings });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
    await page.goto(workbenchAddress(server.address, { folder }));
    await page.locator('.monaco-list-row', { hasText: 'edge-network.yaml' }).dblclick({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Show Edge Network Topology' }).first().click({ timeout: 60_000 });
    await shows(page, 'web');
    console.log('[suite] ✓ the button above a manifest opens the topology');
    await reloadWindow(page);
    await shows(page, 'web');
    console.log('[suite] ✓ an open topology is there again after the window is reloaded');
    console.log('[suite] passed=2 failed=0');
    return 0;
  } catch (error) {
    console.log(`[suite] ✗ ${error.message}`);
    console.log('[suite] passed=0 failed=1');
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

/** Waits until the page of the topology, two frames below the workbench, has an element with this name in its list, which is kept beside the drawing for screen readers. */
async function shows(page, name) {
  const topology = page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');
  await topology.locator('body').getByText(name, { exact: true }).first().waitFor({ state: 'attached', timeout: 60_000 });
}
