import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsOf, problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, rangeOf, replaceText, showFile, workspaceUri } from './harness/window.ts';

describe('problems', () => {
  before(readyExtension);

  it('are none in manifests that are right', async () => {
    await showFile('site/web.yaml');
    await problemsToBe('site/web.yaml', []);
    await problemsToBe('site/edge-network.yaml', []);
  });

  it('appear while typing, at the smallest token, with code, severity and page', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, '  selector:\n    app: web\n  ports', '  selector:\n    app: wbe\n  ports');
    const [problem] = await problemsToBe('site/web.yaml', ['selector/no-match']);
    expect(editor.document.getText(problem?.range)).to.match(/wbe|app: wbe|selector/);
    expect(problem?.severity).to.equal(vscode.DiagnosticSeverity.Warning);
    expect(problem?.message).to.contain('app');
    const { code } = problem!.diagnostic;
    expect(typeof code === 'object' ? code.target.toString(true) : '').to.match(/^command:edgeNetwork\.showCheck\?/);
  });

  it('name both parties of an overlap, and lead from each to the other', async () => {
    const editor = await showFile('site/edge-network.yaml');
    await replaceText(editor, '10.128.44.244-', '10.128.44.242-');
    const problems = await problemsToBe('site/edge-network.yaml', ['range/overlap']);
    const related = problems.flatMap(({ diagnostic }) => diagnostic.relatedInformation ?? []);
    expect(related.map(({ location }) => location.uri.toString())).to.include(editor.document.uri.toString());
    const places = [...problems.map(({ range }) => range), ...related.map(({ location }) => location.range)].map((range) =>
      editor.document.getText(range),
    );
    expect(places).to.include('10.128.44.241-10.128.44.242');
    expect(places).to.include('10.128.44.242-10.128.44.250');
    expect(problems.every(({ severity }) => severity === vscode.DiagnosticSeverity.Error)).to.equal(true);
  });

  it('follow the text, and go when it is right again', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    const [problem] = await problemsToBe('site/web.yaml', ['port/unknown-name']);
    expect(editor.document.getText(problem?.range)).to.equal('htpp');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one line above\n'));
    await eventually(() => {
      const [moved] = problemsOf(editor.document.uri);
      expect(moved?.range.isEqual(rangeOf(editor.document, 'htpp'))).to.equal(true);
    });
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    await replaceText(editor, 'targetPort: htpp', 'targetPort: http');
    await problemsToBe('site/web.yaml', []);
  });

  it('are those of the saved file again when an editor is closed unsaved', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await problemsToBe('site/web.yaml', []);
  });

  it('leave the rest of a file alone when one manifest is half-typed', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: http\n  selec\n  type: [');
    await eventually(() => expect([...new Set(problemsOf(editor.document.uri).map(({ code }) => code))]).to.deep.equal(['yaml/syntax']));
    await problemsToBe('site/edge-network.yaml', []);
  });

  it('are found in an untitled document, by itself', async () => {
    const content =
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: lan\n  namespace: metallb-system\nspec:\n  addresses:\n  - 192.168.1.20-192.168.1.10\n';
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
    await vscode.window.showTextDocument(document);
    const [problem] = await problemsToBe(document.uri, ['range/invalid']);
    expect(document.getText(problem?.range)).to.equal('192.168.1.20-192.168.1.10');
    expect(vscode.workspace.getWorkspaceFolder(document.uri)).to.equal(undefined);
  });

  it('are not looked for in YAML that is no manifest', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'yaml',
      content: 'name: web\nrange: 10.0.0.9-10.0.0.1\nbroken: [\n',
    });
    await vscode.window.showTextDocument(document);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await problemsToBe(document.uri, []);
  });

  it('of a text of ten megabytes are one clear word, and the editor stays at hand', async () => {
    const filler = `# ${'x'.repeat(97)}\n`.repeat(100_000);
    const document = await vscode.workspace.openTextDocument({
      language: 'yaml',
      content: `apiVersion: v1\nkind: Service\nmetadata:\n  name: large\n${filler}`,
    });
    await vscode.window.showTextDocument(document);
    await problemsToBe(document.uri, ['yaml/limit']);
    const editor = await showFile('site/web.yaml');
    const began = Date.now();
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    expect(Date.now() - began).to.be.lessThan(30_000);
  });

  it('lead to the page of their check', async () => {
    await vscode.commands.executeCommand('edgeNetwork.showCheck', 'range/overlap');
    await eventually(() => {
      const labels = vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ label }) => label);
      expect(labels.join()).to.contain('checks.md');
    });
  });

  it('of a file come and go with it', async () => {
    const uri = workspaceUri('site/extra.yaml');
    const text =
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: extra\n  namespace: shop\nspec:\n  selector:\n    app: nobody\n  ports:\n    - port: 80\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await problemsToBe(uri, ['selector/no-match']);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace('nobody', 'web')));
    await problemsToBe(uri, []);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await problemsToBe(uri, ['selector/no-match']);
    await vscode.workspace.fs.delete(uri);
    await problemsToBe(uri, []);
  });
});
