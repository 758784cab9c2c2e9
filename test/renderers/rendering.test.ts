import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

const fixtures = path.join(import.meta.dirname, 'test/rendering/fixtures');
const helm = process.env['EDGE_NETWORK_HELM'] ?? 'helm';
const kubectl = process.env['EDGE_NETWORK_KUBECTL'] ?? 'kubectl';

/** What a program prints; undefined where it fails. No cluster, no settings of the person who runs this. */
function printedBy(program: string, words: readonly string[], cwd: string): string | undefined {
  const home = mkdtempSync(path.join(tmpdir(), 'edge-network-home-'));
  try {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, KUBECONFIG: path.join(home, 'none') };
    const { status, stdout, error } = spawnSync(program, words, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error !== undefined) throw error;
    return status === 0 ? stdout : undefined;
  } finally {
    rmSync(home, { recursive: true });
  }
}

async function printedByUs(words: readonly string[], currentFolder: string): Promise<string | undefined> {
  const standardInput = () => Promise.resolve(new Uint8Array());
  const { output, exitCode } = await run(['render', '--format', 'text', ...words], { currentFolder, coloured: false, standardInput });
  return exitCode === 0 ? output : undefined;
}

/** Each line of the file `variants` is a set of options with which a chart is rendered besides none. */
function variantsOf(folder: string): readonly (readonly string[])[] {
  const file = path.join(folder, 'variants');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return [[], ...lines.filter((line) => line !== '').map((line) => line.split(' '))];
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

describe('Rendering prints what the real program prints', () => {
  for (const name of foldersIn(path.join(fixtures, 'charts'))) {
    const folder = path.join(fixtures, 'charts', name);
    for (const options of variantsOf(folder))
      it(['helm template', name, ...options].join(' '), async () => {
        const real = printedBy(helm, ['template', 'store', 'chart', '--namespace', 'shop', ...options], folder);
        const ours = await printedByUs(['chart', '--release-name', 'store', '--namespace', 'shop', ...options], folder);
        expect(ours).to.equal(real);
      });
  }

  for (const name of foldersIn(path.join(fixtures, 'kustomizations')))
    it(`kubectl kustomize ${name}`, async () => {
      const folder = path.join(fixtures, 'kustomizations', name);
      expect(await printedByUs(['build'], folder)).to.equal(printedBy(kubectl, ['kustomize', 'build'], folder));
    });
});
