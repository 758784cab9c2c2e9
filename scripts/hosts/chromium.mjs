// Chromium for the tests: the system's, or the distribution's package.
// node scripts/hosts/chromium.mjs
import { run } from '../childProcess.mjs';
import { Failure, main } from '../failure.mjs';
import { findOnPath, isExecutable, isOnPath } from './executables.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const applications = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Command-line switches under which VS Code's webviews load and nothing reaches for the network. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A webview's frame lives on a name below localhost and is asked for by a page on another one.
  '--disable-features=LocalNetworkAccessChecks',
];

/**
 * The path of a Chromium. Installs the Debian package where there is none and this is root on a machine with apt-get; for anyone else
 * the failure says what to install. EDGE_NETWORK_CHROMIUM names one explicitly.
 */
export async function findChromium({ log = console.log } = {}) {
  const chosen = process.env['EDGE_NETWORK_CHROMIUM'];
  if (chosen) {
    if (!isExecutable(chosen)) throw new Failure(`EDGE_NETWORK_CHROMIUM is ${chosen}, which is not a program.`);
    return chosen;
  }
  const found = existing();
  if (found !== undefined) return found;
  if (isOnPath('apt-get') && process.getuid?.() === 0) {
    log('Installing the package chromium.');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update'], { env });
    const install = await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
    const installed = existing();
    if (installed !== undefined) return installed;
    log(update.output + install.output);
  }
  throw new Failure('Chromium not found: install it (apt-get install chromium), or set EDGE_NETWORK_CHROMIUM to its path.');
}

function existing() {
  return programs.map(findOnPath).find((file) => file !== undefined) ?? applications.find(isExecutable);
}

if (process.argv[1] === import.meta.filename) await main(async () => console.log(await findChromium()));
