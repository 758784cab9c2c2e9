// Writes what follows from the list of checks: docs/checks.md, the setting edgeNetwork.checks in package.json with its texts in package.nls.json, the schema of
// .edge-network.yaml. Nine tenths of package.json are written here: do not edit the properties of edgeNetwork.checks by hand.
// node scripts/checks-doc.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = path.resolve('.test', `checks-doc-${process.pid}.cjs`);
await build({
  entryPoints: ['src/checks/documentationPage.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  loader: { '.md': 'text' },
  logLevel: 'error',
});
/** @type {typeof import('../src/checks/documentationPage.ts')} */
const { documentationPage, pageOf, rules, severities } = await import(pathToFileURL(outfile).href);
rmSync(outfile);
mkdirSync('docs', { recursive: true });
writeFileSync('docs/checks.md', documentationPage());

const levels = [...severities, 'off'];

writeJson('package.json', (manifest) => {
  manifest.contributes.configuration.properties['edgeNetwork.checks'].properties = Object.fromEntries(
    rules.map(({ code, severity }) => [
      code,
      {
        type: 'string',
        enum: levels,
        enumDescriptions: levels.map((level) => `%severity.${level}%`),
        default: severity,
        description: `%check.${code}%`,
      },
    ]),
  );
});

writeJson('package.nls.json', (texts) => {
  for (const key of Object.keys(texts)) if (key.startsWith('check.')) delete texts[key];
  for (const { code } of rules) texts[`check.${code}`] = pageOf(code).title;
});

writeJson('schemas/edge-network-configuration.schema.json', (schema) => {
  schema.definitions = { level: { enum: levels } };
  schema.properties.checks.properties = Object.fromEntries(
    rules.map(({ code }) => [code, { $ref: '#/definitions/level', description: pageOf(code).title }]),
  );
  schema.properties.ignore.items.properties.codes.items.anyOf[0].enum = rules.map(({ code }) => code);
});

/**
 * @param {string} file
 * @param {(value: any) => void} change
 */
function writeJson(file, change) {
  const value = JSON.parse(readFileSync(file, 'utf8'));
  change(value);
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
