import { expect } from 'chai';
import * as vscode from 'vscode';
import { readyExtension } from './harness/extension.ts';
import { eventually } from './harness/window.ts';

/** Runs a command again and again until something is done that it brings about: nobody is told when a list is there. */
async function repeated(command: string, isDone: () => boolean): Promise<void> {
  await eventually(async () => {
    await vscode.commands.executeCommand(command);
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (!isDone()) throw new Error(`${command} has not done it yet.`);
  });
}
const acceptFirst = 'workbench.action.acceptSelectedQuickOpenItem';

/** Tells whether a command has come to its end. */
function started(command: string): () => boolean {
  let ended = false;
  void vscode.commands.executeCommand(command).then(() => (ended = true));
  return () => ended;
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
    await repeated(acceptFirst, started('edgeNetwork.whatIf'));
    expect(await shownText('edge-network-what-if')).to.match(/\S/);
  });

  it('Trace… asks from where and to what, leads from a step to its manifest, and ends when its list is closed', async () => {
    const ended = started('edgeNetwork.trace');
    await repeated(acceptFirst, () => vscode.window.visibleTextEditors.length > 0);
    expect(ended()).to.equal(false);
    await repeated('workbench.action.closeQuickOpen', ended);
  });

  it('Compare Topology With… says so where there is no such revision', async () => {
    await vscode.commands.executeCommand('edgeNetwork.compareWith', 'no-such-revision');
    expect(vscode.workspace.textDocuments.some(({ uri, isClosed }) => uri.scheme === 'edge-network-compare' && !isClosed)).to.equal(false);
  });
});
