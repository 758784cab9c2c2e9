import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

/** What a reader may type: lines of shell in the documents that call the program, without what a shell does with their output. */
const commands = ['README.md', ...readDocuments('docs')].flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => /^(?:npx )?edge-network (.*?)(?: *#.*| > .*)?$/.exec(line)?.[1]?.trim())
      .filter((words) => words !== undefined)
      .map((words) => ({ file, words })),
  ),
);

describe('the commands of the documents', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    cpSync('examples/store-42', path.join(folder, 'sites/store-42'), { recursive: true });
    cpSync('examples/store-42', path.join(folder, 'old'), { recursive: true });
    cpSync('examples/store-42', path.join(folder, 'new'), { recursive: true });
    const site = path.join(folder, 'sites/store-42/edge-network.yaml');
    writeFileSync(
      site,
      `${readFileSync(site, 'utf8').trimEnd()}\n  nodes: [{ name: master, role: control-plane }, { name: worker-1 }, { name: worker-2 }]\n`,
    );
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...words], {
        cwd: folder,
        stdio: 'ignore',
      });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    mkdirSync(path.join(folder, 'charts'));
    writeFileSync(path.join(folder, 'edge-network-baseline.json'), '{ "version": 1, "findings": [] }');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('are found', () => expect(commands.length).to.be.at.least(30));

  for (const { file, words } of commands)
    it(`run as ${file} has them: ${words}`, async () => {
      const { exitCode, complaint } = await run(split(words), {
        currentFolder: folder,
        coloured: false,
        standardInput: () => Promise.resolve(new Uint8Array()),
      });
      // An error that is found, a name without an answer: the command did what it is for.
      expect([exitCode < 2, complaint]).to.deep.equal([true, '']);
    });
});

function readDocuments(below: string): readonly string[] {
  return readdirSync(below)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => path.join(below, name));
}

function split(words: string): readonly string[] {
  return [...words.matchAll(/'([^']*)'|[^ ]+/g)].map(([word, quoted]) => quoted ?? word);
}
