import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { quantiles, timed } from './measure.ts';
import { generateOneCluster } from './workspace.ts';

/** Of each of two programs so many runs, one after the other in turn, so that both meet the same load of the machine. */
const rounds = Number(process.env['ROUNDS'] ?? 15);

const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-start-'));
try {
  const files = generateOneCluster(1000);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const parser = path.join(folder, 'parse.cjs');
  writeFileSync(parser, parserScript(folder, [...files.keys()]));

  console.log(`\nProcesses from start to end, ${rounds} runs of each in turn: the middle and the least of our time over the yardstick's`);
  beside('edge-network --version', ['dist/cli.js', '--version'], 'node -e 0', ['-e', '0']);
  beside('edge-network check, 1,000 documents', ['dist/cli.js', 'check', folder], 'a process that only parses them', [parser]);
  beside(
    'the same from the cache',
    ['dist/cli.js', 'check', folder, '--cache', path.join(folder, 'kept')],
    'a process that only parses them',
    [parser],
  );
  beside('edge-network check, the example', ['dist/cli.js', 'check', 'examples/store-42'], 'node -e 0', ['-e', '0']);

  console.log('\nScripts as they are shipped');
  for (const script of [
    'extension.js',
    'extensionLater.js',
    'extension.web.js',
    'server.js',
    'later.js',
    'cli.js',
    'commands.js',
    'library.js',
  ]) {
    const file = path.join('dist', script);
    const packed = gzipSync(readFileSync(file)).length;
    console.log(`  ${script.padEnd(40)} ${kilobytes(statSync(file).size)} ${kilobytes(packed)} packed`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function beside(what: string, ours: readonly string[], yardstick: string, theirs: readonly string[]): void {
  const run = (parameters: readonly string[]) => timed(() => spawnSync(process.execPath, parameters, { stdio: 'ignore' }));
  run(ours);
  run(theirs);
  const pairs = Array.from({ length: rounds }, () => [run(ours), run(theirs)] as const);
  const [our, their] = [quantiles(pairs.map(([time]) => time)), quantiles(pairs.map(([, time]) => time))];
  const least = Math.min(...pairs.map(([time]) => time)) / Math.min(...pairs.map(([, time]) => time));
  console.log(
    `  ${what.padEnd(40)} ${(our.p50 / their.p50).toFixed(2)} x ${least.toFixed(2)} x   ${yardstick} (${our.p50.toFixed(0)} and ${their.p50.toFixed(0)} ms)`,
  );
}

/** Reads and parses what `check` reads, with the library's build for Node, and does nothing with it. */
function parserScript(root: string, files: readonly string[]): string {
  const library = JSON.stringify(path.resolve('node_modules/yaml/dist/index.js'));
  return `const { parseAllDocuments } = require(${library});
const { readFileSync } = require('node:fs');
for (const file of ${JSON.stringify(files)}) parseAllDocuments(readFileSync(${JSON.stringify(root)} + '/' + file, 'utf8'));
`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} KB`.padStart(9);
}
