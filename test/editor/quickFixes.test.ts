import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { replaceText, showFile } from './harness/window.ts';

async function fixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, vscode.CodeActionKind.QuickFix.value);
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

  it('are none where nothing is wrong', async () => {
    const { document } = await showFile('site/web.yaml');
    expect(await fixesAt(document, new vscode.Range(0, 0, 0, 5))).to.deep.equal([]);
  });
});
