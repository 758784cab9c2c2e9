import { expect } from 'chai';
import * as vscode from 'vscode';
import { extensionUnderTest, showFile } from './harness/window.ts';

describe('activation', () => {
  it('happens by itself when a manifest is opened', async () => {
    await showFile('site/edge-network.yaml');
    const extension = extensionUnderTest();
    await extension.activate();
    expect(extension.isActive).to.equal(true);
  });

  it('registers every command that the manifest contributes', async () => {
    await extensionUnderTest().activate();
    const { contributes } = extensionUnderTest().packageJSON as { contributes: { commands: readonly { command: string }[] } };
    const registered = await vscode.commands.getCommands(true);
    const contributed = contributes.commands.map(({ command }) => command);
    expect(contributed).to.include('edgeNetwork.showTopology');
    expect(registered).to.include.members(contributed);
  });
});
