// Headless Chromium.
import { chromium } from 'playwright-core';
import { onEnd } from '../childProcess.mjs';
import { chromiumArguments, findChromium } from './chromium.mjs';

/** Starts Chromium; it ends with `close`, or with the script. */
export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArguments,
    headless: true,
    timeout: 180_000,
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const forget = onEnd(() => browser.close());
  browser.once('disconnected', forget);
  return browser;
}
