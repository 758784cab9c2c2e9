import { expect } from 'chai';
import * as vscode from 'vscode';
import type { ExtensionExports } from '../../src/extension.ts';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, rangeOf, replaceText, showFile } from './harness/window.ts';

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('edgeNetwork.topology'));

describe('the topology panel', () => {
  let topology: ExtensionExports['topology'];

  before(async () => {
    topology = (await readyExtension()).topology;
  });

  /** Opens the panel beside a manifest and waits until its page shows the graph. */
  async function open(): Promise<vscode.TextEditor> {
    const editor = await showFile('site/web.yaml');
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    await topology.whenShown();
    return editor;
  }

  const labels = (kind: string) => topology.shown?.graph.elements.filter((element) => element.kind === kind).map(({ label }) => label) ?? [];

  it('opens beside the editor, does not take the focus, and shows the cluster', async () => {
    const editor = await open();
    expect(tabs().length).to.equal(1);
    expect(tabs()[0]?.group.viewColumn).not.to.equal(editor.viewColumn);
    expect(vscode.window.activeTextEditor?.document.uri.toString()).to.equal(editor.document.uri.toString());
    expect(topology.shown?.status.state).to.equal('ready');
    expect(labels('node')).to.include.members(['master', 'worker']);
    expect(labels('service')).to.include('web');
    expect(labels('externalAddress')).to.deep.equal(['10.128.44.244']);
  });

  it('is one: the command brings it to the front', async () => {
    await open();
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    expect(tabs().length).to.equal(1);
  });

  it('follows an edit by patches', async () => {
    const editor = await open();
    const before = topology.shown?.version ?? 0;
    await replaceText(editor, 'kind: Service\nmetadata:\n  name: web', 'kind: Service\nmetadata:\n  name: shopfront');
    await eventually(() => {
      expect(labels('service')).to.include('shopfront').and.not.to.include('web');
      expect(topology.shown?.version).to.be.greaterThan(before);
    });
  });

  it('marks what has a problem', async () => {
    const editor = await open();
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    await eventually(() => {
      expect(topology.shown?.graph.elements.find(({ kind, label }) => kind === 'service' && label === 'web')?.severity).to.equal('error');
    });
  });

  it('keeps the picture while a manifest is half-typed, and says so', async () => {
    const editor = await open();
    await replaceText(editor, '  type: LoadBalancer\n', '  type: LoadBalancer\n  selec\n');
    await eventually(() => expect(topology.shown?.status.state).to.equal('behind'));
    expect(labels('service')).to.include('web');
    await replaceText(editor, '  selec\n', '');
    await eventually(() => expect(topology.shown?.status.state).to.equal('ready'));
  });

  it('leads from an element to its manifest', async () => {
    await open();
    const node = topology.shown?.graph.elements.find(({ kind, hasSource }) => kind === 'range' && hasSource);
    const range = topology.shown?.graph.elements.find(({ detail, hasSource }) => hasSource && detail.includes('10.128.44.241'));
    await topology.receive({ type: 'reveal', id: (range ?? node)?.id, focus: true });
    const editor = vscode.window.activeTextEditor;
    expect(editor?.document.uri.path).to.match(/site\/edge-network\.yaml$/);
    expect(editor?.viewColumn).not.to.equal(tabs()[0]?.group.viewColumn);
    expect(editor?.selection.active.line).to.equal(rangeOf(editor!.document, 'kubernetesNodeIPs').start.line);
  });

  it('takes no harm from messages that it does not know', async () => {
    await open();
    for (const message of [undefined, 7, 'ready', {}, { type: 'reveal' }, { type: 'reveal', id: '../../etc/passwd', focus: true }, { type: 'shown', version: -1 }]) await topology.receive(message);
    expect(topology.shown?.status.state).to.equal('ready');
  });

  it('can be closed and opened again', async () => {
    await open();
    await vscode.window.tabGroups.close(tabs());
    expect(topology.shown).to.equal(undefined);
    await open();
    expect(labels('service')).to.include('web');
  });
});
