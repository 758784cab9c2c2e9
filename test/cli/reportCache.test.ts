import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseCommand } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/main.ts';
import { openReportCache } from '../../src/cli/reportCache.ts';
import { diskSources } from '../../src/cli/sourceReader.ts';
import { readWorkspace } from '../../src/cli/workspace.ts';
import type { CheckReport } from '../../src/service/questions.ts';

const site =
  'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: 10.0.0.12-10.0.0.20\n';
const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'type: ClusterIP\n',
  'chart/templates/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: {{ .Values.type }}, selector: { app: web }, ports: [{ port: {{ .Files.Get "port.txt" | trim }} }] }\n',
  'chart/port.txt': '80\n',
};
const formats = ['text', 'json', 'sarif', 'junit', 'github'] as const;
const report: CheckReport = { findings: [], summary: { files: 1, manifests: 1, clusters: 1, errors: 0, warnings: 0 }, clusters: [] };

describe('edge-network check with a cache', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-'));
    write({ 'site/edge-network.yaml': site });
    for (const [name, text] of Object.entries(chart)) write({ [`site/${name}`]: text });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  };
  const standardInput = () => Promise.resolve(new Uint8Array());
  const check = (...words: readonly string[]) =>
    run(['check', 'site', ...words], { currentFolder: folder, coloured: false, standardInput });
  const open = async (...words: readonly string[]) => {
    const command = parseCommand(['check', 'site', ...words]);
    if (command.name !== 'check') throw new Error(command.name);
    const texts = await readWorkspace(command.paths, { currentFolder: folder, exclude: command.exclude, standardInput });
    return await openReportCache(path.join(folder, 'kept'), texts, command, diskSources(folder, ['site']));
  };
  /** As a run that has read what a chart reads. */
  const keep = async (...words: readonly string[]) => {
    const cache = await open(...words);
    await cache.sources.read(['site/chart/port.txt', 'site/chart/gone.txt']);
    await cache.sources.list(['site/chart/templates', 'site/chart/crds']);
    return cache.keep(report);
  };
  const entry = () => path.join(folder, 'kept', readdirSync(path.join(folder, 'kept'))[0] ?? '');

  it('prints to the letter what it prints without, when it keeps and when it has kept, in every format', async () => {
    for (const format of formats) {
      const plain = await check('--format', format);
      expect(plain.exitCode).to.equal(1);
      expect(await check('--format', format, '--cache', 'kept')).to.deep.equal(plain);
      expect((await open('--format', format)).known).not.to.equal(undefined);
      expect(await check('--format', format, '--cache', 'kept')).to.deep.equal(plain);
    }
    expect(readdirSync(path.join(folder, 'kept'))).to.have.length(1);
  });

  it('says what is new once a manifest, or a file that only a template reads, has changed', async () => {
    const { output } = await check('--cache', 'kept');
    write({ 'site/chart/port.txt': '80800\n' });
    const changed = await check('--cache', 'kept');
    expect(changed.output).not.to.equal(output);
    expect(changed).to.deep.equal(await check());
    write({ 'site/edge-network.yaml': site.replace('10.0.0.12-', '10.0.0.13-'), 'site/chart/port.txt': '80\n' });
    expect((await check('--cache', 'kept')).exitCode).to.equal(0);
  });

  it('has what was kept while nothing has changed', async () => {
    expect(await keep()).to.equal(undefined);
    expect((await open()).known).to.deep.equal(report);
  });

  const changes: readonly (readonly [string, () => void])[] = [
    ['a manifest is another', () => write({ 'site/edge-network.yaml': `${site}# more\n` })],
    ['there is a manifest more', () => write({ 'site/more.yaml': 'kind: ConfigMap\n' })],
    ['there is one less', () => rmSync(path.join(folder, 'site/chart/values.yaml'))],
    ['a file that was read is another', () => write({ 'site/chart/port.txt': '81\n' })],
    ['a file that was read is gone', () => rmSync(path.join(folder, 'site/chart/port.txt'))],
    ['a file that was not there is there', () => write({ 'site/chart/gone.txt': '' })],
    ['a folder that was read has one file more', () => write({ 'site/chart/templates/_names.tpl': '' })],
    ['a folder that was not there is there', () => write({ 'site/chart/crds/one.txt': '' })],
    ['what was kept is cut off', () => writeFileSync(entry(), readFileSync(entry(), 'utf8').slice(0, -10))],
    ['what was kept is another', () => writeFileSync(entry(), readFileSync(entry(), 'utf8').replace('"errors":0', '"errors":1'))],
    ['what was kept is something else', () => writeFileSync(entry(), 'null')],
  ];
  for (const [name, change] of changes)
    it(`has nothing where ${name}`, async () => {
      await keep();
      change();
      expect((await open()).known).to.equal(undefined);
    });

  it('has nothing for other settings and other paths', async () => {
    await keep();
    for (const words of [['--profile', 'k3s'], ['--severity', 'range/overlap=off'], ['--exclude', '**/none.yaml'], ['site/chart']])
      expect((await open(...words)).known, words.join(' ')).to.equal(undefined);
  });

  it('says where nothing can be kept, and judges all the same', async () => {
    write({ kept: 'a file' });
    const { exitCode, complaint, output } = await check('--cache', 'kept');
    expect([exitCode, output]).to.deep.equal([1, (await check()).output]);
    expect(complaint).to.match(/^What was found could not be kept for the next run: (EEXIST|ENOTDIR)/);
  });
});
