// Writes docs/checks.md from the documentation of the checks: node scripts/checks-doc.mjs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const outfile = path.resolve('.test', `checks-doc-${process.pid}.cjs`);
await build({ entryPoints: ['src/checks/documentationPage.ts'], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
const { documentationPage } = await import(outfile);
rmSync(outfile);
mkdirSync('docs', { recursive: true });
writeFileSync('docs/checks.md', documentationPage());
