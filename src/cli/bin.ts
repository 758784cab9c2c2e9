import { run } from './main.ts';

/** The process around the command line. Output goes out whole before the process ends, through pipes too. */
const coloured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
let outcome;
try {
  outcome = run(process.argv.slice(2), { currentFolder: process.cwd(), coloured });
} catch (error) {
  outcome = {
    output: '',
    complaint: `edge-network has a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    exitCode: 2 as const,
  };
}
// A reader that has had enough (`| head`) is no error.
process.stdout.on('error', () => process.exit());
process.stderr.write(outcome.complaint);
process.stdout.write(outcome.output);
process.exitCode = outcome.exitCode;
