// What a release consists of: the VSIX, the package for npm (the command line alone), and SHA256SUMS.
// node scripts/release.mjs FOLDER
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { build, packageExtension } from './package.mjs';
import { at } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

await main(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Failure('Usage: node scripts/release.mjs FOLDER', 2);
  const out = path.resolve(folder);
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new Failure(`${out} is not empty.`, 2);
  await build();
  /** @type {{ name: string, version: string, [field: string]: unknown }} */
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  await packageExtension(path.join(out, `${manifest.name}-${manifest.version}.vsix`));
  await packageCommandLine(manifest, out);
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

/**
 * Everything is bundled, so the package has no dependencies, and of the manifest only what concerns the command line.
 *
 * @param {{ [field: string]: unknown }} manifest
 * @param {string} out
 */
async function packageCommandLine(manifest, out) {
  const folder = temporaryFolder('npm');
  const texts = JSON.parse(readFileSync(at('package.nls.json'), 'utf8'));
  const { name, version, license, keywords, bin } = manifest;
  const engines = { node: /** @type {{ node: string }} */ (manifest['engines']).node };
  const description = texts['extension.description'];
  writeFileSync(
    path.join(folder, 'package.json'),
    `${JSON.stringify({ name, version, description, license, keywords, bin: bin ?? { 'edge-network': 'dist/cli.js' }, engines }, undefined, 2)}\n`,
  );
  for (const file of ['dist/cli.js', 'dist/third-party-notices.txt', 'LICENSE', 'CHANGELOG.md', 'README.md', 'docs/json.md'])
    cpSync(at(file), path.join(folder, file));
  const npm = process.env['npm_execpath'];
  const parameters = ['pack', folder, '--pack-destination', out, '--ignore-scripts'];
  const { code, output } =
    npm === undefined ? await run('npm', parameters) : await run(process.execPath, [npm, ...parameters], { timeLimit: 120_000 });
  if (code !== 0) throw new Failure(`${output}\nThe package for npm could not be made: see above.`);
}
