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

  describe('exported', () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');

    /** The bytes of the file that the command writes; it is taken away again. */
    async function exported(format: string, theme?: string): Promise<Uint8Array> {
      const target = vscode.Uri.joinPath(folder, `exported.${format}`);
      const written = await vscode.commands.executeCommand('edgeNetwork.exportTopology', { format, theme, target });
      expect(String(written)).to.equal(target.toString());
      const bytes = await vscode.workspace.fs.readFile(target);
      await vscode.workspace.fs.delete(target);
      return bytes;
    }
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

    it('is what it says, in every format', async () => {
      await open();
      expect(text(await exported('svg', 'light'))).to.match(/^<\?xml[^]*<svg [^]*<title>service web, [^]*<\/svg>\n$/);
      expect(text(await exported('svg', 'dark'))).to.contain('#1f1f1f');
      expect(text(await exported('drawio'))).to.match(/<mxfile [^]*kind="service"/);
      expect(text(await exported('mermaid'))).to.match(/^flowchart LR\n/);
      expect(JSON.parse(text(await exported('json')))).to.have.property('version', 1);
      expect([...(await exported('png', 'dark')).slice(0, 4)]).to.deep.equal([0x89, 0x50, 0x4e, 0x47]);
    });

    it('opens the panel that it is a picture of', async () => {
      await vscode.window.tabGroups.close(tabs());
      expect(text(await exported('svg', 'light'))).to.contain('>web</text>');
      expect(tabs().length).to.equal(1);
    });

    it('has what was dragged where it was dragged to, when the panel was closed meanwhile as well', async () => {
      await open();
      const worker = topology.shown?.graph.elements.find(({ kind, label }) => kind === 'node' && label === 'worker')?.id ?? '';
      await topology.receive({ type: 'positions', pins: [[worker, 1777, 888]] });
      await vscode.window.tabGroups.close(tabs());
      await open();
      const [, geometry] = text(await exported('drawio')).split(`element="${worker}"`);
      expect(geometry).to.match(/^[^]*?<mxGeometry x="1777" y="888"/);
      await topology.receive({ type: 'positions', pins: [] });
    });

    it('writes nothing where nothing can be written, and says so', async () => {
      await open();
      const target = vscode.Uri.parse('no-such-scheme:/topology.svg');
      expect(await vscode.commands.executeCommand('edgeNetwork.exportTopology', { format: 'svg', theme: 'light', target })).to.equal(undefined);
    });
  });
});
