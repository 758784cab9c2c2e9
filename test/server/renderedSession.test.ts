import { expect } from 'chai';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ShownComparison } from '../../src/topology/protocol.ts';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import type { ShownRendering } from '../../src/server/protocol.ts';
import type { RenderedManifest } from '../../src/service/service.ts';
import { buildServer } from './builtServer.ts';
import { StdioClient } from './stdioClient.ts';

describe('a session over what Kustomize and Helm make', () => {
  const { script, remove } = buildServer();
  let folder: string;
  let client: StdioClient;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge network '));
    cpSync('test/editor/workspace', folder, { recursive: true });
  });
  afterEach(() => {
    client.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  after(remove);

  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();
  const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');

  async function start(): Promise<void> {
    client = new StdioClient(script, '--stdio');
    await client.ask('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).toString(),
      // A client that tells of files, so that no watcher of the server's gets in between.
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    client.tell('initialized', {});
    await settled();
  }

  const settled = () => client.ask('edgeNetwork/settled', {});
  const codesOf = ({ diagnostics }: PublishDiagnosticsParams) => diagnostics.map(({ code }) => code);

  /** Codes of each time that problems of a file were published. */
  const published = (name: string) =>
    client.told
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => params as PublishDiagnosticsParams)
      .filter(({ uri }) => uri === uriOf(name))
      .map(codesOf);

  const codes = async (name: string) => {
    await settled();
    return published(name).at(-1) ?? [];
  };

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
    client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type: 2 }] });
  }

  const open = (name: string, text: string, languageId = 'plaintext') =>
    client.tell('textDocument/didOpen', { textDocument: { uri: uriOf(name), languageId, version: 1, text } });
  const change = (name: string, version: number, text: string) =>
    client.tell('textDocument/didChange', { textDocument: { uri: uriOf(name), version }, contentChanges: [{ text }] });
  const close = (name: string) => client.tell('textDocument/didClose', { textDocument: { uri: uriOf(name) } });

  it('publishes nothing before everything that rendering wants has been read', async () => {
    await start();
    expect(client.told.filter(({ method }) => method === 'textDocument/publishDiagnostics')).to.deep.equal([]);
  });

  it('publishes the right problems at the first time, and no other before them', async () => {
    writeFileSync(path.join(folder, 'fleet/base/settings.env'), textOf('fleet/base/settings.env').replace('web.shop', 'wbe.shop'));
    await start();
    const all = client.told.filter(({ method }) => method === 'textDocument/publishDiagnostics').map(({ params }) => params);
    expect(all.map((params) => (params as PublishDiagnosticsParams).uri)).to.deep.equal([uriOf('fleet/base/settings.env')]);
    expect(published('fleet/base/settings.env')).to.deep.equal([['dns/unknown-name']]);
  });

  for (const [name, right, wrong, code] of [
    ['chart/templates/_helpers.tpl', 'app: web', 'app: wbe', 'selector/no-match'],
    ['chart/values-west.yaml', 'targetPort: http', 'targetPort: htpp', 'port/unknown-name'],
    ['fleet/base/settings.env', 'web.shop', 'wbe.shop', 'dns/unknown-name'],
    ['fleet/west/address.yaml', '10.20.3.244', '10.20.3.99', 'service/pending'],
  ] as const)
    it(`follows ${name} on the disk, in an editor, and on the disk again`, async () => {
      await start();
      const text = textOf(name);
      const faulty = text.replace(right, wrong);
      write(name, faulty);
      expect(await codes(name), 'written').to.deep.equal([code]);
      write(name, text);
      expect(await codes(name), 'written right').to.deep.equal([]);

      open(name, text, name.endsWith('.yaml') ? 'yaml' : 'plaintext');
      change(name, 2, faulty);
      expect(await codes(name), 'typed').to.deep.equal([code]);
      write(name, text);
      expect(await codes(name), 'typed, and another text on the disk').to.deep.equal([code]);
      close(name);
      expect(await codes(name), 'closed unsaved').to.deep.equal([]);

      open(name, faulty, name.endsWith('.yaml') ? 'yaml' : 'plaintext');
      expect(await codes(name), 'opened').to.deep.equal([code]);
      write(name, faulty);
      close(name);
      expect(await codes(name), 'saved and closed').to.deep.equal([code]);
      write(name, text);
      expect(await codes(name), 'written right again').to.deep.equal([]);
    });

  it('judges the text that was typed last, however fast', async () => {
    await start();
    const name = 'chart/values-west.yaml';
    const text = textOf(name);
    open(name, text, 'yaml');
    for (let version = 2; version < 40; version++) {
      change(name, version, version % 2 === 0 ? text.replace('http', 'htpp') : text);
      if (version % 5 === 0) await new Promise((resolve) => setTimeout(resolve, version));
    }
    expect(await codes(name)).to.deep.equal([]);
    change(name, 40, `# one line above\n${text.replace('http', 'htpp')}`);
    await settled();
    const last = client.last<PublishDiagnosticsParams>('textDocument/publishDiagnostics', ({ uri }) => uri === uriOf(name));
    expect(last?.version).to.equal(40);
    expect(last?.diagnostics[0]?.range.start).to.deep.equal({ line: 2, character: 14 });
  });

  it('follows what a kustomization names as it comes and goes, be it a manifest or not', async () => {
    await start();
    const name = 'fleet/base/kustomization.yaml';
    write(
      name,
      textOf(name).replace('- web.yaml', '- web.yaml\n  - more.yaml').replace('- settings.env', '- settings.env\n      - more.env'),
    );
    expect(await codes(name)).to.deep.equal(['kustomize/unknown-path', 'kustomize/unknown-path']);
    for (const [file, text] of [
      ['more.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: more\n'],
      ['more.env', 'MORE=1\n'],
    ] as const) {
      writeFileSync(path.join(folder, 'fleet/base', file), text);
      client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(`fleet/base/${file}`), type: 1 }] });
    }
    expect(await codes(name)).to.deep.equal([]);
    for (const file of ['more.yaml', 'more.env']) {
      rmSync(path.join(folder, 'fleet/base', file));
      client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(`fleet/base/${file}`), type: 3 }] });
    }
    expect(await codes(name)).to.deep.equal(['kustomize/unknown-path', 'kustomize/unknown-path']);
  });

  it('tells what is rendered of a place, and what its text is', async () => {
    await start();
    const name = 'fleet/base/web.yaml';
    const text = textOf(name);
    open(name, text, 'yaml');
    const line = text.split('\n').findIndex((each) => each.includes('type: LoadBalancer'));
    const found = await client.ask<readonly RenderedManifest[]>('edgeNetwork/rendered', {
      uri: uriOf(name),
      position: { line, character: 9 },
    });
    expect(found.map((manifest) => manifest.name)).to.deep.equal(['Service shop/web', 'Service shop/web']);
    expect(new Set(found.map(({ key }) => key)).size).to.equal(2);
    const shown = await client.ask<ShownRendering>('edgeNetwork/rendered/text', { key: found[1]?.key });
    expect(shown.text).to.contain('loadBalancerIP: 10.20.3.244\n');
    const places = shown.lines.map(({ range, at }) => [shown.text.split('\n')[range.start.line]?.trim(), at.uri, at.range.start.line]);
    expect(places).to.deep.include(['loadBalancerIP: 10.20.3.244', uriOf('fleet/west/address.yaml'), 5]);
    expect(places).to.deep.include(['type: LoadBalancer', uriOf(name), line]);

    expect(await client.ask('edgeNetwork/rendered/text', { key: 'of nothing' })).to.equal(null);
    const closed = { uri: uriOf('chart/values.yaml'), position: { line: 0, character: 0 } };
    expect(await client.ask('edgeNetwork/rendered', closed), 'of a file that is not open').to.equal(null);
  });

  it('holds the workspace against other texts, and against what a cluster has told', async () => {
    await start();
    const compared = (params: unknown) =>
      client.ask<{ readonly text: string; readonly shown: ShownComparison } | null>('edgeNetwork/compare', params);
    const web = readFileSync(path.join(folder, 'site/web.yaml'), 'utf8');
    const other = await compared({ files: [{ uri: uriOf('site/web.yaml'), text: web }], alone: false, title: 'main' });
    expect(other?.shown.title).to.equal('main');
    expect(new Set(other?.shown.marks.map(({ kind }) => kind)), 'what the other side has not').to.include('new');
    expect(other?.text).to.match(/^[\s\S]*[+~] /);
    const more = `${web}---\n${web.replaceAll('name: web', 'name: former')}`;
    const former = await compared({ files: [{ uri: uriOf('site/web.yaml'), text: more }], alone: false, title: 'main' });
    const ghosts = former?.shown.ghosts.map(({ id }) => id) ?? [];
    expect(
      ghosts.some((id) => id.includes('former')),
      'what has gone is in the picture',
    ).to.equal(true);
    expect(former?.shown.marks).to.deep.include({ id: ghosts.find((id) => id.includes('Service/')) ?? '', kind: 'gone', text: 'gone' });
    const snapshot =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: { name: lost, namespace: nowhere, uid: "1" }\n';
    const told = await compared({ files: [{ uri: 'cluster:0', text: snapshot }], alone: true, title: 'Cluster' });
    expect(told?.shown.marks.map(({ text }) => text)).to.include('not there');
    const saved = { uri: 'file:///elsewhere/monday.json', text: '{"version":1,"clusters":[]}' };
    const since = await compared({ files: [saved], alone: true, title: 'monday.json' });
    expect(new Set(since?.shown.marks.map(({ text }) => text)), 'what an export of the topology has not').to.deep.equal(new Set(['new']));
    expect(await compared({ files: [{ uri: 'file:///elsewhere/a.yaml', text: web }], alone: false, title: 'main' })).to.equal(null);
  });
});
