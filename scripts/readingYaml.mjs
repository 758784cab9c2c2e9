// Of the YAML library only reading is used; its writing half would be a tenth of it in every script.
import { readFileSync } from 'node:fs';

/** @import { Plugin } from 'esbuild' */

/**
 * Leaves the functions of `yaml` that write out of a build. Whoever calls one all the same gets an error that says so.
 *
 * @type {Plugin}
 */
export const readingYaml = {
  name: 'reading-yaml',
  setup(build) {
    build.onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]stringify[\\/]\w+\.js$/ }, ({ path: file }) => {
      const exported = /export \{([^}]*)\}/u.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
      const names = exported
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      if (names.length === 0) throw new Error(`${file} exports nothing: see scripts/readingYaml.mjs.`);
      return {
        contents: [
          'const unused = () => { throw new Error("The part of the YAML library that writes is not in this script."); };',
          ...names.map((name) => `export const ${name} = unused;`),
        ].join('\n'),
        loader: 'js',
      };
    });
  },
};
