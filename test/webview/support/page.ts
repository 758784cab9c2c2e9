import { createServer, type Server } from 'node:http';
import { english } from '../../../src/base/message.ts';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { contentSecurityPolicy, pageHtml } from '../../../src/topology/pageHtml.ts';
import { pageStrings } from '../../../src/service/pageStrings.ts';
import type { FromPage, ToPage } from '../../../src/topology/protocol.ts';
import { themes, type Theme } from './themes.ts';

/** A page under test: the very page that the extension gives to VS Code, in Chromium, with a host that records what the page says. */
export interface OpenPage {
  readonly page: Page;
  /** Sends a message as the extension would; also what is no message. */
  readonly send: (message: unknown) => Promise<void>;
  /** Messages from the page so far, of one type. */
  readonly posted: <T extends FromPage['type']>(type: T) => Promise<readonly Extract<FromPage, { type: T }>[]>;
  /** Waits until the page has said something of this type that fits. */
  readonly waitFor: <T extends FromPage['type']>(
    type: T,
    fits?: (message: Extract<FromPage, { type: T }>) => boolean,
  ) => Promise<Extract<FromPage, { type: T }>>;
  /** What the page keeps over a reload. */
  readonly state: () => Promise<unknown>;
  /** Violations of the Content-Security-Policy, errors and warnings of the console. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly theme?: Theme['name'];
  readonly width?: number;
  readonly height?: number;
  /** As saved by an earlier page. */
  readonly state?: unknown;
  readonly message?: ToPage;
  /** Whether the page notices, after some seconds, that nobody answers it. Without, it waits: the host of a test answers when the test does, which takes as long as the machine is slow. */
  readonly noticesSilence?: boolean;
}

const nonce = 'dGVzdC1ub25jZQ';
/** Milliseconds for what a test waits for: far from what it takes, and below what a test may take. */
const patience = 120_000;

/** One window for all tests: the page's script is compiled once. */
let started: Promise<{ server: Server; browser: Browser; context: BrowserContext; address: string }> | undefined;

/** The built page. */
const built = path.resolve('dist/webview');
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

async function start() {
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const cspSource = `http://${request.headers.host ?? ''}`;
      if (pathname === '/') {
        // The page names its policy itself; as a header it also covers what comes before the element is read.
        response.setHeader('Content-Security-Policy', contentSecurityPolicy({ cspSource, nonce }));
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(
          pageHtml({
            scriptUri: '/main.js',
            styleUri: '/style.css',
            codiconUri: '/codicon.css',
            cspSource,
            nonce,
            strings: pageStrings(english),
          }),
        );
        return;
      }
      response.setHeader('Cache-Control', 'max-age=600');
      response.setHeader('Content-Type', types[path.extname(pathname)] ?? 'application/octet-stream');
      response.end(await readFile(path.join(built, path.basename(pathname))));
    })().catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env['EDGE_NETWORK_CHROMIUM'] ?? '/usr/bin/chromium',
    args: (process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] ?? '--no-sandbox').split(' '),
    timeout: patience,
  });
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(patience);
  return { server, browser, context, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** Opens the page; with `message` it is sent as soon as the page is ready, and shown when this returns. */
export async function openPage({
  theme = 'dark',
  width = 1200,
  height = 800,
  state,
  message,
  noticesSilence = false,
}: OpenOptions = {}): Promise<OpenPage> {
  started ??= start();
  const { context, address } = await started;
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  const complaints: string[] = [];
  page.on('console', (entry) => {
    if (entry.type() === 'error' || entry.type() === 'warning') complaints.push(entry.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const chosen = themes.find(({ name }) => name === theme);
  await page.addInitScript(fakeHost, { state, classes: chosen?.classes ?? [], variables: chosen?.variables ?? {}, noticesSilence });
  await page.goto(address);

  const opened: OpenPage = {
    page,
    complaints,
    send: (sent) => page.evaluate((data) => window.postMessage(data, '*'), sent),
    posted: async (type) =>
      (await page.evaluate(() => (window as unknown as FakeWindow).posted)).filter(
        (one): one is Extract<FromPage, { type: typeof type }> => one.type === type,
      ),
    waitFor: async (type, fits = () => true) => {
      for (const deadline = Date.now() + patience; Date.now() < deadline;) {
        const found = (await opened.posted(type)).find(fits);
        if (found !== undefined) return found;
        await page.waitForTimeout(25);
      }
      throw new Error(`The page did not say "${type}".`);
    },
    state: () => page.evaluate(() => (window as unknown as FakeWindow).state),
    close: () => page.close(),
  };
  await opened.waitFor('ready');
  if (message !== undefined) {
    await opened.send(message);
    if ('version' in message) await opened.waitFor('shown', ({ version }) => version === message.version);
    await settled(page);
  }
  return opened;
}

/** After what was asked of the page has been drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
}

/** Lets time pass by the page's own clock, in milliseconds: what the page had set itself for earlier than that has happened then, on a slow machine as well. */
export async function passes(page: Page, milliseconds: number): Promise<void> {
  await settled(page);
  await page.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), milliseconds);
  await settled(page);
}

/** Where something is on the page once it has come to rest: what was selected before, or is, moves the picture aside. */
export async function restingBox(
  element: Locator,
): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  return await element.evaluate(async (one) => {
    const look = () => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    };
    let before = look();
    for (let rests = 0; rests < 8;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const now = look();
      rests = JSON.stringify(now) === JSON.stringify(before) ? rests + 1 : 0;
      before = now;
    }
    return before;
  });
}

export async function closeBrowser(): Promise<void> {
  if (started === undefined) return;
  const { server, browser } = await started;
  started = undefined;
  await browser.close();
  server.close();
}

interface FakeWindow {
  posted: FromPage[];
  state: unknown;
}

/** Runs in the page before its script: VS Code's side of a webview. */
function fakeHost({
  state,
  classes,
  variables,
  noticesSilence,
}: {
  state: unknown;
  classes: readonly string[];
  variables: Readonly<Record<string, string>>;
  noticesSilence: boolean;
}): void {
  if (!noticesSilence) {
    // Nothing of the page takes as long as its patience with the host.
    const set = window.setTimeout.bind(window);
    window.setTimeout = ((work: () => void, time = 0) => set(work, time < 5_000 ? time : 600_000)) as typeof window.setTimeout;
  }
  const host = window as unknown as FakeWindow & { acquireVsCodeApi: () => unknown };
  host.posted = [];
  host.state = state;
  let acquired = false;
  host.acquireVsCodeApi = () => {
    if (acquired) throw new Error('acquireVsCodeApi may be called once');
    acquired = true;
    return {
      postMessage: (message: FromPage) => host.posted.push(JSON.parse(JSON.stringify(message)) as FromPage),
      getState: () => host.state,
      setState: (value: unknown) => {
        host.state = JSON.parse(JSON.stringify(value));
      },
    };
  };
  document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
  const dress = () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
    document.body.classList.add(...classes);
  };
  if (document.body as HTMLElement | null) dress();
  else document.addEventListener('DOMContentLoaded', dress);
}
