// Takes pictures of the page with a sample graph, in every kind of theme: node scripts/test-page.mjs --pictures FOLDER
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { graphMessage, largeGraph, shopGraph } from './support/graphs.ts';
import { closeBrowser, openPage, settled, type OpenOptions, type OpenPage } from './support/page.ts';
import { manyServices, overlappingSite, planMessage, site, wideSite } from './support/plans.ts';
import { themes } from './support/themes.ts';

export async function takePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const take = async (name: string, options: OpenOptions, act: (opened: OpenPage) => Promise<void> = () => Promise.resolve()) => {
    const opened = await openPage({ width: 1600, height: 900, ...options });
    await act(opened);
    await settled(opened.page);
    await opened.page.waitForTimeout(250);
    await opened.page.screenshot({ path: path.join(folder, `${name}.png`) });
    for (const complaint of opened.complaints) console.log(`${name}: ${complaint}`);
    await opened.close();
  };
  const shop = graphMessage(shopGraph());
  const details = async ({ page, send }: OpenPage) => {
    await page
      .locator('.card.kind-service')
      .first()
      .evaluate((card) => {
        const { left, top, width, height } = card.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      })
      .then(({ x, y }) => page.mouse.click(x, y));
    await send({ type: 'description', id: 'store|Service/web', description: sampleDescription });
  };
  for (const { name } of themes) {
    await take(`shop-${name}`, { theme: name, message: shop });
    await take(`details-${name}`, { theme: name, message: shop }, details);
  }
  await take('legend', { message: shop }, async ({ page }) => page.locator('vscode-toolbar-button[label="Legend"]').click());
  await take('list', { message: shop }, async ({ page }) => page.locator('vscode-toolbar-button[label="List"]').click());
  const pressed =
    (label: string) =>
    async ({ page }: OpenPage) =>
      page.locator(`vscode-toolbar-button[label="${label}"]`).click();
  for (const theme of ['light', 'high-contrast'] as const) {
    await take(`list-sorted-${theme}`, { theme, message: shop }, async (opened) => {
      await pressed('List')(opened);
      await opened.page.locator('[role="columnheader"].of-problem button').click();
      await opened.page.locator('.rows .row').nth(3).click();
    });
    await take(`filter-${theme}`, { theme, message: shop }, async (opened) => {
      await pressed('Filter')(opened);
      await opened.page.locator('.press-button').first().click();
      await opened.page.locator('.menu-button', { hasText: 'Kind' }).click();
    });
  }
  await take('chain', { message: shop }, async (opened) => {
    await opened.page.locator('vscode-textfield input').fill('172.28.0.12');
    await opened.page.keyboard.press('Enter');
    await opened.page.locator('.graph').focus();
    await opened.page.keyboard.press('t');
    await opened.send({ type: 'description', id: 'store|Service/web', description: sampleDescription });
    await opened.page.waitForTimeout(400);
  });
  await take('zoomed-200', { message: shop, width: 640, height: 400 }, pressed('Filter'));
  const plan = async ({ page }: OpenPage) => page.locator('vscode-toolbar-button[label="Address plan"]').click();
  for (const { name } of themes) await take(`plan-${name}`, { theme: name, message: planMessage(...site) }, plan);
  await take('plan-overlap', { message: planMessage(...overlappingSite), height: 1200 }, plan);
  await take('plan-overlap-light', { theme: 'light', message: planMessage(...overlappingSite), height: 1200 }, plan);
  await take('plan-overlap-contrast', { theme: 'high-contrast', message: planMessage(...overlappingSite), height: 1200 }, plan);
  await take('plan-wide', { message: planMessage(...wideSite), height: 1100 }, plan);
  await take('plan-many', { message: planMessage(...manyServices(1000)) }, plan);
  await take('plan-narrow', { message: planMessage(...overlappingSite), width: 560, height: 900 }, plan);
  await take(
    'plan-nothing',
    { message: planMessage('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n') },
    plan,
  );
  await take('plan-selected', { theme: 'light', message: planMessage(...site) }, async (opened) => {
    await plan(opened);
    await opened.page.locator('.plan-cell.is-used').nth(2).click();
  });
  await take('beside', { theme: 'light', message: shop, width: 620, height: 900 });
  await take('narrow', { message: shop, width: 560, height: 800 }, details);
  await take('large-500', { message: graphMessage(largeGraph(500)) });
  await take('large-5000', { message: graphMessage(largeGraph(5000)) });
  await take('empty', {
    message: {
      type: 'graph',
      version: 1,
      graph: { elements: [], edges: [] },
      status: { state: 'empty', text: 'No manifest in this workspace describes a cluster.', actions: ['newManifest', 'openFolder'] },
    },
  });
  await closeBrowser();
}

const sampleDescription = {
  title: 'Service shop/web',
  facts: [
    { name: 'Type', values: ['LoadBalancer'], reason: '' },
    {
      name: 'Cluster IP',
      values: ['172.28.0.12'],
      reason: 'First free address of the dynamic band of 172.28.0.0/16 when the manifests are applied in file order.',
      certainty: 'predicted',
    },
    {
      name: 'External address',
      values: ['10.128.44.244'],
      reason: 'Asked for in spec.loadBalancerIP; pool device-pool holds it.',
      certainty: 'fixed',
    },
    { name: 'Ports', values: ['http  80 → 8080/TCP, node port 30080'], reason: '' },
    { name: 'Selector', values: ['app: web'], reason: '' },
    {
      name: 'Endpoints',
      values: [
        '172.27.35.65:8080  web-6f9d4c7b8-2xkqp',
        '172.27.35.66:8080  web-6f9d4c7b8-h7vzn',
        '172.27.35.67:8080  web-6f9d4c7b8-qm4tw',
      ],
      reason: '',
    },
  ],
  findings: [
    {
      severity: 'warning',
      code: 'port/unknown-name',
      message: 'No container of the selected pods names a port "https".',
      place: { number: 1, text: 'web.yaml:12' },
      fixes: [{ number: 2, text: 'Change to "http"' }],
    },
  ],
};
