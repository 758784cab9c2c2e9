// Builds dist/extension.js (one bundle for desktop and web), dist/cli.js and dist/webview/.
// node esbuild.mjs [--watch] [--development]
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync } from 'node:fs';

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

const targets = [
  {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    mainFields: ['browser', 'module', 'main'],
  },
  {
    ...common,
    entryPoints: ['src/cli/bin.ts'],
    outfile: 'dist/cli.js',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    entryPoints: ['webview/main.ts', 'webview/style.css'],
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
].filter(({ entryPoints: [first] }) => existsSync(first));

mkdirSync('dist/webview', { recursive: true });
cpSync('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
cpSync('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
for (const target of targets) {
  if (watch) await (await context(target)).watch();
  else await build(target);
}
