import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsOf, problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, rangeOf, replaceText, showFile, workspaceUri, writeFile } from './harness/window.ts';

/** Files of the fleet and of the chart that hold no manifest as they stand. */
const sources = [
  'fleet/base/kustomization.yaml',
  'fleet/base/settings.env',
  'fleet/east/address.yaml',
  'fleet/west/address.yaml',
  'chart/Chart.yaml',
  'chart/values.yaml',
  'chart/values-west.yaml',
  'chart/templates/_helpers.tpl',
  'chart/templates/web.yaml',
];

describe('what Kustomize and Helm make', () => {
  before(readyExtension);

  /** Types something wrong over something right, waits for the problem, and types it back. */
  async function faultyFor(file: string, right: string, wrong: string, code: string, token: string): Promise<void> {
    const editor = await showFile(file);
    await replaceText(editor, right, wrong);
    const [problem] = await problemsToBe(file, [code]);
    expect(editor.document.getText(problem?.range)).to.equal(token);
    await replaceText(editor, wrong, right);
    await problemsToBe(file, []);
  }

  it('has no problem where all is right, and nothing is marked in what stands for nothing by itself', async () => {
    for (const file of sources) {
      const { document } = await showFile(file);
      await problemsToBe(document.uri, []);
    }
    // What is open has been looked at anew.
    await readyExtension();
    for (const file of sources) expect(problemsOf(workspaceUri(file)), file).to.deep.equal([]);
  });

  it('is judged while somebody types in a patch', () =>
    faultyFor('fleet/west/address.yaml', '10.20.3.244', '10.20.2.244', 'service/pending', '10.20.2.244'));

  it('is judged while somebody types in a values file', () =>
    faultyFor('chart/values-west.yaml', 'targetPort: http', 'targetPort: htpp', 'port/unknown-name', 'htpp'));

  it('is judged while somebody types in a template', () =>
    faultyFor('chart/templates/web.yaml', 'nindent 4 }}\n    tier: front', 'nindent 4 }}\n    tier: fornt', 'selector/no-match', 'fornt'));

  it('is judged while somebody types in helpers, which are no YAML', () =>
    faultyFor('chart/templates/_helpers.tpl', 'app: web', 'app: wbe', 'selector/no-match', 'wbe'));

  it('is judged while somebody types in a file that is generated from', () =>
    faultyFor('fleet/base/settings.env', 'web.shop', 'wbe.shop', 'dns/unknown-name', 'wbe'));

  it('says where a template or a kustomization cannot be read, and nothing else of it', async () => {
    const template = await showFile('chart/templates/web.yaml');
    await replaceText(template, '{{ .Values.replicas }}', '{{ .Values.replicas');
    await problemsToBe('chart/templates/web.yaml', ['helm/template']);
    await replaceText(template, '{{ .Values.replicas', '{{ .Values.replicas }}');
    await problemsToBe('chart/templates/web.yaml', []);
  });

  for (const [file, right, wrong, code] of [
    ['chart/templates/_helpers.tpl', 'app: web', 'app: wbe', 'selector/no-match'],
    ['fleet/base/settings.env', 'web.shop', 'wbe.shop', 'dns/unknown-name'],
    ['chart/values-west.yaml', 'targetPort: http', 'targetPort: htpp', 'port/unknown-name'],
  ] as const)
    it(`follows what is written to ${file} outside of an editor, and what is saved in one`, async () => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceUri(file)));
      await writeFile(file, text.replace(right, wrong));
      await problemsToBe(file, [code]);
      await writeFile(file, text);
      await problemsToBe(file, []);

      const editor = await showFile(file);
      await replaceText(editor, right, wrong);
      await editor.document.save();
      await problemsToBe(file, [code]);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await readyExtension();
      await problemsToBe(file, [code]);
      await writeFile(file, text);
      await problemsToBe(file, []);
    });

  it('is what the file says again when an editor is closed unsaved', async () => {
    const file = 'chart/templates/_helpers.tpl';
    await replaceText(await showFile(file), 'app: web', 'app: wbe');
    await problemsToBe(file, ['selector/no-match']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await problemsToBe(file, []);
  });

  it('follows files that a kustomization names as they come and go', async () => {
    const kustomization = 'fleet/west/kustomization.yaml';
    const editor = await showFile(kustomization);
    await replaceText(editor, '  - ../base\n', '  - ../base\n  - more.yaml\n');
    const [problem] = await problemsToBe(kustomization, ['kustomize/unknown-path']);
    expect(editor.document.getText(problem?.range)).to.equal('more.yaml');
    await writeFile(
      'fleet/west/more.yaml',
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: more\nspec:\n  selector:\n    app: nobody\n  ports:\n    - port: 80\n',
    );
    await problemsToBe(kustomization, []);
    await problemsToBe('fleet/west/more.yaml', ['selector/no-match']);
    await vscode.workspace.fs.delete(workspaceUri('fleet/west/more.yaml'));
    await problemsToBe(kustomization, ['kustomize/unknown-path']);
    await problemsToBe('fleet/west/more.yaml', []);
  });

  it('follows files of other kinds that a kustomization names as they come and go', async () => {
    const kustomization = 'fleet/base/kustomization.yaml';
    const editor = await showFile(kustomization);
    await replaceText(editor, '      - settings.env\n', '      - settings.env\n      - more.env\n');
    await problemsToBe(kustomization, ['kustomize/unknown-path']);
    await writeFile('fleet/base/more.env', 'LEVEL=info\n');
    await problemsToBe(kustomization, []);
    await vscode.workspace.fs.delete(workspaceUri('fleet/base/more.env'));
    await problemsToBe(kustomization, ['kustomize/unknown-path']);
  });

  it('is told in the base of every site that is built on it, with each of them', async () => {
    const { document } = await showFile('fleet/base/web.yaml');
    const text = document.getText();
    const name = document.positionAt(text.indexOf('name: web', text.indexOf('kind: Service')) + 'name: '.length + 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, name);
    const told = hovers.flatMap(({ contents }) =>
      contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
    );
    const plain = told.join('\n').replaceAll(/\\(?=[^\w\s])/g, '');
    expect(plain).to.contain('10.20.2.244');
    expect(plain).to.contain('10.20.3.244');
    expect(plain).to.contain('east').and.to.contain('west');
  });

  it('is mended in the base that a fault stands in', async () => {
    const editor = await showFile('fleet/base/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    const [problem] = await problemsToBe('fleet/base/web.yaml', ['port/unknown-name']);
    const related = problem?.diagnostic.relatedInformation?.map(({ location }) => vscode.workspace.asRelativePath(location.uri));
    expect(related).to.include.members(['fleet/east/kustomization.yaml', 'fleet/west/kustomization.yaml']);
    const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      editor.document.uri,
      problem!.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    await vscode.workspace.applyEdit(fix!.edit!);
    expect(editor.document.getText()).to.contain('targetPort: http\n');
    await problemsToBe('fleet/base/web.yaml', []);
  });
});

describe('the rendered manifest', () => {
  before(readyExtension);

  async function putCursor(file: string, text: string): Promise<vscode.TextEditor> {
    const editor = await showFile(file);
    editor.selection = new vscode.Selection(rangeOf(editor.document, text).start, rangeOf(editor.document, text).start);
    return editor;
  }

  function shownNow(): vscode.TextDocument {
    const found = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'edge-network-rendered');
    if (found === undefined) throw new Error('No rendered manifest is shown.');
    return found.document;
  }

  const shownDocument = () => eventually(shownNow);

  async function linksOf(document: vscode.TextDocument): Promise<readonly vscode.DocumentLink[]> {
    return vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
  }

  it('stands beside its source, follows each edit, and leads to where its fields are written', async () => {
    const editor = await putCursor('fleet/west/address.yaml', 'loadBalancerIP');
    await vscode.commands.executeCommand('edgeNetwork.showRendered');
    const document = await shownDocument();
    expect(document.languageId).to.equal('yaml');
    expect(document.uri.path).to.match(/\/fleet\/west\/Service shop web \(rendered\)\.yaml$/);
    expect(document.getText()).to.contain('loadBalancerIP: 10.20.3.244\n').and.to.contain('namespace: shop\n');
    expect(vscode.window.activeTextEditor?.document.uri.toString()).to.equal(editor.document.uri.toString());

    await replaceText(editor, '10.20.3.244', '10.20.3.245');
    await eventually(() => expect(document.getText()).to.contain('loadBalancerIP: 10.20.3.245\n'));

    const links = await eventually(async () => {
      const found = await linksOf(document);
      expect(found).not.to.deep.equal([]);
      return found;
    });
    const leads = (text: string) => {
      const link = links.find(({ range }) => document.lineAt(range.start.line).text.trim().startsWith(text));
      return `${vscode.workspace.asRelativePath(link!.target!.with({ fragment: '' }))}#${link!.target!.fragment}`;
    };
    expect(links.map(({ range }) => document.getText(range))).to.include.members(['10.20.3.245', 'http', 'spec:']);
    expect(links.find(({ range }) => document.getText(range) === 'http')?.tooltip).to.equal('Written in fleet/base/web.yaml, line 35');
    expect(leads('loadBalancerIP')).to.equal('fleet/west/address.yaml#L6,19');
    expect(leads('targetPort')).to.equal('fleet/base/web.yaml#L35,19');
    expect(leads('namespace')).to.equal('fleet/west/kustomization.yaml#L1,12');
    expect(problemsOf(document.uri)).to.deep.equal([]);

    await replaceText(editor, '10.20.3.245', '10.20.3.244');
    await replaceText(editor, 'name: web', 'name: wbe');
    await problemsToBe('fleet/west/address.yaml', ['kustomize/patch']);
  });

  it('can be chosen where several are made of one place', async () => {
    await putCursor('fleet/base/web.yaml', 'type: LoadBalancer');
    const done = vscode.commands.executeCommand('edgeNetwork.showRendered');
    // The list has the focus once it is there; until then there is nothing to choose.
    const chosen = eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      shownNow();
    });
    await Promise.all([done, chosen]);
    expect((await shownDocument()).getText()).to.match(/loadBalancerIP: 10\.20\.[23]\.244\n/);
  });

  it('of a chart is made with the values of its site', async () => {
    const editor = await putCursor('chart/templates/web.yaml', 'replicas');
    await vscode.commands.executeCommand('edgeNetwork.showRendered');
    const document = await shownDocument();
    expect(document.getText()).to.contain('kind: Deployment\n').and.to.contain('replicas: 2\n');
    await replaceText(editor, '{{ .Values.replicas }}', '{{ add .Values.replicas 3 }}');
    await eventually(() => expect(document.getText()).to.contain('replicas: 5\n'));
    const helpers = await putCursor('chart/templates/_helpers.tpl', 'app: web');
    expect(helpers.document.languageId).not.to.equal('yaml');
    await vscode.commands.executeCommand('edgeNetwork.showRendered');
    await eventually(() => {
      const texts = vscode.window.visibleTextEditors
        .map((each) => each.document)
        .filter(({ uri }) => uri.scheme === 'edge-network-rendered');
      expect(texts.map((each) => each.getText()).join()).to.contain('kind: Service\n');
    });
  });
});
