import Ajv from 'ajv';
import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';
import { isColoured } from '../../src/cli/terminal.ts';
import sarifSchema from './writers/sarif-2.1.0.schema.json' with { type: 'json' };

const site = (name: string, ips: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: ${name} }\nspec:\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: ${ips}\n`;
const service = (name: string, app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { app: ${app} }, ports: [{ port: 80 }] }\n`;
const workload =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: web }] }\n';

interface Printed {
  readonly findings: readonly { readonly code: string; readonly file: string; readonly cluster: string }[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly clusters: number };
  readonly baseline?: { readonly known: number };
  readonly changedSince?: { readonly revision: string; readonly clusters: number };
  readonly clusters: readonly { readonly name: string }[];
}

describe('edge-network check, what of it is shown', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string | undefined>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      if (text === undefined) rmSync(path.join(folder, name));
      else writeFileSync(path.join(folder, name), text);
    }
  };
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...words], {
      cwd: folder,
      stdio: 'ignore',
    });
  const commit = () => {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
  };
  const runIn = (below: string, ...words: readonly string[]) =>
    run(['check', ...words], {
      currentFolder: path.join(folder, below),
      coloured: false,
      standardInput: () => Promise.resolve(new Uint8Array()),
    });
  const printed = async (...words: readonly string[]) => JSON.parse((await runIn('', ...words, '--format', 'json')).output) as Printed;
  const codes = ({ findings }: Printed) => findings.map(({ code, file }) => `${code} ${file}`);

  it('leaves out what a baseline knows, wherever its lines and addresses have gone, and fails for what is new alone', async () => {
    write({ 'site.yaml': site('store', '10.0.0.12-10.0.0.20') });
    write({ 'known.json': (await runIn('', '--format', 'json')).output });
    expect(await runIn('', '--baseline', 'known.json')).to.deep.include({ exitCode: 0, complaint: '' });
    write({ 'site.yaml': `# one line more\n${site('store', '10.0.0.11-10.0.0.20')}` });
    const moved = await printed('--baseline', 'known.json');
    expect([codes(moved), moved.summary.errors, moved.baseline]).to.deep.equal([[], 0, { known: 1 }]);
    write({ 'web.yaml': `${workload}---\n${service('web', 'wep')}` });
    const more = await runIn('', '--baseline', 'known.json', '--fail-on', 'warning');
    expect(more.exitCode).to.equal(1);
    expect(more.output).to.match(/^web\.yaml:13:\d+ {2}warning {2}/);
    expect(more.output).to.match(/\n1 finding is in the baseline and left out\.\n/);
  });

  it('lists a hundred findings of one rule in a file and says how many more there are, and gives programs all', async () => {
    const many = Array.from({ length: 130 }, (_, number) => service(`web-${number}`, 'wep')).join('---\n');
    write({ 'a.yaml': many, 'b.yaml': workload });
    const { output } = await runIn('', '--fail-on', 'warning');
    expect(output.match(/^a\.yaml:.*selector\/no-match$/gm)).to.have.lengthOf(101);
    expect(output).to.match(/^a\.yaml:\d+:\d+ {2}warning {2}30 more findings of selector\/no-match in this file are not listed here\. /m);
    expect((await printed()).findings).to.have.lengthOf(130);
  });

  it('takes each entry of a baseline for one finding only', async () => {
    write({ 'a.yaml': service('one', 'web') + '---\n' + workload.replaceAll('web', 'wep') });
    const text = (await runIn('', '--format', 'json')).output;
    const known = JSON.parse(text) as Printed;
    expect(codes(known)).to.deep.equal(['selector/no-match a.yaml']);
    write({ 'known.json': text, 'b.yaml': service('two', 'web') });
    expect(codes(await printed('--baseline', 'known.json'))).to.deep.equal(['selector/no-match b.yaml']);
  });

  it('refuses a baseline that is none, with the reason', async () => {
    write({ 'site.yaml': site('store', '10.0.0.20-10.0.0.21'), 'list.json': '[]', 'broken.json': '{' });
    expect(await runIn('', '--baseline', 'list.json')).to.deep.equal({
      output: '',
      complaint: 'list.json: this is not what "edge-network check --format json" prints\n',
      exitCode: 2,
    });
    for (const file of ['broken.json', 'nowhere.json'])
      expect(await runIn('', '--baseline', file)).to.deep.include({ output: '', exitCode: 2 });
  });

  it('shows the clusters alone that a change touches, by a manifest, a base, a file with values, a configuration and a file that has gone', async () => {
    const overlay = 'resources: [../../base]\n';
    write({
      'sites/east/site.yaml': site('east', '10.0.0.12-10.0.0.20'),
      'sites/west/site.yaml': site('west', '10.1.0.12-10.1.0.20').replace('10.0.0.10-10.0.0.12', '10.1.0.10-10.1.0.12'),
      'sites/west/app/kustomization.yaml': overlay.replace('../../base', '../../../base'),
      'sites/west/old.yaml': service('old', 'web'),
      'base/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator: [{ name: a, files: [settings.txt] }]\n',
      'base/settings.txt': 'a',
      'base/web.yaml': workload,
      'README.md': 'a',
    });
    commit();
    const touched = async () => {
      const report = await printed('--changed-since', 'HEAD');
      expect(report.changedSince).to.deep.equal({ revision: 'HEAD', clusters: 2 });
      expect(report.summary.clusters).to.equal(report.clusters.length);
      expect(report.findings.filter(({ cluster }) => !report.clusters.some(({ name }) => name === cluster))).to.deep.equal([]);
      const names = report.clusters.map(({ name }) => name);
      git('checkout', '-q', '.');
      git('clean', '-qfd');
      return names;
    };
    expect(await touched()).to.deep.equal([]);
    write({ 'README.md': 'b' });
    expect(await touched()).to.deep.equal([]);
    write({ 'sites/east/site.yaml': site('east', '10.0.0.12-10.0.0.21') });
    expect(await touched()).to.deep.equal(['east']);
    write({ 'base/settings.txt': 'b' });
    expect(await touched()).to.deep.equal(['west']);
    write({ 'sites/east/new.yaml': service('new', 'web') });
    expect(await touched()).to.deep.equal(['east']);
    write({ 'sites/west/old.yaml': undefined });
    expect(await touched()).to.deep.equal(['west']);
    write({ '.edge-network.yaml': 'checks: {}\n' });
    expect(await touched()).to.deep.equal(['east', 'west']);
  });

  it('says how many clusters a change touches, from a folder below the root too, and refuses what is no revision', async () => {
    write({ 'east/site.yaml': site('east', '10.0.0.20-10.0.0.21'), 'west/site.yaml': site('west', '10.0.1.20-10.0.1.21') });
    commit();
    write({ 'east/site.yaml': site('east', '10.0.0.12-10.0.0.20') });
    const { output, exitCode } = await runIn('', '--changed-since', 'HEAD');
    expect(exitCode).to.equal(1);
    expect(output).to.include('Only what has changed since HEAD touches is shown: 1 of 2 clusters.\n');
    expect((await runIn('west', '--changed-since', 'HEAD')).output).to.include('0 of 1 clusters');
    expect(await runIn('', '--changed-since', 'nowhere')).to.deep.include({ output: '', exitCode: 2 });
    expect(await runIn('', '--changed-since', '--output=x')).to.deep.include({ output: '', exitCode: 2 });
  });

  it('counts errors and warnings by cluster', async () => {
    write({ 'east/site.yaml': site('east', '10.0.0.12-10.0.0.20'), 'west/site.yaml': site('west', '10.0.1.20-10.0.1.21') });
    const { output } = await runIn('');
    expect(output).to.match(/^ {2}east {2}\d+ errors?(?:, \d+ warnings?)? {2}\S/m);
  });

  it('groups by file and wraps in a terminal', async () => {
    write({ 'sites/store/site.yaml': site('store', '10.0.0.12-10.0.0.20') });
    const { output } = await run(['check'], {
      currentFolder: folder,
      coloured: false,
      width: 60,
      standardInput: () => Promise.resolve(new Uint8Array()),
    });
    expect(output).to.match(/^sites\/store\/site\.yaml\n {2}6:25 {4}error {2}range\/overlap\n {10}10\.0\.0\.12 is in both /);
    const message = output.split('\n').filter((line) => line.startsWith('          '));
    expect(Math.max(...message.map(({ length }) => length))).to.be.at.most(60);
    expect(output).to.match(/\n1 error, 0 warnings in 1 manifest/);
  });

  it('writes JUnit that says what fails, and a case that passes where nothing is found', async () => {
    write({ 'a & b.yaml': `${workload}---\n${service('web', 'wep')}`, 'site.yaml': site('store', '10.0.0.12-10.0.0.20') });
    const { output } = await runIn('', '--format', 'junit');
    expect(output).to.match(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="edge-network check" tests="2" failures="1">\n/);
    expect(output).to.include('<testsuite name="a &amp; b.yaml" tests="1" failures="0">');
    expect(output).to.match(/<failure type="range\/overlap" message="10\.0\.0\.12 is in both /);
    expect((await runIn('', '--format', 'junit', '--fail-on', 'warning')).output).to.include('tests="2" failures="2"');
    write({ 'a & b.yaml': workload, 'site.yaml': site('store', '10.0.0.20-10.0.0.21') });
    expect((await runIn('', '--format', 'junit')).output).to.match(
      /tests="1" failures="0">[\s\S]*<testcase classname="edge-network" name="2 manifests without findings"\/>/,
    );
  });

  it('writes SARIF that its schema accepts, with the rules that were used', async () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(sarifSchema);
    for (const files of [
      { 'site.yaml': site('store', '10.0.0.20-10.0.0.21') },
      { 'site.yaml': site('store', '10.0.0.12-10.0.0.20'), 'web.yaml': `${workload}---\n${service('web', 'wep')}` },
    ]) {
      write(files);
      const log: unknown = JSON.parse((await runIn('', '--format', 'sarif')).output);
      expect(validate(log), JSON.stringify(validate.errors)).to.equal(true);
      const [{ tool, results }] = (
        log as {
          runs: [{ tool: { driver: { rules: { id: string; helpUri: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }];
        }
      ).runs;
      expect(tool.driver.rules.map(({ id }) => id).sort()).to.deep.equal([...new Set(results.map(({ ruleId }) => ruleId))].sort());
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).to.equal(ruleId);
      for (const { id, helpUri } of tool.driver.rules) expect(helpUri).to.match(new RegExp(`/docs/checks\\.md#${id.replace('/', '')}$`));
    }
  });

  it('is coloured as NO_COLOR and FORCE_COLOR say, and else in a terminal', () => {
    const table: readonly (readonly [boolean, Readonly<Record<string, string>>, boolean])[] = [
      [true, {}, true],
      [false, {}, false],
      [true, { NO_COLOR: '1' }, false],
      [true, { NO_COLOR: '' }, true],
      [false, { FORCE_COLOR: '1' }, true],
      [false, { FORCE_COLOR: '' }, true],
      [true, { FORCE_COLOR: '0' }, false],
      [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ];
    for (const [isTerminal, environment, expected] of table)
      expect(isColoured(isTerminal, environment), JSON.stringify(environment)).to.equal(expected);
  });
});
