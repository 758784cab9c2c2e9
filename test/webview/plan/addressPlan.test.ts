import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { badgesOf } from '../../../src/analysis/badges.ts';
import { planDifference } from '../../../src/topology/plan/addressPlan.ts';
import { topologyOf } from '../../../src/topology/graph.ts';
import { difference } from '../../../src/topology/patch.ts';
import type { ToPage } from '../../../src/topology/protocol.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { closeBrowser, openPage, passes, settled, type OpenOptions, type OpenPage } from '../support/page.ts';
import { manyServices, overlappingSite, planMessage, site, topologyIn } from '../support/plans.ts';
import { saidGraph, saidPlan } from '../../support/said.ts';

let opened: OpenPage | undefined;

async function openPlan(texts: readonly string[], options: OpenOptions = {}): Promise<OpenPage> {
  opened = await openPage({ message: planMessage(...texts), ...options });
  if (await opened.page.locator('.plan').isHidden()) await modeButton(opened.page, 'Address plan').click();
  await settled(opened.page);
  return opened;
}

afterEach(async () => {
  const { complaints } = opened ?? {};
  await opened?.close();
  opened = undefined;
  assert.deepEqual(complaints ?? [], [], 'the console, and the content security policy, have nothing to say');
});
after(closeBrowser);

function modeButton(page: Page, name: string) {
  return page.locator(`vscode-toolbar-button[label=${JSON.stringify(name)}]`);
}

function cell(page: Page, spoken: string) {
  return page.locator(`.plan-cell[aria-label^=${JSON.stringify(spoken)}]`);
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
}

const web = 'workspace|Service/shop/web';

describe('The address plan in the page', () => {
  it('is one of three views, and is kept over a reload', async () => {
    const { page, state } = await openPlan(site);
    assert.ok(await page.locator('.plan').isVisible());
    assert.ok((await page.locator('.graph').isHidden()) && (await page.locator('.list').isHidden()));
    await passes(page, 400);
    const saved = await state();
    await opened?.close();
    opened = await openPage({ message: planMessage(...site), state: saved });
    assert.ok(await opened.page.locator('.plan').isVisible());
    await modeButton(opened.page, 'Graph').click();
    assert.ok((await opened.page.locator('.graph').isVisible()) && (await opened.page.locator('.plan').isHidden()));
  });

  it('asks for the plan when it is opened, and waits', async () => {
    const whole = planMessage(...site) as Extract<ToPage, { type: 'graph' }>;
    const { page, posted } = await openPlan([], { message: { ...whole, plan: undefined } });
    assert.deepEqual(await posted('watchPlan'), [{ type: 'watchPlan' }]);
    assert.match(await page.locator('.plan').innerText(), /Waiting/);
  });

  it('has the focus and its keys while it is waited for, and then shows what is selected', async () => {
    const whole = planMessage(...manyServices(200)) as Extract<ToPage, { type: 'graph' }>;
    opened = await openPage({ message: { ...whole, plan: undefined } });
    const { page, send, waitFor } = opened;
    await page.locator('vscode-textfield input').fill('app-177');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('2');
    await page.keyboard.press('3');
    assert.ok(await page.locator('.list').isVisible());
    await page.keyboard.press('2');
    await send({
      type: 'patch',
      base: 1,
      version: 2,
      patch: { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] },
      status: { state: 'ready', text: '' },
      plan: whole.plan,
    });
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    const found = page.locator('.plan-cell.is-selected');
    assert.match((await found.getAttribute('aria-label')) ?? '', /app-177/);
    const box = await found.boundingBox();
    assert.ok(box && box.y > 0 && box.y < 800, 'it is in sight');
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('plan-item')));
  });

  it('shows each range to scale and magnifies the small ones', async () => {
    const { page } = await openPlan(site);
    const strip = await page.locator('.plan-strip').first().boundingBox();
    const dhcp = await page.locator('.plan-strip').first().locator('.segment', { hasText: 'DHCP range' }).boundingBox();
    assert.ok(strip && dhcp);
    assert.ok(Math.abs((dhcp.x - strip.x) / strip.width - 0.25) < 0.01 && Math.abs(dhcp.width / strip.width - 0.25) < 0.01);
    assert.equal(await cell(page, '10.128.44.246, Service shop/web, fixed by the manifests').count(), 1);
    assert.equal(await cell(page, '10.128.44.245, free').count(), 1);
    assert.match(await page.locator('.plan-free').first().innerText(), /10\.128\.46\.0–10\.128\.47\.254 · 511/);
  });

  it('hatches what is claimed twice and says why', async () => {
    const { page } = await openPlan(overlappingSite);
    const twice = cell(page, '10.128.44.244, Service shop/kiosk');
    assert.match((await twice.getAttribute('aria-label')) ?? '', /claimed twice: Kubernetes node IPs and Kubernetes external service IPs/);
    assert.match(await twice.evaluate((element) => getComputedStyle(element).backgroundImage), /repeating-linear-gradient/);
    assert.match(await page.locator('.plan-note.severity-error').first().innerText(), /10\.128\.44\.244 is in both/);
    assert.match(await page.locator('.plan-note.is-advice').first().innerText(), /10\.128\.44\.251-10\.128\.44\.254/);
  });

  it('shares its selection with the list and the details', async () => {
    const { page, waitFor } = await openPlan(site);
    await cell(page, '10.128.44.246').click();
    await waitFor('describe', ({ id }) => id === web);
    assert.ok(await page.locator('.details').isVisible());
    assert.equal(await page.locator('.plan-cell.is-selected').count(), 2, 'its external address and its cluster IP');
    await modeButton(page, 'List').click();
    assert.equal(await page.locator('.row[aria-selected="true"]').getAttribute('data-element'), web);
    await page.locator('.row .name', { hasText: 'kiosk' }).first().click();
    await modeButton(page, 'Address plan').click();
    assert.match((await page.locator('.plan-cell.is-selected').first().getAttribute('aria-label')) ?? '', /kiosk/);
  });

  it('is walked by the keyboard: arrows move, Enter selects and then opens the manifest, Escape clears', async () => {
    const { page, waitFor } = await openPlan(site);
    await page.locator('.plan-title').first().focus();
    assert.match(await focused(page), /^LAN subnet 10\.128\.44\.0\/22/);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), /^Kubernetes node IPs/);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), /^10\.128\.44\.241, Node master, predicted/);
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(page), /^10\.128\.44\.242/);
    await cell(page, '10.128.44.246').focus();
    await page.keyboard.press('Enter');
    await waitFor('describe', ({ id }) => id === web);
    assert.match(await focused(page), /^10\.128\.44\.246/);
    await page.keyboard.press('Enter');
    await waitFor('reveal', ({ id, focus }) => id === web && focus);
    await page.keyboard.press('Escape');
    assert.ok(await page.locator('.details').isHidden());
    assert.equal(await page.locator('.plan-item[tabindex="0"]').count(), 1);
  });

  it('opens a block of pods to its addresses', async () => {
    const { page } = await openPlan(site);
    const block = page.locator('.plan-cell.is-block').first();
    assert.equal(await block.getAttribute('aria-expanded'), 'false');
    await block.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.plan-cell.is-block').first().getAttribute('aria-expanded'), 'true');
    assert.ok((await page.locator('.plan-block .plan-cell[aria-label*="Pod shop/web-"]').count()) > 0);
    assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('is-block')), true, 'the focus stays');
  });

  it('shuts what has too many addresses, and opens it for what is searched', async () => {
    const { page } = await openPlan(manyServices(1000));
    assert.equal(await page.locator('.plan-cell[aria-label*="Service team-"]').count(), 0);
    assert.match(await page.locator('.plan-toggle').innerText(), /Show 1,002 addresses/);
    await page.locator('vscode-textfield input').fill('app-777');
    await page.keyboard.press('Enter');
    await settled(page);
    const found = page.locator('.plan-cell.is-selected');
    assert.match((await found.getAttribute('aria-label')) ?? '', /app-777/);
    const box = await found.boundingBox();
    assert.ok(box && box.y > 0 && box.y < 800, 'it is in sight');
  });

  it('follows an edit, and leaves the other bars as they are', async () => {
    const { page, send, waitFor } = await openPlan(site);
    const after = topologyIn(
      ...site,
      'apiVersion: v1\nkind: Service\nmetadata: { name: more, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n',
    );
    const before = topologyIn(...site);
    await page
      .locator('.plan-bar')
      .first()
      .evaluate((element) => {
        element.id = 'kept';
      });
    await send({
      type: 'patch',
      base: 1,
      version: 2,
      patch: difference(saidGraph(before), saidGraph(after)),
      plan: planDifference(saidPlan(before), saidPlan(after)),
      status: { state: 'ready', text: '' },
    });
    await waitFor('shown', ({ version }) => version === 2);
    assert.equal(await page.locator('.plan-cell[aria-label*="Service shop/more"]').count(), 1);
    assert.equal(await page.locator('#kept').count(), 1);
  });

  it('says how much of a small range is free, and tells of its range when a free address is clicked', async () => {
    const { page, waitFor } = await openPlan(site);
    const heading = page.locator('.plan-heading', { hasText: 'external service IPs' });
    assert.match(await heading.innerText(), /5 of 7 free/);
    assert.match((await heading.getAttribute('aria-label')) ?? '', /5 of 7 free/);
    await cell(page, '10.128.44.245, free').click();
    const { id } = await waitFor('describe');
    assert.ok((JSON.parse((await heading.getAttribute('data-elements')) ?? '[]') as string[]).includes(id));
    assert.ok(await heading.evaluate((element) => element.classList.contains('is-selected')));
  });

  it('does not call free what two ranges claim', async () => {
    const { page } = await openPlan(overlappingSite);
    assert.match(await page.locator('.plan-heading', { hasText: 'node IPs' }).innerText(), /1 of 4 free/);
    const contested = await page
      .locator('.plan-cell.is-overlap.is-free')
      .evaluateAll((cells) => cells.map((one) => `${one.textContent} ${one.getAttribute('aria-label') ?? ''}`));
    for (const text of contested) assert.doesNotMatch(text, /\bfree\b/);
  });

  it('shows the addresses of a name when the name is selected', async () => {
    const { page } = await openPlan(site);
    await page.locator('vscode-textfield input').fill('kiosk.shop.svc.cluster.local');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.match((await page.locator('.plan-cell.is-selected').first().getAttribute('aria-label')) ?? '', /kiosk/);
  });

  it('stays whole under filters, pale where they leave something out, and says so', async () => {
    const { page } = await openPlan(site);
    assert.ok(await page.locator('.plan-left').isHidden());
    const before = await page.locator('.plan-cell').count();
    await modeButton(page, 'Filter').click();
    await page.locator('.press-button', { hasText: 'Reachable from outside' }).click();
    await settled(page);
    assert.equal(await page.locator('.plan-cell').count(), before);
    assert.match(await page.locator('.plan-left').innerText(), /filters leave out/);
    const isPale = (spoken: string) => cell(page, spoken).evaluate((element) => element.classList.contains('is-left'));
    assert.deepEqual([await isPale('10.128.44.246, Service shop/web'), await isPale('10.128.44.1, gateway')], [false, true]);
    await page.locator('.press-button', { hasText: 'Clear filters' }).click();
    assert.equal(await page.locator('.is-left').count(), 0);
  });

  it('shows the cluster that was chosen', async () => {
    const snapshot = workspaceOf({
      'north/net.yaml': site[0]!.replace('store-42', 'north'),
      'south/net.yaml': site[0]!.replace('store-42', 'south').replaceAll('10.128', '10.129'),
    }).refreshAtOnce();
    const topology = topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
    const { clusters, bars } = saidPlan(topology);
    const { page } = await openPlan([], {
      message: {
        type: 'graph',
        version: 1,
        graph: saidGraph(topology),
        status: { state: 'ready', text: '' },
        plan: { clusters, bars: [...bars.values()] },
      },
    });
    assert.deepEqual(await page.locator('.plan-cluster h2').allInnerTexts(), ['north', 'south']);
    await page.locator('select.clusters').selectOption({ label: 'south' });
    assert.deepEqual(await page.locator('.plan-cluster h2').allInnerTexts(), ['south']);
    assert.equal(await cell(page, '10.128.44.241').count(), 0);
    await page.locator('select.clusters').selectOption({ index: 0 });
    assert.equal(await page.locator('.plan-cluster').count(), 2);
  });

  it('shares the keys of the other views: T and Escape for a chain, a digit for a view, which takes the focus and shows the selection', async () => {
    const { page } = await openPlan(site);
    await cell(page, '10.128.44.246').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('t');
    assert.match(await page.locator('.trace').innerText(), /service web/);
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.plan') !== null), 'the focus stays in the plan');
    await page.keyboard.press('Escape');
    assert.ok(await page.locator('.trace').isHidden());
    await page.keyboard.press('3');
    assert.equal(await page.locator('.row[aria-selected="true"]').getAttribute('data-element'), web);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'list');
    await page.keyboard.press('1');
    assert.equal(await page.locator(`.graph [data-element="${web}"]`).getAttribute('aria-selected'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement?.classList[0]), 'graph');
    await page.keyboard.press('2');
    assert.ok(await page.locator('.plan').isVisible());
    await page.keyboard.press('/');
    assert.ok(await page.evaluate(() => document.activeElement?.tagName === 'VSCODE-TEXTFIELD'));
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.evaluate(() => document.activeElement?.closest('.plan') !== null));
  });

  it('marks what the cursor stands in', async () => {
    const { page, send } = await openPlan(site);
    await send({ type: 'highlight', ids: [web] });
    await settled(page);
    assert.equal(await page.locator('.plan-cell.is-highlighted').count(), 2);
  });

  it('says how to tell the ranges where none is known', async () => {
    const { page } = await openPlan(['apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n']);
    assert.match(
      await page.locator('.plan-nothing').innerText(),
      /No address range is known yet[\s\S]*EdgeNetwork[\s\S]*kubernetesServiceIPs/,
    );
  });

  it('shows hostile names as text', async () => {
    // Without its end: a whole tag would be taken for a placeholder.
    const name = 'x"><img src=x onerror=alert(1)//';
    const { page } = await openPlan([
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n  externalNetworks: [{ name: '${name}', subnet: 10.0.0.0/8 }]\n`,
    ]);
    assert.equal(await page.locator('.plan img').count(), 0);
    assert.match(await page.locator('.plan-title').innerText(), /<img src=x/);
  });
});
