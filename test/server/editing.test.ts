import { expect } from 'chai';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  CompletionList,
  DocumentHighlight,
  DocumentSymbol,
  InlayHint,
  InlayHintLabelPart,
  InitializeResult,
  Location,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientRequests, ShownAddress, ShownResolution } from '../../src/server/protocol.ts';
import { editingMethods } from '../../src/server/editingMethods.ts';
import { buildServer } from './builtServer.ts';
import { StdioClient } from './stdioClient.ts';

/** As an editor has it that knows outlines, renaming with a look before it, snippets and Markdown. */
const capable = {
  textDocument: {
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

describe('editing over standard input and output', () => {
  const { script, remove } = buildServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'edge network '));
  const uri = pathToFileURL(path.join(folder, 'apps/web.yaml')).toString();
  // As Windows writes it, and with a letter of two code units before every place.
  const text = `# 🏬\n${readFileSync('examples/store-42/apps/web.yaml', 'utf8')}`.replaceAll('\n', '\r\n');
  const document = TextDocument.create(uri, 'yaml', 1, text);
  let client: StdioClient;
  let capabilities: InitializeResult['capabilities'];

  before(async () => {
    cpSync('examples/store-42', folder, { recursive: true });
    client = new StdioClient(script, '--stdio');
    const rootUri = pathToFileURL(folder).toString();
    ({ capabilities } = await client.ask<InitializeResult>('initialize', { processId: process.pid, rootUri, capabilities: capable }));
    client.tell('initialized', {});
    client.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    await client.ask('edgeNetwork/settled', {});
  });
  after(() => {
    client.kill();
    remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The place of a text behind another one: `|` in `marked` is the cursor. */
  const placeOf = (marked: string) => {
    const offset = text.indexOf(marked.replace('|', ''));
    expect(offset, marked).to.be.at.least(0);
    return { textDocument: { uri }, position: document.positionAt(offset + marked.indexOf('|')) };
  };
  const textAt = ({ range }: Pick<Location, 'range'>) => document.getText(range);

  it('is announced', () => {
    expect(capabilities).to.include({ definitionProvider: true, referencesProvider: true, documentSymbolProvider: true });
  });

  it('leads from a name of a port to where a container has it, and back', async () => {
    const [target, ...more] = await client.ask<readonly Location[]>('textDocument/definition', placeOf('targetPort: ht|tp'));
    expect(more).to.deep.equal([]);
    expect(target?.uri).to.equal(uri);
    expect(textAt(target!)).to.equal('http');
    const back = { textDocument: { uri }, position: target!.range.start, context: { includeDeclaration: true } };
    const uses = await client.ask<readonly Location[]>('textDocument/references', back);
    expect(uses.map(textAt)).to.include('http');
    expect(uses.length).to.be.at.least(2);
    const marked = await client.ask<readonly DocumentHighlight[]>('textDocument/documentHighlight', placeOf('targetPort: ht|tp'));
    expect(marked.map(textAt)).to.deep.equal(marked.map(() => 'http'));
  });

  it('outlines a file, and finds things by name and by address', async () => {
    const outline = await client.ask<readonly DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    const service = outline.find(({ detail }) => detail?.startsWith('Service') === true);
    expect(service).to.include({ name: 'web', kind: 11 });
    expect(service?.detail).to.match(/^Service · shop · 10\.128\.44\.244 · 172\.28\./);
    expect(document.getText(service!.selectionRange)).to.equal('web');
    const byAddress = await client.ask<readonly SymbolInformation[]>('workspace/symbol', { query: '10.128.44.244' });
    expect(byAddress.map(({ name, containerName }) => `${name} ${containerName}`)).to.deep.equal([
      '10.128.44.244 Service shop/web, external address',
    ]);
    const byName = await client.ask<readonly SymbolInformation[]>('workspace/symbol', { query: 'web' });
    expect(byName[0]?.name).to.equal('web');
  });

  it('completes while a document is typed, without waiting for what it means', async () => {
    const fresh = pathToFileURL(path.join(folder, 'apps/fresh.yaml')).toString();
    const typed =
      '# 🏬\r\napiVersion: v1\r\nkind: Service\r\nmetadata: { name: a, namespace: shop }\r\nspec:\r\n  selector: { app: s }\r\n';
    client.tell('textDocument/didOpen', { textDocument: { uri: fresh, languageId: 'yaml', version: 1, text: typed } });
    const position = { line: 5, character: '  selector: { app: s'.length };
    const { items } = await client.ask<CompletionList>('textDocument/completion', { textDocument: { uri: fresh }, position });
    expect(items.map(({ label }) => label)).to.deep.equal(['shop']);
    expect(items[0]).to.deep.include({
      textEdit: { range: { start: { line: 5, character: 19 }, end: position }, newText: 'shop' },
      detail: '2 have it',
    });
    client.tell('textDocument/didChange', { textDocument: { uri: fresh, version: 2 }, contentChanges: [{ text: '' }] });
    const start = { textDocument: { uri: fresh }, position: { line: 0, character: 0 } };
    const { items: whole } = await client.ask<CompletionList>('textDocument/completion', start);
    expect(whole.map(({ label, insertTextFormat }) => `${label} ${insertTextFormat}`)).to.include('edge-site 2');
    client.tell('textDocument/didClose', { textDocument: { uri: fresh } });
    await client.ask('edgeNetwork/settled', {});
  });

  it('renames in every file that means the name, and says why it does not', async () => {
    const at = placeOf('targetPort: ht|tp');
    const prepared = await client.ask<{ range: Location['range']; placeholder: string }>('textDocument/prepareRename', at);
    expect(prepared.placeholder).to.equal('http');
    expect(textAt(prepared)).to.equal('http');
    const { documentChanges } = await client.ask<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'web' });
    const [change, ...others] = documentChanges as readonly TextDocumentEdit[];
    expect(others).to.deep.equal([]);
    expect(change?.textDocument).to.deep.equal({ uri, version: 1 });
    const after = TextDocument.applyEdits(document, [...(change?.edits as readonly TextEdit[])]);
    expect(after).to.equal(
      text
        .replace('name: http\r\n              containerPort', 'name: web\r\n              containerPort')
        .replace('targetPort: http', 'targetPort: web'),
    );
    let reason = '';
    await client.ask('textDocument/rename', { ...at, newName: 'NO NAME' }).catch((error: unknown) => (reason = String(error)));
    expect(reason).to.contain('\\"NO NAME\\" is no name of a port of a container');
    expect(await client.ask('textDocument/prepareRename', placeOf('replicas: |3'))).to.equal(null);
  });

  it('hints at addresses and endpoints, with reasons', async () => {
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
    const hints = await client.ask<readonly InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
    const told = hints.map(
      ({ label, position }) => `${position.line} ${(label as readonly InlayHintLabelPart[]).map(({ value }) => value).join('')}`,
    );
    expect(told.join('\n')).to.match(/^\d+ [≈?] 172\.27[^\n]+\n\d+ ≈ 10\.128\.44\.244 · [≈?] 172\.28[^\n]+\n\d+ 3 endpoints$/);
    const [part] = hints[1]?.label as readonly InlayHintLabelPart[];
    expect(part?.tooltip).to.contain('predicted');
  });

  it('counts above manifests, as texts where the editor has no command of ours', async () => {
    const lenses = await client.ask<readonly CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect(lenses.map(({ range, command }) => `${range.start.line} ${command?.title} ${command?.command}`)).to.deep.equal([
      '1 Show topology ',
      '6 Selected by 1 service ',
      '34 3 endpoints · ? 172.28.1.2 · web.shop ',
    ]);
  });

  it('tells who calls whom', async () => {
    const [item, ...more] = await client.ask<readonly CallHierarchyItem[]>(
      'textDocument/prepareCallHierarchy',
      placeOf('value: data|base.shop'),
    );
    expect(more).to.deep.equal([]);
    expect(item).to.include({ name: 'database', kind: 11 });
    const [call] = await client.ask<readonly CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    expect(call?.from).to.include({ name: 'web', kind: 5 });
    expect(call?.fromRanges.map((range) => textAt({ range }))).to.deep.equal(['database']);
    const [to] = await client.ask<readonly CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item });
    expect(to?.to).to.include({ name: 'database', kind: 5 });
    expect(await client.ask('callHierarchy/incomingCalls', { item: { ...item, data: 'elsewhere.yaml' } })).to.equal(null);
  });

  it('answers the questions of our own client, with addresses of documents', async () => {
    const [cluster] = await client.ask<ClientRequests['edgeNetwork/explorer']['result']>('edgeNetwork/explorer', {});
    expect(cluster?.at?.uri).to.match(/^file:.*edge-network\.yaml$/);
    const asked = { cluster: cluster?.key, group: 'services' };
    const entries = await client.ask<ClientRequests['edgeNetwork/explorer/entries']['result']>('edgeNetwork/explorer/entries', asked);
    expect(entries.filter(({ at }) => at?.uri === uri).map(({ label }) => label)).to.deep.equal(['web']);
    const [askable] = await client.ask<ClientRequests['edgeNetwork/askable']['result']>('edgeNetwork/askable', {});
    expect(askable?.names).to.include('web.shop.svc.cluster.local');
    const resolved = await client.ask<ShownResolution>('edgeNetwork/resolve', { name: 'web', type: 'A', from: 'shop/database-0' });
    expect(resolved).to.include({ rcode: 'NOERROR' });
    expect(resolved.because[0]?.uri).to.equal(uri);
    const explained = await client.ask<ShownAddress>('edgeNetwork/address', { address: '10.128.44.244' });
    expect(explained.facts.at(-1)?.text).to.match(/^Port 80\/TCP leads to shop\/web: 172/);
    const draft = { name: 'a', subnet: '', gateway: 'x', nodeIPs: '', serviceIPs: '' };
    expect(await client.ask('edgeNetwork/site/field', { draft, field: 'gateway' })).to.include({ fault: 'x is not an address.' });
    expect(await client.ask('edgeNetwork/site/text', { draft }))
      .to.have.property('text')
      .that.contains('kind: EdgeNetwork');
  });

  it('answers with nothing about a document that is not read here', async () => {
    const elsewhere = { textDocument: { uri: 'https://example.test/a.yaml' }, position: { line: 0, character: 0 }, context: {} };
    for (const method of editingMethods.filter((name) => name.startsWith('textDocument/') && !name.endsWith('ename')))
      expect(await client.ask(method, elsewhere), method).to.equal(null);
  });
});
