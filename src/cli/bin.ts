import { createRequire } from 'node:module';
import path from 'node:path';
import { tool } from './tool.ts';

/**
 * What the package's command starts: scripts lie beside this one, so that nothing is loaded that is not asked for. Reading a program of two megabytes takes longer than most answers, and who asks for a
 * version (every tool that looks for this one) needs none of it.
 */
const [, , first, ...others] = process.argv;
if (first === '--version' && others.length === 0) console.log(tool().version);
else
  createRequire(__filename)(
    path.join(__dirname, first === 'lsp' && !others.includes('--help') && !others.includes('-h') ? 'server.js' : 'commands.js'),
  );
