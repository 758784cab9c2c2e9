import assert from 'node:assert/strict';
import { english } from '../../src/base/message.ts';
import type { Page } from 'playwright-core';
import { drawnAfresh, type Drawn } from '../../src/topology/export/drawn.ts';
import { writeDrawio } from '../../src/topology/export/drawio.ts';
import { accentOf, palettes } from '../../src/topology/export/palette.ts';
import { writeSvg } from '../../src/topology/export/svg.ts';
import { pageStrings } from '../../src/service/pageStrings.ts';
import type { Graph } from '../../src/topology/protocol.ts';
import { graphMessage, largeGraph, shopGraph } from './support/graphs.ts';
import { hostileGraph, hostileNames } from './support/hostile.ts';
import { closeBrowser, openPage, settled, type OpenOptions, type OpenPage } from './support/page.ts';

const shop = shopGraph();
const strings = pageStrings(english);
const drawn = (graph: Graph): Drawn => drawnAfresh(graph, { width: 1600, height: 1000 });

let opened: OpenPage | undefined;

async function open(options: OpenOptions = { message: graphMessage(shop) }): Promise<OpenPage> {
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

/** The file alone in a window, as a viewer opens it. `asked`: what it asks the network for. */
async function view(text: string, use: (page: Page, asked: readonly string[]) => Promise<void>): Promise<void> {
  const { page } = await open({});
  const viewer = await page.context().newPage();
  const asked: string[] = [];
  viewer.on('request', (request) => {
    if (!request.url().startsWith('data:image/svg+xml')) asked.push(request.url());
  });
  await viewer.goto(`data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`);
  await use(viewer, asked);
  await viewer.close();
}

/** Styles have fewer digits than numbers. */
function assertNear(actual: readonly unknown[] | undefined, expected: readonly (number | undefined)[]): void {
  assert.deepEqual(
    actual?.map((value) => (typeof value === 'number' ? Math.round(value * 10) : value)),
    expected.map((value) => Math.round((value ?? NaN) * 10)),
  );
}

/** What an XML parser makes of a text: what is wrong with it, else the text of each of some elements. */
async function parsed(text: string, selector: string, attribute?: string): Promise<readonly string[]> {
  const { page } = opened ?? (await open({}));
  return page.evaluate(
    ([xml, wanted, name]) => {
      const document = new DOMParser().parseFromString(xml, 'application/xml');
      const error = document.querySelector('parsererror');
      if (error !== null) throw new Error(error.textContent);
      return [...document.querySelectorAll(wanted)].map((element) =>
        name === '' ? element.textContent : (element.getAttribute(name) ?? ''),
      );
    },
    [text, selector, attribute ?? ''] as const,
  );
}

describe('An exported SVG', () => {
  for (const [name, graph] of [
    ['of a shop', shop],
    ['of hostile names', hostileGraph()],
    ['of 2,000 pods', largeGraph(2000)],
    ['of nothing', { elements: [], edges: [] }],
  ] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`${name}, ${theme}, is sound, needs nothing else, and nothing in it sticks out`, async () => {
        const { text, width, height } = writeSvg(drawn(graph), { theme, strings });
        await view(text, async (page, asked) => {
          const found = await page.evaluate(() => {
            const root = document.documentElement as unknown as SVGSVGElement;
            const outer = root.getBoundingClientRect();
            const clipped = [...root.querySelectorAll('svg')].flatMap((card) => {
              const room = card.getBoundingClientRect();
              return [...card.querySelectorAll('text')]
                .filter((line) => line.getBoundingClientRect().right > room.right + 1)
                .map((line) => line.textContent);
            });
            return {
              root: root.nodeName,
              errors: document.querySelectorAll('parsererror').length,
              active: root.querySelectorAll('script, image, foreignObject, style, use, a').length,
              clipped,
              outside: [...root.querySelectorAll('text')]
                .filter((line) => line.getBoundingClientRect().right > outer.right)
                .map((line) => line.textContent),
              size: [outer.width, outer.height],
            };
          });
          assert.deepEqual(found, { root: 'svg', errors: 0, active: 0, clipped: [], outside: [], size: [width, height] });
          assert.deepEqual(asked, []);
        });
      });
    }
  }

  it('says each name, with all that is known of it', async () => {
    const titles = await parsed(writeSvg(drawn(shop), { theme: 'light', strings }).text, 'g > title');
    for (const expected of [
      'service web, 172.28.0.12, LoadBalancer :80, reachable from outside, predicted for a fresh cluster',
      'service reports, 172.28.0.14, LoadBalancer :443, reachable from outside, predicted for a fresh cluster, pending, error',
      'workload web, 3 pods, 172.27.35.65-67, Deployment, predicted for a fresh cluster',
      'address range LAN subnet, 10.128.44.0/22, fixed by the manifests',
      'pod kiosk-5d8b6-9c2ls, 172.27.35.68, one of several possible',
    ])
      assert.ok(titles.includes(expected), expected);
  });

  it('holds hostile names as they are', async () => {
    const titles = await parsed(writeSvg(drawn(hostileGraph()), { theme: 'light', strings }).text, 'g > title');
    for (const name of hostileNames)
      assert.ok(
        titles.some((title) => title.includes(name.replace(/[\u0000\u0007\uD800]/g, '\u{FFFD}'))),
        JSON.stringify(name),
      );
  });

  it('tells fixed, predicted and possible apart by the line below, severities by their shape', () => {
    const { text } = writeSvg(drawn(shop), { theme: 'light', strings });
    const lineOf = (address: string) => new RegExp(`>${address.replaceAll('.', '\\.')}</text>(<path[^>]*>)`).exec(text)?.[1] ?? '';
    const dash = (line: string) => /stroke-dasharray="([^"]*)"/.exec(line)?.[1];
    assert.deepEqual(
      [dash(lineOf('10.128.44.244')), dash(lineOf('10.128.44.245')), dash(lineOf('172.27.35.68'))],
      [undefined, '5 3', '0.1 4'],
    );
    assert.match(lineOf('10.128.44.244'), /^<path/);
    const glyphs = (colour: string) =>
      new Set([...text.matchAll(new RegExp(` d="([^"]*)" fill="none" stroke="${colour}"`, 'g'))].map(([, d]) => d));
    const { error, warning } = palettes.light.severities;
    assert.ok(glyphs(error).size > 0 && glyphs(warning).size > 0);
    assert.deepEqual(
      [...glyphs(error)].filter((glyph) => glyphs(warning).has(glyph)),
      [],
    );
  });

  it('has the colours of its theme alone', () => {
    const light = writeSvg(drawn(shop), { theme: 'light', strings }).text;
    const dark = writeSvg(drawn(shop), { theme: 'dark', strings }).text;
    assert.ok(
      light.includes(`fill="${palettes.light.surface}"`) &&
        !light.includes(palettes.dark.surface) &&
        !light.includes(accentOf('pod', palettes.dark)),
    );
    assert.ok(
      dark.includes(`fill="${palettes.dark.surface}"`) &&
        !dark.includes(`"${palettes.light.text}"`) &&
        dark.includes(accentOf('pod', palettes.dark)),
    );
  });

  it('explains only what it has', async () => {
    const { text } = writeSvg(drawn({ elements: shop.elements.filter(({ kind }) => kind === 'cluster'), edges: [] }), {
      theme: 'light',
      strings,
    });
    const texts = await parsed(text, 'text');
    assert.deepEqual(texts, ['store-42', 'Edge network topology · 1 element', 'store-42', 'cluster']);
  });
});

describe('An exported draw.io file', () => {
  it('is XML whose cells hang together: containers hold their content, lines join what is there', async () => {
    for (const graph of [shop, hostileGraph(), largeGraph(2000)]) {
      const one = drawn(graph);
      const text = writeDrawio(one, strings);
      const ids = await parsed(text, 'root > *', 'id');
      assert.equal(new Set(ids).size, ids.length);
      assert.equal((await parsed(text, 'root > object')).length, one.visible.shown.size);
      for (const attribute of ['parent', 'source', 'target']) {
        for (const named of await parsed(text, `mxCell[${attribute}]`, attribute)) assert.ok(ids.includes(named), `${attribute} ${named}`);
      }
    }
  });

  it('has everything where the picture has it, relative to its container', async () => {
    const one = drawnAfresh(shop, { width: 1600, height: 1000 }, new Map([['store|worker', { x: 1400, y: 600 }]]));
    const { page } = await open({});
    const at = await page.evaluate(
      ([xml, id]) => {
        const document = new DOMParser().parseFromString(xml, 'application/xml');
        const find = (element: string) =>
          [...document.querySelectorAll('object')].find((object) => object.getAttribute('element') === element);
        const geometry = find(id)?.querySelector('mxGeometry');
        return {
          x: geometry?.getAttribute('x'),
          y: geometry?.getAttribute('y'),
          inside: find(id)?.querySelector('mxCell')?.getAttribute('parent') === find('store')?.id,
        };
      },
      [writeDrawio(one, strings), 'store|worker'] as const,
    );
    assert.deepEqual(at, { x: '1400', y: '600', inside: true });
  });

  it('holds hostile names as text, of XML and of the HTML that labels are', async () => {
    const text = writeDrawio(drawn(hostileGraph()), strings);
    const labels = await parsed(text, 'object', 'label');
    // A page of its own: the policy of ours has a word to say about the styles of labels.
    const { page } = opened ?? (await open({}));
    const other = await page.context().newPage();
    const read = await other.evaluate(
      (list) =>
        list.map((label) => {
          const { body } = new DOMParser().parseFromString(label, 'text/html');
          return {
            text: body.textContent,
            odd: [...body.querySelectorAll('*')]
              .map(({ localName }) => localName)
              .filter((name) => !['b', 'br', 'font', 'span'].includes(name)),
          };
        }),
      labels,
    );
    await other.close();
    assert.deepEqual(
      read.flatMap(({ odd }) => odd),
      [],
    );
    for (const name of hostileNames)
      assert.ok(
        read.some((one) => one.text.includes(name.replace(/[\u0000\u0007\uD800]/g, '\u{FFFD}'))),
        JSON.stringify(name),
      );
  });
});

describe('The page, for an export,', () => {
  it('asks for one when the reader presses the button', async () => {
    const { page, waitFor } = await open();
    await page.locator('vscode-toolbar-button[label="Export…"]').click();
    assert.deepEqual(await waitFor('export'), { type: 'export' });
  });

  it('says what it draws and where', async () => {
    const { page, send, waitFor } = await open();
    const box = await page.locator('[data-element="store|worker"]').boundingBox();
    await page.mouse.move(box!.x + 20, box!.y + 10);
    await page.mouse.down();
    await page.mouse.move(box!.x + 60, box!.y + 90, { steps: 4 });
    await page.mouse.up();
    await settled(page);
    await send({ type: 'capture', request: 7 });
    const { request, places, toggled } = await waitFor('captured');
    const [, rect] = places.find(([id]) => id === 'store|worker') ?? [];
    const drawnAt = await page
      .locator('[data-element="store|worker"]')
      .evaluate((card) => [card.style.left, card.style.top].map(parseFloat));
    assert.equal(request, 7);
    assert.deepEqual(toggled, []);
    assertNear(rect?.slice(0, 2), drawnAt);
    assert.deepEqual(
      new Set(places.map(([id]) => id)),
      new Set(
        await page.locator('.graph [role="option"]').evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset['element'])),
      ),
    );
  });

  it('makes a PNG of twice the size, in the colours asked for', async () => {
    const { page, send, waitFor } = await open();
    const { text, width, height } = writeSvg(drawn(shop), { theme: 'light', strings });
    await send({ type: 'rasterize', request: 3, svg: text, width, height });
    const { png } = await waitFor('raster', ({ request }) => request === 3);
    const bytes = Buffer.from(png ?? '', 'base64');
    assert.deepEqual([...bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [width * 2, height * 2]);
    const viewer = await page.context().newPage();
    const pixels = await viewer.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const all = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      const colours = new Set<number>();
      for (let at = 0; at < all.length; at += 4) colours.add(((all[at] ?? 0) << 16) | ((all[at + 1] ?? 0) << 8) | (all[at + 2] ?? 0));
      return { corner: [...all.slice(0, 4)], colours: colours.size };
    }, png ?? '');
    await viewer.close();
    assert.deepEqual(pixels.corner, [255, 255, 255, 255]);
    assert.ok(pixels.colours > 100, `${pixels.colours} colours: the cards are drawn, not only the ground`);
  });

  it('says when it cannot make one', async () => {
    const { send, waitFor } = await open();
    await send({ type: 'rasterize', request: 4, svg: '<svg', width: 10, height: 10 });
    assert.equal((await waitFor('raster', ({ request }) => request === 4)).png, undefined);
  });
});

describe('Positions', () => {
  async function drag(page: Page, id: string, dx: number, dy: number): Promise<void> {
    const box = await page.locator(`[data-element="${id}"]`).boundingBox();
    await page.mouse.move(box!.x + 30, box!.y + 10);
    await page.mouse.down();
    await page.mouse.move(box!.x + 30 + dx, box!.y + 10 + dy, { steps: 4 });
    await page.mouse.up();
    await settled(page);
  }
  const offset = (page: Page, id: string, frame: string) =>
    page.evaluate(
      ([inner, outer]) => {
        const style = (name: string) => (document.querySelector(`[data-element="${name}"]`) as HTMLElement).style;
        return [parseFloat(style(inner).left) - parseFloat(style(outer).left), parseFloat(style(inner).top) - parseFloat(style(outer).top)];
      },
      [id, frame] as const,
    );

  it('that the reader drags to are told to the extension', async () => {
    const { page, waitFor } = await open();
    await drag(page, 'store|clients', 30, 60);
    const place = await offset(page, 'store|clients', 'store');
    const isNear = (one: number, other: number | undefined) => other !== undefined && Math.abs(one - other) < 0.1;
    // A slow hand is told on its way as well.
    const { pins } = await waitFor('positions', ({ pins: [[, x, y] = ['', NaN, NaN]] }) => isNear(x, place[0]) && isNear(y, place[1]));
    assert.deepEqual(
      pins.map(([id]) => id),
      ['store|clients'],
    );
  });

  it('come back in a new panel, which remembers nothing itself', async () => {
    const { page, send, waitFor } = await open({});
    await send({ type: 'positions', pins: [['store|clients', 70, 420]] });
    await send(graphMessage(shop));
    await waitFor('shown');
    await settled(page);
    assert.deepEqual(await offset(page, 'store|clients', 'store'), [70, 420]);
  });

  it('of the workspace count more than those that the page kept', async () => {
    const first = await open();
    await drag(first.page, 'store|clients', 30, 60);
    await first.waitFor('positions', ({ pins }) => pins.length > 0);
    const state = await first.state();
    await first.close();
    const { page, send, waitFor } = await open({ state });
    await send({ type: 'positions', pins: [['store|clients', 70, 420]] });
    await send(graphMessage(shop));
    await waitFor('shown');
    await settled(page);
    assert.deepEqual(await offset(page, 'store|clients', 'store'), [70, 420]);
  });

  it('come back with what comes back', async () => {
    const { page, send, waitFor } = await open({});
    await send({ type: 'positions', pins: [['store|clients', 70, 420]] });
    const without = {
      elements: shop.elements.filter(({ id }) => id !== 'store|clients'),
      edges: shop.edges.filter(({ from }) => from !== 'store|clients'),
    };
    await send(graphMessage(without));
    await waitFor('shown');
    const before = await offset(page, 'store|worker', 'store');
    const clients = shop.elements.find(({ id }) => id === 'store|clients');
    await send({
      type: 'patch',
      base: 1,
      version: 2,
      status: { state: 'ready', text: '' },
      patch: { removedEdges: [], removedElements: [], changed: [], added: [{ after: 'store', elements: [clients] }], edges: [] },
    });
    await waitFor('shown', ({ version }) => version === 2);
    await settled(page);
    assert.deepEqual(await offset(page, 'store|clients', 'store'), [70, 420]);
    assert.deepEqual(await offset(page, 'store|worker', 'store'), before);
  });

  it('are forgotten when the reader tidies up', async () => {
    const { page, send, waitFor } = await open({});
    await send({ type: 'positions', pins: [['store|clients', 70, 420]] });
    await send(graphMessage(shop));
    await waitFor('shown');
    await page.locator('vscode-toolbar-button[label^="Tidy up"]').click();
    assert.deepEqual((await waitFor('positions')).pins, []);
    assert.notDeepEqual(await offset(page, 'store|clients', 'store'), [70, 420]);
  });
});
