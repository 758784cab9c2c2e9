import { expect } from 'chai';
import * as vscode from 'vscode';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, replaceText, showFile } from './harness/window.ts';

describe('settings', () => {
  before(readyExtension);

  afterEach(async () => {
    await vscode.workspace.getConfiguration('edgeNetwork').update('checks', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.getConfiguration('edgeNetwork').update('defaultProfile', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('change the severity of a check, or switch it off, at once', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    const [before] = await problemsToBe('site/web.yaml', ['port/unknown-name']);
    expect(before?.severity).to.equal(vscode.DiagnosticSeverity.Error);
    const settings = vscode.workspace.getConfiguration('edgeNetwork');
    await settings.update('checks', { 'port/unknown-name': 'information' }, vscode.ConfigurationTarget.Workspace);
    await eventually(async () => {
      const [after] = await problemsToBe('site/web.yaml', ['port/unknown-name']);
      expect(after?.severity).to.equal(vscode.DiagnosticSeverity.Information);
    });
    await settings.update('checks', { 'port/unknown-name': 'off' }, vscode.ConfigurationTarget.Workspace);
    await problemsToBe('site/web.yaml', []);
  });

  it('that make no sense count as not set', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await vscode.workspace
      .getConfiguration('edgeNetwork')
      .update('checks', { 'port/unknown-name': 'loud', 'no/such-check': 'off' }, vscode.ConfigurationTarget.Workspace);
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
  });
});
