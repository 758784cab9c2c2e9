import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Graph, ToPage } from '../../src/topology/protocol.ts';
import { GraphBuilder, graphMessage, shopGraph } from './support/graphs.ts';
import { closeBrowser, openPage, settled, type OpenOptions, type OpenPage } from './support/page.ts';
import { comparison, futureMessage, reachMessage, wayMessage } from './support/overlays.ts';
import { overlappingSite, planMessage, site } from './support/plans.ts';
import type { Theme } from './support/themes.ts';

const shop = graphMessage(shopGraph());
const web = 'store|Service/web';

const tool = async ({ page }: OpenPage, label: string) => page.locator(`vscode-toolbar-button[label="${label}"]`).click();

async function find({ page }: OpenPage, query: string): Promise<void> {
  await page.locator('vscode-textfield input').fill(query);
  await page.keyboard.press('Enter');
}

const description = {
  title: 'Service shop/web',
  findings: [
    {
      severity: 'error',
      code: 'port/unknown-name',
      message: 'No container names a port "htpp".',
      place: { number: 1, text: 'web.yaml:12' },
      fixes: [{ number: 2, text: 'Change to "http"' }],
    },
  ],
  facts: [
    { name: 'Cluster IP', values: ['172.28.0.12'], reason: 'Free.', certainty: 'predicted', places: [{ number: 3, text: 'site.yaml:3' }] },
  ],
};

const withStatus = (state: 'loading' | 'behind', text: string): ToPage => ({
  type: 'graph',
  version: 1,
  graph: shopGraph(),
  status: { state, text },
});

function withUnknowns(): Graph {
  const b = new GraphBuilder();
  for (const [name, looks] of [
    ['north', {}],
    ['south', {}],
    ['drafts', { alternative: 'not-applied', note: 'not applied' }],
  ] as const)
    b.add(name, 'cluster', undefined, looks)
      .add(`${name}|n`, 'namespace', name)
      .add(`${name}|grafana`, 'service', `${name}|n`, { podsUnknown: true, note: ':80' });
  return b.graph;
}

interface State {
  /** Spread over the states, so that each theme sees each view. */
  readonly themes: readonly Theme['name'][];
  readonly options?: OpenOptions;
  readonly act?: (opened: OpenPage) => Promise<void>;
}

async function traced(opened: OpenPage, mode: 'graph' | 'list'): Promise<void> {
  if (mode === 'list') await tool(opened, 'List');
  await find(opened, 'app=web Deployment');
  await opened.page.locator(`.${mode}`).focus();
  await opened.page.keyboard.press('c');
  await find(opened, 'database.shop');
  await opened.page.locator(`.${mode}`).focus();
  await opened.page.keyboard.press('Enter');
  await opened.waitFor('trace');
  await opened.send(wayMessage);
  await opened.page.locator('.details .step').first().waitFor();
}

async function happened(opened: OpenPage, mode: 'graph' | 'list'): Promise<void> {
  if (mode === 'list') await tool(opened, 'List');
  await opened.send(futureMessage(1, 2));
  await opened.page.locator('.details .changes').first().waitFor();
}

const all = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;

const states: Readonly<Record<string, State>> = {
  'nothing yet': { themes: ['dark'], options: {} },
  'nothing, and what to do': {
    themes: ['high-contrast-light'],
    options: {
      message: {
        type: 'graph',
        version: 1,
        graph: { elements: [], edges: [] },
        status: { state: 'empty', text: 'There is no YAML here.', actions: ['openFolder', 'newManifest'] },
      },
    },
  },
  'a workspace that is being read': {
    themes: ['high-contrast-light'],
    options: { message: withStatus('loading', 'Reading 7 of 90 files.') },
  },
  'a picture that is behind': { themes: ['light'], options: { message: withStatus('behind', 'web.yaml cannot be read.') } },
  'clusters, one of them not applied, and pods that are not known': {
    themes: ['light', 'high-contrast'],
    options: { message: graphMessage(withUnknowns()) },
    act: (opened) => tool(opened, 'Legend'),
  },
  'an extension that does not answer': {
    themes: ['high-contrast'],
    options: { message: graphMessage(shopGraph()), noticesSilence: true },
    act: async (opened) => {
      await find(opened, '172.28.0.12');
      await opened.page.locator('.banner', { hasText: 'does not answer' }).waitFor();
    },
  },
  'the graph': { themes: ['dark'] },
  'the graph, with a selection and its details': {
    themes: all,
    act: async (opened) => {
      await find(opened, '172.28.0.12');
      await opened.send({ type: 'description', id: web, description });
      await opened.page.locator('.details .fix').waitFor();
    },
  },
  'the graph, one chain alone': {
    themes: ['light'],
    act: async (opened) => {
      await find(opened, '172.28.0.12');
      await opened.page.keyboard.press('ArrowDown');
      await opened.page.keyboard.press('t');
      await opened.page.locator('.trace').waitFor();
    },
  },
  'the graph, filtered, a menu open': {
    themes: ['high-contrast', 'high-contrast-light'],
    act: async (opened) => {
      await tool(opened, 'Filter');
      await opened.page.locator('.press-button', { hasText: 'With problems' }).click();
      await opened.page.locator('.menu-button', { hasText: 'Kind' }).click();
    },
  },
  'filters that nothing passes': {
    themes: ['light'],
    options: { message: shop, state: { protocol: 1, filter: { namespaces: ['gone'] }, filterBar: true } },
  },
  'the graph, the end of a connection being chosen': {
    themes: ['light', 'high-contrast'],
    act: async (opened) => {
      await find(opened, 'app=web Deployment');
      await opened.page.locator('.graph').focus();
      await opened.page.keyboard.press('c');
      await opened.page.locator('.mode-banner.of-way').waitFor();
    },
  },
  'the graph, a connection with its steps': { themes: all, act: (opened) => traced(opened, 'graph') },
  'the list, a connection with its steps': { themes: ['dark', 'high-contrast-light'], act: (opened) => traced(opened, 'list') },
  'the graph, who may talk to a service': {
    themes: ['light', 'high-contrast'],
    act: async (opened) => {
      await opened.send(reachMessage);
      await opened.page.locator('.mode-banner.of-reach').waitFor();
    },
  },
  'the graph behind events, with what changes': { themes: all, act: (opened) => happened(opened, 'graph') },
  'the list behind events, beside an editor': {
    themes: ['light', 'high-contrast'],
    options: { message: shop, width: 420 },
    act: (opened) => happened(opened, 'list'),
  },
  'the graph, what may happen to a workload': {
    themes: ['dark', 'high-contrast-light'],
    act: async (opened) => {
      await find(opened, '172.28.0.12');
      const events = [
        { number: 4, text: 'It is updated' },
        { number: 5, text: 'It has another number of pods…', replicas: 3 },
      ];
      await opened.send({ type: 'description', id: web, description: { ...description, events } });
      await opened.page.locator('.details .scaling').waitFor();
    },
  },
  'the graph, compared': {
    themes: ['light', 'high-contrast'],
    act: async (opened) => {
      await opened.send({ type: 'comparison', comparison });
      await opened.page.locator('.details .changes').waitFor();
    },
  },
  'the legend of the graph': { themes: ['high-contrast'], act: (opened) => tool(opened, 'Legend') },
  'the plan, filtered, with its legend': {
    themes: ['light', 'high-contrast-light'],
    options: { message: planMessage(...site) },
    act: async (opened) => {
      await tool(opened, 'Address plan');
      await tool(opened, 'Filter');
      await opened.page.locator('.press-button', { hasText: 'Reachable from outside' }).click();
      await opened.page.locator('.is-left').first().waitFor();
      await tool(opened, 'Legend');
    },
  },
  'the plan, a block open': {
    themes: ['dark'],
    options: { message: planMessage(...site) },
    act: async (opened) => {
      await tool(opened, 'Address plan');
      await opened.page.locator('.plan-cell.is-block').first().click();
    },
  },
  'the plan, with an overlap and a selection': {
    themes: all,
    options: { message: planMessage(...overlappingSite) },
    act: async (opened) => {
      await tool(opened, 'Address plan');
      await opened.page.locator('.plan-cell.is-overlap').first().click();
    },
  },
  'the plan, when no range is known': {
    themes: ['high-contrast'],
    options: { message: planMessage('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n') },
    act: (opened) => tool(opened, 'Address plan'),
  },
  'the list': { themes: ['high-contrast-light'], act: (opened) => tool(opened, 'List') },
  'the list, sorted, with a selection': {
    themes: ['light', 'high-contrast'],
    act: async (opened) => {
      await tool(opened, 'List');
      await opened.page.locator('[role="columnheader"].of-problem button').click();
      await opened.page.locator('.rows .row').nth(2).click();
    },
  },
  'the list beside an editor': { themes: ['dark'], options: { message: shop, width: 560 }, act: (opened) => tool(opened, 'List') },
};

describe('Accessibility', () => {
  after(closeBrowser);

  for (const [name, { themes, options = { message: shop }, act }] of Object.entries(states)) {
    for (const theme of themes) {
      it(`has no violations: ${name}, ${theme}`, async () => {
        const opened = await openPage({ ...options, theme });
        try {
          await act?.(opened);
          await settled(opened.page);
          // axe brings styles of its own, of which the policy complains: so what was complained of before counts.
          assert.deepEqual(opened.complaints, []);
          const { violations } = await new AxeBuilder({ page: opened.page }).analyze();
          assert.deepEqual(
            violations.map(
              ({ id, nodes }) =>
                `${id}: ${nodes
                  .slice(0, 3)
                  .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`)
                  .join(' ;; ')}`,
            ),
            [],
          );
        } finally {
          await opened.close();
        }
      });
    }
  }
});
