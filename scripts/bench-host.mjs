// What a large workspace costs the extension host, and how long a person waits for problems and picture: inside VS Code with a Node extension host.
// node scripts/bench-host.mjs [DOCUMENTS…]       1000 10000 when none is given; of dist/ as it is built
import { build } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { main } from './failure.mjs';
import { stageExtension } from './hosts/stage.mjs';
import { runInVSCode } from './hosts/suite.mjs';
import { bundleForNode } from './suites.mjs';
import { root } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** Its problem is the first that is waited for. */
const faulty = `apiVersion: v1
kind: Service
metadata:
  name: faulty
  namespace: shop
spec:
  selector:
    app: nobody
  ports:
    - port: 80
`;

await main(async () => {
  process.chdir(root);
  const sizes = process.argv.slice(2).map(Number);
  const extension = stageExtension();
  const tests = path.join(extension, 'bench.js');
  await build({
    entryPoints: ['bench/host.ts'],
    outfile: tests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'error',
  });
  const bundle = await bundleForNode("export * from './bench/workspace.ts';", 'bench-workspace');
  /** @type {typeof import('../bench/workspace.ts')} */
  const { documentsPerSite, generateWorkspace } = createRequire(import.meta.url)(bundle);
  let succeeded = true;
  for (const size of sizes.length > 0 ? sizes : [1_000, 10_000]) {
    const scene = temporaryFolder('bench');
    const folder = path.join(scene, 'workspace');
    const files = generateWorkspace(Math.ceil(size / documentsPerSite));
    for (const [name, text] of new Map(files).set('faulty.yaml', faulty)) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    console.log(`\n${size} documents in ${files.size} files`);
    /** @type {(type: string, ...texts: readonly unknown[]) => void} */
    const log = (_, ...texts) => {
      for (const text of texts) if (typeof text === 'string' && text.startsWith('[bench]')) console.log(text.replace('[bench]', ' '));
    };
    succeeded =
      (await runInVSCode({ host: 'code-server', folder, dataDir: path.join(scene, 'data'), extension, tests, log, timeLimit: 400_000 })) &&
      succeeded;
  }
  return succeeded ? 0 : 1;
});
