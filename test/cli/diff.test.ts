import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/main.ts';

const pool = (range: string) =>
  `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [${range}] }\n`;
const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }\n';

describe('edge-network diff', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  };
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...words], {
      cwd: folder,
      stdio: 'ignore',
    });
  const runIn = (below: string, ...words: readonly string[]) =>
    run(words, { currentFolder: path.join(folder, below), coloured: false, standardInput: () => Promise.resolve(new Uint8Array()) });

  it('says which addresses change from one folder to another, and nothing where nothing does', async () => {
    write({ 'old/a.yaml': `${pool('10.0.0.1-10.0.0.9')}---\n${service}`, 'new/b.yaml': `${pool('10.0.0.2-10.0.0.9')}---\n${service}` });
    const { output, exitCode } = await runIn('', 'diff', 'old', 'new');
    expect(exitCode).to.equal(0);
    expect(output).to.include('~ Service shop/web  external address  10.0.0.1 → 10.0.0.2\n');
    for (const format of ['text', 'markdown'])
      expect(await runIn('', 'diff', 'old', 'old', '--format', format)).to.deep.equal({ output: '', complaint: '', exitCode: 0 });
    const { output: json } = await runIn('', 'diff', 'old', 'old', '--format', 'json');
    expect(JSON.parse(json)).to.deep.equal({ version: 1, clusters: [] });
  });

  it('reads a revision by git and the folder as it is, from below the root of the repository too', async () => {
    write({
      'site/web.yaml': service,
      'site/chart/Chart.yaml': 'name: lan\nversion: 1.0.0\n',
      'site/chart/values.yaml': 'range: 10.0.0.1-10.0.0.9\n',
      'site/chart/templates/pool.yaml': pool('{{ .Values.range }}'),
    });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    expect((await runIn('site', 'diff', 'HEAD')).output).to.equal('');
    write({
      'site/web.yaml': service.replace('port: 80', 'port: 81'),
      'site/chart/values.yaml': 'range: 10.0.0.2-10.0.0.9\n',
      'outside.yaml': service.replace('name: web', 'name: outside'),
    });
    for (const below of ['', 'site']) {
      const { output } = await runIn(below, 'diff', 'HEAD');
      expect(output, below).to.include('~ Service shop/web  ports  80→80/TCP → 81→81/TCP\n');
      expect(output, below).to.include('~ IPAddressPool lan  range  10.0.0.1-10.0.0.9 → 10.0.0.2-10.0.0.9\n');
      expect(output.includes('outside'), below).to.equal(below === '');
    }
    expect((await runIn('site', 'diff', 'HEAD', 'HEAD')).output).to.equal('');
  });

  it('holds a saved export of the topology against manifests, on either side and from standard input', async () => {
    const text = `${pool('10.0.0.1-10.0.0.9')}---\n${service}`;
    write({ 'site/a.yaml': text, 'changed/a.yaml': text.replace('10.0.0.1-', '10.0.0.3-').replace('port: 80', 'port: 81') });
    const { output: saved } = await runIn('site', 'topology', '--format', 'json');
    write({ 'monday.json': saved });
    expect((await runIn('', 'diff', 'monday.json', 'site')).output).to.equal('');
    expect((await runIn('', 'diff', 'monday.json', 'monday.json')).output).to.equal('');
    const { output } = await runIn('', 'diff', 'monday.json', 'changed');
    for (const line of [
      '~ IPAddressPool lan  range  10.0.0.1-10.0.0.9 → 10.0.0.3-10.0.0.9\n',
      '~ Service shop/web  ports  80→80/TCP → 81→81/TCP\n',
      '~ Service shop/web  external address  10.0.0.1 → 10.0.0.3\n',
    ])
      expect(output).to.include(line);
    expect((await runIn('', 'diff', 'changed', 'monday.json')).output).to.include('external address  10.0.0.3 → 10.0.0.1\n');
    const piped = await run(['diff', '-', 'changed'], {
      currentFolder: folder,
      coloured: false,
      standardInput: () => Promise.resolve(new TextEncoder().encode(saved)),
    });
    expect(piped.output).to.equal(output);
  });

  it('refuses an export that is cut off, rather than to call everything new', async () => {
    write({ 'site/a.yaml': service, 'cut.json': '{\n  "version": 1,\n  "clus' });
    for (const words of [
      ['diff', 'cut.json', 'site'],
      ['diff', 'site', 'cut.json'],
    ])
      expect(await runIn('', ...words), words.join(' ')).to.deep.include({ output: '', exitCode: 2 });
    expect((await runIn('', 'diff', 'cut.json', 'site')).complaint).to.contain('cut.json: This is no whole export of the topology');
  });

  it('says so when there is neither a folder nor a revision, and takes no option for one', async () => {
    for (const words of [
      ['diff', 'nowhere'],
      ['diff', '--', '--output=x'],
    ]) {
      const { output, complaint, exitCode } = await runIn('', ...words);
      expect([output, exitCode], words.join(' ')).to.deep.equal(['', 2]);
      expect(complaint).to.match(/no such revision|neither a folder nor a revision/);
    }
    expect((await runIn('', 'diff')).complaint).to.match(/needs what to compare with/);
    expect((await runIn('', 'diff', 'a', 'b', 'c')).complaint).to.match(/compares two/);
  });
});

describe('edge-network what-if', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    writeFileSync(path.join(folder, 'a.yaml'), `${pool('10.0.0.1-10.0.0.9')}---\n${service}`);
    writeFileSync(path.join(folder, 'events.json'), '[{ "do": "delete", "ref": "Service/shop/web" }]');
    writeFileSync(path.join(folder, 'pool.txt'), pool('10.0.0.5-10.0.0.9'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const runHere = (...words: readonly string[]) =>
    run(words, { currentFolder: folder, coloured: false, standardInput: () => Promise.resolve(new Uint8Array()) });

  it('says in sentences what an event changes', async () => {
    const { output, complaint, exitCode } = await runHere('what-if', 'apply pool.txt');
    expect([complaint, exitCode]).to.deep.equal(['', 0]);
    expect(output).to.equal('apply pool.txt\n  shop/web gets the external address 10.0.0.5; it had 10.0.0.1.\n');
  });

  it('gives each step with the whole cluster in JSON, of words and of a file', async () => {
    const { output } = await runHere('what-if', 'elapse 1', '--events', 'events.json', 'a.yaml', '--format', 'json');
    const { version, clusters } = JSON.parse(output) as {
      version: number;
      clusters: {
        name: string;
        steps: {
          event: string;
          changes: { what: string; before: string | null; after: string | null }[];
          cluster: { services: unknown[] };
        }[];
      }[];
    };
    expect(version).to.equal(1);
    const [cluster] = clusters;
    expect(cluster?.steps.map(({ event, cluster: after }) => [event, after.services.length])).to.deep.equal([
      ['elapse 1', 1],
      ['delete Service/shop/web', 0],
    ]);
    expect(cluster?.steps[1]?.changes.map(({ what, before, after }) => [what, before, after])).to.deep.include([
      'External address of shop/web',
      '10.0.0.1',
      null,
    ]);
  });

  it('tells of a slip what is meant', async () => {
    expect((await runHere('what-if', 'delete service/shop/wbe')).complaint).to.equal(
      'There is no Service/shop/wbe. Is Service/shop/web meant?\n',
    );
    expect((await runHere('what-if', 'fail', 'worker')).complaint).to.match(
      /^An event is one argument: write it in quotes, 'fail worker'\./,
    );
    expect((await runHere('what-if', 'apply nowhere.yaml')).complaint).to.match(/^nowhere\.yaml: /);
    expect((await runHere('what-if')).exitCode).to.equal(2);
  });
});
