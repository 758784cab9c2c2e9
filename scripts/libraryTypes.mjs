// What rollup makes of the library's types: npmPackage.mjs.
import { dts } from 'rollup-plugin-dts';
import { at } from './paths.mjs';

/** @type {import('rollup').RollupOptions} */
export default {
  input: at('src/library/index.ts'),
  output: { file: at('dist/library.d.ts'), format: 'es' },
  // Types of packages come along: who installs the library installs nothing else.
  plugins: [dts({ tsconfig: at('tsconfig.json'), respectExternal: true, compilerOptions: { noEmit: false, types: [] } })],
};
