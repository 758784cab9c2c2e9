import { expect } from 'chai';
import * as vscode from 'vscode';
import { readyExtension } from './harness/extension.ts';
import { eventually, rangeOf, replaceText, showFile } from './harness/window.ts';

/** Behind the first occurrence of a text. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  return rangeOf(document, text).end;
}

function labelsOf({ items }: vscode.CompletionList): readonly string[] {
  return items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('editing', () => {
  before(readyExtension);

  it('leads from a name to what it means, and outlines a file', async () => {
    const { document } = await showFile('site/web.yaml');
    const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      behind(document, 'targetPort: ht'),
    );
    const [place] = found;
    expect(place).not.to.equal(undefined);
    const range = place instanceof vscode.Location ? place.range : (place as vscode.LocationLink).targetRange;
    expect(document.getText(range)).to.equal('http');
    const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    expect(symbols.map(({ name, detail }) => `${name} ${detail}`).join('\n')).to.match(/web Service · shop · 10\.128\.44\.244/);
    const everywhere = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      '10.128.44.244',
    );
    expect(everywhere.map(({ name }) => name)).to.include('10.128.44.244');
  });

  it('counts above manifests, leads to what it counts, and follows calls', async () => {
    const { document } = await showFile('site/web.yaml');
    await eventually(async () => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
      const lens = lenses.find(({ command }) => command?.title.startsWith('Selected by') === true);
      expect(lens?.command?.command).to.equal('edgeNetwork.showPlaces');
      await vscode.commands.executeCommand('edgeNetwork.showPlaces', ...((lens?.command?.arguments ?? []) as readonly unknown[]));
    });
    expect(vscode.window.activeTextEditor?.document.uri.toString()).to.equal(document.uri.toString());
    const [item] = await vscode.commands.executeCommand<readonly vscode.CallHierarchyItem[]>(
      'vscode.prepareCallHierarchy',
      document.uri,
      behind(document, 'kind: Deployment'),
    );
    const calls = await vscode.commands.executeCommand<readonly vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    expect(calls.map(({ from }) => from.detail?.split(' · ')[0])).to.include('Service');
  });

  it('offers its questions to agents as tools', () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('edgeNetwork_'));
    expect(names.sort()).to.deep.equal(
      ['addresses', 'check', 'render', 'resolve', 'trace', 'what_if'].map((name) => `edgeNetwork_${name}`),
    );
  });

  it('completes what is typed from what there is', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: ');
    const { document } = editor;
    await eventually(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        behind(document, 'targetPort: '),
      );
      expect(labelsOf(list)).to.include('http');
    });
  });

  it('renames a name of a port wherever it is meant', async () => {
    const { document } = await showFile('site/web.yaml');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      behind(document, 'targetPort: ht'),
      'page',
    );
    const before = document.getText();
    await vscode.workspace.applyEdit(edit);
    expect(document.getText()).to.contain('targetPort: page');
    expect(document.getText()).not.to.equal(before);
    expect(document.getText()).not.to.match(/name: http\n +containerPort/);
  });

  it('hints at addresses', async () => {
    const { document } = await showFile('site/web.yaml');
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<readonly vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
    const texts = hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    expect(texts.join('\n')).to.contain('10.128.44.244');
  });
});
