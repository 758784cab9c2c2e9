// Child processes that cannot outlive or hang a script: each runs in a process group of its own, has a time limit, and ends with the script.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();
/** @type {Set<() => unknown>} */
const cleanups = new Set();
const ownGroup = process.platform !== 'win32';

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string | undefined, env?: Record<string, string | undefined> | undefined, timeLimit?: number, echo?: boolean }} [options]
 *   `timeLimit` in milliseconds (ten minutes when absent); `echo` passes the output on while it arrives.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} both streams in the order of arrival; a program that
 *   could not be started has code 127 and says why in its output. Never rejects.
 */
export function run(program, parameters, { cwd, env, timeLimit = 600_000, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = start(program, parameters, { cwd, env });
    /** @type {Buffer[]} */
    const chunks = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      chunks.push(Buffer.from(`\n${program} was ended: it ran longer than ${Math.round(timeLimit / 1000)} s.\n`));
      void stop(child);
    }, timeLimit);
    for (const [stream, own] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      stream?.on('data', (/** @type {Buffer} */ chunk) => {
        chunks.push(chunk);
        if (echo) own.write(chunk);
      });
    }
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8'), timedOut });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${program} could not be started: ${error.message}\n`));
      finish(127);
    });
    child.on('close', (code, signal) => finish(timedOut ? 124 : (code ?? numberOf(signal))));
  });
}

/** @param {NodeJS.Signals | null} signal */
function numberOf(signal) {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

/**
 * Starts a program that runs until `stop` or the end of this script. Its output comes by pipes, which must be read.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string | undefined, env?: Record<string, string | undefined> | undefined, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {ChildProcess}
 */
export function start(program, parameters, { cwd, env, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  const child = spawn(program, parameters, { cwd, env: { ...process.env, ...env }, stdio, detached: ownGroup });
  running.add(child);
  const forget = () => running.delete(child);
  child.once('error', forget);
  child.once('exit', forget);
  return child;
}

/**
 * Asks a started program and its children to end, insists after five seconds, and resolves when it is gone.
 *
 * @param {ChildProcess} child
 */
export async function stop(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000);
  await gone;
  clearTimeout(insist);
  // Grandchildren that ignored the request share the group.
  signalGroup(child, 'SIGKILL');
}

/**
 * Registers what else has to be undone when the script ends, by itself or by a signal (a browser, a temporary folder).
 *
 * @param {() => unknown} cleanup
 */
export function onEnd(cleanup) {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** Stops every child, and then undoes what was registered, the newest first. */
export async function endEverything() {
  await Promise.all([...running].map(stop));
  const pending = [...cleanups].reverse();
  cleanups.clear();
  for (const cleanup of pending) {
    try {
      await cleanup();
    } catch {
      // One failed cleanup must not keep the others from running.
    }
  }
}

/** @type {(signal: NodeJS.Signals) => number} */
let exitCodeOf = numberOf;

/**
 * Says with which exit code a script ends that is asked to by a signal; the usual one (130 for Ctrl-C) when nothing is said.
 *
 * @param {(signal: NodeJS.Signals) => number} exitCode
 */
export function onSignal(exitCode) {
  exitCodeOf = exitCode;
}

let ending = false;

/** Whether a signal is ending this script: what its children report from now on is not a failure. */
export const isEnding = () => ending;

/** @param {NodeJS.Signals} signal */
function endBy(signal) {
  if (ending) return;
  ending = true;
  const exit = () => process.exit(exitCodeOf(signal));
  setTimeout(exit, 8_000).unref();
  void endEverything().finally(exit);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => endBy(signal));

// npm hands a signal to the shell between it and this script, which ends without telling anyone.
if (process.env['npm_lifecycle_event'] !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) endBy('SIGTERM');
  }, 1_000).unref();
}

process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // The group has already ended.
  }
}
