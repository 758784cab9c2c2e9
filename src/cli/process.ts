import { createRequire } from 'node:module';
import { setScriptRunner } from '../base/laterScript.ts';
import { run } from './main.ts';
import type { serveTools as serve } from './mcp/serve.ts';
import type { Toolbox } from './mcp/toolbox.ts';
import type { Outcome } from './outcome.ts';
import { isColoured, printable } from './terminal.ts';
import { tool } from './tool.ts';

const requireBeside = createRequire(__filename);
setScriptRunner((name) => void requireBeside(`./${name}`));

/** The process around the command line. Output goes out whole before the process ends, through pipes too. */
async function main(): Promise<void> {
  const { isTTY, columns } = process.stdout;
  const coloured = isColoured(isTTY, process.env);
  // A terminal that does not say how wide it is has none.
  const width = isTTY ? columns || 80 : undefined;
  let outcome: Outcome;
  try {
    outcome = await run(process.argv.slice(2), { currentFolder: process.cwd(), coloured, width, standardInput, serveTools });
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

/** The protocol lies beside this script. */
async function serveTools(toolbox: Toolbox): Promise<void> {
  const mcp = requireBeside('./mcp.js') as { readonly serveTools: typeof serve };
  await mcp.serveTools(toolbox, tool().version, {
    input: process.stdin,
    output: process.stdout,
    note: (text) => process.stderr.write(`${printable(text)}\n`),
  });
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

void main();
