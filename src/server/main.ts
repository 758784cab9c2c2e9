/** One script for both places: what is large is the same in them, and the package holds it once. */
if ('importScripts' in globalThis) void import('./worker.ts');
else void import('./node/main.ts');
