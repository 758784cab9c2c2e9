import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { workspaceUri, writeFile } from './harness/window.ts';

const service = (name: string, app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  selector:\n    app: ${app}\n  ports:\n    - port: 80\n`;

describe('the files of the workspace', () => {
  before(readyExtension);

  it('are followed when one is renamed', async () => {
    await writeFile('site/first.yaml', service('first', 'nobody'));
    await problemsToBe('site/first.yaml', ['selector/no-match']);
    await vscode.workspace.fs.rename(workspaceUri('site/first.yaml'), workspaceUri('site/second.yaml'));
    await problemsToBe('site/second.yaml', ['selector/no-match']);
    await problemsToBe('site/first.yaml', []);
    await vscode.workspace.fs.delete(workspaceUri('site/second.yaml'));
    await problemsToBe('site/second.yaml', []);
  });

  it('are forgotten with the folder that they were in', async () => {
    await vscode.workspace.fs.createDirectory(workspaceUri('site/more'));
    await writeFile('site/more/one.yaml', service('one', 'nobody'));
    await writeFile('site/more/two.yaml', service('two', 'nobody'));
    await problemsToBe('site/more/one.yaml', ['selector/no-match']);
    await problemsToBe('site/more/two.yaml', ['selector/no-match']);
    await vscode.workspace.fs.delete(workspaceUri('site/more'), { recursive: true });
    await problemsToBe('site/more/one.yaml', []);
    await problemsToBe('site/more/two.yaml', []);
  });

  it('come with a folder that is renamed', async () => {
    await vscode.workspace.fs.createDirectory(workspaceUri('site/old'));
    await writeFile('site/old/one.yaml', service('one', 'nobody'));
    await problemsToBe('site/old/one.yaml', ['selector/no-match']);
    await vscode.workspace.fs.rename(workspaceUri('site/old'), workspaceUri('site/new'));
    await problemsToBe('site/new/one.yaml', ['selector/no-match']);
    await problemsToBe('site/old/one.yaml', []);
    await vscode.workspace.fs.delete(workspaceUri('site/new'), { recursive: true });
    await problemsToBe('site/new/one.yaml', []);
  });

  it('are read without being opened, so that no other extension takes notice', async () => {
    await writeFile('site/closed.yaml', service('closed', 'nobody'));
    await problemsToBe('site/closed.yaml', ['selector/no-match']);
    expect(vscode.workspace.textDocuments.map(({ uri }) => uri.path).filter((path) => path.endsWith('closed.yaml'))).to.deep.equal([]);
    await vscode.workspace.fs.delete(workspaceUri('site/closed.yaml'));
    await problemsToBe('site/closed.yaml', []);
  });

  it('are left out when a setting says so, at once', async () => {
    await vscode.workspace.fs.createDirectory(workspaceUri('drafts'));
    await writeFile('drafts/draft.yaml', service('draft', 'nobody'));
    await problemsToBe('drafts/draft.yaml', ['selector/no-match']);
    const settings = vscode.workspace.getConfiguration('edgeNetwork');
    try {
      await settings.update('exclude', ['**/drafts'], vscode.ConfigurationTarget.Workspace);
      await problemsToBe('drafts/draft.yaml', []);
    } finally {
      await settings.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await problemsToBe('drafts/draft.yaml', ['selector/no-match']);
    await vscode.workspace.fs.delete(workspaceUri('drafts'), { recursive: true });
    await problemsToBe('drafts/draft.yaml', []);
  });
});
