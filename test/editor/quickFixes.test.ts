import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, replaceText, showFile } from './harness/window.ts';

async function fixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

describe('quick fixes', () => {
  before(readyExtension);

  it('put a reversed range in order', async () => {
    const editor = await showFile('site/edge-network.yaml');
    await replaceText(editor, '10.128.44.244-10.128.44.250', '10.128.44.250-10.128.44.244');
    const [problem] = await problemsToBe('site/edge-network.yaml', ['range/invalid']);
    const [fix] = await fixesAt(editor.document, problem!.range);
    expect(fix?.kind?.value).to.equal('quickfix');
    expect(fix?.isPreferred).to.equal(true);
    await vscode.workspace.applyEdit(fix!.edit!);
    expect(editor.document.getText()).to.contain('kubernetesServiceIPs: 10.128.44.244-10.128.44.250\n');
    await problemsToBe('site/edge-network.yaml', []);
  });

  it('offer the nearest name of a port, and it is right', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    const [problem] = await problemsToBe('site/web.yaml', ['port/unknown-name']);
    const [fix] = await fixesAt(editor.document, problem!.range);
    await vscode.workspace.applyEdit(fix!.edit!);
    expect(editor.document.getText()).to.contain('targetPort: http\n');
    await problemsToBe('site/web.yaml', []);
  });

  it('say in four ways that a finding is meant', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: metrics');
    for (const way of ['for this line', 'for Service web', 'for this file', 'here in .edge-network.yaml']) {
      const before = editor.document.getText();
      const [problem] = await problemsToBe('site/web.yaml', ['port/unknown-name']);
      const [entry, ...more] = (await fixesAt(editor.document, problem!.range)).filter(({ title }) => title.startsWith('Disable'));
      expect(entry?.title).to.equal('Disable port/unknown-name…');
      expect(more).to.deep.equal([]);
      // The list is the reader's to choose from: the keys choose what stands there at the way's place.
      const [, choices] = entry!.command!.arguments as unknown as readonly [string, readonly { readonly title: string }[]];
      const index = choices.findIndex(({ title }) => title === `Disable port/unknown-name ${way}`);
      expect(index, way).to.be.at.least(0);
      const done = vscode.commands.executeCommand(entry!.command!.command, entry!.title, choices.slice(index, index + 1));
      await eventually(async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        await Promise.race([done, new Promise((_, reject) => setTimeout(() => reject(new Error('The list is open.')), 200))]);
      });
      await problemsToBe('site/web.yaml', []);
      if (way.startsWith('here')) {
        const configuration = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/.edge-network.yaml'))!;
        expect(configuration.getText()).to.contain('- port/unknown-name');
        await configuration.save();
        await vscode.workspace.fs.delete(configuration.uri);
      } else {
        await replaceText(editor, editor.document.getText(), before);
      }
    }
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
  });

  it('put everything safe in order at once, as on save', async () => {
    const editor = await showFile('site/edge-network.yaml');
    await replaceText(editor, '10.128.44.244-10.128.44.250', '10.128.44.250-10.128.44.244');
    await problemsToBe('site/edge-network.yaml', ['range/invalid']);
    const [all] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      new vscode.Range(0, 0, 0, 0),
      'source.fixAll.edgeNetwork',
    );
    await vscode.workspace.applyEdit(all!.edit!);
    await problemsToBe('site/edge-network.yaml', []);
  });

  it('are none where nothing is wrong', async () => {
    const { document } = await showFile('site/web.yaml');
    expect(await fixesAt(document, new vscode.Range(0, 0, 0, 5))).to.deep.equal([]);
  });
});
