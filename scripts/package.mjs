// Builds and packages the extension as one platform-neutral VSIX.
// node scripts/package.mjs [--out FILE]
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { at, root } from './paths.mjs';

const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');

/** Builds `dist/` anew for production: what an earlier build left there would be packaged. */
export async function build() {
  rmSync(at('dist'), { recursive: true, force: true });
  const { code, output } = await run(process.execPath, [at('esbuild.mjs')], { cwd: root, timeLimit: 120_000 });
  if (code !== 0) throw new Failure(`${output}\nThe build failed: see above.`);
}

/**
 * Packages `dist/` as it is; returns the path of the VSIX.
 *
 * @param {string} [out]
 * @param {{ preRelease?: boolean | undefined }} [options] for the channel of those who have chosen *Switch to Pre-Release Version*
 */
export async function packageExtension(out, { preRelease = false } = {}) {
  const { name, version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const file = path.resolve(out ?? at(`${name}-${version}.vsix`));
  // Everything is bundled, so there are no dependencies to collect. This project does not say where it is published: without a
  // `repository` in package.json, links in the README can only stay relative.
  const parameters = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
    ...(preRelease ? ['--pre-release'] : []),
  ];
  const { code, output } = await run(process.execPath, [vsce, ...parameters], { cwd: root, timeLimit: 120_000, env: quiet });
  if (code !== 0) throw new Failure(`${output}\nPackaging failed: see above.`);
  return file;
}

/** The files that go into the VSIX, sorted, as paths relative to the checkout. */
export async function packagedFiles() {
  const { code, output } = await run(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root, timeLimit: 60_000, env: quiet });
  if (code !== 0) throw new Failure(`${output}\nThe files to package could not be listed: see above.`);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

const quiet = { NODE_NO_WARNINGS: '1' };

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const { values } = parseArgs({ options: { out: { type: 'string' } } });
    await build();
    console.log(path.relative(process.cwd(), await packageExtension(values.out)));
  });
}
