// What a release consists of: the VSIX, the package for npm (the command line and the library), and SHA256SUMS.
// node scripts/release.mjs FOLDER [--pre-release]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, main } from './failure.mjs';
import { packForNpm } from './npmPackage.mjs';
import { build, packageExtension } from './package.mjs';
import { at } from './paths.mjs';

await main(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'pre-release': { type: 'boolean' } } });
  const [folder] = positionals;
  if (folder === undefined) throw new Failure('Usage: node scripts/release.mjs FOLDER [--pre-release]', 2);
  const out = path.resolve(folder);
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new Failure(`${out} is not empty.`, 2);
  await build();
  /** @type {{ name: string, version: string, [field: string]: unknown }} */
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  await packageExtension(path.join(out, `${manifest.name}-${manifest.version}.vsix`), { preRelease: values['pre-release'] });
  await packForNpm(out);
  const sums = readdirSync(out)
    .sort()
    .map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(path.join(out, file)))
          .digest('hex')}  ${file}\n`,
    );
  writeFileSync(path.join(out, 'SHA256SUMS'), sums.join(''));
  console.log(sums.join('').trimEnd());
});
