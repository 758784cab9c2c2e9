import { expect } from 'chai';
import * as vscode from 'vscode';
import type { ExtensionExports } from '../../src/editor/activate.ts';
import type { ToPage } from '../../src/topology/protocol.ts';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { eventually, rangeOf, replaceText, showFile, workspaceUri, writeFile } from './harness/window.ts';

const tabs = () =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('edgeNetwork.topology'));

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

  /** What the page is sent from now on. */
  function recorded(): ToPage[] {
    const messages: ToPage[] = [];
    subscriptions.push(
      topology.onDidSend((message) => {
        if (message.type !== 'part') messages.push(message);
      }),
    );
    return messages;
  }
  const subscriptions: vscode.Disposable[] = [];
  afterEach(() => {
    for (const subscription of subscriptions.splice(0)) subscription.dispose();
  });

  /** The last message of a type, once there is one that fits. */
  function sent<T extends ToPage['type']>(
    messages: readonly ToPage[],
    type: T,
    fits: (message: Extract<ToPage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ToPage, { type: T }>> {
    return eventually(() => {
      const found = messages.findLast(
        (message): message is Extract<ToPage, { type: T }> => message.type === type && fits(message as Extract<ToPage, { type: T }>),
      );
      if (found === undefined)
        throw new Error(`The page was sent no fitting ${type}, only ${messages.map((message) => message.type).join(', ')}.`);
      return found;
    });
  }

  /** Elements of one of the clusters of the workspace. */
  const elements = async (cluster = 'site') =>
    (await topology.shown())?.graph.elements.filter(({ id }) => id.split('|', 1)[0]?.endsWith(`/${cluster}`) === true) ?? [];

  const idOf = async (kind: string, label: string, cluster?: string) =>
    (await elements(cluster)).find((element) => element.kind === kind && element.label === label)?.id ?? '';

  const labels = async (kind: string) => (await elements()).filter((element) => element.kind === kind).map(({ label }) => label);

  it('opens beside the editor, does not take the focus, and shows the cluster', async () => {
    const editor = await open();
    expect(tabs().length).to.equal(1);
    expect(tabs()[0]?.group.viewColumn).not.to.equal(editor.viewColumn);
    expect(vscode.window.activeTextEditor?.document.uri.toString()).to.equal(editor.document.uri.toString());
    expect((await topology.shown())?.status.state).to.equal('ready');
    expect(await labels('node')).to.include.members(['master', 'worker']);
    expect(await labels('service')).to.include('web');
    expect(await labels('externalAddress')).to.deep.equal(['10.128.44.244']);
  });

  it('is one: the command brings it to the front', async () => {
    await open();
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    expect(tabs().length).to.equal(1);
  });

  it('is brought to the side of the text that it shares a group with', async () => {
    const { document } = await open();
    await vscode.window.showTextDocument(document, { viewColumn: tabs()[0]?.group.viewColumn ?? vscode.ViewColumn.One });
    await vscode.commands.executeCommand('edgeNetwork.showTopologyToSide');
    await eventually(() => {
      expect(tabs().length).to.equal(1);
      expect(tabs()[0]?.group.viewColumn).not.to.equal(vscode.window.activeTextEditor?.viewColumn);
    });
    // A page that is closed while it loads leaves the next one blank for half a minute (VS Code 1.100).
    await topology.whenShown();
  });

  it('follows an edit by patches', async () => {
    const editor = await open();
    const before = (await topology.shown())?.version ?? 0;
    await replaceText(editor, 'kind: Service\nmetadata:\n  name: web', 'kind: Service\nmetadata:\n  name: shopfront');
    await eventually(async () => {
      expect(await labels('service'))
        .to.include('shopfront')
        .and.not.to.include('web');
      expect((await topology.shown())?.version).to.be.greaterThan(before);
    });
  });

  it('marks what is new against a saved export, until the comparison is another one', async () => {
    const saved = workspaceUri('site/monday.json');
    await open();
    const messages = recorded();
    await writeFile('site/monday.json', '{"version":1,"clusters":[]}');
    try {
      await vscode.commands.executeCommand('edgeNetwork.compareWith', saved);
      const { comparison } = await sent(messages, 'comparison', (message) => message.comparison?.title === 'monday.json');
      expect(comparison?.marks).to.deep.include({ id: await idOf('service', 'web'), kind: 'new', text: 'new' });
      expect(comparison?.ghosts).to.deep.equal([]);
      await writeFile(
        'site/monday.json',
        await vscode.workspace.fs.readFile(workspaceUri('site/web.yaml')).then((bytes) => new TextDecoder().decode(bytes)),
      );
      await vscode.commands.executeCommand('edgeNetwork.compareWith', saved);
      const again = await sent(messages, 'comparison', (message) => message.comparison?.marks.every(({ kind }) => kind !== 'new') === true);
      expect(again.comparison?.title).to.equal('monday.json');
    } finally {
      await vscode.workspace.fs.delete(saved);
    }
  });

  it('marks what differs from a git revision, files that it does not know included', async function () {
    // In a browser there is no git.
    if (workspaceUri('').scheme !== 'file') return this.skip();
    const added = 'site/cache.yaml';
    const editor = await open();
    const messages = recorded();
    const text = editor.document.getText();
    await writeFile(added, text.slice(text.indexOf('apiVersion: v1\nkind: Service')).replace('name: web', 'name: cache'));
    try {
      await replaceText(editor, 'kind: Service\nmetadata:\n  name: web', 'kind: Service\nmetadata:\n  name: kiosk');
      await eventually(async () => expect(await labels('service')).to.include.members(['kiosk', 'cache']));
      const revision = async (): Promise<ToPage & { readonly type: 'comparison' }> => {
        await vscode.commands.executeCommand('edgeNetwork.compareWith', 'HEAD');
        return sent(messages, 'comparison', (message) => message.comparison?.title === 'HEAD');
      };
      // The git extension looks for repositories in its own time.
      const { comparison } = await eventually(revision);
      const isNew = { kind: 'new', text: 'new' } as const;
      expect(comparison?.marks).to.deep.include({ id: await idOf('service', 'kiosk'), ...isNew });
      expect(comparison?.marks).to.deep.include({ id: await idOf('service', 'cache'), ...isNew });
      expect(comparison?.ghosts.map(({ label }) => label)).to.include('web');
    } finally {
      await vscode.workspace.fs.delete(workspaceUri(added));
    }
  });

  it('offers what is checked out as the first of the revisions to compare with', async function () {
    if (workspaceUri('').scheme !== 'file') return this.skip();
    await open();
    const messages = recorded();
    void vscode.commands.executeCommand('edgeNetwork.compareWith');
    // Both lists are accepted as they come: a revision, then the first of them.
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(messages.some(({ type }) => type === 'comparison')).to.equal(true);
    });
    await sent(messages, 'comparison', (message) => message.comparison?.title === 'HEAD');
  });

  it('sends of an edit what it changes and nothing else, and leaves the focus in the text', async () => {
    const editor = await open();
    const before = (await topology.shown())?.version ?? 0;
    const web = await idOf('service', 'web');
    const messages = recorded();
    await replaceText(editor, 'port: 80\n', 'port: 8080\n');
    const { base, version, patch } = await sent(messages, 'patch');
    expect([base, version]).to.deep.equal([before, before + 1]);
    expect({ ...patch, changed: patch.changed.map(({ id }) => id), edges: [] }).to.deep.equal({
      removedEdges: [],
      removedElements: [],
      changed: [web],
      added: [],
      edges: [],
    });
    expect(patch.edges.every(({ from, to }) => from === web || to === web)).to.equal(true);
    await eventually(async () => expect((await topology.shown())?.version).to.equal(version));
    expect(vscode.window.activeTextEditor?.document).to.equal(editor.document);
    expect(messages.map(({ type }) => type)).not.to.include('graph');
  });

  it('has an address plan for a page that asks, which follows an edit', async () => {
    await open();
    const messages = recorded();
    await topology.receive({ type: 'watchPlan' });
    const first = await sent(messages, 'patch', ({ plan }) => plan !== undefined);
    expect(first.plan?.bars.map(({ label }) => label)).to.include('LAN subnet');
    await eventually(async () => expect((await topology.shown())?.version).to.equal(first.version));
    const editor = await showFile('site/edge-network.yaml');
    await replaceText(editor, '10.128.44.244-10.128.44.250', '10.128.44.244-10.128.44.252');
    const second = await sent(messages, 'patch', ({ base, plan }) => base === first.version && plan !== undefined);
    expect(JSON.stringify(second.plan)).to.contain('10.128.44.244-10.128.44.252');
    expect(second.plan?.bars.map(({ label }) => label)).not.to.include('pod subnet');
  });

  it('marks what the cursor stands in, and says no more than that', async () => {
    const editor = await open();
    const before = (await topology.shown())?.version;
    const [workload, service] = [await idOf('workload', 'web'), await idOf('service', 'web')];
    const messages = recorded();
    const { start } = rangeOf(editor.document, 'type: LoadBalancer');
    editor.selection = new vscode.Selection(start, start);
    expect((await sent(messages, 'highlight')).ids).to.include(await idOf('service', 'web'));
    const top = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(top, top);
    await sent(messages, 'highlight', ({ ids }) => ids.includes(workload) && !ids.includes(service));
    expect([...new Set(messages.map(({ type }) => type))]).to.deep.equal(['highlight']);
    expect((await topology.shown())?.version).to.equal(before);
  });

  it('makes the fix that its reader chooses, and refuses it when the text has changed since', async () => {
    const editor = await open();
    const web = await idOf('service', 'web');
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    const messages = recorded();
    const offered = async (): Promise<number> => {
      messages.length = 0;
      await topology.receive({ type: 'describe', id: web });
      const { description } = await sent(
        messages,
        'description',
        ({ id, description }) => id === web && (description?.findings[0]?.fixes?.length ?? 0) > 0,
      );
      return description?.findings[0]?.fixes?.[0]?.number ?? -1;
    };
    const late = await eventually(offered);
    // The analysis has not seen this yet: its places may be wrong.
    await replaceText(editor, 'name: web\n', 'name: shop-web\n');
    const text = editor.document.getText();
    await topology.receive({ type: 'choose', number: late });
    expect(editor.document.getText()).to.equal(text);
    await replaceText(editor, 'name: shop-web\n', 'name: web\n');
    await eventually(async () => {
      await topology.receive({ type: 'choose', number: await offered() });
      expect(editor.document.getText()).to.contain('targetPort: http\n');
    });
    await problemsToBe('site/web.yaml', []);
    const mended = editor.document.getText();
    await topology.receive({ type: 'choose', number: late });
    await topology.receive({ type: 'choose', number: 999_999 });
    expect(editor.document.getText()).to.equal(mended);
  });

  it('shows everything again when it was hidden, with what changed meanwhile', async () => {
    const editor = await open();
    await vscode.window.showTextDocument(editor.document.uri, { viewColumn: tabs()[0]?.group.viewColumn ?? vscode.ViewColumn.Two });
    await eventually(async () => expect(await topology.shown()).to.equal(undefined));
    const messages = recorded();
    await replaceText(await showFile('site/web.yaml'), 'kind: Service\nmetadata:\n  name: web', 'kind: Service\nmetadata:\n  name: kiosk');
    await problemsToBe('site/web.yaml', []);
    expect(messages.filter(({ type }) => type === 'graph' || type === 'patch')).to.deep.equal([]);
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    await eventually(async () =>
      expect(await labels('service'))
        .to.include('kiosk')
        .and.not.to.include('web'),
    );
    expect(messages.filter(({ type }) => type === 'graph').length).to.equal(1);
  });

  it('marks what has a problem', async () => {
    const editor = await open();
    await replaceText(editor, 'targetPort: http', 'targetPort: htpp');
    await problemsToBe('site/web.yaml', ['port/unknown-name']);
    await eventually(async () => {
      expect((await elements()).find(({ kind, label }) => kind === 'service' && label === 'web')?.severity).to.equal('error');
    });
  });

  it('keeps the picture while a manifest is half-typed, and says so', async () => {
    const editor = await open();
    await replaceText(editor, '  type: LoadBalancer\n', '  type: LoadBalancer\n  selec\n');
    await eventually(async () => expect((await topology.shown())?.status.state).to.equal('behind'));
    expect(await labels('service')).to.include('web');
    await replaceText(editor, '  selec\n', '');
    await eventually(async () => expect((await topology.shown())?.status.state).to.equal('ready'));
  });

  it('leads from an element to its manifest', async () => {
    await open();
    const node = (await elements()).find(({ kind, hasSource }) => kind === 'range' && hasSource);
    const range = (await elements()).find(({ detail, hasSource }) => hasSource && detail.includes('10.128.44.241'));
    await topology.receive({ type: 'reveal', id: (range ?? node)?.id, focus: true });
    const editor = vscode.window.activeTextEditor;
    expect(editor?.document.uri.path).to.match(/site\/edge-network\.yaml$/);
    expect(editor?.viewColumn).not.to.equal(tabs()[0]?.group.viewColumn);
    expect(editor?.selection.active.line).to.equal(rangeOf(editor!.document, 'kubernetesNodeIPs').start.line);
  });

  it('leads from what is rendered to the source that wrote it, and from its problems to where they are mended', async () => {
    await showFile('fleet/west/address.yaml').then((editor) => replaceText(editor, '10.20.3.244', '10.20.3.99'));
    await problemsToBe('fleet/west/address.yaml', ['service/pending']);
    await vscode.commands.executeCommand('edgeNetwork.showTopology');
    await topology.whenShown();
    const id = await eventually(async () => {
      const service = (await elements('west')).find(({ kind, label }) => kind === 'service' && label === 'web');
      expect(service?.severity).to.equal('error');
      return service!.id;
    });
    await topology.receive({ type: 'reveal', id, focus: true });
    let editor = vscode.window.activeTextEditor;
    expect(editor?.document.uri.path).to.match(/fleet\/base\/web\.yaml$/);
    expect(editor?.document.getText(editor.selection)).to.equal('web');
    expect(editor?.document.lineAt(editor.selection.start.line - 2).text).to.equal('kind: Service');

    const messages = recorded();
    await topology.receive({ type: 'describe', id });
    const { description } = await sent(messages, 'description', (message) => message.id === id);
    const [finding] = description?.findings ?? [];
    expect(finding?.code).to.equal('service/pending');
    await topology.receive({ type: 'choose', number: finding?.place?.number });
    editor = vscode.window.activeTextEditor;
    expect(editor?.document.uri.path).to.match(/fleet\/west\/address\.yaml$/);
    expect(editor?.selection.active.line).to.equal(rangeOf(editor!.document, '10.20.3.99').start.line);
  });

  it('takes no harm from messages that it does not know', async () => {
    await open();
    for (const message of [
      undefined,
      7,
      'ready',
      {},
      { type: 'reveal' },
      { type: 'reveal', id: '../../etc/passwd', focus: true },
      { type: 'shown', version: -1 },
    ])
      await topology.receive(message);
    expect((await topology.shown())?.status.state).to.equal('ready');
  });

  it('refuses messages that are none, changes nothing for them, and logs each', async () => {
    const editor = await open();
    const texts = () =>
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === 'output')
        .map((document) => document.getText())
        .join('\n');
    await vscode.commands.executeCommand('edgeNetwork.showOutput');
    const refused = () => texts().split('was not understood').length - 1;
    await eventually(() => expect(texts()).to.contain('ready in'));
    const before = refused();
    const text = editor.document.getText();
    const hostile = [
      null,
      [],
      'choose',
      { type: 'choose', number: -1 },
      { type: 'choose', number: 1.5 },
      { type: 'act', action: 'workbench.action.quit' },
      { type: 'act', action: ['openFolder'] },
      { type: 'positions', pins: [['x', Number.NaN, 0]] },
      { type: 'raster', request: 1, png: '../../etc/passwd' },
      { type: 'captured', request: 1, level: 0, toggled: [{}], places: [] },
      { type: 'constructor' },
      { type: '__proto__', id: 'x' },
    ];
    for (const message of hostile) await topology.receive(message);
    await eventually(() => expect(refused() - before).to.equal(hostile.length));
    expect(editor.document.getText()).to.equal(text);
    expect((await topology.shown())?.status.state).to.equal('ready');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('can be closed and opened again', async () => {
    await open();
    await vscode.window.tabGroups.close(tabs());
    expect(await topology.shown()).to.equal(undefined);
    await open();
    expect(await labels('service')).to.include('web');
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
      const worker = await idOf('node', 'worker');
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
      expect(await vscode.commands.executeCommand('edgeNetwork.exportTopology', { format: 'svg', theme: 'light', target })).to.equal(
        undefined,
      );
    });
  });
});
