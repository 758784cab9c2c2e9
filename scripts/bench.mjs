// Benchmarks (`npm run bench`): every figure is a ratio to a yardstick measured in the same run.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

await build({ entryPoints: ['bench/main.ts'], outfile: '.test/bench.cjs', bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
process.exit(spawnSync(process.execPath, ['--expose-gc', '.test/bench.cjs'], { stdio: 'inherit' }).status ?? 1);
