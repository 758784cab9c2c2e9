import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { graphMessage, largeGraph } from './support/graphs.ts';
import { closeBrowser, openPage, passes, restingBox, settled } from './support/page.ts';

after(closeBrowser);

/** How much of the canvas is painted: lines, since cards and frames are no part of it. */
async function paint(page: Page): Promise<number> {
  await settled(page);
  await passes(page, 200);
  return page.locator('.graph canvas').evaluateAll((canvases) =>
    canvases.reduce((sum, one) => {
      const canvas = one as HTMLCanvasElement;
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let painted = 0;
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) painted++;
      return sum + painted;
    }, 0),
  );
}

/** All of it in sight, be it too small to read. */
async function fitAll(page: Page): Promise<void> {
  await page.locator('.graph').focus();
  await page.keyboard.press('0');
  await settled(page);
}

describe('Edges to pods that are too many to draw', () => {
  it('are drawn for what is pointed at or selected, and for nothing else', async () => {
    const { page, close, complaints } = await openPage({ message: graphMessage(largeGraph(600)) });
    await fitAll(page);
    assert.equal(await paint(page), 0);
    assert.match(await page.locator('.footer').innerText(), /shown for what is selected/);

    const card = await restingBox(page.locator('.card[data-element="site|Service/app-3"]'));
    await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2);
    const pointedAt = await paint(page);
    assert.ok(pointedAt > 0);
    await page.mouse.click(card.x + card.width / 2, card.y + card.height / 2);
    await page.mouse.move(3, 3);
    assert.ok((await paint(page)) > 0);
    await page.locator('.graph').focus();
    await page.keyboard.press('Escape');
    await passes(page, 400);
    assert.equal(await paint(page), 0);
    assert.deepEqual(
      complaints.filter((text) => !text.includes('willReadFrequently')),
      [],
    );
    await close();
  });

  it('follow the patches while they are shown', async () => {
    const graph = largeGraph(600);
    const { page, close, send, waitFor } = await openPage({ message: graphMessage(graph) });
    await fitAll(page);
    const card = await restingBox(page.locator('.card[data-element="site|Service/app-3"]'));
    await page.mouse.click(card.x + card.width / 2, card.y + card.height / 2);
    await page.mouse.move(3, 3);
    const before = await paint(page);
    const gone = graph.edges.filter(({ kind, from }) => kind === 'answers' && from === 'site|Service/app-3').map(({ id }) => id);
    await send({
      type: 'patch',
      base: 1,
      version: 2,
      patch: { removedEdges: gone, removedElements: [], changed: [], added: [], edges: [] },
      status: { state: 'ready', text: '' },
    });
    await waitFor('shown', ({ version }) => version === 2);
    assert.ok(before > 0);
    assert.equal(await paint(page), 0);
    const back = graph.edges.filter(({ id }) => gone.includes(id));
    await send({
      type: 'patch',
      base: 2,
      version: 3,
      patch: { removedEdges: [], removedElements: [], changed: [], added: [], edges: back },
      status: { state: 'ready', text: '' },
    });
    await waitFor('shown', ({ version }) => version === 3);
    assert.ok((await paint(page)) > 0);
    await close();
  });
});
