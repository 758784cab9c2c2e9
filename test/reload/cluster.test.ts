import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { clusterRequests } from '../../src/editor/clusterRequests.ts';
import { FakeCluster } from './fakeCluster.ts';
import { eventually, patience, runCommand, shows, topologyOf } from './window.ts';

const meta = (name: string, more: object = {}) => ({ metadata: { name, namespace: 'shop', ...more } });
const selector = { app: 'shop', tier: 'web' };

/** Of the example, but for the address that somebody has given the service since. */
const objects = {
  nodes: ['master', 'worker-1', 'worker-2'].map((name) => ({ metadata: { name } })),
  namespaces: [{ metadata: { name: 'shop' } }],
  services: [
    {
      ...meta('web'),
      spec: {
        type: 'LoadBalancer',
        clusterIP: '172.28.1.2',
        selector,
        ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
      },
      status: { loadBalancer: { ingress: [{ ip: '10.128.44.249' }] } },
    },
  ],
  pods: [
    {
      ...meta('web-1', { labels: selector }),
      spec: { nodeName: 'worker-1', containers: [{ name: 'nginx', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }] },
      status: { phase: 'Running', podIP: '172.27.226.70', podIPs: [{ ip: '172.27.226.70' }] },
    },
  ],
};

/** With the real kubectl, and an API server of this test. */
describe('Compare With Cluster…', () => {
  const kubectl = process.env['EDGE_NETWORK_KUBECTL'] ?? '';
  let cluster: FakeCluster;
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (kubectl === '') return this.skip();
    cluster = new FakeCluster(objects);
    const server = await cluster.start();
    writeFileSync(
      process.env['KUBECONFIG'] ?? '',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'store', cluster: { server } }],
        contexts: [{ name: 'store', context: { cluster: 'store', user: 'clerk' } }],
        users: [{ name: 'clerk', user: {} }],
        'current-context': 'store',
      }),
    );
    browser = await chromium.launch({
      executablePath: process.env['EDGE_NETWORK_CHROMIUM'] ?? '',
      args: (process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] ?? '').split(' '),
      timeout: patience,
    });
    page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.goto(process.env['EDGE_NETWORK_WORKBENCH'] ?? '');
    await page.locator('.monaco-list-row', { hasText: 'edge-network.yaml' }).dblclick();
    await page.getByRole('button', { name: 'Show Edge Network Topology' }).first().click();
    await shows(page, 'web');
  });
  beforeEach(() => {
    cluster.asked.splice(0);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: '.test/failed-cluster.png' });
  });
  after(async () => {
    if (kubectl === '') return;
    cluster.stop();
    await browser.close();
  });

  const dialog = () => page.locator('.monaco-dialog-box');
  const told = (text: string | RegExp) => page.locator('.notification-list-item-message', { hasText: text }).first().waitFor();
  async function ask(): Promise<void> {
    // The palette is opened by a key, which the page of the topology would get.
    await page.locator('.tab', { hasText: 'edge-network.yaml' }).click();
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'Compare With Cluster');
    await dialog().waitFor();
  }
  const agree = () => dialog().getByRole('button', { name: 'Run' }).click();

  it('shows the very commands first, and runs none of them when it is left', async () => {
    await ask();
    const text = await dialog().innerText();
    for (const words of clusterRequests) assert.ok(text.includes(`kubectl ${words.join(' ')}`), text);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    assert.deepEqual(cluster.asked, []);
  });

  it('reads alone, and marks what the cluster has otherwise', async () => {
    cluster.manner = 'all';
    await ask();
    await agree();
    await topologyOf(page).locator('.of-comparison', { hasText: 'Cluster' }).first().waitFor();
    const lines = topologyOf(page).locator('.details .changes');
    await eventually(async () =>
      assert.match(await lines.innerText(), /Service shop\/web external address\s+10\.128\.44\.244 → 10\.128\.44\.249/),
    );
    assert.notEqual(cluster.asked.length, 0);
    assert.deepEqual(
      cluster.asked.filter((question) => !question.startsWith('GET ')),
      [],
    );
    await topologyOf(page).locator('.details').getByRole('button', { name: 'End the comparison' }).click();
  });

  it('compares what somebody may read, and says what not', async () => {
    cluster.manner = 'no-pods';
    await ask();
    await agree();
    await topologyOf(page).locator('.of-comparison', { hasText: 'Cluster' }).first().waitFor();
    await told(/A part of the cluster could not be read.*pods is forbidden/);
    await topologyOf(page).locator('.details').getByRole('button', { name: 'End the comparison' }).click();
  });

  it('says in the words of kubectl that somebody may read nothing', async () => {
    cluster.manner = 'forbidden';
    await ask();
    await agree();
    await told(/The cluster did not answer: Error from server \(Forbidden\): nodes is forbidden/);
  });

  it('stops asking when it is cancelled', async () => {
    cluster.manner = 'silent';
    await ask();
    await agree();
    await eventually(() => Promise.resolve(assert.notEqual(cluster.asked.length, 0)));
    const notification = page.locator('.notification-list-item', { hasText: 'Asking the cluster…' });
    await notification.getByRole('button', { name: 'Cancel' }).click();
    await notification.waitFor({ state: 'detached' });
    assert.equal(await topologyOf(page).locator('.of-comparison:visible').count(), 0);
  });

  it('says in the words of kubectl that there is no cluster', async () => {
    cluster.stop();
    await ask();
    await agree();
    await told(/The cluster did not answer: .*refused/s);
  });
});
