import { run } from './main.ts';
import type { Outcome } from './outcome.ts';
import { isColoured } from './terminal.ts';

/** The process around the command line. Output goes out whole before the process ends, through pipes too. */
async function main(): Promise<void> {
  const { isTTY, columns } = process.stdout;
  const coloured = isColoured(isTTY, process.env);
  // A terminal that does not say how wide it is has none.
  const width = isTTY ? columns || 80 : undefined;
  let outcome: Outcome;
  try {
    outcome = await run(process.argv.slice(2), { currentFolder: process.cwd(), coloured, width, standardInput });
  } catch (error) {
    outcome = {
      output: '',
      complaint: `edge-network has a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      exitCode: 2,
    };
  }
  // A reader that has had enough (`| head`) is no error.
  process.stdout.on('error', () => process.exit());
  process.stderr.write(outcome.complaint);
  process.stdout.write(outcome.output);
  process.exitCode = outcome.exitCode;
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

void main();
