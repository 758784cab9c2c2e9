import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeBrowser } from './support/page.ts';
import { filesIn, openLivePage, type LivePage } from './support/livePage.ts';

const store = filesIn('examples/store-42');

/** Finds something by the search and selects it in the view that is shown. */
async function select({ page, answered }: LivePage, query: string): Promise<void> {
  await page.locator('vscode-textfield input').fill(query);
  await page.keyboard.press('Enter');
  await answered();
  await page.locator('.graph:visible, .list:visible').focus();
}

async function press({ page, answered }: LivePage, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await answered();
  }
}

async function button({ page, answered }: LivePage, name: string): Promise<void> {
  await page.locator('.details, .mode-banner').getByRole('button', { name, exact: true }).first().click();
  await answered();
}

const stepsOf = ({ page }: LivePage) => page.locator('.details .step > p:first-of-type').allInnerTexts();
const linesOf = ({ page }: LivePage) => page.locator('.details .changes:not(.earlier) li > :last-child').allInnerTexts();
const said = ({ page }: LivePage) => page.locator('[role="log"]').innerText();
/** What is said on cards of the graph, or rows of the list, with their names. */
const tagged = ({ page }: LivePage, view: 'graph' | 'list') =>
  page.locator(view === 'graph' ? '[class*="is-tagged-"]' : '.row .row-tags').evaluateAll((elements) =>
    elements.flatMap((element) => {
      const text = element.getAttribute('aria-label') ?? element.textContent;
      const name = element.closest('.row')?.querySelector('.cell.of-name')?.textContent ?? '';
      return text === '' ? [] : [`${name} ${text}`];
    }),
  );

/** What the command line prints, as lines. */
function commandLine(...given: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(process.execPath, ['dist/cli.js', ...given, 'examples/store-42'], { encoding: 'utf8' });
  return stdout.split('\n').map((line) => line.trim());
}

const views = [
  ['graph', '1'],
  ['list', '3'],
] as const;

describe('the story of the example', () => {
  after(closeBrowser);
  let live: LivePage;
  beforeEach(async () => {
    live = await openLivePage(store);
  });
  afterEach(async () => {
    assert.deepEqual(live.complaints, []);
    await live.close();
  });

  for (const [view, key] of views) {
    it(`goes from outside by the external address to the web, in the ${view} by the keyboard alone`, async () => {
      await live.page.locator('.graph').focus();
      await press(live, key);
      assert.equal(await live.page.locator(`.${view}`).isVisible(), true);
      await select(live, 'Clients');
      await press(live, 'c');
      await select(live, '10.128.44.244 shop/web');
      await press(live, 'Enter');
      const printed = commandLine('trace', '--from', 'outside', '--to', '10.128.44.244');
      const steps = await stepsOf(live);
      assert.equal(steps[0], '10.128.44.244:80/TCP is the external address of Service shop/web.');
      assert.match(steps[1] ?? '', /^Service shop\/web leads to shop\/web-/);
      for (const step of steps)
        assert.ok(
          printed.some((line) => line.includes(step)),
          `${step}\n${printed.join('\n')}`,
        );
      assert.match(await said(live), /^A connection from clients Clients on the LAN to external address 10\.128\.44\.244: It gets there\./);
      const marks = (await tagged(live, view)).join('\n');
      assert.match(marks, /10\.128\.44\.244.*step 1 of the connection/);
      assert.match(marks, /it gets here/);
    });

    it(`goes on from the web by the name to the database, in the ${view}`, async () => {
      await live.page.locator('.graph').focus();
      await press(live, key);
      assert.equal(await live.page.locator(`.${view}`).isVisible(), true);
      await select(live, 'Deployment shop web');
      await select(live, 'tier=web Deployment');
      await press(live, 'c');
      await select(live, 'database.shop.svc');
      await press(live, 'Enter');
      const steps = await stepsOf(live);
      assert.match(steps[0] ?? '', /^database\.shop\.svc\.cluster\.local is database\.shop\.svc\.cluster\.local\.: 172\.28\./);
      assert.ok(steps.includes('NetworkPolicy shop/database lets this in to shop/database-0.'), steps.join('\n'));
      const printed = commandLine('trace', '--from', 'shop/web', '--to', 'database.shop.svc.cluster.local');
      for (const step of steps)
        assert.ok(
          printed.some((line) => line.includes(step)),
          `${step}\n${printed.join('\n')}`,
        );
      await live.page
        .locator('.details .step', { hasText: 'NetworkPolicy shop/database' })
        .first()
        .locator('.source button')
        .first()
        .click();
      await live.answered();
      assert.match(live.opened.at(-1) ?? '', /database\.yaml:\d+$/);
      await live.page.locator('.graph:visible, .list:visible').focus();
      await press(live, 'Escape');
      assert.equal(await live.page.locator('.mode-banner.of-way').isVisible(), false);
    });

    it(`goes on with a restart, after which the pod has another address and all else stays, in the ${view}`, async () => {
      await live.page.locator('.graph').focus();
      await press(live, key);
      assert.equal(await live.page.locator(`.${view}`).isVisible(), true);
      await select(live, 'database-0');
      await press(live, 'w', 'Enter');
      const printed = commandLine('what-if', 'restart shop/database-0');
      const lines = await linesOf(live);
      assert.match(lines[0] ?? '', /^shop\/database-0 gets 172\.27\.\d+\.\d+; it had 172\.27\.\d+\.\d+\./);
      assert.ok(lines.some((line) => /^Of shop\/database the cluster IP 172\.28\.\d+\.\d+, the name database\.shop stay\.$/.test(line)));
      assert.deepEqual(lines, printed.slice(1, lines.length + 1));
      assert.match((await tagged(live, view)).join('\n'), /database-0.*was 172\.27\./);
      assert.match(await said(live), /^Pod shop\/database-0: It restarts/);
    });

    it(`goes on with a failover, after which another node announces the external address, in the ${view}`, async () => {
      await live.page.locator('.graph').focus();
      await press(live, key);
      assert.equal(await live.page.locator(`.${view}`).isVisible(), true);
      await select(live, 'worker-2');
      await button(live, 'It fails and stays away');
      const lines = await linesOf(live);
      assert.ok(lines.includes('The external address of shop/web is now announced by worker-1, before by worker-2.'), lines.join('\n'));
      const printed = commandLine('what-if', 'fail worker-2', 'elapse 400');
      for (const line of lines) assert.ok(printed.includes(line), line);
      const marks = (await tagged(live, view)).join('\n');
      assert.match(marks, /10\.128\.44\.244.*worker-2 → worker-1/);
      assert.match(marks, /worker-2.*does not answer/);
      await button(live, 'Back to now');
      assert.equal(await live.page.locator('.mode-banner.of-future').isVisible(), false);
      assert.deepEqual(await tagged(live, view), []);
      assert.equal(await said(live), 'The picture is that of the manifests again.');
    });
  }
});

describe('questions that the panel answers by itself', () => {
  after(closeBrowser);

  it('why can the web not reach the database: by the reason on the card where it ends', async () => {
    const database = (store['apps/database.yaml'] ?? '').replace('tier: web\n', 'tier: none\n');
    const live = await openLivePage({ ...store, 'apps/database.yaml': database });
    await select(live, 'tier=web Deployment');
    await button(live, 'Trace a connection from here');
    await select(live, 'database.shop.svc');
    await press(live, 'Enter');
    assert.match(await live.page.locator('.card-end').first().innerText(), /^NetworkPolicy shop\/database isolates shop\/database-/);
    assert.match(await live.page.locator('.verdict').innerText(), /It does not get there/);
    await live.close();
  });

  it('who may talk to the database: those that stay while all else steps back', async () => {
    const live = await openLivePage(store);
    await select(live, '172.28.1.1');
    await press(live, 'a');
    assert.match(await live.page.locator('.mode-banner.of-reach').innerText(), /3 may talk to shop\/database/);
    const clear = await live.page
      .locator('.card:not(.is-dimmed)')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label') ?? ''));
    assert.ok(
      clear.some((label) => label.startsWith('pod web-') || label.startsWith('workload web')),
      clear.join('\n'),
    );
    assert.ok(!clear.some((label) => label.startsWith('clients')), clear.join('\n'));
    await press(live, 'Escape');
    assert.equal((await live.page.locator('.card.is-dimmed:not(.kind-cluster)').count()) > 0, true, 'the selection is still there');
    await live.close();
  });

  it('does the rollout fit: by what it needs at most', async () => {
    const live = await openLivePage(store);
    await select(live, 'tier=web Deployment');
    await button(live, 'It is updated');
    assert.ok(
      (await linesOf(live)).some((line) => /^At most \d+ pods run at one time/.test(line)),
      (await linesOf(live)).join('\n'),
    );
    assert.ok((await tagged(live, 'graph')).some((label) => label.endsWith('gone')));
    await live.close();
  });

  it('says what to choose first when nothing is selected that a connection may begin at', async () => {
    const live = await openLivePage(store);
    await live.page.locator('.graph').focus();
    await press(live, 'c');
    assert.match(await live.page.locator('.mode-banner.of-hint').innerText(), /^Choose a pod, a workload/);
    await press(live, 'Escape');
    assert.equal(await live.page.locator('.mode-banner.of-hint').isVisible(), false);
    await live.close();
  });
});
