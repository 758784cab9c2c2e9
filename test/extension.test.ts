import { expect } from 'chai';
import { build, type BuildOptions } from 'esbuild';
import { clientLater } from '../scripts/laterModules.mjs';
import { withLaterScript } from '../scripts/laterScript.mjs';

/** The client's library and what it brings along. */
const library =
  /(^|\/)node_modules\/(vscode-(languageclient|languageserver-(protocol|types|textdocument)|jsonrpc)|minimatch|brace-expansion|balanced-match|semver)\//;

/** In a browser all is one script; `own`: so many KB are no part of the library. */
const entries = [
  { file: 'src/extension.ts', platform: 'node', mainFields: ['module', 'main'], later: clientLater, own: 60 },
  { file: 'src/extension.web.ts', platform: 'browser', mainFields: ['browser', 'module', 'main'], later: undefined, own: 80 },
] as const;

describe("the extension's start script", () => {
  for (const { file, platform, mainFields, later, own: mostOwn } of entries) {
    describe(file, () => {
      let inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> = {};
      let size = 0;

      before(async () => {
        const options: BuildOptions = {
          entryPoints: [file],
          outfile: 'dist/extension.js',
          bundle: true,
          minify: true,
          legalComments: 'none',
          ...{ platform, mainFields: [...mainFields], format: 'cjs', target: 'es2022', external: ['vscode'], logLevel: 'error' },
        };
        const [first] = later === undefined ? [options] : await withLaterScript(options, later);
        const { metafile } = await build({ ...first, write: false, metafile: true });
        const [output] = Object.values(metafile.outputs);
        inputs = output?.inputs ?? {};
        size = output?.bytes ?? Infinity;
      });

      it(`has at most 520 KB, of which at most ${mostOwn} are no part of the client library`, () => {
        const own = Object.entries(inputs).filter(([path]) => !library.test(path));
        expect(own.length).to.be.greaterThan(10);
        expect(size).to.be.at.most(520_000);
        expect(own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)).to.be.at.most(mostOwn * 1000);
      });

      it('holds nothing of engine, checks, analysis or manifests', () => {
        expect(Object.keys(inputs).filter((path) => /^src\/(engine|checks|analysis|manifests|server|cli)\//.test(path))).to.deep.equal([]);
        expect(Object.keys(inputs).filter((path) => /(^|\/)node_modules\/(yaml|ipaddr\.js|re2js)\//.test(path))).to.deep.equal([]);
      });
    });
  }
});
