// Benchmarks (`npm run bench`): every figure is a ratio to a yardstick measured in the same run.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import path from 'node:path';

// The product ships the YAML library's build for browsers; the yardstick is the one that any Node program gets.
const asShipped = {
  name: 'as-shipped',
  setup: ({ onResolve }) => onResolve({ filter: /^yaml$/ }, ({ importer }) =>
    importer.startsWith(path.resolve('src')) ? { path: path.resolve('node_modules/yaml/browser/index.js') } : undefined),
};
await build({ plugins: [asShipped], entryPoints: ['bench/main.ts'], outfile: '.test/bench.cjs', bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
process.exit(spawnSync(process.execPath, ['--expose-gc', '.test/bench.cjs'], { stdio: 'inherit' }).status ?? 1);
