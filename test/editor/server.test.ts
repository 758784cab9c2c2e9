import { expect } from 'chai';
import * as vscode from 'vscode';
import type { ExtensionExports } from '../../src/editor/activate.ts';
import type { ToPage } from '../../src/topology/protocol.ts';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, replaceText, showFile } from './harness/window.ts';

describe('the server', () => {
  let extension: ExtensionExports;

  before(async () => {
    extension = await readyExtension();
  });

  /** Ends the process of the server as a crash would; resolves when the next one runs. */
  async function crash(): Promise<void> {
    const before = extension.serverProcess();
    if (before === undefined) throw new Error('No server runs.');
    process.kill(before, 'SIGKILL');
    await eventually(() => {
      const now = extension.serverProcess();
      if (now === undefined || now === before) throw new Error('The server has not been started again.');
    });
  }

  const labels = async () =>
    (await extension.topology.shown())?.graph.elements.filter(({ kind }) => kind === 'service').map(({ label }) => label) ?? [];

  it('is started again when it dies: problems and panel go on, and what was typed and dragged is there', async function () {
    // In a browser it is a worker, which has no life of its own.
    if (extension.serverProcess() === undefined) return this.skip();
    const editor = await showFile('site/web.yaml');
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    await extension.topology.whenShown();
    const node = (await extension.topology.shown())?.graph.elements.find(({ kind }) => kind === 'node')?.id ?? '';
    await extension.topology.receive({ type: 'positions', pins: [[node, 1234, 567]] });
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    const text = editor.document.getText();

    const messages: ToPage[] = [];
    const recording = extension.topology.onDidSend((message) => {
      if (message.type !== 'part') messages.push(message);
    });
    await crash();
    await extension.whenReady();
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    expect(editor.document.getText()).to.equal(text);
    await eventually(async () => expect(await labels()).to.include('web'));
    expect(messages.find(({ type }) => type === 'positions')).to.deep.equal({ type: 'positions', pins: [[node, 1234, 567]] });
    expect(messages.some(({ type }) => type === 'graph')).to.equal(true);
    await replaceText(editor, 'kind: Service\nmetadata:\n  name: web', 'kind: Service\nmetadata:\n  name: kiosk');
    await eventually(async () => expect(await labels()).to.include('kiosk'));
    recording.dispose();
    await extension.topology.receive({ type: 'positions', pins: [] });
  });

  it('is left alone after it has died three times, until somebody restarts it', async function () {
    if (extension.serverProcess() === undefined) return this.skip();
    await vscode.commands.executeCommand('edgeNetwork.restartAnalysis');
    await extension.whenReady();
    await crash();
    await crash();
    process.kill(extension.serverProcess() ?? 0, 'SIGKILL');
    await eventually(() => expect(extension.serverProcess()).to.equal(undefined));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(extension.serverProcess()).to.equal(undefined);
    await vscode.commands.executeCommand('edgeNetwork.restartAnalysis');
    await extension.whenReady();
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
  });
});
