import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { emptyPlan } from '../../src/topology/plan/addressPlan.ts';
import { GraphBuilder, graphMessage, largeGraph, shopGraph } from './support/graphs.ts';
import { closeBrowser, openPage, settled, type OpenOptions, type OpenPage } from './support/page.ts';
import { planMessage } from './support/plans.ts';

let opened: OpenPage | undefined;

async function open(options: OpenOptions): Promise<OpenPage> {
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

const show = (page: Page, view: string) => page.locator(`vscode-toolbar-button[label="${view}"]`).click();

/** Where texts are on the screen, from left to right. */
async function leftOf(page: Page, selector: string, ...texts: readonly string[]): Promise<readonly number[]> {
  return page
    .locator(selector)
    .first()
    .evaluate(
      (root, wanted) =>
        wanted.map((text) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const start = node.textContent?.indexOf(text) ?? -1;
            if (start < 0) continue;
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + text.length);
            return range.getBoundingClientRect().left;
          }
          throw new Error(`${text} is not there.`);
        }),
      texts,
    );
}

const arabic = 'متجر-الويب';
const family = '👩‍👩‍👧‍👦';
const odd = [
  'a'.repeat(253),
  arabic,
  `${'שירות-'.repeat(9)}2024`,
  family.repeat(12),
  '商店-网络'.repeat(9),
  `web.${'long-segment-'.repeat(18)}end`,
  '\u202Egnp.exe',
];

function oddGraph() {
  const b = new GraphBuilder().add('c', 'cluster', undefined, { label: odd[0] ?? '' });
  b.add('c|pool', 'loadBalancerPool', 'c', { label: odd[5] ?? '', detail: '10.0.0.0-10.0.0.9', note: '7 of 10 used' });
  odd.forEach((_, index) => b.add(`c|a${index}`, 'externalAddress', 'c|pool', { label: `10.0.0.${index}` }));
  odd.forEach((name, index) => {
    b.add(`c|ns${index}`, 'namespace', 'c', { label: name }).add(`c|s${index}`, 'service', `c|ns${index}`, {
      label: name,
      detail: '172.28.0.1',
      note: `LoadBalancer :${index}`,
    });
    b.add(`c|d${index}`, 'dnsName', `c|ns${index}`, { label: `${name}.svc.cluster.local` }).edge('resolves', `c|d${index}`, `c|s${index}`);
  });
  b.add('c|node', 'node', 'c', { label: odd[2] ?? '', detail: '10.0.0.1', note: 'control plane' });
  odd.forEach((name, index) =>
    b
      .add(`c|p${index}`, 'pod', 'c|node', { label: name, detail: '172.27.0.1', severity: 'error' })
      .edge('answers', `c|s${index}`, `c|p${index}`, '80'),
  );
  return b.graph;
}

describe('Odd names', () => {
  it('stay inside their cards, and cards beside each other', async () => {
    const { page } = await open({ message: graphMessage(oddGraph()) });
    const wrong = await page.locator('.graph .card, .graph .frame').evaluateAll((cards) => {
      const boxes = cards.map((card) => ({
        id: (card as HTMLElement).dataset['element'] ?? '',
        frame: card.classList.contains('frame'),
        box: card.getBoundingClientRect(),
        parts: [...card.querySelectorAll('.title > *, .line > *, .tail')].map((part) => part.getBoundingClientRect()),
      }));
      const spilled = boxes
        .filter(({ box, parts }) =>
          parts.some(
            ({ left, right, top, bottom }) => left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1,
          ),
        )
        .map(({ id }) => `${id} spills`);
      const solid = boxes.filter(({ frame }) => !frame);
      const over = solid.flatMap(({ id, box }, index) =>
        solid
          .slice(index + 1)
          .filter(
            (other) =>
              box.left < other.box.right - 1 &&
              other.box.left < box.right - 1 &&
              box.top < other.box.bottom - 1 &&
              other.box.top < box.bottom - 1,
          )
          .map((other) => `${id} lies on ${other.id}`),
      );
      return [...spilled, ...over];
    });
    assert.deepEqual(wrong, []);
  });

  it('begin at the left of their cards whichever way they are read', async () => {
    const { page } = await open({ message: graphMessage(oddGraph()) });
    const starts = await page.locator('.graph .card.kind-service').evaluateAll((cards) =>
      cards.map((card) => {
        const parts = [...card.querySelectorAll('.name > *')].map((part) => part.getBoundingClientRect().left);
        return Math.round(Math.min(...parts) - card.getBoundingClientRect().left);
      }),
    );
    assert.equal(starts.length, odd.length);
    assert.ok(Math.max(...starts) - Math.min(...starts) <= 2, `they begin at ${starts.join(', ')}`);
  });

  it('are shortened between characters as people see them', async () => {
    const { page } = await open({ message: graphMessage(oddGraph()) });
    const parts = await page
      .locator('.graph .card.kind-service .name')
      .evaluateAll((names) => names.map((name) => [...name.children].map(({ textContent }) => textContent)));
    assert.deepEqual(
      parts.map((two) => two.join('')),
      odd,
    );
    const whole = (text: string | null | undefined) =>
      [...new Intl.Segmenter().segment(text ?? '')].every(({ segment }) => segment === family);
    assert.ok(parts[3]?.length === 2 && parts[3].every(whole), JSON.stringify(parts[3]));
  });

  it('keep a namespace before its slash and the name behind it, in the details and in the address plan', async () => {
    const namespace = 'فضاء';
    const site =
      'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: s }\nspec: { kubernetesServiceIPs: 10.0.0.1-10.0.0.4 }\n';
    const service = `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: ${namespace} }\nspec: { type: LoadBalancer, ports: [{ port: 80 }] }\n`;
    const { page, send } = await open({ message: planMessage(site, service) });
    await page.locator('vscode-textfield input').fill('web');
    await page.keyboard.press('Enter');
    const id = await page.locator('.details').getAttribute('data-element');
    const pair = `${namespace}/${arabic}`;
    await send({
      type: 'description',
      id,
      description: {
        title: '',
        findings: [{ severity: 'error', code: 'x/y', message: `Refused: ${pair}. It is "${pair}".` }],
        facts: [{ name: 'Assigned to', values: [pair, `${arabic}-2-6cb99577d7-wdqsr`, `متجر الويب`], reason: `It is the first: ${pair}` }],
      },
    });
    await page.locator('.details .fact').waitFor();
    for (const selector of ['.details .findings p', '.details .value', '.details .fact .reason']) {
      const [before = 0, behind = 0] = await leftOf(page, selector, namespace, arabic);
      assert.ok(before < behind, `${selector}: ${before} ${behind}`);
    }
    assert.deepEqual(await page.locator('.details .value').allInnerTexts(), [pair, `${arabic}-2-6cb99577d7-wdqsr`, 'متجر الويب']);
    const [stop = 0, name = 0] = await leftOf(page, '.details .findings p', '. It', arabic);
    assert.ok(stop > name, 'the full stop is behind the name');
    // Read from the right: the generated end of a pod's name stands left of its beginning, and the second word stands left of the first.
    const [base = 0, suffix = 0] = await leftOf(page, '.fact dd:nth-of-type(2)', arabic, 'wdqsr');
    assert.ok(suffix < base, `${suffix} ${base}`);
    const [first = 0, second = 0] = await leftOf(page, '.fact dd:nth-of-type(3)', 'متجر', 'الويب');
    assert.ok(second < first);
    await show(page, 'Address plan');
    const [before = 0, behind = 0] = await leftOf(page, '.plan-cell.is-used .name', namespace, 'web');
    assert.ok(before < behind);
  });

  it('leave the columns of the list where they are, in a narrow panel too', async () => {
    const { page } = await open({ message: graphMessage(oddGraph()), width: 480 });
    await show(page, 'List');
    const lefts = (selector: string) =>
      page.locator(selector).evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left)));
    assert.deepEqual(await lefts('.list .rows .row:first-child .cell'), await lefts('.list > .head .cell'));
  });
});

describe('A workspace that is partly broken', () => {
  it('is drawn under a sentence that says what may be missing, with the way to the problems', async () => {
    const { page, waitFor } = await open({
      message: {
        type: 'graph',
        version: 1,
        graph: shopGraph(),
        status: { state: 'partial', text: 'a.yaml cannot be read.', actions: ['showProblems'] },
      },
    });
    assert.ok(await page.locator('.graph .card').first().isVisible());
    assert.match(await page.locator('.banner').innerText(), /a\.yaml cannot be read/);
    await page.locator('.banner vscode-button').click();
    assert.deepEqual(await waitFor('act'), { type: 'act', action: 'showProblems' });
  });

  it('is no empty plan', async () => {
    const { page } = await open({
      message: {
        type: 'graph',
        version: 1,
        graph: { elements: [], edges: [] },
        status: { state: 'empty', text: 'None can be read.', actions: ['showProblems'] },
        plan: { clusters: emptyPlan.clusters, bars: [] },
      },
    });
    for (const view of ['Address plan', 'List']) {
      await show(page, view);
      assert.match(await page.locator('.overlay').innerText(), /None can be read/);
    }
  });
});

describe('An extension that does not answer', () => {
  it('from the start is waited for, then asked anew', async () => {
    const { page, posted, send } = await open({ noticesSilence: true });
    await page.locator('.overlay', { hasText: 'does not answer' }).waitFor();
    assert.doesNotMatch(await page.locator('.overlay').innerText(), /picture/);
    await page.locator('.overlay vscode-button').click();
    assert.equal((await posted('ready')).length, 2);
    await send(graphMessage(shopGraph()));
    await page.locator('.overlay').waitFor({ state: 'hidden' });
  });
});

describe('One element', () => {
  it('is not several', async () => {
    const { page } = await open({ message: graphMessage(new GraphBuilder().add('c', 'cluster', undefined).add('c|n', 'node', 'c').graph) });
    assert.equal(await page.locator('.footer').innerText(), '1 element');
  });
});

describe('Twenty thousand elements', () => {
  it('are folded, counted, found, filtered and listed', async () => {
    const graph = largeGraph(14_000);
    assert.ok(graph.elements.length > 19_000);
    const { page } = await open({ message: graphMessage(graph) });
    assert.match(await page.locator('.footer').innerText(), /^\d+ elements in \d{1,3} cards/);
    await show(page, 'List');
    await page.locator('vscode-textfield input').fill('172.27.54.172');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.match(await page.locator('.details .name').first().innerText(), /app-1399-13996/);
    await page.locator('.rows .row[aria-selected="true"]').waitFor();
    assert.ok((await page.locator('.rows .row').count()) < 120, 'only rows in sight are in the document');
    await page.locator('.list').focus();
    await page.keyboard.press('End');
    await settled(page);
    assert.ok(await page.locator('.rows .row[aria-selected="true"]').isVisible());
  });
});
