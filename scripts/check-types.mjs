// Types each part against the globals of the place it runs in: the extension and the server against a web worker's, command line and server process against Node's, the page against the DOM's.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const projects = [
  'tsconfig.json',
  'tsconfig.cli.json',
  'tsconfig.server.json',
  'tsconfig.webview.json',
  'tsconfig.test.json',
  'tsconfig.scripts.json',
];
const failed = projects.filter(
  (project) => spawnSync(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { stdio: 'inherit' }).status !== 0,
);
process.exit(failed.length === 0 ? 0 : 1);
