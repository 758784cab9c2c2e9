// What the licences of the packages ask for whose code is in the scripts: their names and notices, beside the scripts.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { at } from './paths.mjs';

/** @import { Metafile } from 'esbuild' */

/**
 * Writes the notices of every package that the builds took something from, sorted by name. Throws for a package without a licence or without its text.
 *
 * @param {readonly Metafile[]} builds
 * @param {string} file relative to the checkout
 * @param {readonly string[]} [more] packages whose files are copied
 */
export function writeNotices(builds, file, more = []) {
  const packages = new Set(more);
  for (const { outputs } of builds)
    for (const { inputs } of Object.values(outputs))
      for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
        const name = bytesInOutput === 0 ? undefined : /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(input)?.[1];
        if (name !== undefined) packages.add(name);
      }
  /** @type {Map<string, string[]>} */
  const titles = new Map();
  for (const name of [...packages].sort()) {
    const { version, license, text } = licenceOf(name);
    titles.set(text, [...(titles.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...titles].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  writeFileSync(at(file), [`These scripts hold code of other projects, under their licences.\n`, ...parts].join(`\n${'-'.repeat(80)}\n\n`));
}

/** @param {string} name of a package */
function licenceOf(name) {
  const folder = at(`node_modules/${name}`);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((each) => /^(licen[cs]e|copying)/iu.test(each));
  const [first] = files.sort();
  if (typeof license !== 'string' || first === undefined) throw new Failure(`The package ${name} has no licence that could be told of.`);
  return { version, license, text: readFileSync(path.join(folder, first), 'utf8').replaceAll('\r', '').trim() };
}
