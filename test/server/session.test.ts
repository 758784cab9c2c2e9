import { expect } from 'chai';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
  TextEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { buildServer } from './builtServer.ts';
import { StdioClient } from './stdioClient.ts';

/** What the simplest editors can do: actions with edits, and no more. Nothing can be registered, no setting asked for. */
const simple = {
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } }, publishDiagnostics: {} },
};

describe('a session over standard input and output', () => {
  const { script, remove } = buildServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'edge network '));
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();
  const web = uriOf('apps/web.yaml');
  const text = readFileSync('examples/store-42/apps/web.yaml', 'utf8');
  let client: StdioClient;

  before(() => cpSync('examples/store-42', folder, { recursive: true }));
  after(() => {
    remove();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => client.kill());

  async function start(capabilities: object = simple, more: object = {}): Promise<InitializeResult> {
    client = new StdioClient(script, '--stdio');
    const result = await client.ask<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).toString(),
      capabilities,
      ...more,
    });
    client.tell('initialized', {});
    return result;
  }

  const open = (uri = web, content = text, version = 1) =>
    client.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text: content } });

  /** Replaces the first occurrence of a text, by an incremental change. */
  function change(document: TextDocument, before: string, after: string): TextDocument {
    const offset = document.getText().indexOf(before);
    expect(offset, before).to.be.at.least(0);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + before.length) };
    const version = document.version + 1;
    client.tell('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges: [{ range, text: after }] });
    return TextDocument.update(document, [{ range, text: after }], version);
  }

  const problems = (uri: string): PublishDiagnosticsParams | undefined =>
    client.last<PublishDiagnosticsParams>('textDocument/publishDiagnostics', (params) => params.uri === uri);

  function codesToBe(uri: string, codes: readonly string[]): Promise<readonly Diagnostic[]> {
    return client.eventually(() => {
      const { diagnostics = [] } = problems(uri) ?? {};
      expect(diagnostics.map(({ code }) => code)).to.deep.equal(codes);
      return diagnostics;
    });
  }

  const settled = () => client.ask('edgeNetwork/settled', {});

  it('goes from the first word to the last as a simple editor leads it', async () => {
    const { capabilities } = await start();
    expect(capabilities.textDocumentSync).to.deep.equal({ openClose: true, change: 2 });
    expect(capabilities.hoverProvider).to.equal(true);
    open();
    await settled();
    expect(problems(web), 'problems of manifests that are right').to.equal(undefined);

    let document = change(TextDocument.create(web, 'yaml', 1, text), 'targetPort: http', 'targetPort: htpp');
    const [diagnostic] = await codesToBe(web, ['port/unknown-name']);
    expect(problems(web)?.version).to.equal(2);
    expect(document.getText(diagnostic!.range)).to.equal('htpp');
    expect(diagnostic).to.include({ severity: 1, source: 'Edge Network' });
    expect(diagnostic).not.to.have.any.keys('relatedInformation', 'codeDescription');

    const hover = await client.ask<Hover>('textDocument/hover', {
      textDocument: { uri: web },
      position: document.positionAt(document.getText().indexOf('web', document.getText().indexOf('kind: Service')) + 1),
    });
    expect(hover.contents).to.have.property('kind', 'plaintext');
    expect(JSON.stringify(hover.contents)).to.match(/Service shop\/web/);

    const actions = await client.ask<readonly CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: web },
      range: diagnostic!.range,
      context: { diagnostics: [diagnostic] },
    });
    const [fix] = actions;
    expect(fix?.kind).to.equal('quickfix');
    expect(fix?.diagnostics).to.deep.equal([diagnostic]);
    expect(fix).not.to.have.property('isPreferred');
    expect(actions.map(({ title }) => title)).to.include('Disable port/unknown-name for this line');
    expect(actions.map(({ title }) => title).join()).not.to.contain('.edge-network.yaml');
    expect(fix?.edit).to.have.all.keys('changes');
    document = apply(document, fix?.edit?.changes?.[web] ?? []);
    expect(document.getText()).to.equal(text);
    await codesToBe(web, []);

    const extra = uriOf('apps/extra.yaml');
    writeFileSync(path.join(folder, 'apps/extra.yaml'), service('extra', 'nobody'));
    client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: extra, type: 1 }] });
    await codesToBe(extra, ['selector/no-match']);
    expect(problems(extra)).not.to.have.property('version');
    rmSync(path.join(folder, 'apps/extra.yaml'));
    client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: extra, type: 3 }] });
    await codesToBe(extra, []);

    expect(client.asked).to.deep.equal([]);
    await client.ask('shutdown', undefined);
    client.tell('exit', undefined);
    expect(await client.ended).to.equal(0);
  });

  /** Makes edits as an editor does: in the text, and by telling the server. */
  function apply(document: TextDocument, edits: readonly TextEdit[]): TextDocument {
    const version = document.version + 1;
    const contentChanges = [...edits].reverse().map(({ range, newText }) => ({ range, text: newText }));
    client.tell('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges });
    return TextDocument.update(document, contentChanges, version);
  }

  it('has Markdown, related places, pages, preferred fixes and new files for an editor that knows these', async () => {
    await start(
      {
        textDocument: {
          hover: { contentFormat: ['markdown', 'plaintext'] },
          publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } }, isPreferredSupport: true },
        },
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
      { initializationOptions: { codePage: 'page:{code}' } },
    );
    open();
    const document = change(TextDocument.create(web, 'yaml', 1, text), 'targetPort: http', 'targetPort: htpp');
    const [diagnostic] = await codesToBe(web, ['port/unknown-name']);
    expect(diagnostic?.codeDescription?.href).to.equal('page:port%2Funknown-name');
    expect(diagnostic?.relatedInformation?.map(({ location }) => location.uri)).to.deep.equal([web]);
    const actions = await client.ask<readonly CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: web },
      range: diagnostic!.range,
      context: { diagnostics: [diagnostic] },
    });
    expect(actions[0]?.isPreferred).to.equal(true);
    expect(actions[0]?.edit?.documentChanges?.[0]).to.have.deep.property('textDocument', { uri: web, version: document.version });
    const configured = actions.find(({ title }) => title.endsWith('.edge-network.yaml'));
    expect(configured?.edit?.documentChanges?.map((each) => ('kind' in each ? each.kind : 'edit'))).to.deep.equal(['create', 'edit']);
    expect(configured?.edit?.documentChanges?.[0]).to.have.property('uri', uriOf('.edge-network.yaml'));
    const hover = await client.ask<Hover>('textDocument/hover', {
      textDocument: { uri: web },
      position: document.positionAt(document.getText().indexOf('web', document.getText().indexOf('kind: Service')) + 1),
    });
    expect(hover.contents).to.have.property('kind', 'markdown');
  });

  it('leaves what a schema says of a field to another extension that shows it, and says what the profile makes of it', async () => {
    const network = uriOf('edge-network.yaml');
    const site =
      'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: a }\nspec:\n  profile: azure-stack-edge\n  dnsDomain: a.example\n  ';
    const document = TextDocument.create(network, 'yaml', 1, site);
    const asked = async (options: object) => {
      await start({ textDocument: { hover: { contentFormat: ['plaintext'] } } }, options);
      open(network, site);
      await settled();
      const hoverOn = async (text: string) =>
        (
          await client.ask<Hover | null>('textDocument/hover', {
            textDocument: { uri: network },
            position: document.positionAt(site.indexOf(text) + 1),
          })
        )?.contents;
      const found = await client.ask<CompletionList | null>('textDocument/completion', {
        textDocument: { uri: network },
        position: document.positionAt(site.length),
      });
      const profile = JSON.stringify(await hoverOn('profile'));
      client.kill();
      return { profile, labels: found?.items.map(({ label }) => label) ?? [] };
    };
    const alone = await asked({});
    expect(alone.labels).to.include('podSubnet');
    const beside = await asked({ initializationOptions: { schemasShown: ['hover', 'completion'] } });
    expect(beside.labels).not.to.include('podSubnet');
    expect(beside.profile).to.contain('Nodes');
    expect(beside.profile.length).to.be.lessThan(alone.profile.length);
  });

  it('fixes everything safe at once when an editor asks for it by its kind', async () => {
    await start();
    const network = uriOf('edge-network.yaml');
    const right = readFileSync(path.join(folder, 'edge-network.yaml'), 'utf8');
    const range = /\d+\.\d+\.\d+\.\d+-\d+\.\d+\.\d+\.\d+/.exec(right)?.[0] ?? '';
    const reversed = right.replace(range, range.split('-').reverse().join('-'));
    open(network, reversed);
    await client.eventually(() => expect(problems(network)?.diagnostics.map(({ code }) => code)).to.include('range/invalid'));
    for (const only of ['source.fixAll.edgeNetwork', 'source.fixAll', 'source']) {
      const [all, ...others] = await client.ask<readonly CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: network },
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        context: { diagnostics: [], only: [only] },
      });
      expect(others).to.deep.equal([]);
      expect(all?.kind).to.equal('source.fixAll.edgeNetwork');
      expect(TextDocument.applyEdits(TextDocument.create(network, 'yaml', 1, reversed), all?.edit?.changes?.[network] ?? [])).to.equal(
        right,
      );
    }
  });

  it('goes by the settings that it is told, at first and later', async () => {
    await start(simple, { initializationOptions: { settings: { checks: { 'port/unknown-name': 'off' } } } });
    open(web, text.replace('targetPort: http', 'targetPort: htpp'));
    await settled();
    expect(problems(web)).to.equal(undefined);
    client.tell('workspace/didChangeConfiguration', { settings: { edgeNetwork: { checks: { 'port/unknown-name': 'information' } } } });
    const [diagnostic] = await codesToBe(web, ['port/unknown-name']);
    expect(diagnostic?.severity).to.equal(3);
    client.tell('workspace/didChangeConfiguration', { settings: { edgeNetwork: { exclude: ['apps'] } } });
    await codesToBe(web, []);
    client.tell('workspace/didChangeConfiguration', { settings: { edgeNetwork: null } });
    await codesToBe(web, ['port/unknown-name']);
  });

  it('judges a folder that comes, and forgets one that goes', async () => {
    const fault = uriOf('apps/fault.yaml');
    writeFileSync(path.join(folder, 'apps/fault.yaml'), service('fault', 'nobody'));
    try {
      await start({ ...simple, workspace: { workspaceFolders: true } }, { workspaceFolders: [] });
      await settled();
      expect(problems(fault)).to.equal(undefined);
      const added = { name: 'store', uri: pathToFileURL(folder).toString() };
      client.tell('workspace/didChangeWorkspaceFolders', { event: { added: [added], removed: [] } });
      await codesToBe(fault, ['selector/no-match']);
      client.tell('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [added] } });
      await codesToBe(fault, []);
    } finally {
      rmSync(path.join(folder, 'apps/fault.yaml'));
    }
  });

  it('notices by itself what happens to files when the editor cannot be asked to tell', async () => {
    await start();
    await settled();
    const late = uriOf('new/late.yaml');
    mkdirSync(path.join(folder, 'new'));
    writeFileSync(path.join(folder, 'new/late.yaml'), service('late', 'nobody'));
    await codesToBe(late, ['selector/no-match']);
    writeFileSync(path.join(folder, 'new/late.yaml'), service('late', 'shop'));
    await codesToBe(late, []);
    writeFileSync(path.join(folder, 'new/late.yaml'), service('late', 'nobody'));
    await codesToBe(late, ['selector/no-match']);
    rmSync(path.join(folder, 'new'), { recursive: true });
    await codesToBe(late, []);
  });

  it('takes the text of an editor for the file until that is closed', async () => {
    await start();
    open();
    const document = change(TextDocument.create(web, 'yaml', 1, text), 'targetPort: http', 'targetPort: htpp');
    await codesToBe(web, ['port/unknown-name']);
    client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: web, type: 2 }] });
    await settled();
    await codesToBe(web, ['port/unknown-name']);
    client.tell('textDocument/didClose', { textDocument: { uri: document.uri } });
    await codesToBe(web, []);
  });

  it('takes no harm from places that are none and files that it does not know', async () => {
    await start();
    open();
    await settled();
    const places = [
      { line: -1, character: -1 },
      { line: 1e9, character: 1e9 },
      { line: 0.5, character: Number.MAX_SAFE_INTEGER },
    ];
    for (const position of places) {
      expect(await client.ask('textDocument/hover', { textDocument: { uri: web }, position })).to.equal(null);
      const actions = await client.ask('textDocument/codeAction', {
        textDocument: { uri: web },
        range: { start: position, end: position },
        context: { diagnostics: [] },
      });
      expect(actions).to.deep.equal([]);
    }
    for (const uri of ['', 'no address', 'file:///no/such/file.yaml', 'untitled:Untitled-9', 'http://[', `${web}%`, 'file:///%E0%A4%A']) {
      expect(await client.ask('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } })).to.equal(null);
      client.tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: 'kind: Service\n' }] });
      client.tell('textDocument/didClose', { textDocument: { uri } });
      client.tell('workspace/didChangeWatchedFiles', { changes: [1, 2, 3].map((type) => ({ uri, type })) });
      open(uri, 'kind: Service\nmetadata:\n  name: odd\n');
    }
    client.tell('textDocument/didChange', {
      textDocument: { uri: web, version: 2 },
      contentChanges: [{ range: { start: { line: 99_999, character: 7 }, end: { line: 99_999, character: 9 } }, text: '# end\n' }],
    });
    client.tell('edgeNetwork/topology/cursor', { view: 7, cursor: { uri: web, position: { line: 1, character: 1 } } });
    expect(await client.ask('edgeNetwork/topology/receive', { view: 7, message: { type: 'ready' } })).to.deep.equal({ type: 'strange' });
    expect(await client.ask('edgeNetwork/topology/shown', { view: 7 })).to.equal(null);
    await settled();
    open(uriOf('apps/late.yaml'), service('late', 'nobody'));
    await codesToBe(uriOf('apps/late.yaml'), ['selector/no-match']);
  });
});

function service(name: string, app: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  selector:\n    app: ${app}\n  ports:\n    - port: 80\n`;
}
