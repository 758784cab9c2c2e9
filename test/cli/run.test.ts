import type { Log } from 'sarif';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

/** Runs the command line over files in a folder of their own. */
function runOver(files: Readonly<Record<string, string>>, ...words: readonly string[]): ReturnType<typeof run> {
  return runFrom('.', files, ...words);
}

/** The same in one of its folders. */
async function runFrom(from: string, files: Readonly<Record<string, string>>, ...words: readonly string[]): ReturnType<typeof run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      if (name === '<stdin>') continue;
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    if (files['loop/here.yaml'] !== undefined) symlinkSync(folder, path.join(folder, 'loop', 'back'), 'junction');
    return await run(words, {
      currentFolder: path.join(folder, from),
      coloured: false,
      standardInput: () => Promise.resolve(new TextEncoder().encode(files['<stdin>'] ?? '')),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  selector:\n    app: web\n  ports:\n  - name: http\n    port: 80\n    targetPort: 8080\n';
const database =
  'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\n  namespace: shop\nspec:\n  selector:\n    matchLabels: {app: db}\n  template:\n    metadata:\n      labels: {app: db}\n    spec:\n      containers:\n      - name: db\n        image: db\n';
const network =
  'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: store\nspec:\n  profile: azure-stack-edge\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: 10.0.0.12-10.0.0.20\n';
const json = (output: string): Record<string, unknown> => JSON.parse(output) as Record<string, unknown>;

describe('edge-network check', () => {
  it('ends with 1 for a chart or a kustomization that cannot be rendered, though there is no manifest in it', async () => {
    const chart = {
      'web/Chart.yaml': 'name: web\nversion: 1.0.0\n',
      'web/templates/a.yaml': '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}',
    };
    const { output, complaint, exitCode } = await runOver(chart, 'check', 'web', '--format', 'json');
    assert.deepEqual([complaint, exitCode], ['', 1]);
    const [finding] = json(output)['findings'] as { code: string; related: unknown[] }[];
    assert.equal(finding?.code, 'helm/template');
    assert.ok(finding.related.length <= 6, `${finding.related.length} related places`);
  });

  it('ends with 1 when there is an error, and says where', async () => {
    const { output, exitCode } = await runOver({ 'site/network.yaml': network }, 'check');
    assert.equal(exitCode, 1);
    assert.match(output, /^site\/network\.yaml:8:25 {2}error {2}10\.0\.0\.12 is in both /m);
    assert.match(output, /1 error, 0 warnings in 1 manifest of 1 file, 1 cluster\n$/);
  });

  it('ends with 0 when there is none', async () => {
    const { output, exitCode } = await runOver(
      { 'site/network.yaml': network.replace('10.0.0.12-10.0.0.20', '10.0.0.13-10.0.0.20') },
      'check',
      'site',
    );
    assert.equal(exitCode, 0);
    assert.match(output, /^no errors/);
  });

  const fluxRepository = {
    'repo/clusters/a/flux.yaml':
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec: {interval: 1m, path: ./apps, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}\n',
    'repo/clusters/a/site.yaml': network.replace('10.0.0.12-10.0.0.20', '10.0.0.13-10.0.0.20'),
    'repo/apps/kustomization.yaml': 'resources: [web.yaml]\n',
    'repo/apps/web.yaml': `${service}---\n${database}`,
    'repo/.git/HEAD': '',
    'elsewhere/readme.md': '',
  };
  for (const [from, given, name] of [
    ['.', 'repo', 'repo/apps/web.yaml'],
    ['elsewhere', '../repo', '../repo/apps/web.yaml'],
    ['repo/apps', '..', '../apps/web.yaml'],
    ['repo/apps', '. ..', '../apps/web.yaml'],
  ] as const)
    it(`finds the same in a repository that is given as ${given} in ${from}`, async () => {
      const { output } = await runFrom(from, fluxRepository, 'check', ...given.split(' '));
      assert.ok(output.startsWith(`${name}:8:10  warning  No pod has the labels app: web.`), output);
      assert.match(output, /Found in what Kustomization flux-system\/apps applies/);
      assert.match(output, /in 4 manifests of 4 files, 1 cluster/);
    });

  it('writes the contract as JSON, with lines and columns from 1', async () => {
    const { output } = await runOver({ 'network.yaml': network }, 'check', '--format', 'json');
    const { version, findings, summary } = json(output);
    assert.equal(version, 1);
    assert.deepEqual(summary, { files: 1, manifests: 1, clusters: 1, errors: 1, warnings: 0 });
    const [finding] = findings as Record<string, unknown>[];
    assert.deepEqual(
      [finding?.['code'], finding?.['severity'], finding?.['cluster'], finding?.['file'], finding?.['range']],
      ['range/overlap', 'error', 'store', 'network.yaml', { start: { line: 8, column: 25 }, end: { line: 8, column: 44 } }],
    );
    assert.equal((finding?.['related'] as Record<string, unknown>[])[0]?.['file'], 'network.yaml');
  });

  it('writes SARIF and workflow commands with the same places', async () => {
    const sarif = json((await runOver({ 'a b/network.yaml': network }, 'check', '--format', 'sarif')).output);
    assert.equal(sarif['version'], '2.1.0');
    assert.match(JSON.stringify(sarif), /"uri":"a%20b\/network\.yaml"/);
    assert.match(JSON.stringify(sarif), /"startLine":8,"startColumn":25/);
    assert.match(
      (await runOver({ 'network.yaml': network }, 'check', '--format', 'github')).output,
      /^::error file=network\.yaml,line=8,col=25,endLine=8,endColumn=44,title=range\/overlap::/,
    );
  });

  it('names a finding in SARIF the same when lines above it come, and explains its rule', async () => {
    const runOf = async (text: string) =>
      (json((await runOver({ 'network.yaml': text }, 'check', '--format', 'sarif')).output) as unknown as Log).runs[0]!;
    const before = await runOf(network);
    const after = await runOf(`# a line more\n${network}`);
    assert.notDeepEqual(before.results?.[0]?.locations, after.results?.[0]?.locations);
    assert.deepEqual(before.results?.[0]?.partialFingerprints, after.results?.[0]?.partialFingerprints);
    const { ruleId, ruleIndex = -1 } = before.results![0]!;
    const rule = before.tool.driver.rules![ruleIndex]!;
    assert.equal(rule.id, ruleId);
    assert.match(rule.help?.markdown ?? '', /```yaml\n/);
    const twice = (await runOf(`${network}---\n${network}`)).results?.map(({ partialFingerprints }) => partialFingerprints?.['finding/v1']);
    assert.equal(new Set(twice).size, twice?.length);
  });

  it('honours what manifests and configuration files suppress', async () => {
    assert.equal((await runOver({ 'network.yaml': `# edge-network-disable-file range/overlap\n${network}` }, 'check')).exitCode, 0);
    assert.equal(
      (await runOver({ 'network.yaml': network, '.edge-network.yaml': 'checks: { range/overlap: warning }\n' }, 'check')).exitCode,
      0,
    );
    assert.equal(
      (
        await runOver(
          { 'sites/network.yaml': network, '.edge-network.yaml': 'ignore: [{ codes: [range/overlap], paths: [sites] }]\n' },
          'check',
          'sites',
        )
      ).exitCode,
      0,
    );
    assert.match(
      (await runOver({ 'network.yaml': network, '.edge-network.yaml': 'ignore: { }\n' }, 'check')).output,
      /\.edge-network\.yaml:1:9.*resource\/wrong-type/,
    );
  });

  it('reads a single file, and follows a link in a circle once', async () => {
    assert.equal((await runOver({ 'network.yaml': network, 'other.yaml': network }, 'check', 'network.yaml')).exitCode, 1);
    assert.match((await runOver({ 'loop/here.yaml': network }, 'check')).output, /of 1 file/);
  });

  it('ends with 2 and one line for a path that is not there', async () => {
    assert.deepEqual(await runOver({}, 'check', 'nowhere'), { output: '', complaint: 'nowhere: no such file or folder\n', exitCode: 2 });
  });

  it('ends with 2 and the usage for a wrong command', async () => {
    const { exitCode, complaint } = await runOver({}, 'chek');
    assert.equal(exitCode, 2);
    assert.match(complaint, /no command "chek"[\s\S]*Usage:/);
  });

  it('ends with 2 where there is no manifest, since a check that saw nothing is not one that found nothing', async () => {
    const { output, complaint, exitCode } = await runOver({}, 'check');
    assert.match(output, /^nothing to check, 0 warnings in 0 manifests of 0 files, 0 clusters/);
    assert.deepEqual([complaint, exitCode], ['.: there is no manifest here, so nothing was checked.\n', 2]);
    assert.equal((await runOver({}, 'check', '--allow-empty')).exitCode, 0);
    const files = { 'site/network.yaml': network.replace('10.0.0.12-10.0.0.20', '10.0.0.13-10.0.0.20'), 'wrong/readme.md': '' };
    assert.deepEqual(
      (await runOver(files, 'check', 'site', 'wrong')).complaint,
      'wrong: there is no manifest here, so nothing was checked.\n',
    );
    assert.deepEqual(
      (await runOver({ ...files, 'values.yaml': 'replicas: 1\n' }, 'check', 'site/network.yaml', 'values.yaml')).exitCode,
      0,
    );
    const corefile = await runOver({ Corefile: '. {\n  nonsense\n}\n' }, 'check', 'Corefile');
    assert.deepEqual([corefile.exitCode, corefile.complaint], [0, '']);
    assert.match(corefile.output, /^no errors, 0 warnings in 1 manifest of 1 file/);
  });

  it('fails from the severity on that is asked for', async () => {
    const files = { 'a.yaml': `${service}---\n${database.replace('namespace: shop', 'namespace: shop')}` };
    assert.match((await runOver(files, 'check')).output, /no errors, 1 warning/);
    const exitCodes = [];
    for (const level of ['error', 'warning', 'hint', 'never']) exitCodes.push((await runOver(files, 'check', '--fail-on', level)).exitCode);
    assert.deepEqual(exitCodes, [0, 1, 1, 0]);
    assert.equal((await runOver({ 'network.yaml': network }, 'check', '--fail-on', 'never')).exitCode, 0);
  });

  it('reads manifests from standard input, beside paths or alone', async () => {
    const { output, exitCode } = await runOver({ '<stdin>': network }, 'check', '-');
    assert.match(output, /^<stdin>:8:25 {2}error/);
    assert.equal(exitCode, 1);
    assert.match((await runOver({ '<stdin>': network, 'site/a.yaml': service }, 'check', 'site', '-')).output, /in 2 manifests of 2 files/);
    assert.match(
      (await runOver({ '<stdin>': network, '.edge-network.yaml': 'checks: { range/overlap: warning }\n' }, 'check', '-')).output,
      /no errors, 1 warning/,
    );
    assert.equal((await runOver({}, 'check', '-')).exitCode, 2);
  });

  it('takes severities and what is left out by flag, where no configuration file says another', async () => {
    const files = { 'network.yaml': network };
    assert.equal((await runOver(files, 'check', '--severity', 'range/overlap=warning')).exitCode, 0);
    const said = { ...files, '.edge-network.yaml': 'checks: { range/overlap: error }\n' };
    assert.equal((await runOver(said, 'check', '--severity', 'range/overlap=warning')).exitCode, 1);
    assert.match((await runOver({ ...files, 'old/a.yaml': network }, 'check', '--exclude', 'old')).output, /of 1 file,/);
  });

  it('says by flag or configuration file what kind of cluster it is, where no manifest does', async () => {
    const reserved = service.replace('spec:', 'spec:\n  clusterIP: 10.96.0.10');
    const codes = async (files: Readonly<Record<string, string>>, ...words: readonly string[]) =>
      (json((await runOver(files, 'check', '--format', 'json', ...words)).output)['findings'] as { code: string }[]).map(
        ({ code }) => code,
      );
    assert.equal((await codes({ 'a.yaml': reserved })).includes('service/reserved-address'), false);
    assert.ok((await codes({ 'a.yaml': reserved }, '--profile', 'kubeadm')).includes('service/reserved-address'));
    const said = {
      'a/all.yaml': reserved,
      '.edge-network.yaml': 'profile: kubeadm\n',
      'b/all.yaml': reserved,
      'b/.edge-network.yaml': 'profile: k3s\n',
    };
    assert.deepEqual(
      (await codes(said, '--profile', 'talos', 'a')).filter((code) => code.startsWith('service/res')),
      ['service/reserved-address'],
    );
    assert.deepEqual(
      (await codes(said, 'b')).filter((code) => code.startsWith('service/res')),
      [],
    );
  });

  it('leaves out what a configuration file excludes below its folder', async () => {
    const files = { 'a/network.yaml': network, 'a/old/network.yaml': network, 'old/network.yaml': network };
    assert.match((await runOver(files, 'check')).output, /3 manifests/);
    const { output } = await runOver({ ...files, 'a/.edge-network.yaml': 'exclude: [old]\n' }, 'check');
    assert.match(output, /in 2 manifests/);
    assert.equal(/^a\/old/m.test(output), false);
  });

  it('reads the files that the editor reads: no settings of other programs, no folders of other people', async () => {
    const other = {
      'settings.json': network,
      'package.json': '{"apiVersion": "v1"}',
      '.vscode/settings.json': '{"apiVersion": "v1"}',
      'node_modules/a.yaml': network,
    };
    assert.match((await runOver(other, 'check', '--allow-empty')).output, /0 manifests of 0 files/);
  });

  it('reads what lies beside pipes, links to themselves and links that lead nowhere', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    try {
      writeFileSync(path.join(folder, 'network.yaml'), network);
      execFileSync('mkfifo', [path.join(folder, 'pipe.yaml'), path.join(folder, '.edge-network.yaml')]);
      symlinkSync('loop.yaml', path.join(folder, 'loop.yaml'));
      symlinkSync('nowhere.yaml', path.join(folder, 'broken.yaml'));
      symlinkSync('/dev/zero', path.join(folder, 'zero.yaml'));
      const surroundings = { currentFolder: folder, coloured: false, standardInput: () => Promise.resolve(new Uint8Array()) };
      assert.match((await run(['check'], surroundings)).output, /1 error, 0 warnings in 1 manifest of 1 file/);
      assert.equal((await run(['check', 'loop.yaml'], surroundings)).complaint, 'loop.yaml: a link that leads to itself\n');
      // Only Linux takes a name that is no UTF-8.
      if (process.platform !== 'linux') return;
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.yaml')]), network);
      assert.equal((await run(['check'], surroundings)).complaint, 'Left out: \ufffd.yaml: its name is not UTF-8\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says of a resource whose link leads out of the workspace that kustomize does not read it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    try {
      mkdirSync(path.join(folder, 'workspace'));
      writeFileSync(path.join(folder, 'outside.yaml'), network);
      writeFileSync(path.join(folder, 'workspace', 'kustomization.yaml'), 'resources: [link.yaml]\n');
      symlinkSync(path.join('..', 'outside.yaml'), path.join(folder, 'workspace', 'link.yaml'));
      const surroundings = {
        currentFolder: path.join(folder, 'workspace'),
        coloured: false,
        standardInput: () => Promise.resolve(new Uint8Array()),
      };
      const said = /kustomization\.yaml:1:13.*link\.yaml is not in or below the folder of this kustomization/;
      assert.match((await run(['check'], surroundings)).output, said);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves out what links lead to outside of the folder, and follows those that stay inside', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    try {
      const workspace = path.join(folder, 'workspace');
      mkdirSync(path.join(workspace, 'sites'), { recursive: true });
      mkdirSync(path.join(folder, 'other'));
      writeFileSync(path.join(folder, 'other', 'outside.yaml'), network);
      writeFileSync(path.join(workspace, 'sites', 'network.yaml'), network);
      symlinkSync(path.join('..', 'other', 'outside.yaml'), path.join(workspace, 'link.yaml'));
      symlinkSync(path.join('..', 'other'), path.join(workspace, 'links'), 'junction');
      const surroundings = { currentFolder: workspace, coloured: false, standardInput: () => Promise.resolve(new Uint8Array()) };
      const { output, complaint } = await run(['check'], surroundings);
      assert.match(output, /1 error, 0 warnings in 1 manifest of 1 file/);
      assert.equal(
        complaint,
        'Left out: link.yaml: a link that leads out of the folder\nLeft out: links: a link that leads out of the folder\n',
      );
      rmSync(path.join(workspace, 'sites'), { recursive: true });
      mkdirSync(path.join(workspace, 'kept.d'));
      writeFileSync(path.join(workspace, 'kept.d', 'kept.txt'), network);
      symlinkSync(path.join('kept.d', 'kept.txt'), path.join(workspace, 'kept.yaml'));
      assert.match((await run(['check'], surroundings)).output, /1 error, 0 warnings in 1 manifest of 1 file/);
      // Whoever gives the link itself means it.
      assert.match((await run(['check', 'links'], surroundings)).output, /1 error, 0 warnings in 1 manifest of 1 file/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads UTF-16 where a byte order mark says so', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    try {
      writeFileSync(path.join(folder, 'network.yaml'), Buffer.from(`\ufeff${network}`, 'utf16le'));
      const { output } = await run(['check'], {
        currentFolder: folder,
        coloured: false,
        standardInput: () => Promise.resolve(new Uint8Array()),
      });
      assert.match(output, /^network\.yaml:8:25 {2}error/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows control characters of a manifest instead of sending them to the terminal', async () => {
    const { output } = await runOver({ 'a.yaml': service.replace('app: web', 'app: "\\e[31mred"') }, 'check');
    assert.equal(output.includes('\u001b'), false);
    const files = { 'a.yaml': service.replace('name: web', 'name: "\\e[31mred\\a\\u009b\\u202ered"') };
    const formats = ['json', 'dot', 'mermaid', 'drawio', 'svg', 'text'].map((format) => ['topology', '--format', format]);
    for (const words of [...formats, ...['json', 'sarif', 'github'].map((format) => ['check', '--format', format])]) {
      const { output: written } = await runOver(files, ...words);
      assert.equal(/[\u0007\u001b\u009b\u202e]/.test(written), false, words.join(' '));
      if (words.includes('json') || words.includes('sarif')) assert.match(JSON.stringify(JSON.parse(written)), /\u009b/);
    }
  });
});

describe('edge-network topology', () => {
  const files = {
    'site/network.yaml': network,
    'site/apps.yaml': `${service.replace('spec:', 'spec:\n  type: LoadBalancer')}---\n${database}`,
  };

  it('writes who gets which address as JSON', async () => {
    const { output, exitCode } = await runOver(files, 'topology', '--format', 'json');
    assert.equal(exitCode, 0);
    const [cluster] = json(output)['clusters'] as Record<string, Record<string, unknown>[]>[];
    assert.deepEqual(
      cluster?.['nodes']?.map(({ name, role, ips }) => [name, role, ips]),
      [
        ['master', 'control-plane', ['10.0.0.10']],
        ['worker', 'worker', ['10.0.0.11']],
      ],
    );
    assert.deepEqual(
      cluster['pods']?.map(({ name, node, ipPool, pending, owner }) => [name, node, ipPool, pending, owner]),
      [['db-0', 'worker', 'default-ipv4-ippool', null, { kind: 'StatefulSet', name: 'db' }]],
    );
    const web = cluster['services']?.find(({ name }) => name === 'web');
    assert.deepEqual((web?.['loadBalancer'] as Record<string, unknown>)['ips'], ['10.0.0.12']);
    assert.deepEqual((web?.['source'] as Record<string, unknown>)['file'], 'site/apps.yaml');
    assert(cluster['dns']?.some(({ name, type }) => name === 'web.shop.svc.cluster.local.' && type === 'A'));
  });

  it('says of every endpoint and DNS record why it is so, and where that stands', async () => {
    const [cluster] = json(
      (
        await runOver(
          {
            ...files,
            'site/pod.yaml':
              'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop, labels: { app: web } }\nspec: { containers: [] }\n',
          },
          'topology',
          '--format',
          'json',
        )
      ).output,
    )['clusters'] as Record<string, Record<string, unknown>[]>[];
    const endpoints = (cluster?.['services'] ?? []).flatMap((each) => each['endpoints'] as Record<string, unknown>[]);
    const [endpoint] = endpoints.filter(({ pod }) => pod === 'shop/a');
    assert.equal(endpoint?.['reason'], 'Pod shop/a has the labels of the selector (app=web) of Service shop/web.');
    assert.deepEqual(
      (endpoint['because'] as Record<string, unknown>[]).slice(0, 2).map(({ file }) => file),
      ['site/apps.yaml', 'site/pod.yaml'],
    );
    for (const outcome of [...endpoints, ...(cluster?.['dns'] ?? [])])
      assert.ok(
        typeof outcome['reason'] === 'string' &&
          outcome['reason'] !== '' &&
          Array.isArray(outcome['because']) &&
          typeof outcome['certainty'] === 'string',
        JSON.stringify(outcome),
      );
    const address = cluster?.['dns']?.find(({ name, type }) => name === 'web.shop.svc.cluster.local.' && type === 'A');
    assert.deepEqual((address?.['because'] as Record<string, unknown>[]).map(({ file }) => file)[0], 'site/apps.yaml');
  });

  it('writes the same as text, as a Mermaid flowchart and for Graphviz', async () => {
    assert.match((await runOver(files, 'topology')).output, /shop\/web +LoadBalancer +172\.28\.1\.1 +10\.0\.0\.12/);
    assert.match((await runOver(files, 'topology', '--format', 'mermaid')).output, /^flowchart LR\n {2}subgraph e0\["store/);
    assert.match((await runOver(files, 'topology', '--format', 'dot')).output, /^digraph "edge network" \{/);
  });

  it("draws the panel's picture as SVG and for draw.io, the same each time", async () => {
    const svg = (await runOver(files, 'topology', '--format', 'svg')).output;
    assert.match(svg, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
    assert.match(svg, /<title>service web, 172\.28\.1\.1, LoadBalancer :80/);
    assert.equal((await runOver(files, 'topology', '--format', 'svg', '--theme', 'light')).output, svg);
    assert.notEqual((await runOver(files, 'topology', '--format', 'svg', '--theme', 'dark')).output, svg);
    assert.match(
      (await runOver(files, 'topology', '--format', 'drawio')).output,
      /<mxfile host="edge-network"><diagram id="topology" name="store">/,
    );
    assert.match((await runOver({ 'a.txt': '' }, 'topology', '--format', 'svg')).output, /0 elements/);
  });

  it('draws what was dragged in the panel where it was dragged', async () => {
    const graph = json((await runOver(files, 'topology', '--format', 'json')).output);
    const positioned = {
      ...files,
      'dragged.json': JSON.stringify({
        ...graph,
        positions: [{ id: 'site|Service/shop/web', x: 700, y: 900 }, { id: 'gone', x: 1, y: 2 }, 7],
      }),
    };
    for (const format of ['svg', 'drawio']) {
      const { output, complaint } = await runOver(positioned, 'topology', 'site', '--format', format, '--positions', 'dragged.json');
      assert.equal(complaint, '');
      assert.match(output, format === 'svg' ? /<svg/ : /<mxfile/);
      assert.notEqual(output, (await runOver(files, 'topology', 'site', '--format', format)).output);
    }
  });

  it('says when positions are those of something else', async () => {
    const { output, complaint, exitCode } = await runOver(
      { ...files, 'dragged.json': '{"positions":[{"id":"other|Service/shop/web","x":7,"y":9}]}' },
      'topology',
      '--format',
      'svg',
      '--positions',
      'dragged.json',
    );
    assert.match(complaint, /^dragged\.json: none of these positions /);
    assert.match(output, /<svg/);
    assert.equal(exitCode, 0);
  });

  it('refuses positions that are none, with the file', async () => {
    for (const [name, text] of [
      ['missing.json', undefined],
      ['broken.json', '{'],
      ['other.json', '{"version":1}'],
    ] as const) {
      const { complaint, exitCode } = await runOver(
        text === undefined ? files : { ...files, [name]: text },
        'topology',
        '--format',
        'svg',
        '--positions',
        name,
      );
      assert.deepEqual([exitCode, complaint.split(':')[0]], [2, name]);
    }
  });

  it('lets no name break out of its quotes', async () => {
    const hostile = service.replace('name: web', 'name: \'"]; evil[label="\'');
    assert.doesNotMatch((await runOver({ 'a.yaml': hostile }, 'topology', '--format', 'dot')).output, /[^\\]"\]; evil/);
    assert.doesNotMatch((await runOver({ 'a.yaml': hostile }, 'topology', '--format', 'mermaid')).output, /"\]; evil/);
  });
});

describe('edge-network resolve', () => {
  const files = { 'network.yaml': network, 'apps.yaml': `${service}---\n${database}` };

  it('answers as a pod would be answered, with the names that were tried', async () => {
    const { output, exitCode } = await runOver(files, 'resolve', 'web', '--from', 'shop/db-0', '--format', 'json');
    assert.equal(exitCode, 0);
    const { question, rcode, answers, tried } = json(output);
    assert.deepEqual(
      { question, rcode, answers, tried },
      {
        question: { name: 'web', type: 'A' },
        rcode: 'NOERROR',
        tried: ['web.shop.svc.cluster.local.'],
        answers: [{ name: 'web.shop.svc.cluster.local.', type: 'A', ttl: 30, data: '172.28.1.1' }],
      },
    );
  });

  it('says why, where that stands, and whether the answer is known', async () => {
    const { reason, because, known } = json((await runOver(files, 'resolve', 'web.shop.svc.cluster.local', '--format', 'json')).output);
    assert.deepEqual(
      [reason, (because as Record<string, unknown>[]).map(({ file }) => file), known],
      ['Service shop/web has the cluster IP 172.28.1.1.', ['apps.yaml'], true],
    );
    const outside = json((await runOver(files, 'resolve', 'example.org', '--format', 'json')).output);
    assert.deepEqual([outside['rcode'], outside['forwardedTo'], outside['known']], ['SERVFAIL', ['/etc/resolv.conf'], false]);
  });

  it('ends with 1 when there is no such name', async () => {
    const { output, exitCode } = await runOver(files, 'resolve', 'nobody.shop.svc.cluster.local');
    assert.equal(exitCode, 1);
    assert.match(output, /NXDOMAIN/);
    const { authority } = json((await runOver(files, 'resolve', 'nobody.shop.svc.cluster.local', '--format', 'json')).output);
    assert.deepEqual(authority, [
      { name: 'cluster.local.', type: 'SOA', ttl: 30, data: 'ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30' },
    ]);
  });

  it('says which pods there are when the asking one is not', async () => {
    assert.match((await runOver(files, 'resolve', 'web', '--from', 'shop/db-9')).complaint, /no pod shop\/db-9; there are shop\/db-0\./);
  });

  it('asks which cluster is meant when there are several', async () => {
    const several = { 'a/network.yaml': network.replace('store', 'one'), 'b/network.yaml': network.replace('store', 'two') };
    assert.match((await runOver(several, 'resolve', 'kubernetes.default.svc.cluster.local')).complaint, /several clusters \(one, two\)/);
    assert.equal((await runOver(several, 'resolve', 'kubernetes.default.svc.cluster.local', '--cluster', 'two')).exitCode, 0);
    assert.match((await runOver(several, 'resolve', 'x', '--cluster', 'three')).complaint, /no cluster "three" here, but one, two/);
  });
});

describe('edge-network render', () => {
  const chart = {
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'web/values.yaml': 'size: 1\n',
    'web/templates/a.yaml': 'kind: A\nname: {{ .Release.Name }}\nsize: {{ .Values.size }}\n',
  };

  it('prints a chart to the letter as helm template does', async () => {
    const { output, exitCode } = await runOver(chart, 'render', 'web', '--format', 'text', '--release-name', 'shop', '--set', 'size=2');
    assert.equal(output, '---\n# Source: web/templates/a.yaml\nkind: A\nname: shop\nsize: 2\n');
    assert.equal(exitCode, 0);
  });

  it('prints the manifests of each path, a fault of one not keeping the others away', async () => {
    const files = { ...chart, 'plain/pod.yaml': 'kind: Pod\n', 'broken/Chart.yaml': 'name: broken\n' };
    const { output, complaint, exitCode } = await runOver(files, 'render', 'web', 'broken', 'plain');
    assert.equal(output, 'kind: Pod\n---\nkind: A\nname: release-name\nsize: 1\n');
    assert.equal(complaint, 'broken/Chart.yaml:1:1: error: chart-invalid: The chart needs a version.\n');
    assert.equal(exitCode, 1);
  });

  it('writes the contract as JSON, with the places of each field', async () => {
    const { output } = await runOver(chart, 'render', 'web', '--format', 'json', '--texts', '--origins');
    const { version, units } = json(output);
    assert.equal(version, 1);
    const [{ clusters, ...unit }] = units as readonly [{ readonly clusters: readonly string[] }];
    assert.equal(clusters.length, 1);
    assert.deepEqual(
      [unit],
      [
        {
          kind: 'chart',
          root: 'web',
          problems: [],
          texts: { 'web/templates/a.yaml': 'kind: A\nname: release-name\nsize: 1\n' },
          resources: [
            {
              manifest: { kind: 'A', name: 'release-name', size: 1 },
              source: 'web/templates/a.yaml',
              origins: {
                '': [{ file: 'web/templates/a.yaml', line: 1, column: 1 }],
                '/kind': [{ file: 'web/templates/a.yaml', line: 1, column: 7 }],
                '/name': [{ file: 'web/templates/a.yaml', line: 2, column: 7 }],
                '/size': [
                  { file: 'web/values.yaml', line: 1, column: 7 },
                  { file: 'web/templates/a.yaml', line: 3, column: 7 },
                ],
              },
            },
          ],
        },
      ],
    );
  });

  it('renders a folder that a GitOps object names as that object builds it, and says which cluster it is a part of', async () => {
    const files = {
      'clusters/site/apps.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  path: ./apps\n  sourceRef: { kind: GitRepository, name: flux-system }\n  targetNamespace: shop\n',
      'apps/kustomization.yaml': 'resources: [pod.yaml]\n',
      'apps/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n',
    };
    const { output } = await runOver(files, 'render', 'apps', '--format', 'json');
    const [unit] = json(output)['units'] as readonly [
      {
        readonly root: string;
        readonly clusters: readonly string[];
        readonly by: string;
        readonly resources: readonly [{ readonly manifest: { readonly metadata: unknown } }];
      },
    ];
    assert.deepEqual(
      [unit.root, unit.clusters, unit.by, unit.resources[0].manifest.metadata],
      ['apps', ['site'], 'Kustomization flux-system/apps', { name: 'web', namespace: 'shop' }],
    );
  });

  it('says of a folder that a GitOps object builds in JSON what is wrong with that build, and nothing of the folder alone', async () => {
    const applied = (spec: string) => ({
      'clusters/site/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  path: ./apps\n  sourceRef: { kind: GitRepository, name: flux-system }\n${spec}`,
      'apps/kustomization.yaml': 'resources: [pod.yaml]\n',
      'apps/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n',
    });
    const patch = '  patches: [{ patch: "{apiVersion: v1, kind: Pod, metadata: {name: other}}" }]\n';
    const failing = await runOver(applied(patch), 'render', 'apps', '--format', 'json');
    const [unit] = json(failing.output)['units'] as readonly [
      { readonly problems: readonly { readonly class: string; readonly file: string }[] },
    ];
    assert.deepEqual(
      [unit.problems.map((problem) => [problem.class, problem.file]), failing.exitCode],
      [[['patch-no-match', 'clusters/site/apps.yaml']], 1],
    );
    assert.equal((await runOver(applied(patch), 'render', 'apps', '--format', 'text')).exitCode, 0);
  });

  it('ends with 1 for a folder in which there is nothing to render', async () => {
    const { complaint, exitCode } = await runOver({ 'site/notes.txt': 'none' }, 'render', 'site');
    assert.deepEqual(
      [complaint, exitCode],
      ['site:1:1: error: no-kustomization-file: There is no kustomization.yaml here, no chart and no manifest.\n', 1],
    );
  });

  it('ends with 2 where there is nothing', async () => {
    const { complaint, exitCode } = await runOver({}, 'render', 'nowhere');
    assert.deepEqual([complaint, exitCode], ['nowhere: no such file or folder\n', 2]);
  });
});
