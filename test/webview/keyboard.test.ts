import assert from 'node:assert/strict';
import { filesIn, openLivePage, type LivePage } from './support/livePage.ts';
import { closeBrowser } from './support/page.ts';

const store = filesIn('examples/store-42');

/**
 * The main tasks as somebody does them who has no pointer: from the top of the page, by keys alone, and by the names that a screen reader says. `docs/accessibility.md` tells of the same keys.
 */
describe('By the keyboard alone', () => {
  after(closeBrowser);
  let live: LivePage;
  const open = async (files = store) => {
    live = await openLivePage(files);
  };
  afterEach(async () => {
    assert.deepEqual(live.complaints, []);
    await live.close();
  });

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await live.page.keyboard.press(key);
      await live.answered();
    }
  }

  /** What has the focus, as it is called. */
  const focused = () =>
    live.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const outer = document.activeElement;
      if (active === null || outer === null) return '';
      return (outer.getAttribute('label') ?? active.getAttribute('aria-label') ?? outer.getAttribute('aria-label') ?? active.textContent)
        .replaceAll(/\s+/g, ' ')
        .trim();
    });

  /** Presses Tab until something with this name has the focus. */
  async function tabTo(name: string | RegExp): Promise<void> {
    const met: string[] = [];
    for (let presses = 0; presses < 80; presses++) {
      await live.page.keyboard.press('Tab');
      const now = await focused();
      if (typeof name === 'string' ? now === name : name.test(now)) return;
      met.push(now);
    }
    assert.fail(`Tab does not reach ${String(name)}, only ${[...new Set(met)].join(' | ')}`);
  }

  /** Searches, goes to the first match and back into the view. */
  async function find(text: string): Promise<void> {
    await press('/');
    await live.page.keyboard.press('Control+A');
    await live.page.keyboard.type(text);
    await press('Enter', 'ArrowDown');
  }

  const selected = () =>
    live.page
      .locator('[aria-selected="true"]:visible')
      .first()
      .evaluate((element) => element.getAttribute('aria-label') ?? element.textContent);
  const said = () => live.page.locator('[role="log"]').innerText();

  it('a connection is traced, its steps are read, and a step opens its manifest', async () => {
    await open();
    await tabTo('Edge network topology');
    await find('tier=web Deployment');
    await press('c');
    await find('database.shop.svc');
    await press('Enter');
    assert.match(await said(), /It gets there\./);
    await tabTo(/database\.yaml:\d+/);
    await press('Enter');
    assert.match(live.opened.at(-1) ?? '', /database\.yaml:\d+$/);
  });

  it('something happens, is read, and is taken back', async () => {
    await open();
    await tabTo('Edge network topology');
    await find('database-0');
    await press('w', 'Enter');
    assert.match(await said(), /^Pod shop\/database-0: It restarts/);
    assert.equal(await focused(), 'What changes');
    await press('Escape');
    assert.equal(await focused(), 'Edge network topology');
    await press('Shift+Tab', 'Enter');
    assert.equal(await said(), 'The picture is that of the manifests again.');
    assert.equal(await focused(), 'Edge network topology');
  });

  it('a comparison is read and ended', async () => {
    await open();
    await live.send({
      type: 'comparison',
      comparison: { title: 'main', marks: [], ghosts: [], lines: [{ kind: 'new', text: 'shop/web-1 is new.' }] },
    });
    await tabTo(/^Done|^End|^Close|comparison/i);
    await press('Enter');
    assert.equal((await live.posted('endComparison')).length, 1);
    assert.equal(await focused(), 'Edge network topology');
  });

  it('the address plan is opened, walked, and leads to a manifest', async () => {
    await open();
    await tabTo('Edge network topology');
    await press('2');
    assert.match(await focused(), /^LAN subnet 10\.128\.44\.0/);
    await press('ArrowDown', 'ArrowRight', 'Enter', 'Enter');
    assert.ok(live.opened.length > 0, await focused());
  });

  it('the list is opened, sorted, walked, and leads to a manifest', async () => {
    await open();
    await tabTo('Edge network topology');
    await press('3');
    await find('172.28.1.1');
    assert.match(await selected(), /database/);
    await press('Enter');
    assert.match(live.opened.at(-1) ?? '', /database\.yaml:\d+$/);
  });

  it('the problems are walked, and a quick fix is made', async () => {
    await open({ ...store, 'apps/web.yaml': (store['apps/web.yaml'] ?? '').replace('targetPort: http', 'targetPort: htpp') });
    await tabTo(/^Next problem/);
    await press('Enter');
    assert.match(await selected(), /web/);
    await tabTo('Write http');
    await press('Enter');
    assert.equal((await live.posted('choose')).length, 1);
    await press('Escape');
    assert.equal(await focused(), 'Edge network topology');
    await tabTo('web.shop.svc.cluster.local');
    await press('Enter');
    assert.match(await selected(), /^DNS name web\.shop/);
    assert.equal(await focused(), 'Edge network topology');
  });
});
