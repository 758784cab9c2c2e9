// Failures that a person can mend end in one line, without a stack.
import { endEverything, isEnding } from './childProcess.mjs';

/** Something outside this checkout is missing or unusable; the message says, in its last line, what to do. */
export class Failure extends Error {
  /** @param {string} message */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's main function, which may return the exit code, and ends whatever it started. A `Failure` prints its message alone.
 *
 * @param {() => Promise<number | void>} body
 */
export async function main(body) {
  let code;
  try {
    code = (await body()) ?? 0;
  } catch (error) {
    if (isEnding()) return;
    console.error(error instanceof Failure ? error.message : error);
    code = error instanceof Failure ? error.exitCode : 1;
  }
  if (isEnding()) return;
  await endEverything();
  process.exit(code);
}
