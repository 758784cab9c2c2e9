import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { setScriptRunner } from '../../base/laterScript.ts';
import { serve } from '../server.ts';
import { nodeFiles } from './files.ts';
import { translationsFor } from './translations.ts';
import { watchFolders } from './watcher.ts';

/** The process around the server: over IPC for our own client, over standard input and output (`--stdio`) for every other. */
const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some((word) => transports.some((transport) => word.startsWith(transport)))) process.argv.push('--stdio');

const requireBeside = createRequire(__filename);
setScriptRunner((name) => void requireBeside(`./${name}`));

const page = path.join(__dirname, '..', 'docs', 'checks.md');
const pageAddress = existsSync(page) ? pathToFileURL(page).toString() : undefined;

serve(createConnection(ProposedFeatures.all), {
  files: nodeFiles,
  watch: watchFolders,
  translationsFor: (locale) => translationsFor(locale, path.join(__dirname, '..', 'l10n')),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  // As Markdown viewers make anchors of headings.
  pageOf: (code) => (pageAddress === undefined ? undefined : `${pageAddress}#${code.replace('/', '')}`),
});
