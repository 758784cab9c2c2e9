import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { describe as described } from '../../src/service/page/describe.ts';
import { closeBrowser, openPage, settled } from './support/page.ts';
import { topologyIn } from './support/plans.ts';
import { saidGraph, saidPlan } from '../support/said.ts';
import { english } from '../../src/base/message.ts';

/** What breaks out of markup, of an attribute, of a link, of a template, of a message. Some lack their end: a whole tag, or `${x}`, is a placeholder to the reader of manifests. JSON is YAML, and quotes for us. */
const hostile = [
  '<img src=x onerror="window.hacked=1"',
  '"><script>window.hacked=1</script',
  'javascript:window.hacked=1',
  '${window.hacked=1',
  '{0}{1}',
  "'-window.hacked=1-'",
  '\u202Egnp.exe',
  '</style><style>*{display:none}',
];

const label = (index: number) => hostile[index % hostile.length] ?? '';

/** A cluster in which every field that the page shows is one of these. */
function manifests(): readonly string[] {
  const json = (value: unknown) => JSON.stringify(value);
  const network = {
    apiVersion: 'edgenetwork/v1',
    kind: 'EdgeNetwork',
    metadata: { name: label(0) },
    spec: {
      profile: 'azure-stack-edge',
      computeNetwork: { subnet: '10.128.44.0/22', dhcpRanges: ['10.128.44.243-10.128.44.250', label(3)] },
      kubernetesNodeIPs: '10.128.44.241-10.128.44.243',
      kubernetesServiceIPs: '10.128.44.243-10.128.44.246',
      externalNetworks: hostile.map((name, index) => ({ name, subnet: `172.${16 + index}.0.0/16` })),
    },
  };
  const each = hostile.flatMap((name, index) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: label(index + 1), labels: { [name]: label(index + 2) } },
      spec: {
        type: 'LoadBalancer',
        loadBalancerIP: label(index + 3),
        selector: { app: name },
        ports: [{ name, port: 80, targetPort: name }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `out-${name}`, namespace: name },
      spec: { type: 'ExternalName', externalName: label(index + 1) },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: label(index + 1), labels: { app: name } },
      spec: { nodeName: name, containers: [{ name, image: name, ports: [{ name, containerPort: 80 }] }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { [name]: name } },
      spec: { podCIDR: name },
      status: { addresses: [{ type: 'InternalIP', address: name }] },
    },
  ]);
  return [json(network), ...each.map(json)];
}

/** Elements that this page never makes, attributes that run, and what a name said. */
async function harm(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = [
      ...document.querySelectorAll('body img, body script:not([src]), body style, body iframe, body a, body form, body object'),
    ].map(({ outerHTML }) => outerHTML.slice(0, 120));
    for (const element of document.querySelectorAll('#page *'))
      for (const { name } of element.attributes)
        if (name.startsWith('on') || name === 'href' || name === 'srcdoc') found.push(`${element.tagName} ${name}`);
    return 'hacked' in window ? [...found, 'hacked'] : found;
  });
}

const texts = async (locator: Locator) =>
  (
    await locator.evaluateAll((elements) =>
      elements.map(
        (element) => `${element.textContent} ${element.getAttribute('title') ?? ''} ${element.getAttribute('aria-label') ?? ''}`,
      ),
    )
  ).join('\n');

describe('Hostile text in a manifest', () => {
  after(closeBrowser);

  it('is text in all three views, the details of everything, filters, search, chain and tooltips', async () => {
    const topology = topologyIn(...manifests());
    const { clusters, bars } = saidPlan(topology);
    const { page, send, complaints, close } = await openPage({
      message: {
        type: 'graph',
        version: 1,
        graph: saidGraph(topology),
        status: { state: 'behind', text: hostile.join(' ') },
        plan: { clusters, bars: [...bars.values()] },
      },
      width: 1500,
      height: 1000,
    });
    const tool = (name: string) => page.locator(`vscode-toolbar-button[label="${name}"]`).click();
    const present = hostile.filter((name) =>
      saidGraph(topology).elements.some((element) => element.kind === 'service' && element.label === name),
    );
    assert.ok(present.length > 5, 'the manifests are read');
    const shows = async (where: string, locator: Locator) => {
      const text = await texts(locator);
      for (const name of present) assert.ok(text.includes(name), `${name} in ${where}`);
      assert.deepEqual(await harm(page), [], where);
    };

    await shows('the banner', page.locator('.banner'));
    if (await page.locator('vscode-toolbar-button[label="Show every pod"]').isVisible()) await tool('Show every pod');
    assert.deepEqual(await harm(page), []);
    await tool('Filter');
    await page.locator('.menu-button', { hasText: 'Namespace' }).click();
    await shows('the filter', page.locator('.choices:not([hidden])'));
    await page.keyboard.press('Escape');
    await tool('Filter');

    await tool('List');
    await shows('the list', page.locator('.list .row'));
    await tool('Address plan');
    await page.locator('.plan-bar').first().waitFor();
    await shows('the plan', page.locator('.plan *'));

    await tool('List');
    const field = page.locator('vscode-textfield input');
    for (const element of saidGraph(topology)
      .elements.filter(({ kind }) => ['cluster', 'service', 'externalNetwork', 'pod', 'node', 'dnsName', 'range'].includes(kind))
      .slice(0, 40)) {
      await field.fill(element.label);
      await page.keyboard.press('Enter');
      const description = described(topology, element.id, english);
      await send({
        type: 'description',
        id: element.id,
        description:
          description === undefined
            ? undefined
            : {
                ...description,
                findings: [
                  ...description.findings,
                  {
                    severity: 'error',
                    code: element.label,
                    message: element.label,
                    place: { number: 1, text: element.label },
                    fixes: [{ number: 2, text: element.label }],
                  },
                ],
                facts: description.facts.map((fact) => ({ ...fact, places: [{ number: 3, text: element.label }] })),
              },
      });
      await settled(page);
      assert.deepEqual(await harm(page), [], element.label);
    }
    await tool('Graph');
    await page.keyboard.press('Escape');
    await field.fill(label(0));
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('t');
    assert.ok((await page.locator('.trace').innerText()).includes(label(0)));
    assert.deepEqual(await harm(page), []);
    assert.deepEqual(complaints, []);
    await close();
  });
});
