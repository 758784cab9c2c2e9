// The package: its files, its sizes, and the suites of test/editor on the installed VSIX.
// node scripts/test-package.mjs [--accept]       --accept writes the list of files anew
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onEnd, run } from './childProcess.mjs';
import { main } from './failure.mjs';
import { build, packageExtension, packagedFiles } from './package.mjs';
import { at, scratch } from './paths.mjs';

const list = at('test/package/files.txt');
const kilobyte = 1000;
// The extension was meant to stay under 250 KB. The engine to the letter of the components, its sentences, the checks, the address plan and the exports take three times the room that was thought; this bound keeps it from growing unseen.
const budgets = { extension: 760 * kilobyte, page: 700 * kilobyte, vsix: 600 * kilobyte };

await main(async () => {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' } } });
  await build();
  const files = await packagedFiles();
  if (values.accept) {
    mkdirSync(path.dirname(list), { recursive: true });
    writeFileSync(list, `${files.join('\n')}\n`);
    console.log(`${path.relative(process.cwd(), list)}: ${files.length} files`);
    return 0;
  }

  const vsix = path.join(scratch, `package-${process.pid}.vsix`);
  mkdirSync(scratch, { recursive: true });
  onEnd(() => rmSync(vsix, { force: true }));
  await packageExtension(vsix);

  const outcomes = [
    sameFiles(
      files,
      readFileSync(list, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    ),
    within('the extension bundle', statSync(at('dist/extension.js')).size, budgets.extension),
    within('the page', sizeOfFolder(at('dist/webview')), budgets.page),
    within('the VSIX', statSync(vsix).size, budgets.vsix),
  ];
  for (const { passed, text } of outcomes) console.log(`[suite] ${passed ? '✓' : '✗'} ${text}`);
  const failed = outcomes.filter(({ passed }) => !passed).length;
  console.log(`[suite] passed=${outcomes.length - failed} failed=${failed}`);

  const suites = await run(process.execPath, [at('scripts/test-editor.mjs'), '--vsix', vsix], { timeLimit: 480_000, echo: true });
  return failed === 0 && suites.code === 0 ? 0 : 1;
});

function sameFiles(actual, expected) {
  const unexpected = actual.filter((file) => !expected.includes(file)).map((file) => `unexpected ${file}`);
  const missing = expected.filter((file) => !actual.includes(file)).map((file) => `missing ${file}`);
  const differences = [...unexpected, ...missing];
  return {
    passed: differences.length === 0,
    text:
      differences.length === 0
        ? `the package holds the ${actual.length} files of test/package/files.txt`
        : `the package holds other files than test/package/files.txt: ${differences.join(', ')} (node scripts/test-package.mjs --accept)`,
  };
}

function within(what, size, budget) {
  return { passed: size <= budget, text: `${what} has ${Math.ceil(size / kilobyte)} of at most ${budget / kilobyte} KB` };
}

function sizeOfFolder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
