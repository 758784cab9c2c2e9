// A part of a script that is loaded when it is first called: modules of functions, which stay in a script of their own.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @import { BuildOptions, Plugin } from 'esbuild' */

const table = 'edgeNetworkLater';

/**
 * What to add to the options of two builds so that the second script holds the modules, and the first all else. The second asks the first for what both need, so there is one of everything.
 *
 * @param {BuildOptions} options of the first
 * @param {{ readonly modules: readonly string[], readonly outfile: string, readonly loader: string }} later
 *   `modules` relative to the checkout, which export functions alone (or what they only pass on); `loader`: the module whose `runScript` is called with the second script's name.
 *   What is external to the first is given to the second by it.
 * @returns {Promise<[BuildOptions, BuildOptions]>}
 */
export async function withLaterScript(options, { modules, outfile, loader }) {
  const name = path.basename(outfile);
  const files = new Set(modules.map((file) => path.resolve(file)));
  const outside = options.external ?? [];
  const stubs = (/** @type {readonly string[]} */ shared) => ({
    ...options,
    plugins: [...(options.plugins ?? []), forwarding(files, name, path.resolve(loader), [...new Set([...outside, ...shared])])],
  });

  // Which modules the first script has anyway is known from building it.
  const first = await inputsOf(stubs([]));
  const shared = new Set([...first].filter((file) => !files.has(file)));
  /** @type {Set<string>} */
  const asked = new Set();
  const others = { ...options };
  delete others.entryPoints;
  /** @type {BuildOptions} */
  const second = {
    ...others,
    stdin: {
      contents: modules.map((file) => `export * as ${identifier(path.resolve(file))} from './${file}';`).join('\n'),
      resolveDir: process.cwd(),
    },
    outfile,
    format: 'cjs',
    banner: { js: `globalThis.${table}={...globalThis.${table},${JSON.stringify(name)}(require,module){` },
    footer: { js: `}};` },
    plugins: [...(options.plugins ?? []), asking(shared, asked, options.format === 'cjs')],
  };
  await inputsOf(second);
  return [stubs([...asked].sort()), second];
}

/** @param {BuildOptions} options */
async function inputsOf(options) {
  const { metafile } = await build({ ...options, write: false, metafile: true, logLevel: 'silent' });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(files.filter((file) => !file.includes(':')).map((file) => path.resolve(file)));
}

/**
 * For the second script: what the first has is asked of it.
 *
 * @param {ReadonlySet<string>} shared
 * @param {Set<string>} asked
 * @param {boolean} givesOutside whether the first has a `require` for what is no module of ours: where it also runs in a worker, it has none
 * @returns {Plugin}
 */
function asking(shared, asked, givesOutside) {
  return {
    name: 'asking',
    setup(bundling) {
      bundling.onResolve({ filter: /./ }, async ({ path: wanted, pluginData, ...rest }) => {
        if (pluginData === 'asking' || rest.kind === 'entry-point') return undefined;
        const found = await bundling.resolve(wanted, { ...rest, pluginData: 'asking' });
        if (found.errors.length > 0) return found;
        // What the platform brings: the second script has no `require` but what the first gives it.
        if (found.external && givesOutside) asked.add(found.path);
        if (found.external || !shared.has(found.path)) return found;
        asked.add(found.path);
        return { path: identifier(found.path), external: true };
      });
    },
  };
}

/**
 * For the first script: instead of the modules, functions that load the second and call theirs.
 *
 * @param {ReadonlySet<string>} files
 * @param {string} script
 * @param {string} loader
 * @param {readonly string[]} shared
 * @returns {Plugin}
 */
function forwarding(files, script, loader, shared) {
  return {
    name: 'forwarding',
    setup(bundling) {
      bundling.onResolve({ filter: /^later:/ }, ({ path: wanted }) => ({ path: wanted, namespace: 'later' }));
      bundling.onLoad({ filter: /./, namespace: 'later' }, () => ({
        contents: loading(script, loader, shared),
        resolveDir: process.cwd(),
      }));
      bundling.onLoad({ filter: /\.ts$/ }, ({ path: file }) =>
        files.has(file) ? { contents: stubOf(file), loader: 'ts', resolveDir: path.dirname(file) } : undefined,
      );
    },
  };
}

/**
 * @param {string} script
 * @param {string} loader
 * @param {readonly string[]} shared
 */
function loading(script, loader, shared) {
  return `
import { runScript } from ${JSON.stringify(loader)};
${shared.map((file, index) => `import * as shared${index} from ${JSON.stringify(file)};`).join('\n')}
const shared = { ${shared.map((file, index) => `${path.isAbsolute(file) ? identifier(file) : JSON.stringify(file)}: shared${index}`).join(', ')} };
let loaded;
export function later() {
  if (loaded !== undefined) return loaded;
  runScript(${JSON.stringify(script)});
  const module = { exports: {} };
  globalThis.${table}[${JSON.stringify(script)}]((name) => shared[name], module);
  return (loaded = module.exports);
}`;
}

/** @param {string} file */
function stubOf(file) {
  const text = readFileSync(file, 'utf8');
  const passedOn = text.match(/^export \{[^}]*\} from .*;$/gm) ?? [];
  const functions = [...text.matchAll(/^export (?:async )?function\*? (\w+)/gm)].map(([, name = '']) => name);
  const other = /^export (?!(?:async )?function\*? |interface |type |\{[^}]*\} from ).*/m.exec(text);
  if (other !== null) throw new Error(`${file} is loaded when it is first called, so it cannot have: ${other[0]}`);
  const forwarded = functions.map((name) => `export const ${name} = (...given) => later().${identifier(file)}.${name}(...given);`);
  return [`import { later } from 'later:';`, ...passedOn, ...forwarded].join('\n');
}

/** @param {string} file */
function identifier(file) {
  return path.relative(process.cwd(), file).replaceAll(/\W/g, '_');
}
