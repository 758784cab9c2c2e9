// A local HTTP server as a child process.
import { createServer } from 'node:net';
import { start, stop } from '../childProcess.mjs';
import { Failure } from '../failure.mjs';

/**
 * Starts a Node program that serves, and waits until it answers.
 *
 * @param {{ name: string, parameters: readonly string[], env?: Record<string, string | undefined>, address: string, health: string }} options
 *   `health` is a path that is answered with success when the server is ready
 * @returns {Promise<{ address: string, ended: Promise<void>, output: () => string, stop: () => Promise<void> }>}
 *   `ended` resolves when the process has gone, by itself or by `stop`
 */
export async function startServer({ name, parameters, env, address, health }) {
  const child = start(process.execPath, parameters, { env });
  /** @type {Buffer[]} */
  const chunks = [];
  child.stdout?.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  child.stderr?.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  const output = () => Buffer.concat(chunks).toString('utf8');
  let gone = false;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => {
      gone = true;
      resolve();
    });
  });

  const deadline = Date.now() + 180_000;
  while (!(await answers(address + health))) {
    if (gone || Date.now() > deadline) {
      await stop(child);
      throw new Failure(`${output()}\n${name} did not start: see above.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { address, ended, output, stop: () => stop(child) };
}

/**
 * A port that nobody listens on at this moment.
 *
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {string} url */
async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
