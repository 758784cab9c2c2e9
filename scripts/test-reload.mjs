// test/reload in a real VS Code, in a window that the tests drive as a person does.
// node scripts/test-reload.mjs [--vsix FILE] [--grep TEXT]       packages dist/ when no file is named
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { main } from './failure.mjs';
import { chromiumArguments, findChromium } from './hosts/chromium.mjs';
import { installExtension, quietSettings, startCodeServer, workbenchAddress } from './hosts/codeServer.mjs';
import { packageExtension } from './package.mjs';
import { at, root } from './paths.mjs';
import { installRenderers } from './renderers/install.mjs';
import { runTests, testFiles } from './suites.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { vsix: { type: 'string' }, grep: { type: 'string' } } });
  const scene = temporaryFolder('reload');
  const folder = path.join(scene, 'store-42');
  cpSync(at('examples/store-42'), folder, { recursive: true });
  const emptyFolder = path.join(scene, 'store-7');
  mkdirSync(emptyFolder);
  const overlays = path.join(scene, 'three-overlays');
  cpSync(at('test/reload/fixtures/three-overlays'), overlays, { recursive: true });
  const dataDir = path.join(scene, 'data');
  await installExtension({
    dataDir,
    vsix: values.vsix === undefined ? await packageExtension(path.join(scene, 'extension.vsix')) : path.resolve(values.vsix),
  });
  const renderers = await installRenderers();
  const programs = path.join(scene, 'bin');
  mkdirSync(programs);
  if ('kubectl' in renderers) symlinkSync(renderers.kubectl, path.join(programs, 'kubectl'));
  else console.log(`No cluster is asked: ${renderers.missing}.`);
  // Of this kubectl, and of a cluster that a test makes.
  process.env['PATH'] = [programs, process.env['PATH'] ?? ''].join(path.delimiter);
  process.env['KUBECONFIG'] = path.join(scene, 'kubeconfig');
  process.env['EDGE_NETWORK_KUBECTL'] = 'kubectl' in renderers ? path.join(programs, 'kubectl') : '';
  const server = await startCodeServer({ dataDir, settings: quietSettings });
  process.chdir(root);
  process.env['EDGE_NETWORK_WORKBENCH'] = workbenchAddress(server.address, { folder });
  process.env['EDGE_NETWORK_EMPTY_FOLDER'] = workbenchAddress(server.address, { folder: emptyFolder });
  process.env['EDGE_NETWORK_OVERLAYS'] = workbenchAddress(server.address, { folder: overlays });
  process.env['EDGE_NETWORK_CHROMIUM'] = await findChromium();
  process.env['EDGE_NETWORK_CHROMIUM_ARGUMENTS'] = chromiumArguments.join(' ');
  try {
    // One test goes on where the one before it has ended.
    return (await runTests(testFiles(['test/reload']), { name: 'reload', reporter: 'spec', bail: true, grep: values.grep })) ? 0 : 1;
  } finally {
    await server.stop();
  }
});
