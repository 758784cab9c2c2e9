/** The start of every line that comes from the suites; the rest of the console is VS Code's own talk. */
const mark = '[suite]';

/**
 * A mocha reporter, which mocha calls with `new`: one line per test, the failures in full, and a last line that a script reads,
 * `[suite] passed=12 failed=0`.
 */
export function lineReporter(runner: Mocha.Runner): void {
  let passed = 0;
  let failed = 0;
  runner.on('suite', ({ title, parent }) => {
    if (title !== '') print(`${indent(parent)}${title}`);
  });
  runner.on('pass', ({ title, parent, duration }) => {
    passed += 1;
    print(`${indent(parent)}✓ ${title}${duration !== undefined && duration > 1000 ? ` (${String(duration)} ms)` : ''}`);
  });
  runner.on('pending', ({ title, parent }) => print(`${indent(parent)}- ${title} (skipped)`));
  runner.on('fail', ({ title, parent }, error: unknown) => {
    failed += 1;
    print(`${indent(parent)}✗ ${title}`);
    print(describeError(error));
  });
  runner.on('end', () => print(`passed=${String(passed)} failed=${String(failed)}`));
}

function print(text: string): void {
  for (const line of text.split('\n')) console.log(`${mark} ${line}`);
}

function indent(suite: Mocha.Suite | undefined): string {
  return suite?.parent === undefined ? '' : `  ${indent(suite.parent)}`;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `    ${String(error)}`;
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const values = expected === undefined ? '' : `\nexpected: ${asText(expected)}\nactual:   ${asText(actual)}`;
  // Below the test's own frames come mocha's.
  const [stack = ''] = (error.stack ?? '').split(/\n[^\n]*\bcallFn\b/u);
  const frames = stack.includes(error.message) ? stack.slice(stack.indexOf(error.message) + error.message.length) : stack;
  return `${error.name}: ${error.message}${values}${frames}`.replaceAll(/^/gmu, '    ');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return `${typeof value} ${JSON.stringify(value, undefined, 2)}`;
  } catch {
    // Circular, or holding a bigint.
    return 'a value that cannot be printed';
  }
}
