import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { difference } from '../../src/topology/patch.ts';
import type { Graph, GraphElement, ToPage } from '../../src/topology/protocol.ts';
import { GraphBuilder, graphMessage, largeGraph, shopGraph, unfolded } from './support/graphs.ts';
import { closeBrowser, openPage, passes, restingBox, settled, type OpenOptions, type OpenPage } from './support/page.ts';
import { themes } from './support/themes.ts';

const shop = shopGraph();
const shopMessage = graphMessage(shop);
const web = 'store|Service/web';

let opened: OpenPage | undefined;

async function open(options: OpenOptions = { message: shopMessage }): Promise<OpenPage> {
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

function card(page: Page, id: string) {
  return page.locator(`.graph [role="option"][data-element=${JSON.stringify(id)}]`);
}

const boxOf = (page: Page, id: string) => restingBox(card(page, id));

/** As a person clicks: the card itself does not take the pointer, the canvas below it does. */
async function clickCard(page: Page, id: string): Promise<void> {
  const { x, y, width, height } = await boxOf(page, id);
  await page.mouse.click(x + width / 2, y + Math.min(height / 2, 20));
  // The picture makes room for the details, after the time of a double click.
  await passes(page, 400);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await settled(page);
}

async function names(page: Page, selector: string): Promise<readonly string[]> {
  return page.locator(selector).evaluateAll((elements) => elements.map((element) => element.querySelector('.name')?.textContent ?? ''));
}

function patchMessage(before: Graph, after: Graph, base: number): ToPage {
  const patch = difference(before, after);
  assert.ok(patch, 'the test changes something');
  return { type: 'patch', base, version: base + 1, patch, status: { state: 'ready', text: '' } };
}

function withElement(graph: Graph, id: string, change: Partial<GraphElement>): Graph {
  return { ...graph, elements: graph.elements.map((element) => (element.id === id ? { ...element, ...change } : element)) };
}

describe('The page', () => {
  it('says that it is ready and waits', async () => {
    const { page, posted } = await open({});
    assert.deepEqual(await posted('ready'), [{ type: 'ready', protocol: 1 }]);
    assert.match(await page.locator('.overlay').innerText(), /Waiting/);
  });

  it('has loaded whatever it needs when it is ready, its icons included, and asks for nothing afterwards', async () => {
    const { page, send, waitFor } = await open({});
    const loaded = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => new URL(name))
          .filter(({ protocol }) => protocol !== 'data:')
          .map(({ pathname }) => pathname)
          .sort(),
      );
    assert.deepEqual(await loaded(), ['/codicon.css', '/main.js', '/style.css']);
    await send(shopMessage);
    await waitFor('shown');
    await page.waitForFunction(() => document.fonts.check('16px codicon'));
    const icons = await page
      .locator('vscode-icon')
      .evaluateAll((all) =>
        all.map(({ shadowRoot }) => ({
          asks: shadowRoot?.querySelector('link[href]') !== null,
          drawn: getComputedStyle(shadowRoot?.querySelector('.codicon') ?? document.body, '::before').content,
        })),
      );
    assert.ok(icons.length > 10);
    assert.ok(icons.every(({ asks, drawn }) => !asks && /^".+"$/u.test(drawn)));
    assert.deepEqual(await loaded(), ['/codicon.css', '/main.js', '/style.css']);
  });

  it('draws every element of a small graph with its name and address, and confirms', async () => {
    const { page, posted } = await open({ message: shopMessage, state: unfolded });
    const drawn = new Set(
      await page.locator('.graph [role="option"]').evaluateAll((cards) => cards.map((one) => (one as HTMLElement).dataset['element'])),
    );
    const expected = shop.elements.filter(({ kind, parent }) => kind !== 'workload' && parent !== 'store|system').map(({ id }) => id);
    assert.deepEqual(
      expected.filter((id) => !drawn.has(id)),
      [],
    );
    assert.match(await card(page, web).innerText(), /web\s+172\.28\.0\.12/);
    assert.deepEqual(
      (await posted('shown')).map(({ version }) => version),
      [1],
    );
  });

  it('draws the pods of a workload as one card with their count and their addresses, and opens it at one click', async () => {
    const { page, state } = await open();
    const workload = card(page, 'store|Deployment/shop/web@worker');
    assert.match(await workload.innerText(), /^web\s+3 pods\s+172\.27\.35\.65-67/);
    assert.ok(await card(page, 'store|Pod/database-0').isVisible(), 'a pod alone is itself');
    assert.equal(await page.locator('.card.kind-pod').count(), 4);
    await workload.locator('.fold-handle').click();
    await card(page, 'store|Pod/web-6f9d4c7b8-h7vzn').waitFor();
    assert.equal(await workload.count(), 0);
    await passes(page, 400);
    const kept = await state();
    await opened?.close();
    const again = await open({ message: shopMessage, state: kept });
    assert.ok(await card(again.page, 'store|Pod/web-6f9d4c7b8-h7vzn').isVisible());
  });

  it('tells services that only the cluster reaches from others, by a caption, an icon and an edge', async () => {
    const { page } = await open();
    assert.deepEqual(await page.locator('.section-caption').allInnerTexts(), ['reachable from outside', 'internal only']);
    const looks = async (name: string) =>
      card(page, `store|Service/${name}`).evaluate((element) => [
        element.querySelector('.codicon')?.className,
        getComputedStyle(element).borderLeftStyle,
      ]);
    assert.notDeepEqual(await looks('web'), await looks('database'));
    assert.equal((await looks('database'))[1], 'double');
    assert.match((await card(page, 'store|Service/database').getAttribute('aria-label')) ?? '', /internal only/);
  });

  it('can be read beside the editor', async () => {
    const { page } = await open({ message: shopMessage, width: 620, height: 900 });
    const { width } = await boxOf(page, 'store|address/244');
    assert.ok(width / 216 >= 0.8, `zoom ${width / 216}`);
    await clickCard(page, web);
    const after = await boxOf(page, web);
    assert.ok(after.width / 284 >= 0.8, 'also with the details below');
    const stage = await page.locator('.stage').boundingBox();
    assert.ok(after.y >= stage!.y && after.y + after.height <= stage!.y + stage!.height, 'and what is selected is in sight');
  });

  it('fits the picture into the window', async () => {
    const { page } = await open();
    const { x, y, width, height } = await boxOf(page, 'store');
    assert.ok(x >= 0 && y >= 0 && x + width <= 1200 && y + height <= 800);
  });

  for (const width of [325, 600, 900, 1600])
    it(`draws no text too small to read in ${width} pixels, nor anything beyond the sides`, async () => {
      const { page } = await open({ message: shopMessage, width, height: 900 });
      const { left, right, least } = await page.evaluate(() => {
        const sizes = [
          ...document.querySelectorAll('.graph .name, .graph .detail, .graph .note, .graph .heading, .graph .section-caption'),
        ].map((one) => {
          const layer = one.closest<HTMLElement>('.layer')?.style.transform ?? '';
          return Number(/scale\(([\d.]+)\)/.exec(layer)?.[1]) * Number.parseFloat(getComputedStyle(one).fontSize);
        });
        const { left, right } = document.querySelector('.frame.kind-cluster')!.getBoundingClientRect();
        return { left, right, least: Math.min(...sizes) };
      });
      assert.ok(least >= 9.2, `${least} px`);
      assert.ok(left >= 0 && right <= width, `${left} to ${right}`);
    });

  it('takes another shape when there is another room, with what was dragged in its place', async () => {
    const { page, posted, waitFor } = await open({ message: shopMessage, width: 1600, height: 900 });
    const from = await boxOf(page, 'store|Service/metrics');
    await page.mouse.move(from.x + 60, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 60, { steps: 4 });
    await page.mouse.up();
    await waitFor('positions', (message) => message.pins.length > 0);
    await page.mouse.move(5, 400);
    await page.setViewportSize({ width: 340, height: 900 });
    await passes(page, 400);
    const [clients, pool, cluster] = [await boxOf(page, 'store|clients'), await boxOf(page, 'store|pool'), await boxOf(page, 'store')];
    assert.ok(pool.y > clients.y + clients.height, 'below one another');
    assert.ok(cluster.width <= 340);
    const [namespace, metrics] = [await boxOf(page, 'store|shop'), await boxOf(page, 'store|Service/metrics')];
    const scale = metrics.width / from.width;
    // The last that was told: a slow machine tells of places on the way.
    const pin = (await posted('positions')).at(-1)?.pins.find(([id]) => id === 'store|Service/metrics');
    assert.ok(pin !== undefined && Math.abs((metrics.y - namespace.y) / scale - pin[2]) < 2, 'where it was in its frame');
  });

  it('does not move what the pointer is on when the details open', async () => {
    const { page } = await open({ message: shopMessage, width: 1300, height: 800 });
    const before = await boxOf(page, web);
    await page.mouse.click(before.x + 60, before.y + 12);
    await passes(page, 700);
    assert.deepEqual(await boxOf(page, web), before);
    await page.mouse.move(4, 400);
    await passes(page, 700);
    const cluster = await boxOf(page, 'store');
    assert.ok(cluster.x >= 0 && cluster.x + cluster.width <= 1300 - 300, 'and makes room when it has gone');
  });

  it('says why there is nothing to draw', async () => {
    const { page, send } = await open({
      message: {
        type: 'graph',
        version: 1,
        graph: { elements: [], edges: [] },
        status: { state: 'empty', text: 'No manifest makes a cluster.' },
      },
    });
    assert.match(await page.locator('.overlay').innerText(), /No manifest makes a cluster\./);
    await send({ type: 'graph', version: 2, graph: shop, status: { state: 'ready', text: '' } });
    await card(page, web).waitFor();
    assert.ok(await page.locator('.overlay').isHidden());
  });

  it('keeps the last picture, with a sign, while the text is broken', async () => {
    const { page, send, waitFor } = await open();
    const patch = { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] };
    await send({ type: 'patch', base: 1, version: 2, patch, status: { state: 'behind', text: 'web.yaml cannot be read.' } });
    await waitFor('shown', ({ version }) => version === 2);
    assert.equal((await page.locator('.banner.behind').innerText()).trim(), 'web.yaml cannot be read.');
    assert.ok(await card(page, web).isVisible());
    await send({ type: 'patch', base: 2, version: 3, patch, status: { state: 'ready', text: '' } });
    await waitFor('shown', ({ version }) => version === 3);
    assert.ok(await page.locator('.banner').isHidden());
  });

  it('shows what has been read while the workspace is still being read', async () => {
    const { page } = await open({ message: { ...shopMessage, status: { state: 'loading', text: 'Reading 7 of 90 files.' } } as ToPage });
    assert.match(await page.locator('.banner').innerText(), /Reading 7 of 90/);
    assert.ok(await card(page, web).isVisible());
  });

  it('refuses what it does not understand, and says so', async () => {
    const { send, waitFor, posted } = await open();
    await send({ type: 'graph', version: 2, graph: { elements: [{ id: 'x', kind: 'toaster' }], edges: [] } });
    const { text } = await waitFor('log');
    assert.match(text, /refused/);
    assert.equal((await posted('shown')).length, 1);
  });

  it('asks for the whole graph when a patch does not fit', async () => {
    const { send, waitFor, posted } = await open();
    await send({ ...patchMessage(shop, withElement(shop, web, { label: 'front' }), 8) });
    await waitFor('log', ({ text }) => text.includes('does not fit'));
    assert.equal((await posted('ready')).length, 2);
  });
});

describe('A patch', () => {
  it('changes what it names and moves nothing else', async () => {
    const { page, send, waitFor } = await open({ message: shopMessage, state: unfolded });
    const ids = shop.elements.filter(({ kind, parent }) => kind !== 'workload' && parent !== 'store|system').map(({ id }) => id);
    const places = async (among: readonly string[]) => Promise.all(among.map(async (id) => [id, await boxOf(page, id)] as const));
    const before = await places(ids);
    const more = new GraphBuilder()
      .add('store|Pod/web-new', 'pod', 'store|Deployment/shop/web@worker', { label: 'web-new', detail: '172.27.35.99' })
      .add('store|Service/extra', 'service', 'store|shop', { label: 'extra' })
      .add('store|DNS/extra', 'dnsName', 'store|shop', { label: 'extra.shop.svc.cluster.local' }).graph;
    const renamed = withElement(shop, web, { label: 'front', detail: '172.28.0.99' });
    const elements = renamed.elements
      .filter(({ id }) => id !== 'store|Pod/database-0')
      .flatMap((element) =>
        element.id === 'store|Pod/web-6f9d4c7b8-qm4tw'
          ? [element, ...more.elements.slice(0, 1)]
          : element.id === 'store|DNS/metrics'
            ? [element, ...more.elements.slice(1)]
            : [element],
      );
    const after: Graph = { elements, edges: shop.edges.filter(({ to }) => to !== 'store|Pod/database-0') };
    await send(patchMessage(shop, after, 1));
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);

    assert.match(await card(page, web).innerText(), /front\s+172\.28\.0\.99/);
    assert.equal(await card(page, 'store|Pod/database-0').count(), 0);
    assert.ok(await card(page, 'store|Pod/web-new').isVisible());
    assert.ok(await card(page, 'store|Service/extra').isVisible());
    const stayed = before.filter(([id]) => id !== 'store|Pod/database-0');
    const now = await places(stayed.map(([id]) => id));
    for (const [index, [id, box]] of stayed.entries()) {
      const [, moved] = now[index] ?? [];
      assert.ok(moved !== undefined && Math.abs(moved.x - box.x) < 0.6 && Math.abs(moved.y - box.y) < 0.6, `${id} moved`);
    }
  });

  it('leaves the camera to the reader', async () => {
    const { page, send, waitFor } = await open();
    await page.locator('.graph').focus();
    await press(page, '+', 'Shift+ArrowRight');
    const before = await boxOf(page, web);
    await send(patchMessage(shop, { elements: shop.elements.filter(({ kind }) => kind !== 'range'), edges: shop.edges }, 1));
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    assert.deepEqual(await boxOf(page, web), before);
  });

  it('is read out', async () => {
    const { page, send, waitFor } = await open();
    await send(patchMessage(shop, withElement(shop, web, { severity: 'error' }), 1));
    await waitFor('shown', ({ version }) => version === 2);
    assert.match(await page.locator('[aria-live]').innerText(), /updated: \d+ elements, 5 with problems/);
  });

  it('takes away the selection of what is gone', async () => {
    const { page, send, waitFor } = await open();
    await clickCard(page, web);
    await send(
      patchMessage(
        shop,
        { elements: shop.elements.filter(({ id }) => id !== web), edges: shop.edges.filter(({ from, to }) => from !== web && to !== web) },
        1,
      ),
    );
    await waitFor('shown', ({ version }) => version === 2);
    assert.ok(await page.locator('.details').isHidden());
  });
});

describe('A selection', () => {
  it('shows the manifest, without taking the focus, and asks for the details', async () => {
    const { page, posted, waitFor } = await open();
    await clickCard(page, web);
    assert.deepEqual(await waitFor('reveal'), { type: 'reveal', id: web, focus: false });
    assert.deepEqual(
      (await posted('describe')).map(({ id }) => id),
      [web],
    );
  });

  it('shows details with their reasons, findings and connections', async () => {
    const { page, send } = await open();
    await clickCard(page, web);
    await send({
      type: 'description',
      id: web,
      description: {
        title: 'Service shop/web',
        findings: [{ severity: 'error', code: 'range/overlap', message: 'It overlaps <b>that</b>.' }],
        facts: [{ name: 'Cluster IP', values: ['172.28.0.12'], reason: 'The first that is free.', certainty: 'predicted' }],
      },
    });
    await page.locator('.details .fact').waitFor();
    const text = (await page.locator('.details').textContent()) ?? '';
    for (const part of [
      '172.28.0.12',
      'predicted for a fresh cluster',
      'The first that is free.',
      'It overlaps <b>that</b>.',
      'range/overlap',
      'web.shop.svc.cluster.local',
      '80 → 8080',
    ])
      assert.ok(text.includes(part), part);
    assert.equal(await page.locator('.details b').count(), 0);
  });

  it('follows a connection in the details', async () => {
    const { page, waitFor } = await open();
    await clickCard(page, web);
    await page.locator('.details .link', { hasText: '10.128.44.244' }).click();
    await waitFor('describe', ({ id }) => id === 'store|address/244');
    assert.equal(await card(page, 'store|address/244').getAttribute('aria-selected'), 'true');
  });

  it('dims what its traffic does not pass', async () => {
    const { page } = await open();
    await clickCard(page, web);
    const dimmed = async (id: string) => (await card(page, id).getAttribute('class'))?.includes('is-dimmed') ?? false;
    assert.deepEqual(
      [await dimmed(web), await dimmed('store|address/244'), await dimmed('store|clients'), await dimmed('store|Pod/database-0')],
      [false, false, false, true],
    );
  });

  it('ends with a click beside everything, or with Escape', async () => {
    const { page } = await open();
    await clickCard(page, web);
    await page.mouse.click(15, 780 - 40);
    await settled(page);
    assert.ok(await page.locator('.details').isHidden());
    await clickCard(page, web);
    await page.locator('.graph').focus();
    await press(page, 'Escape');
    assert.ok(await page.locator('.details').isHidden());
  });

  it('says on its lines what they are, as does what is pointed at', async () => {
    const { page } = await open();
    const labels = async () => (await page.locator('.edge-label').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')).toSorted();
    assert.deepEqual(await labels(), []);
    await clickCard(page, web);
    assert.deepEqual(await labels(), ['address of', 'announced by layer 2', 'answers on 80 → 8080']);
    const hidden = await page
      .locator('.edge-label')
      .evaluateAll((all) => all.filter((one) => one.closest('[aria-hidden="true"]') === null).length);
    assert.equal(hidden, 0, 'the details say it to a screen reader');
    await page.locator('.graph').focus();
    await page.mouse.move(5, 400);
    await press(page, 'Escape');
    assert.deepEqual(await labels(), []);
    await passes(page, 600);
    const from = await boxOf(page, 'store|address/244');
    const to = await boxOf(page, web);
    assert.ok(to.x > from.x + from.width, 'the line leaves on the right');
    await page.mouse.move(from.x + from.width + 12, from.y + from.height / 2);
    await page.locator('.edge-label').waitFor();
    assert.deepEqual(await labels(), ['address of']);
    await page.mouse.move(from.x + 5, from.y + 200);
    await page.waitForFunction(() => document.querySelector('.edge-label') === null);
  });

  it('of what no manifest says reveals nothing', async () => {
    const { page, posted, waitFor } = await open({ message: shopMessage, state: unfolded });
    await page.locator('.graph').focus();
    await press(page, '0');
    await clickCard(page, 'store|range/pod subnet');
    await waitFor('describe');
    assert.deepEqual(await posted('reveal'), []);
  });

  it('of the editor is marked, and the camera stays', async () => {
    const { page, send } = await open();
    const before = await boxOf(page, web);
    await send({ type: 'highlight', ids: [web, 'store|DNS/web'] });
    await page.locator('.is-highlighted').first().waitFor();
    assert.deepEqual(await boxOf(page, web), before);
    assert.equal(await page.locator('.graph .is-highlighted').count(), 2);
    assert.ok(await card(page, 'store|address/244').evaluate((element) => element.classList.contains('is-lit')), 'its chain');
    assert.ok(
      !(await card(page, 'store|address/245').evaluate((element) => element.classList.contains('is-lit'))),
      'not what else there is',
    );
    await send({ type: 'highlight', ids: [] });
    await page.waitForFunction(() => document.querySelectorAll('.is-highlighted, .is-lit').length === 0);
  });
});

describe('The keyboard', () => {
  it('walks from element to element, opens the manifest and clears the selection', async () => {
    const { page, waitFor } = await open();
    await page.locator('.graph').focus();
    await press(page, 'ArrowRight');
    assert.equal(await page.locator('.graph').getAttribute('aria-activedescendant'), await card(page, 'store').getAttribute('id'));
    await clickCard(page, 'store|address/244');
    await page.locator('.graph').focus();
    await press(page, 'ArrowRight', 'Enter');
    await waitFor('reveal', ({ id, focus }) => id === web && focus);
    await press(page, 'Escape');
    assert.equal(await page.locator('.graph').getAttribute('aria-activedescendant'), null);
  });

  it('zooms and fits', async () => {
    const { page } = await open();
    await page.locator('.graph').focus();
    const before = await boxOf(page, web);
    await press(page, '+');
    assert.ok((await boxOf(page, web)).width > before.width * 1.1);
    await press(page, '0');
    assert.ok(Math.abs((await boxOf(page, web)).width - before.width) < 1);
  });

  it('reaches every control', async () => {
    const { page } = await open();
    await clickCard(page, web);
    await page.locator('.details .link').first().waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const reached = new Set<string>();
    for (let index = 0; index < 40; index++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const active = document.activeElement;
          return active === null ? '' : (active.getAttribute('label') ?? active.getAttribute('aria-label') ?? active.textContent).trim();
        }),
      );
    }
    for (const label of [
      'Search names, addresses, labels',
      'Next problem (4)',
      'Zoom in',
      'Zoom out',
      'Fit to window',
      'List',
      'Legend',
      'Edge network topology',
      'Close',
      'Open manifest',
      'web.shop.svc.cluster.local',
    ]) {
      assert.ok(
        [...reached].some((text) => text.startsWith(label)),
        `${label} among ${[...reached].join(' | ')}`,
      );
    }
  });

  it('groups the pods of the selected workload, and shows each again', async () => {
    const { page } = await open({ message: shopMessage, state: unfolded });
    await clickCard(page, 'store|Pod/web-6f9d4c7b8-2xkqp');
    await page.locator('.graph').focus();
    await press(page, ' ');
    assert.match(await card(page, 'store|Deployment/shop/web@worker').innerText(), /web\s+3 pods\s+172\.27\.35\.65-67/);
    await press(page, ' ');
    assert.equal(await card(page, 'store|Deployment/shop/web@worker').count(), 0);
  });
});

describe('The search', () => {
  const field = (page: Page) => page.locator('vscode-textfield input');

  it('counts matches and goes from one to the next and back', async () => {
    const { page } = await open();
    await field(page).fill('10.128.44.24');
    await settled(page);
    const count = page.locator('.toolbar .count');
    const total = Number(await count.innerText());
    assert.ok(total > 2);
    await press(page, 'Enter');
    assert.equal(await count.innerText(), `1 of ${total}`);
    await press(page, 'Enter');
    assert.equal(await count.innerText(), `2 of ${total}`);
    await press(page, 'Shift+Enter', 'Shift+Enter');
    assert.equal(await count.innerText(), `${total} of ${total}`);
  });

  it('finds by address, label and DNS name', async () => {
    const { page } = await open();
    for (const [query, id] of [
      ['172.27.35.69', 'store|Pod/database-0'],
      ['app=web', web],
      ['kiosk.shop.svc', 'store|DNS/kiosk'],
    ] as const) {
      await field(page).fill(query);
      await press(page, 'Enter');
      assert.equal(await card(page, id).getAttribute('aria-selected'), 'true', query);
    }
  });

  it('marks all that it finds, and lets the rest step back', async () => {
    const { page } = await open();
    const found = (view: string) => page.locator(`.${view} .is-found`).count();
    assert.equal(await page.locator('.is-found').count(), 0);
    await field(page).fill('app=web');
    await settled(page);
    assert.equal(
      await card(page, web)
        .getAttribute('class')
        .then((names) => names?.includes('is-found')),
      true,
    );
    const total = await found('graph');
    assert.ok(total > 1);
    assert.ok((await page.locator('.graph .card.is-dimmed').count()) > 0);
    assert.equal(await page.locator('.graph .card.is-found.is-dimmed').count(), 0);
    // What is selected keeps its chain, and the others found stay marked.
    await press(page, 'Enter');
    assert.equal(await found('graph'), total);
    await field(page).fill('zebra');
    await settled(page);
    assert.equal(await page.locator('.is-found').count(), 0);
  });

  it('says when there is nothing', async () => {
    const { page } = await open();
    await field(page).fill('zebra');
    await settled(page);
    assert.equal(await page.locator('.toolbar .count').innerText(), 'No results');
  });

  it('opens the groups that hide a match, and brings it into sight', async () => {
    const { page } = await open({ message: graphMessage(largeGraph(5000)) });
    await field(page).fill('app-321-3217');
    await press(page, 'Enter');
    const box = await boxOf(page, 'site|Pod/app-321-3217');
    assert.ok(box.x > 0 && box.y > 0 && box.x + box.width < 1200 && box.y + box.height < 800);
  });

  it('goes through the problems, errors first', async () => {
    const { page } = await open();
    const button = page.locator('vscode-toolbar-button[label^="Next problem"]');
    await button.click();
    await settled(page);
    assert.equal(await card(page, 'store|Service/reports').getAttribute('aria-selected'), 'true');
    for (let step = 0; step < 3; step++) await button.click();
    await settled(page);
    assert.equal(await card(page, 'store|Service/metrics').getAttribute('aria-selected'), 'true');
  });
});

describe('The view state', () => {
  it('comes back after a reload: camera, places, selection, search, folds', async () => {
    const first = await open({ message: shopMessage, state: unfolded });
    await first.page.locator('vscode-textfield input').fill('web');
    await clickCard(first.page, 'store|Pod/web-6f9d4c7b8-2xkqp');
    await first.page.locator('.graph').focus();
    await press(first.page, ' ', '+', 'Shift+ArrowRight');
    const { x, y } = await boxOf(first.page, 'store|Service/database');
    await first.page.mouse.move(x + 20, y + 10);
    await first.page.mouse.down();
    await first.page.mouse.move(x + 60, y + 50, { steps: 4 });
    await first.page.mouse.up();
    await passes(first.page, 500);
    const group = 'store|Deployment/shop/web@worker';
    const before = [await boxOf(first.page, 'store|Service/database'), await boxOf(first.page, group)];
    const state = await first.state();
    await first.close();

    const { page } = await open({ state, message: shopMessage });
    const after = [await boxOf(page, 'store|Service/database'), await boxOf(page, group)];
    for (const [index, box] of before.entries())
      for (const key of ['x', 'y', 'width'] as const)
        assert.ok(Math.abs(box[key] - (after[index]?.[key] ?? 0)) < 1, `${key}: ${box[key]}, ${after[index]?.[key] ?? 0}`);
    assert.equal(await page.locator('vscode-textfield input').inputValue(), 'web');
    assert.ok(await page.locator('.details').isVisible());
  });

  it('survives a workspace that is read anew, file by file', async () => {
    const first = await open();
    const { x, y } = await boxOf(first.page, web);
    await first.page.mouse.move(x + 20, y + 10);
    await first.page.mouse.down();
    await first.page.mouse.move(x + 80, y + 60, { steps: 4 });
    await first.page.mouse.up();
    await passes(first.page, 400);
    const state = await first.state();
    const before = await boxOf(first.page, web);
    const frame = await boxOf(first.page, 'store');
    await first.close();

    const part: Graph = {
      elements: shop.elements.filter(({ kind, parent }) => kind === 'cluster' || kind === 'addressPlan' || parent === 'store|plan'),
      edges: [],
    };
    const { page, send, waitFor } = await open({
      state,
      message: { type: 'graph', version: 1, graph: part, status: { state: 'loading', text: 'Reading.' } },
    });
    const patch = patchMessage(part, shop, 1);
    await send(patch);
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    const after = await boxOf(page, web);
    const outer = await boxOf(page, 'store');
    assert.ok(Math.abs((after.x - outer.x) / outer.width - (before.x - frame.x) / frame.width) < 0.01, 'where it was dragged to');
  });

  it('of another make is a fresh start', async () => {
    const { page } = await open({ state: { protocol: 99, placement: 'x' }, message: shopMessage });
    assert.ok(await card(page, web).isVisible());
  });

  it('forgets what was dragged when the reader tidies up', async () => {
    const { page } = await open();
    const before = await boxOf(page, web);
    await page.mouse.move(before.x + 20, before.y + 10);
    await page.mouse.down();
    await page.mouse.move(before.x + 90, before.y + 200, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    assert.ok(Math.abs((await boxOf(page, web)).y - before.y) > 50);
    await page.locator('vscode-toolbar-button[label^="Tidy"]').click();
    await settled(page);
    assert.ok(Math.abs((await boxOf(page, web)).y - before.y) < 1);
  });
});

describe('Names from manifests', () => {
  const hostile = [
    '<img src=x onerror="window.hacked=1">',
    '"><script>window.hacked=1</script>',
    "'; window.hacked=1; //",
    'שלום-עולם',
    'emoji-👩‍👩‍👧‍👦-🚀',
    'x'.repeat(253),
    '\u202Egnp.exe',
    '${7*7}{{8*8}}',
    '',
  ];

  it('are shown as they are and never become anything else', async () => {
    const b = new GraphBuilder()
      .add('c', 'cluster', undefined, { label: hostile[0] ?? '' })
      .add('c|ns', 'namespace', 'c', { label: hostile[1] ?? '' });
    hostile.forEach((name, index) =>
      b.add(`c|${index}${name.slice(0, 40)}`, 'service', 'c|ns', { label: name, detail: name, note: name, keywords: name }),
    );
    const { page, send } = await open({ message: graphMessage(b.graph) });
    const shown = await names(page, '.graph .card.kind-service');
    assert.deepEqual(shown, hostile);
    await clickCard(page, `c|0${hostile[0]?.slice(0, 40) ?? ''}`);
    await send({
      type: 'description',
      id: `c|0${hostile[0]?.slice(0, 40) ?? ''}`,
      description: {
        title: hostile[0],
        facts: hostile.map((name) => ({ name, values: [name], reason: name })),
        findings: [{ severity: 'error', code: hostile[1], message: hostile[0] }],
      },
    });
    await page.locator('.details .fact').first().waitFor();
    await page.locator('vscode-toolbar-button[label="List"]').click();
    assert.deepEqual(await names(page, '.list .row.kind-service .of-name'), hostile);
    assert.equal(await page.evaluate(() => 'hacked' in window), false);
    assert.equal(await page.locator('#page img, #page script').count(), 0);
  });

  it('that are long stay inside their cards, with their ends in sight', async () => {
    const b = new GraphBuilder()
      .add('c', 'cluster', undefined)
      .add('c|n', 'node', 'c')
      .add('c|p', 'pod', 'c|n', { label: `${'a'.repeat(240)}-tail99` });
    const { page } = await open({ message: graphMessage(b.graph) });
    const outer = await boxOf(page, 'c|p');
    const tail = await card(page, 'c|p').locator('.tail').boundingBox();
    assert.ok(tail !== null && tail.x + tail.width <= outer.x + outer.width);
    assert.equal(await card(page, 'c|p').locator('.tail').innerText(), 'tail99');
  });
});

describe('The list', () => {
  const list = (page: Page) => page.locator('[role="treegrid"]');
  const selectedRow = (page: Page) => page.locator('.rows .row[aria-selected="true"]');
  const columnOf = (page: Page, column: string) => page.locator(`.rows .of-${column}`).allInnerTexts();
  const openList = async (options?: OpenOptions) => {
    const state = await open(options);
    await state.page.locator('vscode-toolbar-button[label="List"]').click();
    await list(state.page).focus();
    return state;
  };

  it('holds the same elements, and is walked by the keyboard', async () => {
    const { page, waitFor } = await openList();
    await press(page, 'End');
    assert.match(await selectedRow(page).innerText(), /Address ranges/);
    await press(page, 'ArrowRight');
    assert.equal(await selectedRow(page).getAttribute('aria-expanded'), 'true');
    await press(page, 'ArrowRight', 'Enter');
    await waitFor('reveal', ({ id, focus }) => id === 'store|range/LAN subnet' && focus);
    await press(page, 'ArrowLeft', 'ArrowLeft');
    assert.equal(await selectedRow(page).getAttribute('aria-expanded'), 'false');
    await press(page, 'Home');
    assert.match(await selectedRow(page).innerText(), /store-42/);
    assert.equal(await list(page).getAttribute('aria-activedescendant'), await selectedRow(page).getAttribute('id'));
  });

  it("says each row's place in the tree", async () => {
    const { page } = await openList();
    const row = page.locator('.row', { hasText: 'kiosk.shop.svc' });
    assert.deepEqual(
      [await row.getAttribute('aria-level'), await row.getAttribute('aria-posinset'), await row.getAttribute('aria-setsize')],
      ['3', '4', '10'],
    );
  });

  it('opens what hides a search match', async () => {
    const { page } = await openList();
    await page.locator('vscode-textfield input').fill('database-0');
    await press(page, 'Enter');
    assert.match(await selectedRow(page).innerText(), /database-0/);
  });

  it('has columns for name, kind, namespace, address, node and problem', async () => {
    const { page } = await openList();
    const cells = await page.locator('.row', { hasText: 'reports' }).first().locator('[role="gridcell"]').allInnerTexts();
    assert.deepEqual(
      cells.map((text) => text.trim()),
      ['reports\nreachable from outside\nLoadBalancer :443', 'service', 'shop', '172.28.0.14', '', 'pending, no pods, error'],
    );
    assert.deepEqual(await page.locator('[role="columnheader"]').allInnerTexts(), [
      'Name',
      'Kind',
      'Namespace',
      'Address',
      'Node',
      'Problem',
    ]);
  });

  it('is sorted by a column, by addresses as numbers, the other way round, and is the tree again', async () => {
    const { page } = await openList();
    const header = page.locator('[role="columnheader"]', { hasText: 'Address' });
    await header.locator('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    const up = (await columnOf(page, 'address')).filter((text) => /^10\.\d+\.\d+\.\d+$/.test(text));
    assert.deepEqual(up.slice(0, 3), ['10.128.44.1', '10.128.44.241', '10.128.44.241']);
    await header.locator('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    assert.equal((await columnOf(page, 'address'))[0], 'pending');
    await header.locator('button').click();
    assert.equal(await header.getAttribute('aria-sort'), 'none');
    assert.match((await columnOf(page, 'name'))[0] ?? '', /store-42/);
  });

  it('puts errors first when sorted by problem, and shares the selection with the graph', async () => {
    const { page } = await openList();
    await page.locator('[role="columnheader"] button', { hasText: 'Problem' }).click();
    assert.match((await columnOf(page, 'problem'))[0] ?? '', /error/);
    await page.locator('.rows .row', { hasText: 'reports' }).first().click();
    await page.locator('vscode-toolbar-button[label="List"]').click();
    assert.equal(await card(page, 'store|Service/reports').getAttribute('aria-selected'), 'true');
  });

  it('says the external addresses of a service, and what a name resolves to', async () => {
    const { page } = await openList();
    const address = (name: string) => page.locator('.rows .row', { hasText: name }).first().locator('.of-address').innerText();
    assert.equal(await address('web'), '172.28.0.12, 10.128.44.244');
    assert.equal(
      await address('kiosk.shop.svc'),
      (await page.locator('.row[data-element="store|Service/kiosk"] .of-address').innerText()).split(',')[0],
    );
  });

  it('folds with the space bar, and stays within the table when it is sorted', async () => {
    const { page } = await openList();
    await press(page, 'Home', ' ');
    assert.equal(await selectedRow(page).getAttribute('aria-expanded'), 'false');
    await press(page, ' ');
    assert.equal(await selectedRow(page).getAttribute('aria-expanded'), 'true');
    await page.locator('[role="columnheader"].of-address button').click();
    await list(page).focus();
    await press(page, 'End');
    const last = await selectedRow(page).getAttribute('data-element');
    await press(page, 'ArrowLeft');
    assert.equal(await selectedRow(page).getAttribute('data-element'), last);
  });

  it('keeps its place, its focus and the rows that stay when something above comes', async () => {
    const { page, send, waitFor } = await openList({ message: shopMessage, height: 420 });
    await press(page, 'End', 'ArrowUp', 'ArrowUp');
    const before = await selectedRow(page).boundingBox();
    const more = new GraphBuilder().add('store|Service/extra', 'service', 'store|shop', { label: 'extra' }).graph.elements;
    const at = shop.elements.findIndex(({ id }) => id === 'store|DNS/metrics') + 1;
    await send(patchMessage(shop, { ...shop, elements: shop.elements.toSpliced(at, 0, ...more) }, 1));
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    const after = await selectedRow(page).boundingBox();
    assert.ok(before !== null && after !== null && Math.abs(before.y - after.y) < 2, `${String(before?.y)}, ${String(after?.y)}`);
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'list');
  });

  it('draws nothing anew when only the selection moves', async () => {
    const { page } = await openList();
    await press(page, 'Home');
    await page
      .locator('.rows .row')
      .nth(5)
      .evaluate((row) => row.classList.add('test-mark'));
    await press(page, 'ArrowDown', 'ArrowDown');
    assert.equal(await page.locator('.test-mark').count(), 1);
  });

  it('leaves out what has no room, never the problems', async () => {
    for (const [width, columns] of [
      [700, ['Name', 'Namespace', 'Address', 'Problem']],
      [560, ['Name', 'Address', 'Problem']],
      [400, ['Name', 'Address', 'Problem']],
    ] as const) {
      const { page } = await openList({ message: shopMessage, width });
      assert.deepEqual(await page.locator('[role="columnheader"]:visible').allInnerTexts(), columns);
      const problem = await page.locator('[role="columnheader"].of-problem').boundingBox();
      assert.ok(problem !== null && problem.x + problem.width <= width + 1, String(width));
      assert.match(await page.locator('.row', { hasText: 'reports' }).first().innerText(), /service/, 'the kind is still said');
      await page.close();
    }
  });

  it('has only the rows in sight in the document when there are thousands', async () => {
    const { page } = await openList({ message: graphMessage(largeGraph(5000)) });
    await page.locator('[role="columnheader"].of-name button').click();
    assert.ok((await page.locator('.rows .row').count()) < 200);
    await list(page).focus();
    await press(page, 'End', 'ArrowUp');
    const box = await selectedRow(page).boundingBox();
    assert.ok(box !== null && box.y > 0 && box.y + box.height <= 800, 'the selected row is in sight');
    assert.ok(Number(await list(page).getAttribute('aria-rowcount')) > 5000);
  });
});

describe('Large clusters', () => {
  for (const pods of [1000, 5000]) {
    it(`stay usable with ${pods} pods: folded, opened on request, changed by patches`, async () => {
      const graph = largeGraph(pods);
      const { page, send, waitFor } = await open({ message: graphMessage(graph) });
      assert.match(await page.locator('.footer').innerText(), /^\d+ elements in \d+ cards/);
      assert.ok((await page.locator('.graph [role="option"]').count()) <= 600);
      await page.locator('.graph').focus();
      await press(page, '0');
      await clickCard(page, 'site|node-1');
      await page.locator('.graph').focus();
      await press(page, ' ');
      assert.ok(await card(page, 'site|Pod/app-0-1').isVisible());
      await send(patchMessage(graph, withElement(graph, 'site|Pod/app-0-1', { detail: '172.27.99.99' }), 1));
      await waitFor('shown', ({ version }) => version === 2);
      await settled(page);
      assert.match((await card(page, 'site|Pod/app-0-1').textContent()) ?? '', /172\.27\.99\.99/);
    });
  }

  it('show every pod when the reader insists, with only those in sight in the document', async () => {
    const b = new GraphBuilder().add('c', 'cluster', undefined).add('c|n', 'node', 'c').add('c|w', 'workload', 'c|n', { label: 'web' });
    for (let pod = 0; pod < 2000; pod++) b.add(`c|p${pod}`, 'pod', 'c|w');
    const { page } = await open({ message: graphMessage(b.graph) });
    await page.locator('vscode-toolbar-button[label="Show every pod"]').click();
    await page.locator('.card.kind-pod').first().waitFor();
    assert.match(await page.locator('.footer').innerText(), /^2000 elements/);
    await page.locator('.graph').focus();
    for (let step = 0; step < 12; step++) await press(page, '+');
    assert.ok((await page.locator('.card.kind-pod').count()) < 400);
  });
});

describe('The theme', () => {
  it('follows a change of the theme', async () => {
    const { page } = await open();
    const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.evaluate((variables) => {
      for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
      document.body.classList.replace('vscode-dark', 'vscode-light');
    }, themes[0]?.variables ?? {});
    await settled(page);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), before);
  });

  it('shows no animation to those who want none', async () => {
    const { page } = await open({});
    assert.equal(await page.locator('.overlay .spinning').evaluate((element) => getComputedStyle(element).animationName), 'none');
  });
});
