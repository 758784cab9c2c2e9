import { expect } from 'chai';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('what a release is used by', () => {
  it('names the version of the package everywhere', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(/default: (\d+\.\d+\.\d+)$/m.exec(readFileSync('action.yml', 'utf8'))?.[1]).to.equal(version);
    expect(/^ARG VERSION=(.*)$/m.exec(readFileSync('Containerfile', 'utf8'))?.[1]).to.equal(version);
    expect(/edge-network@(\S+) check/.exec(readFileSync('.pre-commit-hooks.yaml', 'utf8'))?.[1]).to.equal(version);
    for (const [, used] of readFileSync('docs/ci.md', 'utf8').matchAll(/(?:@|rev: )v(\d+\.\d+\.\d+)/g)) expect(used).to.equal(version);
  });
});

/** Pages of GitHub's comments, and what was asked. */
async function withGitHub(
  comments: { id: number; body: string }[],
  use: (address: string, asked: { method: string; url: string; body: string }[]) => Promise<void>,
): Promise<void> {
  const asked: { method: string; url: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      asked.push({ method, url, body: Buffer.concat(chunks).toString() });
      const page = Number(new URL(url, 'http://localhost').searchParams.get('page') ?? '1');
      response.statusCode = method === 'DELETE' ? 204 : 200;
      response.end(method === 'GET' ? JSON.stringify(comments.slice((page - 1) * 100, page * 100)) : method === 'DELETE' ? '' : '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.close();
  }
}

describe('the comment on a pull request', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const comment = (address: string, text: string, environment: Readonly<Record<string, string>> = {}) => {
    writeFileSync(path.join(folder, 'diff.md'), text);
    const env = {
      ...process.env,
      GITHUB_TOKEN: 'a',
      GITHUB_API_URL: address,
      GITHUB_REPOSITORY: 'shop/sites',
      PULL_REQUEST: '7',
      ...environment,
    };
    const child = spawn(process.execPath, ['ci/comment.mjs', path.join(folder, 'diff.md')], { env, stdio: 'ignore' });
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  };
  const mine = (text: string) => ({ id: 42, body: `<!-- edge-network diff -->\n${text}` });
  const others = Array.from({ length: 100 }, (_, index) => ({ id: index, body: 'well done' }));
  const changes = (asked: readonly { method: string; url: string; body: string }[]) =>
    asked.filter(({ method }) => method !== 'GET').map(({ method, url, body }) => `${method} ${url} ${body}`);

  it('is written once, updated when it says something else, and taken away when nothing changes any more', async () => {
    const cases: readonly (readonly [{ id: number; body: string }[], string, readonly string[]])[] = [
      [others, '', []],
      [others, 'a | b\n', ['POST /repos/shop/sites/issues/7/comments {"body":"<!-- edge-network diff -->\\na | b"}']],
      [[...others, mine('a')], 'a\n', []],
      [[...others, mine('a')], 'b\n', ['PATCH /repos/shop/sites/issues/comments/42 {"body":"<!-- edge-network diff -->\\nb"}']],
      [[mine('a')], '\n', ['DELETE /repos/shop/sites/issues/comments/42 ']],
    ];
    for (const [comments, text, expected] of cases)
      await withGitHub(comments, async (address, asked) => {
        expect(await comment(address, text)).to.equal(0);
        expect(changes(asked)).to.deep.equal(expected);
      });
  });

  it('is cut at a line where it is longer than GitHub takes', () =>
    withGitHub([], async (address, asked) => {
      expect(await comment(address, 'one line of many\n'.repeat(10_000))).to.equal(0);
      const { body } = JSON.parse(asked.at(-1)?.body ?? '') as { body: string };
      expect(body.length).to.be.below(65_536);
      expect(body).to.match(/one line of many\n\nThe rest is left out\.$/);
    }));

  it('is asked for nowhere else than in a repository', () =>
    withGitHub([], async (address, asked) => {
      expect(await comment(address, 'a', { GITHUB_REPOSITORY: '../../gists' })).to.equal(2);
      expect(asked).to.deep.equal([]);
    }));
});

describe('the check of the action', () => {
  it('writes SARIF, prints lines for the log and passes on how it ended', function () {
    if (process.platform === 'win32') this.skip();
    const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    try {
      cpSync('examples/store-42-faulty', path.join(folder, 'sites'), { recursive: true });
      writeFileSync(
        path.join(folder, 'program.cjs'),
        `const [format] = process.argv.slice(process.argv.indexOf('--format') + 1);
console.log(format === 'sarif' ? '{}' : process.argv.slice(2).join(' '));
process.exitCode = Number(process.env.CODE);
`,
      );
      const check = (environment: Readonly<Record<string, string>>) => {
        writeFileSync(path.join(folder, 'output'), '');
        const output = path.join(folder, 'output');
        const env = {
          ...process.env,
          ...{
            VERSION: '0.1.0',
            FOLDERS: 'sites charts',
            FAIL_ON: 'warning',
            BASELINE: '',
            SINCE: '',
            REPORTS: folder,
            GITHUB_OUTPUT: output,
          },
          ...{ PROGRAM: path.join(folder, 'program.cjs'), ...environment },
        };
        const { status, stdout } = spawnSync('bash', [path.resolve('ci/check.sh')], { cwd: folder, encoding: 'utf8', env });
        return [status, stdout.trimEnd(), readFileSync(output, 'utf8').trimEnd()];
      };
      expect(check({ CODE: '1', SINCE: 'abc' })).to.deep.equal([
        0,
        'check --format github --fail-on warning --changed-since abc -- sites charts',
        'code=1',
      ]);
      expect(check({ CODE: '0', BASELINE: 'known.json' })).to.deep.equal([
        0,
        'check --format github --fail-on warning --baseline known.json -- sites charts',
        'code=0',
      ]);
      expect(check({ CODE: '2' })).to.deep.equal([2, '', '']);
      expect(readFileSync(path.join(folder, 'edge-network.sarif'), 'utf8')).to.equal('{}\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is bash that bash understands', function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('bash', ['-n', 'ci/check.sh']);
  });
});
