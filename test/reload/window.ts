import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';

/** Of the graph; a service and its pods often share a name, and the pods are not what is meant. */
const cards = '.graph [role="option"]:not(.kind-workload)';

/** As a person does it: VS Code stores what is open before it reloads, which a mere reload of the page would not leave it the time for. */
export async function reloadWindow(page: Page): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill('>Developer: Reload Window');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Reload Window' }).first().waitFor();
  await Promise.all([
    page.waitForEvent('framenavigated', { predicate: (frame) => frame === page.mainFrame() }),
    page.keyboard.press('Enter'),
  ]);
}

/** Milliseconds for what a test waits for: far from what it takes, and below what a test may take. */
export const patience = 120_000;

/** Repeats a look that throws until it no longer does. */
export async function eventually(look: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + patience; ;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The page of the topology, two frames below the workbench. */
export function topologyOf(page: Page): FrameLocator {
  return page.locator('iframe.webview.ready').first().contentFrame().frameLocator('#active-frame');
}

interface Seen {
  readonly selected: string | null | undefined;
  /** Left, top and width, relative to the panel, to the pixel. */
  readonly web: readonly number[];
  readonly worker: readonly number[];
}

/** What is selected in the graph, and where the camera and what was dragged have put things. */
export async function seen(page: Page): Promise<Seen> {
  return await topologyOf(page)
    .locator('body')
    .evaluate((body, options) => {
      const all = [...body.querySelectorAll(options)];
      const name = (card: Element | undefined) => card?.querySelector('.name')?.textContent;
      const place = (wanted: string) => {
        const { left = 0, top = 0, width = 0 } = all.find((card) => name(card) === wanted)?.getBoundingClientRect() ?? {};
        return [left, top, width].map(Math.round);
      };
      return {
        selected: name(all.find((card) => card.getAttribute('aria-selected') === 'true')),
        web: place('web'),
        worker: place('worker-1'),
      };
    }, cards);
}

/** Rows with this name in the list. */
export async function listed(page: Page, name: string): Promise<number> {
  return await topologyOf(page).locator('.list .row .name').getByText(name, { exact: true }).count();
}

/** Lets time pass by the clock of the topology's page, in milliseconds: what it had set itself for earlier than that has happened then, on a slow machine as well. */
export async function passes(page: Page, milliseconds: number): Promise<void> {
  await topologyOf(page)
    .locator('body')
    .evaluate((_, time) => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), time)), milliseconds);
}

/** Once it has come to rest: what the window opens beside it, and what is selected, move the picture. */
async function placeOf(page: Page, name: string): Promise<{ readonly x: number; readonly y: number }> {
  const card = topologyOf(page)
    .locator(cards, { has: page.getByText(name, { exact: true }) })
    .last();
  let box = await card.boundingBox();
  for (let rests = 0; rests < 4;) {
    await passes(page, 150);
    const now = await card.boundingBox();
    rests = now !== null && now.x === box?.x && now.y === box.y ? rests + 1 : 0;
    box = now;
  }
  assert.ok(box !== null, `${name} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + 10 };
}

/** As a person clicks: not the card itself takes the pointer, the canvas below it does. */
export async function clickCard(page: Page, name: string): Promise<void> {
  const { x, y } = await placeOf(page, name);
  await page.mouse.click(x, y);
}

export async function drag(page: Page, name: string, dx: number, dy: number): Promise<void> {
  const { x, y } = await placeOf(page, name);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
  await passes(page, 600);
}

/** `Ln 3, Col 1` */
export async function cursor(page: Page): Promise<string> {
  return await page.locator('#status\\.editor\\.selection').innerText();
}

/** Waits until the page of the topology has an element with this name in its list, which is kept beside the drawing for screen readers. */
export async function shows(page: Page, name: string): Promise<void> {
  await topologyOf(page).locator('body').getByText(name, { exact: true }).first().waitFor({ state: 'attached' });
}

/** By the palette, as its list names the command. What an extension brings is not in a list that was opened before the extension was found. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').first().fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click({ timeout: 5000 });
  });
}
