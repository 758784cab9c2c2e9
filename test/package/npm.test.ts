import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What `scripts/test-package.mjs` has packed. */
const tarball = process.env['EDGE_NETWORK_NPM'] ?? '';
const checkout = process.cwd();

/** As a stranger would: an empty project, the package installed in it, and nothing of the checkout. */
describe('the package for npm', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-consumer-'));
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "consumer", "version": "1.0.0", "private": true, "type": "module" }\n');
    npm('install', '--offline', '--no-audit', '--no-fund', tarball);
  });
  after(() => rmSync(folder, { recursive: true }));

  const npm = (...words: readonly string[]) => {
    const program = process.env['npm_execpath'];
    const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
    return program === undefined ? execFileSync('npm', words, options) : execFileSync(process.execPath, [program, ...words], options);
  };
  const installed = () => path.join(folder, 'node_modules/edge-network');
  const edgeNetwork = (...words: readonly string[]) =>
    spawnSync(process.execPath, [path.join(installed(), 'dist/cli.js'), ...words], { cwd: folder, encoding: 'utf8' });

  it('holds these files and no other, depends on nothing, and is not private', () => {
    const files = readdirSync(installed(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(installed(), path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    assert.deepEqual(files.sort(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'dist/cli.js',
      'dist/commands.js',
      'dist/commandsLater.js',
      'dist/later.js',
      'dist/library.d.ts',
      'dist/library.js',
      'dist/mcp.js',
      'dist/server.js',
      'dist/third-party-notices.txt',
      ...['agents', 'checks', 'ci', 'clusters', 'edge-network', 'fleets', 'json', 'other-editors', 'paths', 'security', 'what-if'].map(
        (name) => `docs/${name}.md`,
      ),
      'l10n/bundle.l10n.ja.json',
      'l10n/bundle.l10n.zh-tw.json',
      'package.json',
    ]);
    const manifest = JSON.parse(readFileSync(path.join(installed(), 'package.json'), 'utf8')) as Record<string, unknown>;
    for (const field of ['dependencies', 'private', 'scripts', 'devDependencies']) assert.equal(manifest[field], undefined, field);
    assert.match(readFileSync(path.join(installed(), 'dist/third-party-notices.txt'), 'utf8'), /^yaml \d/m);
    assert.match(readFileSync(path.join(installed(), 'dist/third-party-notices.txt'), 'utf8'), /^@modelcontextprotocol\/sdk \d/m);
    assert.doesNotMatch(readFileSync(path.join(installed(), 'dist/library.js'), 'utf8'), /require\("vscode"\)/);
  });

  it('has documents whose links to each other lead somewhere', () => {
    for (const file of ['README.md', ...readdirSync(path.join(installed(), 'docs')).map((name) => `docs/${name}`)])
      for (const [, target = ''] of readFileSync(path.join(installed(), file), 'utf8').matchAll(/\]\(([\w./-]+\.md)/g))
        assert.ok(
          readdirSync(path.dirname(path.join(installed(), file, '..', target))).includes(path.basename(target)),
          `${file}: ${target}`,
        );
  });

  it('checks the example by its command', () => {
    cpSync(path.join(checkout, 'examples/store-42-faulty'), path.join(folder, 'site'), { recursive: true });
    assert.equal(edgeNetwork('--version').stdout, `${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}\n`);
    const { status, stdout } = edgeNetwork('check', 'site');
    assert.equal(status, 1);
    assert.match(stdout, /^site\/edge-network\.yaml:\d+:\d+ {2}error {2}/m);
    assert.match(npm('exec', '--offline', '--', 'edge-network', 'addresses', 'site'), /Kubernetes node IPs/);
  });

  it('checks plain manifests without reading the script of all else', () => {
    const alone = path.join(folder, 'alone');
    cpSync(installed(), alone, { recursive: true });
    rmSync(path.join(alone, 'dist/commandsLater.js'));
    const example = path.join(checkout, 'examples/store-42');
    const { status, stderr } = spawnSync(process.execPath, [path.join(alone, 'dist/cli.js'), 'check', example], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('serves an agent by its command, and ends when it is asked no more', () => {
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'agent', version: '1' } };
    const asked = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'check', arguments: {} } },
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(installed(), 'dist/cli.js'), 'mcp', 'site'], {
      cwd: folder,
      encoding: 'utf8',
      input: asked.map((each) => `${JSON.stringify(each)}\n`).join(''),
    });
    assert.deepEqual([status, stderr], [0, '']);
    type Answer = { id: number; result: { tools?: { name: string }[]; content?: { text: string }[] } };
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    const of = (id: number) => answers.find((answer) => answer.id === id)?.result;
    assert.deepEqual(
      of(2)?.tools?.map(({ name }) => name),
      ['check', 'addresses', 'resolve', 'trace', 'what_if', 'render'],
    );
    assert.equal(of(3)?.content?.[0]?.text, edgeNetwork('check', 'site', '--format', 'json').stdout);
  });

  it('serves an editor by its command', async () => {
    const server = spawn(process.execPath, [path.join(installed(), 'dist/cli.js'), 'lsp', '--stdio'], { cwd: folder });
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    // It comes in pieces as it likes.
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      server.stdout.on('data', (data: Buffer) => {
        text += data.toString();
        if (text.includes('serverInfo')) resolve(text);
      });
      server.on('close', () => resolve(text));
    });
    server.kill();
    assert.match(answer, /"serverInfo":\{"name":/);
  });

  it('is a library that TypeScript knows all of, for modules and for scripts', () => {
    const source = `import { allocate, createService, formatAddress, readCluster, type CheckReport } from 'edge-network';
const text = 'apiVersion: v1\\nkind: Service\\nmetadata: { name: web, namespace: shop }\\nspec: { clusterIP: 10.96.0.7, selector: { app: web }, ports: [{ port: 80 }] }\\n';
const service = createService();
service.setFile('web.yaml', text);
service.complete();
const report: CheckReport = await service.check();
const listed = await service.addresses(undefined);
service.dispose();
const { cluster, problems } = readCluster({ 'web.yaml': text, 'broken.yaml': 'apiVersion: v1\\nkind: Service\\nmetadata: { name: web\\n' });
const [allocated] = allocate(cluster).services;
console.log(JSON.stringify([report.summary.manifests, listed.type, problems.length > 0, allocated?.clusterIPs.map(formatAddress)]));
`;
    writeFileSync(path.join(folder, 'consumer.ts'), source);
    const options = {
      strict: true,
      target: 'ES2023',
      lib: ['ES2023', 'DOM'],
      types: [],
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
    };
    for (const module of [{ module: 'NodeNext' }, { module: 'ESNext', moduleResolution: 'bundler' }]) {
      const outDir = path.join(folder, `out-${module.module}`);
      mkdirSync(outDir);
      writeFileSync(
        path.join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...options, ...module, outDir, declaration: false }, files: ['consumer.ts'] }),
      );
      const tsc = spawnSync(process.execPath, [path.join(checkout, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json'], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(tsc.stdout, '');
      cpSync(path.join(outDir, 'consumer.js'), path.join(folder, 'consumer.js'));
      const { stdout, stderr } = spawnSync(process.execPath, ['consumer.js'], { cwd: folder, encoding: 'utf8' });
      assert.equal(stderr, '');
      assert.deepEqual(JSON.parse(lines(stdout)), [1, 'listed', true, ['10.96.0.7']]);
    }
    writeFileSync(path.join(folder, 'script.cjs'), "console.log(typeof require('edge-network').createService);\n");
    assert.equal(lines(spawnSync(process.execPath, ['script.cjs'], { cwd: folder, encoding: 'utf8' }).stdout), 'function');
  });
});

function lines(output: string): string {
  return output.trimEnd();
}
