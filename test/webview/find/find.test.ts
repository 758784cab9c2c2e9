import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { difference } from '../../../src/topology/patch.ts';
import type { Graph, ToPage } from '../../../src/topology/protocol.ts';
import { GraphBuilder, graphMessage, largeGraph, shopGraph } from '../support/graphs.ts';
import { closeBrowser, openPage, passes, settled, type OpenOptions, type OpenPage } from '../support/page.ts';
import { themes } from '../support/themes.ts';

const shop = shopGraph();
const message = graphMessage(shop);
const web = 'store|Service/web';

let opened: OpenPage | undefined;

async function open(options: OpenOptions = { message }): Promise<OpenPage> {
  opened = await openPage(options);
  return opened;
}

afterEach(async () => {
  const { complaints } = opened ?? {};
  await opened?.close();
  opened = undefined;
  assert.deepEqual(complaints ?? [], [], 'the console, and the content security policy, have nothing to say');
});
after(closeBrowser);

const card = (page: Page, id: string) => page.locator(`.graph [role="option"][data-element=${JSON.stringify(id)}]`);
const tool = (page: Page, label: string) => page.locator(`vscode-toolbar-button[label="${label}"]`);
const field = (page: Page) => page.locator('vscode-textfield input');
const footer = (page: Page) => page.locator('.footer').innerText();

async function drawn(page: Page, kind: string): Promise<readonly string[]> {
  return page
    .locator(`.graph .card.kind-${kind}`)
    .evaluateAll((cards) => cards.map((one) => one.querySelector('.name')?.textContent ?? '').sort());
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await settled(page);
}

/** Selects what the search finds first. */
async function find(page: Page, query: string): Promise<void> {
  await field(page).fill(query);
  await press(page, 'Enter');
}

async function choose(page: Page, menu: string, ...names: readonly string[]): Promise<void> {
  await page.locator('.menu-button', { hasText: menu }).click();
  for (const name of names) await page.locator('.choices:not([hidden]) label', { has: page.getByText(name, { exact: true }) }).click();
  await press(page, 'Escape');
}

function patchMessage(before: Graph, after: Graph, base: number): ToPage {
  const patch = difference(before, after);
  assert.ok(patch, 'the test changes something');
  return { type: 'patch', base, version: base + 1, patch, status: { state: 'ready', text: '' } };
}

describe('Filters', () => {
  it('by kind keep the chain from outside to a match', async () => {
    const { page } = await open();
    await tool(page, 'Filter').click();
    await choose(page, 'Kind', 'service');
    assert.deepEqual(await drawn(page, 'service'), ['database', 'kiosk', 'metrics', 'reports', 'web']);
    assert.deepEqual(await drawn(page, 'externalAddress'), ['10.128.44.244', '10.128.44.245']);
    assert.deepEqual(await drawn(page, 'clients'), ['Clients on the LAN']);
    assert.deepEqual(await drawn(page, 'pod'), []);
    assert.deepEqual(await drawn(page, 'range'), []);
    assert.match(await footer(page), /^Showing \d+ of \d+ elements$/);
  });

  it('by problem leave what is in order, and what leads to what is not', async () => {
    const { page } = await open();
    await tool(page, 'Filter').click();
    await page.locator('.press-button', { hasText: 'With problems' }).click();
    assert.deepEqual(await drawn(page, 'service'), ['metrics', 'reports']);
    assert.match(await card(page, 'store|plan').innerText(), /Address ranges\s+2 ranges/);
    assert.deepEqual(await drawn(page, 'pod'), ['import-x7s9q']);
  });

  it('by what can be reached from outside', async () => {
    const { page } = await open();
    await tool(page, 'Filter').click();
    await page.locator('.press-button', { hasText: 'Reachable from outside' }).click();
    assert.deepEqual(await drawn(page, 'service'), ['kiosk', 'reports', 'web']);
    assert.deepEqual(
      (await drawn(page, 'pod')).map((name) => name.slice(0, 3)),
      ['kio'],
    );
    assert.deepEqual(await drawn(page, 'workload'), ['web']);
  });

  it('by namespace, together with another, hold in the list as well', async () => {
    const { page } = await open();
    await tool(page, 'Filter').click();
    await choose(page, 'Namespace', 'kube-system');
    await tool(page, 'List').click();
    assert.equal(await page.locator('.rows .row.kind-service').count(), 1);
    await choose(page, 'Kind', 'pod');
    assert.match(await page.locator('.overlay').innerText(), /Nothing passes/);
    await page.locator('.overlay vscode-button').click();
    assert.ok((await page.locator('.rows .row.kind-service').count()) > 5);
  });

  it('say how many matches of a search they hide, and give way to what the reader goes to', async () => {
    const { page } = await open();
    await tool(page, 'Filter').click();
    await choose(page, 'Kind', 'pod');
    await field(page).fill('metrics');
    await settled(page);
    assert.equal(await page.locator('.toolbar .count').innerText(), 'No results, 2 hidden by filters');
    await find(page, 'web-6f9d4c7b8-2xkqp');
    await page.locator('.details .link', { hasText: /^web$/ }).click();
    await settled(page);
    assert.equal(await card(page, web).getAttribute('aria-selected'), 'true');
  });

  it('are kept over a reload, and gone puts everything back where it was', async () => {
    const first = await open();
    const before = await card(first.page, web).boundingBox();
    await tool(first.page, 'Filter').click();
    await first.page.locator('.press-button', { hasText: 'With problems' }).click();
    await passes(first.page, 400);
    const state = await first.state();
    await first.close();
    const { page } = await open({ state, message });
    assert.deepEqual(await drawn(page, 'service'), ['metrics', 'reports']);
    await page.locator('.press-button', { hasText: 'Clear filters' }).click();
    await settled(page);
    const after = await card(page, web).boundingBox();
    const frame = await card(page, 'store').boundingBox();
    assert.ok(before !== null && after !== null && frame !== null);
    assert.ok(after.x > frame.x && after.y > frame.y);
    assert.equal((await drawn(page, 'service')).length, 5);
  });

  it('hold for what a patch brings', async () => {
    const { page, send, waitFor } = await open();
    await tool(page, 'Filter').click();
    await page.locator('.press-button', { hasText: 'With problems' }).click();
    const after = {
      ...shop,
      elements: shop.elements.map((element) => (element.id === web ? { ...element, severity: 'error' as const } : element)),
    };
    await send(patchMessage(shop, after, 1));
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    assert.deepEqual(await drawn(page, 'service'), ['metrics', 'reports', 'web']);
    assert.deepEqual(await drawn(page, 'externalAddress'), ['10.128.44.244']);
  });
});

describe("One element's chain", () => {
  it('is shown alone with T, and everything comes back, at its place, with Escape', async () => {
    const { page } = await open();
    await find(page, '172.28.0.12');
    await passes(page, 500);
    const before = await card(page, 'store|Service/metrics').boundingBox();
    await page.locator('.graph').focus();
    await press(page, 't');
    assert.deepEqual(await drawn(page, 'service'), ['web']);
    assert.deepEqual(await drawn(page, 'dnsName'), ['web.shop.svc.cluster.local']);
    assert.deepEqual(await drawn(page, 'externalAddress'), ['10.128.44.244']);
    assert.deepEqual(await drawn(page, 'workload'), ['web']);
    assert.match(await page.locator('.trace').innerText(), /Only the chain of service web is shown/);
    await press(page, 'Escape');
    assert.ok(await page.locator('.trace').isHidden());
    await passes(page, 500);
    const after = await card(page, 'store|Service/metrics').boundingBox();
    assert.ok(before !== null && after !== null && Math.abs(before.x - after.x) < 1 && Math.abs(before.y - after.y) < 1);
    await press(page, 'Escape');
    assert.ok(await page.locator('.details').isHidden());
  });

  it('is entered from the details and left by the banner', async () => {
    const { page } = await open();
    await find(page, 'database-0');
    await page.locator('.details vscode-button', { hasText: 'Show only its chain' }).click();
    assert.deepEqual(await drawn(page, 'service'), ['database']);
    await page.locator('.trace vscode-button').click();
    assert.equal((await drawn(page, 'service')).length, 5);
  });

  it('ends when the element is gone', async () => {
    const { page, send, waitFor } = await open();
    await find(page, '172.28.0.12');
    await page.locator('.graph').focus();
    await press(page, 't');
    await send(
      patchMessage(
        shop,
        { elements: shop.elements.filter(({ id }) => id !== web), edges: shop.edges.filter(({ from, to }) => from !== web && to !== web) },
        1,
      ),
    );
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    assert.ok(await page.locator('.trace').isHidden());
    assert.ok((await drawn(page, 'service')).length > 3);
  });
});

describe('Several clusters', () => {
  const two: Graph = {
    elements: [
      ...shop.elements,
      ...new GraphBuilder()
        .add('back', 'cluster', undefined, { label: 'back-office' })
        .add('back|ns', 'namespace', 'back', { label: 'office' })
        .add('back|Service/print', 'service', 'back|ns', { label: 'print' }).graph.elements,
    ],
    edges: shop.edges,
  };

  it('are one at a time or all at once, and the choice is kept', async () => {
    const first = await open({ message: graphMessage(two) });
    const picker = first.page.locator('select.clusters');
    assert.deepEqual(await picker.locator('option').allInnerTexts(), ['All clusters', 'store-42', 'back-office']);
    await picker.selectOption({ label: 'back-office' });
    await settled(first.page);
    assert.deepEqual(await drawn(first.page, 'service'), ['print']);
    await passes(first.page, 400);
    const state = await first.state();
    await first.close();
    const { page } = await open({ state, message: graphMessage(two) });
    assert.deepEqual(await drawn(page, 'service'), ['print']);
    await page.locator('select.clusters').selectOption({ label: 'All clusters' });
    assert.ok((await drawn(page, 'service')).length > 4);
  });

  it('are not offered where there is one', async () => {
    const { page } = await open();
    assert.ok(await page.locator('select.clusters').isHidden());
  });
});

describe('The details', () => {
  const finding = {
    severity: 'error',
    code: 'port/unknown-name',
    message: 'No container names a port "htpp".',
    place: { number: 3, text: 'web.yaml:12' },
    fixes: [{ number: 4, text: 'Change to "http"' }],
  };

  it('lead to places and ask for fixes by number alone', async () => {
    const { page, send, waitFor, posted } = await open();
    await find(page, '172.28.0.12');
    await send({
      type: 'description',
      id: web,
      description: {
        title: 'Service shop/web',
        findings: [finding],
        facts: [
          {
            name: 'Cluster IP',
            values: ['172.28.0.12'],
            reason: 'Free.',
            certainty: 'predicted',
            places: [{ number: 5, text: 'site.yaml:3' }],
          },
        ],
      },
    });
    await page.locator('.details .fix').click();
    assert.deepEqual(await waitFor('choose'), { type: 'choose', number: 4 });
    await page.locator('.details .link', { hasText: 'web.yaml:12' }).click();
    await page.locator('.details .link', { hasText: 'site.yaml:3' }).click();
    await waitFor('choose', ({ number }) => number === 5);
    assert.deepEqual(
      (await posted('choose')).map(({ number }) => number),
      [4, 3, 5],
    );
  });

  it('keep the focus when a change elsewhere draws them anew', async () => {
    const { page, send, waitFor } = await open();
    await find(page, '172.28.0.12');
    await send({ type: 'description', id: web, description: { title: 'Service shop/web', findings: [finding], facts: [] } });
    await page.locator('.details .fix').focus();
    await send(
      patchMessage(
        shop,
        {
          ...shop,
          elements: shop.elements.map((element) => (element.id === 'store|master' ? { ...element, detail: '10.128.44.249' } : element)),
        },
        1,
      ),
    );
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Change to "http"');
  });

  it('stay short for a service with thousands of edges', async () => {
    const b = new GraphBuilder()
      .add('c', 'cluster', undefined)
      .add('c|ns', 'namespace', 'c')
      .add('c|s', 'service', 'c|ns', { label: 'hub' })
      .add('c|n', 'node', 'c')
      .add('c|w', 'workload', 'c|n', { label: 'hub' });
    for (let pod = 0; pod < 3000; pod++) b.add(`c|p${pod}`, 'pod', 'c|w').edge('answers', 'c|s', `c|p${pod}`, '80');
    const { page } = await open({ message: graphMessage(b.graph) });
    await find(page, 'hub');
    assert.ok((await page.locator('.details .link').count()) < 40);
    assert.match(await page.locator('.details .links').first().innerText(), /2988 more/);
  });
});

describe('A state that helps', () => {
  const nothing = { elements: [], edges: [] };

  it('offers what to do when nothing makes a cluster', async () => {
    const { page, waitFor } = await open({
      message: {
        type: 'graph',
        version: 1,
        graph: nothing,
        status: { state: 'empty', text: 'There is no YAML here.', actions: ['openFolder', 'newManifest'] },
      },
    });
    assert.deepEqual(await page.locator('.overlay vscode-button').allInnerTexts(), ['Open a folder…', 'Write an EdgeNetwork manifest']);
    await page.locator('.overlay vscode-button').nth(1).click();
    assert.deepEqual(await waitFor('act'), { type: 'act', action: 'newManifest' });
  });

  it('says so when the extension does not answer, and asks again', async () => {
    const { page, send, posted, waitFor } = await open({ message, noticesSilence: true });
    await find(page, '172.28.0.12');
    await page.locator('.banner', { hasText: 'does not answer' }).waitFor();
    assert.ok(await card(page, web).isVisible());
    await page.locator('.banner vscode-button').click();
    assert.equal((await posted('ready')).length, 2);
    await send({ ...message, version: 1 });
    await waitFor('shown');
    await page.locator('.banner').waitFor({ state: 'hidden' });
  });

  it('is there for one object', async () => {
    const { page } = await open({
      message: graphMessage(
        new GraphBuilder()
          .add('c', 'cluster', undefined, { label: 'one' })
          .add('c|ns', 'namespace', 'c')
          .add('c|s', 'service', 'c|ns', { label: 'only' }).graph,
      ),
    });
    assert.deepEqual(await drawn(page, 'service'), ['only']);
    await find(page, 'only');
    assert.ok(await page.locator('.details').isVisible());
  });
});

describe('Five questions, with the panel alone', () => {
  const describing = async ({ page, send, waitFor }: OpenPage, id: string, facts: readonly unknown[]) => {
    await waitFor('describe', (asked) => asked.id === id);
    await send({ type: 'description', id, description: { title: '', facts, findings: [] } });
    await page.locator('.details .fact').first().waitFor();
  };

  it('which service has no pods?', async () => {
    const { page } = await open();
    await tool(page, 'List').click();
    await page.locator('[role="columnheader"].of-problem button').click();
    const rows = await page.locator('.rows .row', { hasText: 'no pods' }).locator('.of-name .name').allInnerTexts();
    assert.deepEqual(rows.toSorted(), ['metrics', 'reports']);
  });

  it('who uses .244?', async () => {
    const { page } = await open();
    await find(page, '.244');
    assert.equal(await card(page, 'store|address/244').getAttribute('aria-selected'), 'true');
    assert.match(await page.locator('.details .links').first().innerText(), /is assigned to\s+web/);
  });

  it('why is this pending?', async () => {
    const state = await open();
    await find(state.page, 'import-x7s9q');
    await describing(state, 'store|Pod/import-x7s9q', [
      { name: 'Pending', values: ['No node has the label disk=ssd.'], reason: '', certainty: undefined },
    ]);
    assert.match(await state.page.locator('.details .fact').innerText(), /No node has the label/);
  });

  it('what does this name resolve to?', async () => {
    const state = await open();
    await find(state.page, 'web.shop.svc.cluster.local');
    await describing(state, 'store|DNS/web', [
      { name: 'Resolves to', values: ['172.28.0.12'], reason: 'The cluster IP.', certainty: undefined },
    ]);
    assert.match(await state.page.locator('.details .fact').innerText(), /Resolves to\s+172\.28\.0\.12/);
  });

  it('is there room for three more services?', async () => {
    const state = await open();
    await find(state.page, 'device-pool');
    assert.match(await card(state.page, 'store|pool').innerText(), /2 of 7 used/);
    await describing(state, 'store|pool', [
      { name: 'Free', values: ['5 addresses', '10.128.44.246-10.128.44.250'], reason: '', certainty: undefined },
    ]);
    assert.match(await state.page.locator('.details .fact').innerText(), /Free\s+5 addresses\s+10\.128\.44\.246-10\.128\.44\.250/);
  });
});

describe('What everyone can read', () => {
  for (const { name: theme } of themes) {
    it(`has at least 4.5 to 1 on cards that are dimmed, ${theme}`, async () => {
      const { page } = await open({ theme, message });
      await find(page, '172.28.0.12');
      const ratios = await page.locator('.graph .card.is-dimmed').evaluateAll((cards) => {
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const paint = (...layers: readonly string[]): readonly number[] => {
          for (const layer of layers) {
            context!.fillStyle = layer;
            context!.fillRect(0, 0, 1, 1);
          }
          return [...context!.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const luminance = (colour: readonly number[]) =>
          colour
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
            .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0);
        const surface = getComputedStyle(document.body).backgroundColor;
        return cards.flatMap((one) =>
          [...one.querySelectorAll('.name, .detail, .note')].map((text) => {
            let opacity = 1;
            for (let element: Element | null = text; element !== null; element = element.parentElement)
              opacity *= Number(getComputedStyle(element).opacity);
            const back = paint(surface, getComputedStyle(one).backgroundColor);
            const light = [luminance(back), luminance(paint(getComputedStyle(text).color))].sort((a, b) => b - a);
            return opacity < 1 ? 0 : (light[0]! + 0.05) / (light[1]! + 0.05);
          }),
        );
      });
      assert.ok(ratios.length > 5);
      assert.ok(Math.min(...ratios) >= 4.5, `the least is ${Math.min(...ratios)}`);
    });
  }

  it('fits at 200 %: nothing is cut off sideways', async () => {
    const { page } = await open({ message, width: 600, height: 400 });
    await tool(page, 'Filter').click();
    await find(page, '172.28.0.12');
    const { width, reach } = await page.evaluate(() => ({
      width: document.documentElement.clientWidth,
      reach: Math.max(
        ...[...document.querySelectorAll('.toolbar *, .filters > *, .details header *')].map(
          (element) => element.getBoundingClientRect().right,
        ),
      ),
    }));
    assert.ok(reach <= width + 1, `${reach} of ${width}`);
    assert.ok((await page.locator('.graph').boundingBox())!.height > 60);
  });

  it('shows the selection by lines where colours are forced', async () => {
    const { page } = await open();
    await page.emulateMedia({ forcedColors: 'active' });
    await find(page, '172.28.0.12');
    const outline = await card(page, web).evaluate((element) => getComputedStyle(element).outlineWidth);
    assert.equal(outline, '3px');
  });

  it('finds one element among thousands without a pause that one feels', async () => {
    const { page } = await open({ message: graphMessage(largeGraph(5000)) });
    await find(page, 'app-321-3217');
    await page.locator('.graph').focus();
    const took = await page.evaluate(async () => {
      const began = performance.now();
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 't', bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - began;
    });
    assert.equal((await drawn(page, 'service')).length, 1);
    assert.ok(took < 1500, `${took} ms`);
  });
});
