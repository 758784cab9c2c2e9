// Builds the clients (dist/extension.js with dist/extensionLater.js, dist/extension.web.js), the server (dist/server.js, dist/later.js), dist/cli.js with dist/commands.js, dist/commandsLater.js and dist/mcp.js, the library (dist/library.js), and dist/webview/.
// node esbuild.mjs [--watch] [--development]
import { build, context } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';
import { writeNotices } from './scripts/notices.mjs';
import { readingYaml } from './scripts/readingYaml.mjs';
import { clientLater, commandsLater, serverLater } from './scripts/laterModules.mjs';
import { withLaterScript } from './scripts/laterScript.mjs';

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');
const common = {
  bundle: true,
  minify: !development,
  sourcemap: development ? 'inline' : false,
  target: 'es2022',
  logLevel: 'warning',
  logOverride: { 'import-is-undefined': 'error' },
  metafile: true,
  legalComments: 'none',
};

// The library's build for Node asks the environment for a debug switch at every token, a sixth of all its time.
// That of fflate loads `module`, which a web worker has not; what it adds is threads, of which we use none.
const alias = { yaml: path.resolve('node_modules/yaml/browser/index.js'), fflate: path.resolve('node_modules/fflate/esm/browser.js') };
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'], plugins: [readingYaml] };
const browser = { ...common, platform: 'browser', mainFields: ['browser', 'module', 'main'] };

// Completion takes the codes of checks from where each stands with its title, and knows which levels they have.
const withoutRepetition = {
  name: 'without-repetition',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /edge-network-configuration\.schema\.json$/ }, ({ path: file }) => {
      const schema = JSON.parse(readFileSync(file, 'utf8'));
      schema.properties.ignore.items.properties.codes.items.anyOf[0].enum = [];
      for (const check of Object.values(schema.properties.checks.properties)) delete check.$ref;
      return { contents: JSON.stringify(schema), loader: 'json' };
    });
  },
};

// A process and a web worker run the same script, each its own part of it.
const server = {
  ...node,
  plugins: [...node.plugins, withoutRepetition],
  entryPoints: ['src/server/main.ts'],
  outfile: 'dist/server.js',
  format: 'iife',
  conditions: ['module', 'browser'],
  alias,
};
const commands = {
  ...node,
  plugins: [...node.plugins, withoutRepetition],
  entryPoints: ['src/cli/process.ts'],
  outfile: 'dist/commands.js',
  loader: { '.md': 'text' },
  alias,
};
const client = { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] };

const targets = [
  // Built whole while somebody works on them.
  ...(development ? [client] : await withLaterScript(client, clientLater)),
  { ...browser, entryPoints: ['src/extension.web.ts'], outfile: 'dist/extension.web.js', format: 'cjs', external: ['vscode'] },
  ...(development ? [server] : await withLaterScript(server, serverLater)),
  { ...node, entryPoints: ['src/cli/bin.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ...(development ? [commands] : await withLaterScript(commands, commandsLater)),
  { ...node, entryPoints: ['src/cli/mcp/serve.ts'], outfile: 'dist/mcp.js' },
  { ...node, entryPoints: ['src/library/index.ts'], outfile: 'dist/library.js', alias },
  {
    ...common,
    entryPoints: ['webview/main.ts', 'webview/style.css'],
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    plugins: [{ name: 'icons', setup: ({ onEnd }) => onEnd(writeIcons) }],
  },
].filter(({ entryPoints: [first] = [] }) => first === undefined || existsSync(first));

if (watch) {
  // F5 waits for these lines: .vscode/tasks.json.
  let running = 0;
  const progress = {
    name: 'progress',
    setup({ onStart, onEnd }) {
      onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      onEnd(() => {
        if (--running === 0) console.log('[watch] build finished');
      });
    },
  };
  const contexts = await Promise.all(targets.map((target) => context({ ...target, plugins: [...(target.plugins ?? []), progress] })));
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  // esbuild has printed what is wrong.
  const outcomes = await Promise.allSettled(targets.map((target) => build(target)));
  if (outcomes.some(({ status }) => status === 'rejected')) process.exitCode = 1;
  else
    writeNotices(
      outcomes.flatMap((outcome) =>
        outcome.status === 'fulfilled' && outcome.value.metafile !== undefined ? [outcome.value.metafile] : [],
      ),
      'dist/third-party-notices.txt',
      ['@vscode/codicons'],
    );
}

/**
 * The classes and the glyphs of those icons alone whose names occur in the page's script: the whole font has 700, and is a sixth of the page.
 *
 * The font stands in the sheet. A browser asks for a font only when something is first drawn in it, when the page is already seen; and where a page is hidden or closed
 * while something that it has asked for is on its way, VS Code keeps the next page blank for half a minute: the service worker of the one waits for an answer that nobody
 * gives any longer, and that of the next waits for it.
 */
async function writeIcons() {
  const script = existsSync('dist/webview/main.js') ? readFileSync('dist/webview/main.js', 'utf8') : '';
  const sheet = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');
  const glyphs = [];
  const used = sheet.replaceAll(/^\.codicon-([a-z0-9-]+):before .*"\\([0-9a-f]+)".*\n/gmu, (rule, name, code) => {
    if (!script.includes(`"${name}"`) && !script.includes(`codicon-${name}`)) return '';
    glyphs.push(String.fromCodePoint(Number.parseInt(code, 16)));
    return rule;
  });
  const font = readFileSync('node_modules/@vscode/codicons/dist/codicon.ttf');
  const subset = await subsetFont(font, glyphs.join(''), { targetFormat: 'woff2' });
  const source = `url("data:font/woff2;base64,${subset.toString('base64')}") format("woff2")`;
  // The sheet is wanted inside of the library's icons as well: `webview/shared/codicons.ts`.
  const rules = used
    .replace(/\/\*[^]*?\*\//gu, '')
    .replace(/@font-face \{[^}]*\}/u, '')
    .trim();
  writeFileSync(
    'dist/webview/main.js',
    script.replace(/(["'`])__CODICON_RULES__\1/u, () => JSON.stringify(rules)),
  );
  writeFileSync(
    'dist/webview/codicon.css',
    used.replace(/url\("[^"]*codicon\.ttf[^"]*"\) format\("truetype"\)/u, () => source),
  );
}
