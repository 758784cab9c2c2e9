// The package for npm: the command line, the language server, and the library with its types.
// node scripts/npmPackage.mjs FOLDER
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './childProcess.mjs';
import { Failure, main } from './failure.mjs';
import { build } from './package.mjs';
import { at, root } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** What lies in `dist` and belongs to it, once the library's types have been made. */
const built = [
  'cli.js',
  'commands.js',
  'commandsLater.js',
  'mcp.js',
  'server.js',
  'later.js',
  'library.js',
  'library.d.ts',
  'third-party-notices.txt',
];

/** The texts of the language server, for editors that bring none. */
const translations = ['l10n/bundle.l10n.ja.json', 'l10n/bundle.l10n.zh-tw.json'];

/** Its README is docs/command-line.md, whose links lead to documents beside it: here they lie one folder below. */
const documents = ['agents', 'checks', 'ci', 'clusters', 'edge-network', 'fleets', 'json', 'other-editors', 'paths', 'security', 'what-if'];

/**
 * Packs `dist/` as it is; returns the path of the tarball. Everything is bundled, so the package has no dependencies, and of the manifest only what concerns it.
 *
 * @param {string} out a folder
 */
export async function packForNpm(out) {
  await writeTypes();
  /** @type {{ version: string, [field: string]: unknown }} */
  const { version, license, keywords, homepage, repository, bugs, engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const manifest = {
    name: 'edge-network',
    version,
    description:
      'Finds what is wrong with the network of edge Kubernetes clusters, from their manifests: ranges, selectors, ports, names, policies. Needs no cluster.',
    ...{ license, keywords, homepage, repository, bugs },
    bin: { 'edge-network': 'dist/cli.js' },
    exports: { '.': { types: './dist/library.d.ts', default: './dist/library.js' }, './package.json': './package.json' },
    engines: { node: /** @type {{ node: string }} */ (engines).node },
  };
  const folder = temporaryFolder('npm');
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const file of built) copy(path.join('dist', file), folder);
  for (const file of ['LICENSE', 'CHANGELOG.md', 'SECURITY.md', ...translations]) copy(file, folder);
  mkdirSync(path.join(folder, 'docs'));
  for (const name of documents) {
    const text = readFileSync(at(`docs/${name}.md`), 'utf8');
    writeFileSync(path.join(folder, `docs/${name}.md`), text.replaceAll('](command-line.md', '](../README.md'));
  }
  const readme = readFileSync(at('docs/command-line.md'), 'utf8');
  writeFileSync(path.join(folder, 'README.md'), readme.replaceAll(/\]\((?=[a-z-]+\.md)/g, '](docs/'));
  mkdirSync(out, { recursive: true });
  const npm = process.env['npm_execpath'];
  const parameters = ['pack', folder, '--pack-destination', out, '--ignore-scripts', '--json'];
  const { code, output } =
    npm === undefined
      ? await run('npm', parameters, { timeLimit: 120_000 })
      : await run(process.execPath, [npm, ...parameters], { timeLimit: 120_000 });
  if (code !== 0) throw new Failure(`${output}\nThe package for npm could not be made: see above.`);
  return path.join(out, `${manifest.name}-${version}.tgz`);
}

/** The declarations of what the library exports, and of all that they name, as one file that imports nothing. */
async function writeTypes() {
  const rollup = path.join(path.dirname(createRequire(import.meta.url).resolve('rollup/package.json')), 'dist/bin/rollup');
  const parameters = ['--config', at('scripts/libraryTypes.mjs'), '--silent'];
  const { code, output } = await run(process.execPath, [rollup, ...parameters], { cwd: root, timeLimit: 300_000 });
  if (code !== 0) throw new Failure(`${output}\nThe library's types could not be made: see above.`);
}

/**
 * @param {string} file relative to the checkout
 * @param {string} folder
 */
function copy(file, folder) {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  cpSync(at(file), target);
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const [folder] = process.argv.slice(2);
    if (folder === undefined) throw new Failure('Usage: node scripts/npmPackage.mjs FOLDER', 2);
    await build();
    console.log(path.relative(process.cwd(), await packForNpm(path.resolve(folder))));
  });
}
