// The packages: test/package on a fresh build, its VSIX and its package for npm, and then the suites of test/editor on the installed VSIX.
// node scripts/test-package.mjs [--accept]       --accept writes the list of files anew
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onEnd, run } from './childProcess.mjs';
import { main } from './failure.mjs';
import { packForNpm } from './npmPackage.mjs';
import { build, packageExtension, packagedFiles } from './package.mjs';
import { at, root, scratch } from './paths.mjs';
import { runTests, testFiles } from './suites.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' } } });
  process.chdir(root);
  await build();
  const files = await packagedFiles();
  if (values.accept) {
    const list = 'test/package/files.txt';
    writeFileSync(at(list), `${files.join('\n')}\n`);
    console.log(`${list}: ${files.length} files`);
    return 0;
  }

  const vsix = path.join(scratch, `package-${process.pid}.vsix`);
  mkdirSync(scratch, { recursive: true });
  onEnd(() => rmSync(vsix, { force: true }));
  await packageExtension(vsix);
  process.env['EDGE_NETWORK_NPM'] = await packForNpm(temporaryFolder('tarball'));
  process.env['EDGE_NETWORK_VSIX'] = vsix;
  process.env['EDGE_NETWORK_VSIX_FILES'] = files.join('\n');
  const passed = await runTests(testFiles(['test/package']), { name: 'package', reporter: 'spec' });
  // code-server does not run on Windows.
  if (process.platform === 'win32') return passed ? 0 : 1;
  const suites = await run(process.execPath, [at('scripts/test-editor.mjs'), '--vsix', vsix], { timeLimit: 1_200_000, echo: true });
  return passed && suites.code === 0 ? 0 : 1;
});
