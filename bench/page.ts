// The topology page in Chromium beside cytoscape's bare cost for the same elements, in one run: npm run bench -- page [SIZE…]
import { build } from 'esbuild';
import type { CDPSession, Page } from 'playwright-core';
import type { Graph, GraphElement, ToPage } from '../src/topology/protocol.ts';
import { graphMessage, largeGraph } from '../test/webview/support/graphs.ts';
import { closeBrowser, openPage } from '../test/webview/support/page.ts';
import type { BareGraph } from './bareGraph.ts';
import { quantiles } from './measure.ts';

interface Figures {
  readonly pan: number;
  readonly first: number;
  readonly sync: number;
  readonly painted: number;
  readonly placement: number;
}

/** Milliseconds, as the table has them. */
const rows: readonly { readonly what: string; readonly figure: keyof Figures; readonly budget: string }[] = [
  { what: 'script per frame while panning the default view', figure: 'pan', budget: '16 ms' },
  { what: 'first picture after the graph has come', figure: 'first', budget: '1 s at 1,000; 1.5 s at 20,000' },
  { what: 'one pod changed: until the page has taken it in', figure: 'sync', budget: '1 ms at 5,000' },
  { what: 'one pod changed: until it is painted', figure: 'painted', budget: '3 frames (50 ms)' },
  { what: 'placement of every element, none folded (cytoscape: grid)', figure: 'placement', budget: '10 ms at 20,000' },
];

/** One cluster with about so many elements. */
export function graphOfSize(elements: number): Graph {
  for (let pods = 10; ; pods += Math.max(10, Math.round(pods / 200) * 10)) {
    const graph = largeGraph(pods);
    if (graph.elements.length >= elements * 0.98) return graph;
  }
}

export async function benchPage(sizes: readonly number[]): Promise<void> {
  const {
    outputFiles: [bundle],
  } = await build({
    entryPoints: ['bench/bareGraph.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
  });
  if (bundle === undefined) throw new Error('bench/bareGraph.ts was not bundled.');
  const measured = new Map<number, { readonly graph: Graph; readonly own: Figures; readonly bare: Figures }>();
  for (const size of sizes) {
    const graph = graphOfSize(size);
    const own: Figures[] = [];
    const bare: Figures[] = [];
    for (let round = 0; round < (size > 10_000 ? 1 : 3); round++) {
      own.push(await ownFigures(graph, bundle.text));
      bare.push(await bareFigures(graph, bundle.text));
    }
    measured.set(size, { graph, own: middle(own), bare: middle(bare) });
  }
  await closeBrowser();
  print(measured);
}

function middle(rounds: readonly Figures[]): Figures {
  const of = (figure: keyof Figures) => quantiles(rounds.map((round) => round[figure])).p50;
  return { pan: of('pan'), first: of('first'), sync: of('sync'), painted: of('painted'), placement: of('placement') };
}

async function ownFigures(graph: Graph, bundle: string): Promise<Figures> {
  const { page, close, posted } = await openPage();
  const first = await timeInPage(page, graphMessage(graph));
  const pod = graph.elements.findLast(({ kind }) => kind === 'pod');
  if (pod === undefined) throw new Error('There is no pod to change.');
  const changes: { readonly sync: number; readonly painted: number }[] = [];
  for (let version = 2; version < 12; version++) {
    const changed: GraphElement = { ...pod, detail: `10.9.8.${version}` };
    changes.push(
      await timeInPage(page, {
        type: 'patch',
        base: version - 1,
        version,
        patch: { removedEdges: [], removedElements: [], changed: [changed], added: [], edges: [] },
        status: { state: 'ready', text: '' },
      }),
    );
  }
  const confirmed = (await posted('shown')).at(-1)?.version;
  if (confirmed !== 11) throw new Error(`The page shows version ${confirmed ?? 'none'} instead of 11.`);
  const pan = await scriptPerFrame(page, '.graph .canvas');
  // By itself, in a window without the page.
  await page.goto('about:blank');
  await page.addScriptTag({ content: bundle });
  const placements: number[] = [];
  for (let round = 0; round < 5; round++)
    placements.push(await page.evaluate((data) => (globalThis as unknown as { bare: BareGraph }).bare.place(data), graph));
  await close();
  // The first changes warm up.
  const warm = changes.slice(3);
  return {
    pan,
    first: first.painted,
    sync: quantiles(warm.map(({ sync }) => sync)).p50,
    painted: quantiles(warm.map(({ painted }) => painted)).p50,
    placement: quantiles(placements).p50,
  };
}

async function bareFigures(graph: Graph, bundle: string): Promise<Figures> {
  const { page, close } = await openPage();
  await page.goto('about:blank');
  await page.setContent('<!DOCTYPE html><div id="bare" style="position: absolute; inset: 0"></div>');
  await page.addScriptTag({ content: bundle });
  const figures = await page.evaluate(
    async ({ data, id }) => {
      const { bare } = globalThis as unknown as { bare: BareGraph };
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const timed = async (work: () => void) => {
        await frame();
        const start = performance.now();
        work();
        const sync = performance.now() - start;
        await frame();
        await frame();
        return { sync, painted: performance.now() - start };
      };
      const first = await timed(() => bare.draw(data));
      const changes: { sync: number; painted: number }[] = [];
      for (let count = 0; count < 5; count++) changes.push(await timed(() => bare.change(id, `changed ${count}`)));
      return { first: first.painted, changes };
    },
    { data: graph, id: graph.elements.findLast(({ kind }) => kind === 'pod')?.id ?? '' },
  );
  const pan = await scriptPerFrame(page, '#bare');
  const placement = await page.evaluate(() => (globalThis as unknown as { bare: BareGraph }).bare.layOut());
  await close();
  return {
    pan,
    first: figures.first,
    sync: quantiles(figures.changes.map(({ sync }) => sync)).p50,
    painted: quantiles(figures.changes.map(({ painted }) => painted)).p50,
    placement,
  };
}

/** Hands a message to the page as the browser does; until its handler returns, and until the second frame after it. */
async function timeInPage(page: Page, message: ToPage): Promise<{ readonly sync: number; readonly painted: number }> {
  return page.evaluate(async (data) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const start = performance.now();
    window.dispatchEvent(new MessageEvent('message', { data }));
    const sync = performance.now() - start;
    await frame();
    await frame();
    return { sync, painted: performance.now() - start };
  }, message);
}

/** Script time of a frame, in milliseconds, while the background is dragged to and fro. */
async function scriptPerFrame(page: Page, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await scriptTime(session);
  const frames = await page.evaluate(async (target) => {
    const container = document.querySelector(target);
    if (container === null) throw new Error(`${target} is not there`);
    const { left, bottom } = container.getBoundingClientRect();
    const [x, y] = [left + 6, bottom - 6];
    const fire = (type: string, on: EventTarget, at: number, buttons: number) =>
      on.dispatchEvent(
        new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x + at, clientY: y - at, button: 0, buttons, view: window }),
      );
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const began = performance.now();
    fire('mousedown', document.elementFromPoint(x, y) ?? container, 0, 1);
    let count = 0;
    // Enough for a mean, or as many as five seconds hold.
    for (; count < 60 && performance.now() - began < 5000; count++) {
      await frame();
      fire('mousemove', window, 4 * (count % 30 < 15 ? count % 15 : 15 - (count % 15)), 1);
    }
    await frame();
    fire('mouseup', window, 0, 0);
    return count;
  }, selector);
  return ((await scriptTime(session)) - before) / frames;
}

/** Milliseconds of script since the page was opened. */
async function scriptTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? NaN) * 1000;
}

function print(measured: ReadonlyMap<number, { readonly graph: Graph; readonly own: Figures; readonly bare: Figures }>): void {
  const number = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
  const cells = [
    [
      'the page / bare cytoscape, ms',
      ...[...measured.values()].map(
        ({ graph: { elements, edges } }) => `${elements.length.toLocaleString('en')} (+${edges.length.toLocaleString('en')} edges)`,
      ),
      'budget',
    ],
    ...rows.map(({ what, figure, budget }) => [
      what,
      ...[...measured.values()].map(({ own, bare }) => `${number(own[figure])} / ${number(bare[figure])}`),
      budget,
    ]),
  ];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const [head = [], ...body] = cells;
  console.log([line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n'));
}
