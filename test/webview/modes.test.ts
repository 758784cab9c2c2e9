import assert from 'node:assert/strict';
import { graphMessage, shopGraph } from './support/graphs.ts';
import { comparison, future, futureMessage, reachMessage, wayMessage } from './support/overlays.ts';
import { closeBrowser, openPage, restingBox, settled, type OpenPage } from './support/page.ts';

const database = 'store|Service/database';

async function select({ page }: OpenPage, query: string): Promise<void> {
  await page.locator('vscode-textfield input').fill(query);
  await page.keyboard.press('Enter');
  await page.locator('.graph:visible, .list:visible').focus();
}

const click = async ({ page }: OpenPage, id: string) => {
  const { x, y, width, height } = await restingBox(page.locator(`.card[data-element="${id}"]`));
  await page.mouse.click(x + width / 2, y + height / 2);
};

describe('What lies over the picture', () => {
  after(closeBrowser);
  let opened: OpenPage;
  const open = async (width = 1200) => {
    opened = await openPage({ message: graphMessage(shopGraph()), width });
  };
  afterEach(async () => {
    assert.deepEqual(opened.complaints, []);
    await opened.close();
  });
  const label = (id: string) => opened.page.locator(`[data-element="${id}"]:visible`).first().getAttribute('aria-label');

  it('asks for a connection by two clicks, and not for the manifest of what was clicked second', async () => {
    await open();
    await select(opened, 'app=web Deployment');
    await opened.page.locator('.details').getByRole('button', { name: 'Trace a connection from here' }).click();
    const revealed = (await opened.posted('reveal')).length;
    await click(opened, database);
    const asked = await opened.waitFor('trace');
    assert.deepEqual([asked.from, asked.to], ['store|Deployment/shop/web@worker', database]);
    assert.equal((await opened.posted('reveal')).length, revealed);
  });

  it('leaves all of the picture to choose the end of a connection from, and in a narrow column all of the room', async () => {
    await open(500);
    await select(opened, 'app=web Deployment');
    await opened.page.locator('vscode-textfield input').fill('');
    assert.notEqual(await opened.page.locator('.card.is-dimmed').count(), 0);
    await opened.page.locator('.details').getByRole('button', { name: 'Trace a connection from here' }).click();
    assert.equal(await opened.page.locator('.card.is-dimmed').count(), 0);
    assert.equal(await opened.page.locator('.details').isVisible(), false);
    await opened.page.keyboard.press('Escape');
    assert.equal(await opened.page.locator('.details').isVisible(), true);
  });

  it('leads from a difference to what it is about, which the list of them stays beside', async () => {
    await open();
    await opened.send({
      type: 'comparison',
      comparison: { ...comparison, lines: [{ kind: 'changed', text: 'Service shop/database  ports', id: database }] },
    });
    const graph = await opened.page.locator('.graph').boundingBox();
    for (let step = 0; step < 30; step++) await opened.page.locator('vscode-toolbar-button[label="Zoom in"]').click();
    await opened.page.locator('.details').getByRole('button', { name: 'Service shop/database' }).click();
    const { x, y } = await restingBox(opened.page.locator(`.card[data-element="${database}"]`));
    assert.ok(graph !== null && x >= graph.x && x < graph.x + graph.width && y >= graph.y && y < graph.y + graph.height, `${x} ${y}`);
    assert.equal(await opened.page.locator('.details .changes').isVisible(), true);
  });

  it('keeps long words on an address off the line of its pool, and short ones above it', async () => {
    const address = shopGraph().elements.find(({ kind }) => kind === 'externalAddress');
    assert.ok(address !== undefined);
    for (const [version, text] of [
      [2, 'worker-2 → worker-1'],
      [3, 'new'],
    ] as const) {
      if (version === 2) await open();
      await opened.send(futureMessage(version - 1, version, { ...future, marks: [{ id: address.id, kind: 'moved', text }] }));
      await opened.waitFor('shown', (message) => message.version === version);
      const tag = await restingBox(opened.page.locator('.card-tag', { hasText: text }));
      const card = await restingBox(opened.page.locator(`.card[data-element="${address.id}"]`));
      assert.equal(tag.y > card.y + card.height / 2, version === 2, text);
    }
  });

  it('asks for a connection by dragging with Alt from card to card, which moves neither', async () => {
    await open();
    const web = 'store|Deployment/shop/web@worker';
    const middle = async (id: string) => {
      const { x, y, width, height } = await restingBox(opened.page.locator(`.card[data-element="${id}"]`));
      return [x + width / 2, y + height / 2] as const;
    };
    const [from, to] = [await middle(web), await middle(database)];
    await opened.page.keyboard.down('Alt');
    await opened.page.mouse.move(...from);
    await opened.page.mouse.down();
    await opened.page.mouse.move(...to, { steps: 5 });
    assert.equal(await opened.page.locator('.trace-line').isVisible(), true);
    assert.equal(await opened.page.locator('.mode-banner:visible').count(), 0);
    await opened.page.mouse.up();
    await opened.page.keyboard.up('Alt');
    const asked = await opened.waitFor('trace');
    assert.deepEqual([asked.from, asked.to], [web, database]);
    assert.equal(await opened.page.locator('.trace-line').isVisible(), false);
    assert.deepEqual(
      (await opened.posted('positions')).flatMap(({ pins }) => pins),
      [],
    );
  });

  it('leaves the choice of an end by Escape, and keeps the selection', async () => {
    await open();
    await select(opened, 'app=web Deployment');
    await opened.page.keyboard.press('c');
    await opened.page.keyboard.press('Escape');
    await click(opened, database);
    assert.deepEqual(await opened.posted('trace'), []);
    assert.equal(await opened.page.locator('.card.is-selected').getAttribute('data-element'), database);
  });

  it('numbers what a connection meets, dims the rest, draws a line from who connects, and says where it ends', async () => {
    await open();
    await select(opened, 'app=web Deployment');
    await opened.page.keyboard.press('c');
    await click(opened, database);
    await opened.waitFor('trace');
    await opened.send(wayMessage);
    await settled(opened.page);
    assert.match((await label(database)) ?? '', /step 1 of the connection/);
    assert.match((await label('store|Pod/database-0')) ?? '', /no rule lets shop\/web in/);
    assert.match(await opened.page.locator('.card-end').innerText(), /^NetworkPolicy shop\/database isolates/);
    assert.equal(
      await opened.page.locator(`.card[data-element="store|Service/web"]`).evaluate((card) => card.classList.contains('is-dimmed')),
      true,
    );
    await opened.page.locator('.details .ports button', { hasText: '9187' }).click();
    const again = await opened.waitFor('trace', ({ port }) => port === 9187);
    assert.equal(again.to, database);
    await opened.page.locator('.details .step .source button').last().click();
    assert.deepEqual(
      (await opened.posted('choose')).map(({ number }) => number),
      [2],
    );
    await opened.page.locator('.graph').focus();
    await opened.page.keyboard.press('Escape');
    await opened.waitFor('endTrace');
    assert.equal(await opened.page.locator('.card-end').count(), 0);
  });

  it('shows no connection that the reader has left before it came', async () => {
    await open();
    await opened.send(wayMessage);
    await settled(opened.page);
    assert.equal(await opened.page.locator('.mode-banner.of-way').isVisible(), false);
    assert.equal(await opened.page.locator('.card-end').count(), 0);
  });

  it('asks for the connection anew when the extension has been started again', async () => {
    await open();
    await select(opened, 'app=web Deployment');
    await opened.page.keyboard.press('c');
    await click(opened, database);
    await opened.waitFor('trace');
    await opened.send(graphMessage(shopGraph(), 2));
    await opened.waitFor('shown', ({ version }) => version === 2);
    assert.equal((await opened.posted('trace')).length, 2);
  });

  it('dims all but those who may talk, until Escape', async () => {
    await open();
    await opened.send(reachMessage);
    await settled(opened.page);
    assert.equal(
      await opened.page.locator('.card[data-element="store|clients"]').evaluate((card) => card.classList.contains('is-dimmed')),
      true,
    );
    assert.equal(
      await opened.page.locator(`.card[data-element="${database}"]`).evaluate((card) => card.classList.contains('is-dimmed')),
      false,
    );
    await opened.page.locator('.graph').focus();
    await opened.page.keyboard.press('Escape');
    await opened.waitFor('endReach');
    assert.equal(await opened.page.locator('.card.is-dimmed').count(), 0);
  });

  for (const mode of ['Graph', 'List'] as const)
    it(`marks what is new, gone and moved after an event, in the ${mode.toLowerCase()}, and wraps in a narrow column`, async () => {
      await open(325);
      await opened.page.locator(`vscode-toolbar-button[label="${mode}"]`).click();
      if (mode === 'Graph' && !(await opened.page.locator('.graph').isVisible()))
        await opened.page.locator(`vscode-toolbar-button[label="${mode}"]`).click();
      await opened.send(futureMessage(1, 2));
      await opened.waitFor('shown', ({ version }) => version === 2);
      await settled(opened.page);
      const texts =
        mode === 'Graph'
          ? await opened.page
              .locator('[class*="is-tagged-"]')
              .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label') ?? ''))
          : await opened.page.locator('.row:has(.card-tag)').evaluateAll((rows) => rows.map((row) => row.textContent));
      for (const [name, mark] of [
        ['database-0', 'was 172.27.35.70'],
        ['2xkqp', 'new'],
        ['kiosk-gone', 'gone'],
        ['worker', 'does not answer'],
      ] as const)
        assert.ok(
          texts.some((text) => text.includes(name) && text.includes(mark)),
          `${name} ${mark}\n${texts.join('\n')}`,
        );
      for (const selector of ['.mode-banner.of-future', '.details .body'])
        assert.equal(await opened.page.locator(selector).evaluate((element) => element.scrollWidth <= element.clientWidth), true, selector);
      assert.match(
        await opened.page.locator('.mode-banner.of-future').innerText(),
        /What if, in store-42[\s\S]*Pod shop\/database-0: It restarts[\s\S]*It fails and stays away/,
      );
      await opened.page.locator('.mode-banner.of-future').getByRole('button', { name: 'Step back' }).click();
      assert.deepEqual(
        (await opened.posted('unhappen')).map(({ all }) => all),
        [false],
      );
    });

  it('says which event cannot happen, and stays where it was', async () => {
    await open();
    await opened.send(futureMessage(1, 2, { ...future, events: [] }));
    await settled(opened.page);
    assert.match(await opened.page.locator('.mode-banner.of-future .problem').innerText(), /There is no node worker-9/);
    assert.equal(await opened.page.locator('[role="log"]').innerText(), 'There is no node worker-9.');
  });

  it('sends the number of pods that the reader wrote, by Enter', async () => {
    await open();
    await select(opened, '172.28.0.12');
    await opened.send({
      type: 'description',
      id: 'store|Service/web',
      description: { title: 'a', facts: [], findings: [], events: [{ number: 5, text: 'It has another number of pods…', replicas: 3 }] },
    });
    const field = opened.page.locator('.details .scaling input');
    await field.fill('4');
    await field.press('Enter');
    assert.equal((await opened.waitFor('happen')).replicas, 4);
    await field.fill('-1');
    await field.press('Enter');
    assert.equal((await opened.posted('happen')).length, 1);
  });

  it('marks what differs from another state, with a list of it, until the reader has seen enough', async () => {
    await open();
    await opened.send({ type: 'comparison', comparison });
    await settled(opened.page);
    assert.equal(await opened.page.locator('.details .changes li').count(), 3);
    assert.match((await label('store|Pod/kiosk-gone')) ?? '', /gone$/);
    assert.match(await opened.page.locator('[role="log"]').innerText(), /^Compared with main: 3 differences/);
    await opened.page.locator('.mode-banner.of-comparison').getByRole('button', { name: 'End the comparison' }).click();
    await opened.waitFor('endComparison');
    assert.equal(await opened.page.locator('[data-element="store|Pod/kiosk-gone"]').count(), 0);
  });
});
