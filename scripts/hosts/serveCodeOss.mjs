// A process of its own for the server of VS Code for the Web, which logs as it pleases. Its one parameter: the options as JSON.
import { createRequire } from 'node:module';
import path from 'node:path';

const { host, options } = JSON.parse(process.argv[2] ?? '');
const { open } = createRequire(path.join(host, 'package.json'))('@vscode/test-web');
await open(options);
