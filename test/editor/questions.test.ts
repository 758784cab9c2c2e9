import { expect } from 'chai';
import * as vscode from 'vscode';
import { readyExtension } from './harness/extension.ts';
import { eventually } from './harness/window.ts';

/** Chooses what comes first in each of so many lists, as Enter does. */
async function acceptFirst(times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}

const shownText = (scheme: string) =>
  eventually(() => {
    const found = vscode.workspace.textDocuments.find(({ uri, isClosed }) => uri.scheme === scheme && !isClosed);
    if (found === undefined) throw new Error(`No document of ${scheme} is shown.`);
    return found.getText();
  });

describe('questions about the workspace', () => {
  before(readyExtension);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are commands that people find', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['trace', 'whatIf', 'compareWith', 'compareWithCluster']) expect(commands).to.include(`edgeNetwork.${name}`);
  });

  it('What If… shows what an event changes as a document', async () => {
    const asked = vscode.commands.executeCommand('edgeNetwork.whatIf');
    await acceptFirst(2);
    await asked;
    expect(await shownText('edge-network-what-if')).to.match(/\S/);
  });

  it('Trace… asks from where and to what, and ends when its list is closed', async () => {
    const asked = vscode.commands.executeCommand('edgeNetwork.trace');
    await acceptFirst(2);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await asked;
  });

  it('Compare Topology With… says so where there is no such revision', async () => {
    await vscode.commands.executeCommand('edgeNetwork.compareWith', 'no-such-revision');
    expect(vscode.workspace.textDocuments.some(({ uri, isClosed }) => uri.scheme === 'edge-network-compare' && !isClosed)).to.equal(false);
  });
});
