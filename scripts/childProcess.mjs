// Child processes that cannot outlive or hang a script: each runs in a process group of its own, has a time limit, and ends with the script.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const running = new Set();
const cleanups = new Set();
const ownGroup = process.platform !== 'win32';

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeLimit?: number, echo?: boolean }} [options]
 *   `timeLimit` in milliseconds (ten minutes when absent); `echo` passes the output on while it arrives.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} both streams in the order of arrival; a program that
 *   could not be started has code 127 and says why in its output. Never rejects.
 */
export function run(program, parameters, { cwd, env, timeLimit = 600_000, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = start(program, parameters, { cwd, env });
    const chunks = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      chunks.push(Buffer.from(`\n${program} was ended: it ran longer than ${Math.round(timeLimit / 1000)} s.\n`));
      void stop(child);
    }, timeLimit);
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (chunk) => {
        chunks.push(chunk);
        if (echo) process[stream].write(chunk);
      });
    }
    const finish = (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8'), timedOut });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${program} could not be started: ${error.message}\n`));
      finish(127);
    });
    child.on('close', (code, signal) => finish(timedOut ? 124 : (code ?? 128 + (constants.signals[signal] ?? 0))));
  });
}

/** Starts a program that runs until `stop` or the end of this script. Its output comes by pipes, which must be read. */
export function start(program, parameters, { cwd, env, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  const child = spawn(program, parameters, { cwd, env: { ...process.env, ...env }, stdio, detached: ownGroup });
  running.add(child);
  const forget = () => running.delete(child);
  child.once('error', forget);
  child.once('exit', forget);
  return child;
}

/** Asks a started program and its children to end, insists after five seconds, and resolves when it is gone. */
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

/** Registers what else has to be undone when the script ends, by itself or by a signal (a browser, a temporary folder). */
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

let exitCodeOf = (signal) => 128 + constants.signals[signal];

/** Says with which exit code a script ends that is asked to by a signal; the usual one (130 for Ctrl-C) when nothing is said. */
export function onSignal(exitCode) {
  exitCodeOf = exitCode;
}

let ending = false;

/** Whether a signal is ending this script: what its children report from now on is not a failure. */
export const isEnding = () => ending;

function endBy(signal) {
  if (ending) return;
  ending = true;
  const exit = () => process.exit(exitCodeOf(signal));
  setTimeout(exit, 8_000).unref();
  void endEverything().finally(exit);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => endBy(signal));

// npm hands a signal to the shell between it and this script, which ends without telling anyone.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) endBy('SIGTERM');
  }, 1_000).unref();
}

process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // The group has already ended.
  }
}
