// The suites of test/editor inside desktop VS Code, which is downloaded from its vendor's site: for machines that can reach it.
// node scripts/test-desktop.mjs [VERSION…]       the oldest supported version and the newest when none is named
import { cpSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { run } from './childProcess.mjs';
import { bundleSuites } from './editorSuites.mjs';
import { Failure, main } from './failure.mjs';
import { findOnPath } from './hosts/executables.mjs';
import { stageExtension } from './hosts/stage.mjs';
import { build } from './package.mjs';
import { at, scratch } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

await main(async () => {
  const needsDisplay = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (needsDisplay) return runWithVirtualDisplay();
  const named = process.argv.slice(2);
  const versions = named.length > 0 ? named : ['1.100.0', 'stable'];
  /** @type {[version: string, executable: string][]} */
  const executables = [];
  for (const version of versions) executables.push([version, await download(version)]);

  await build();
  const extension = stageExtension();
  const tests = await bundleSuites(path.join(extension, 'suites.js'));
  let failed = 0;
  for (const [version, vscodeExecutablePath] of executables) {
    console.log(`Desktop VS Code ${version}`);
    const scene = temporaryFolder('scene');
    const folder = path.join(scene, 'workspace');
    cpSync(at('test/editor/workspace'), folder, { recursive: true });
    const data = [`--user-data-dir=${path.join(scene, 'user')}`, `--extensions-dir=${path.join(scene, 'extensions')}`];
    const launchArgs = [folder, ...data, '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'];
    try {
      await runTests({ vscodeExecutablePath, extensionDevelopmentPath: extension, extensionTestsPath: tests, launchArgs });
    } catch (error) {
      console.error(messageOf(error));
      failed += 1;
    }
  }
  return failed === 0 ? 0 : 1;
});

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} version */
async function download(version) {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(scratch, 'desktop') });
  } catch (error) {
    throw new Failure(`VS Code ${version} could not be downloaded (${messageOf(error)}); npm test needs no download of it.`);
  }
}

async function runWithVirtualDisplay() {
  const xvfb = findOnPath('xvfb-run');
  if (xvfb === undefined) throw new Failure('No display: install xvfb (apt-get install xvfb).');
  const parameters = ['-a', process.execPath, import.meta.filename, ...process.argv.slice(2)];
  return (await run(xvfb, parameters, { timeLimit: 1_200_000, echo: true })).code;
}
