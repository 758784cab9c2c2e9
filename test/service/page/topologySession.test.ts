import assert from 'node:assert/strict';
import type { Analysis } from '../../../src/analysis/analysis.ts';
import { TopologySession, type SessionOutcome } from '../../../src/service/page/topologySession.ts';
import { emptySnapshot } from '../../../src/analysis/snapshot.ts';
import { parseToPage, protocolVersion, type Graph, type ToPage } from '../../../src/topology/protocol.ts';
import { workspaceOf } from '../../support/analysed.ts';

const site =
  'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: store\nspec:\n  profile: azure-stack-edge\n  kubernetesNodeIPs: 10.128.44.241-10.128.44.243\n';
const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: shop\n  labels:\n    app: web\nspec:\n  containers:\n  - name: main\n    image: main\n`;
const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  selector:\n    app: web\n  ports:\n  - port: 80\n`;
const files = { 'site.yaml': site, 'pod.yaml': pod('web'), 'service.yaml': service('web') };

const ready = { type: 'ready', protocol: protocolVersion } as const;

function messagesOf(outcome: SessionOutcome): readonly ToPage[] {
  if (outcome.type !== 'send') throw new Error(`The session answers with ${outcome.type}.`);
  const { messages } = outcome;
  // As the page gets them: through JSON, and checked.
  for (const message of messages)
    assert.ok(parseToPage(JSON.parse(JSON.stringify(message))) !== undefined, `the page would refuse ${message.type}`);
  return messages;
}

function opened(files_: Readonly<Record<string, string>>): {
  readonly analysis: Analysis;
  readonly session: TopologySession;
  readonly graph: Graph;
  readonly version: number;
} {
  const analysis = workspaceOf(files_);
  const session = new TopologySession();
  session.update(analysis.refreshAtOnce(), false);
  const [first] = messagesOf(session.receive(ready));
  if (first?.type !== 'graph') throw new Error('The page gets the whole graph first.');
  session.receive({ type: 'shown', version: first.version });
  return { analysis, session, graph: first.graph, version: first.version };
}

const labels = ({ elements }: Graph, kind: string) => elements.filter((element) => element.kind === kind).map(({ label }) => label);
const set = (analysis: Analysis, path: string, text: string | undefined) => {
  analysis.setFile(`workspace/${path}`, text);
  return analysis.refreshAtOnce();
};

describe('a topology session', () => {
  it('sends nothing before the page is ready, then the whole graph', () => {
    const session = new TopologySession();
    assert.deepEqual(session.update(workspaceOf(files).refreshAtOnce(), false), []);
    const [message] = messagesOf(session.receive(ready));
    assert.ok(message?.type === 'graph');
    assert.deepEqual(labels(message.graph, 'service').includes('web'), true);
    assert.deepEqual(message.status, { state: 'ready', text: '' });
  });

  it('sends what changed as a patch of the version that the page shows', () => {
    const { analysis, session, version } = opened(files);
    const [patch] = session.update(set(analysis, 'second.yaml', service('second')), false);
    assert.ok(patch?.type === 'patch');
    assert.equal(patch.base, version);
    assert.ok(patch.patch.added.flatMap(({ elements }) => elements).some(({ label }) => label === 'second'));
    assert.ok(patch.patch.removedElements.length === 0);
  });

  it('sends nothing when an edit changes nothing in the picture', () => {
    const { analysis, session } = opened(files);
    assert.deepEqual(session.update(set(analysis, 'service.yaml', `# a remark\n${service('web')}`), false), []);
  });

  it('makes no address plan until the page asks, then sends it whole, and after that what changed', () => {
    const { analysis, session, version } = opened(files);
    const [first] = messagesOf(session.receive({ type: 'watchPlan' }));
    assert.ok(first?.type === 'patch' && first.base === version);
    assert.deepEqual(
      first.plan?.clusters.map(({ bars }) => bars.length),
      [first.plan?.bars.length],
    );
    assert.ok(first.plan.bars.some(({ label }) => label === 'Kubernetes node IPs'));
    session.receive({ type: 'shown', version: first.version });
    const [second] = session.update(set(analysis, 'second.yaml', service('second')), false);
    assert.ok(second?.type === 'patch');
    assert.deepEqual(
      second.plan?.bars.map(({ label }) => label),
      ['service subnet'],
    );
    session.receive({ type: 'shown', version: second.version });
    const [third] = session.update(set(analysis, 'second.yaml', service('second').replace('port: 80', 'port: 81')), false);
    assert.ok(third?.type === 'patch');
    assert.equal(third.plan, undefined);
    const [whole] = messagesOf(session.receive(ready));
    assert.ok(whole?.type === 'graph' && (whole.plan?.bars.length ?? 0) > 1);
    session.detach();
    const [again] = messagesOf(session.receive(ready));
    assert.ok(again?.type === 'graph' && again.plan === undefined, 'a new page has to ask again');
  });

  it('has one patch in flight, and puts what changes meanwhile into the next', () => {
    const { analysis, session } = opened(files);
    const [first] = session.update(set(analysis, 'two.yaml', service('two')), false);
    assert.deepEqual(session.update(set(analysis, 'three.yaml', service('three')), false), []);
    assert.deepEqual(session.update(set(analysis, 'four.yaml', service('four')), false), []);
    assert.ok(first?.type === 'patch');
    assert.equal(session.confirmed, undefined);
    const [second] = messagesOf(session.receive({ type: 'shown', version: first.version }));
    assert.ok(second?.type === 'patch');
    assert.equal(second.base, first.version);
    const added = second.patch.added.flatMap(({ elements }) => elements).map(({ label }) => label);
    assert.ok(added.includes('three') && added.includes('four') && !added.includes('two'));
    assert.deepEqual(messagesOf(session.receive({ type: 'shown', version: second.version })), []);
    assert.equal(session.confirmed, second.version);
  });

  it('pays no heed to a confirmation of something older', () => {
    const { analysis, session, version } = opened(files);
    session.update(set(analysis, 'two.yaml', service('two')), false);
    session.update(set(analysis, 'three.yaml', service('three')), false);
    assert.deepEqual(messagesOf(session.receive({ type: 'shown', version })), []);
  });

  it('sends the whole graph again to a page that has lost its place', () => {
    const { analysis, session } = opened(files);
    session.update(set(analysis, 'two.yaml', service('two')), false);
    const [again] = messagesOf(session.receive(ready));
    assert.ok(again?.type === 'graph');
    assert.ok(labels(again.graph, 'service').includes('two'));
  });

  it('sends nothing to a page that is hidden, and all of it when it is back', () => {
    const { analysis, session } = opened(files);
    session.detach();
    assert.deepEqual(session.update(set(analysis, 'two.yaml', service('two')), false), []);
    assert.deepEqual(session.moveCursor({ path: 'workspace/service.yaml', offset: 40 }), []);
    const messages = messagesOf(session.receive(ready));
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['graph', 'highlight'],
    );
  });

  it('does not talk to a page of another protocol', () => {
    const session = new TopologySession();
    assert.equal(session.receive({ type: 'ready', protocol: protocolVersion + 1 }).type, 'log');
  });

  it('says that the workspace is being read, and that there is nothing in it', () => {
    const session = new TopologySession();
    const [first] = messagesOf(session.receive(ready));
    assert.ok(first?.type === 'graph');
    assert.equal(first.status.state, 'loading');
    session.receive({ type: 'shown', version: first.version });
    const [second] = session.update(emptySnapshot, false);
    assert.ok(second?.type === 'patch');
    assert.equal(second.status.state, 'empty');
  });

  it('leads from an element to its manifest, where that stands now', () => {
    const { analysis, session, graph } = opened(files);
    const id = graph.elements.find(({ kind, label }) => kind === 'service' && label === 'web')?.id ?? '';
    session.update(set(analysis, 'service.yaml', `# above\n---\n${service('web')}`), false);
    const outcome = session.receive({ type: 'reveal', id, focus: true });
    assert.ok(outcome.type === 'reveal' && outcome.focus);
    assert.equal(outcome.range?.path, 'workspace/service.yaml');
    assert.deepEqual(outcome.range.start, { line: 5, character: 8 });
  });

  it('leads nowhere from an id that no element has', () => {
    const { session } = opened(files);
    assert.deepEqual(session.receive({ type: 'reveal', id: 'nobody', focus: false }), { type: 'reveal', range: undefined, focus: false });
    assert.deepEqual(messagesOf(session.receive({ type: 'describe', id: 'nobody' })), [
      { type: 'description', id: 'nobody', description: undefined },
    ]);
  });

  it('describes an element', () => {
    const { session, graph } = opened(files);
    const id = graph.elements.find(({ kind, label }) => kind === 'service' && label === 'web')?.id ?? '';
    const [message] = messagesOf(session.receive({ type: 'describe', id }));
    assert.ok(message?.type === 'description');
    assert.equal(message.description?.title, 'Service shop/web');
  });

  const named = (text: string) => text.replace('  - port: 80\n', '  - port: 80\n    targetPort: htpp\n');
  const withPort = {
    ...files,
    'pod.yaml': pod('web').replace('    image: main\n', '    image: main\n    ports:\n    - name: http\n      containerPort: 8080\n'),
    'service.yaml': named(service('web')),
  };
  const describedWeb = (session: TopologySession, graph: Graph) => {
    const [answer] = messagesOf(
      session.receive({ type: 'describe', id: graph.elements.find(({ kind, label }) => kind === 'service' && label === 'web')?.id ?? '' }),
    );
    assert.ok(answer?.type === 'description');
    return answer.description;
  };

  it('applies a fix that the page names by its number, as the text is now', () => {
    const { analysis, session, graph } = opened(withPort);
    const [finding] = describedWeb(session, graph)?.findings ?? [];
    assert.equal(finding?.place?.text, 'service.yaml:11');
    const [fix] = finding.fixes ?? [];
    assert.match(fix?.text ?? '', /http/);
    // Lines above it move the place; the offer stays good.
    session.update(set(analysis, 'service.yaml', `# above\n${named(service('web'))}`), false);
    const outcome = session.receive({ type: 'choose', number: fix?.number ?? 0 });
    assert.ok(outcome.type === 'edit');
    assert.deepEqual(
      outcome.edits.map(({ range, text }) => [range.path, range.start.line, text]),
      [['workspace/service.yaml', 11, 'http']],
    );
  });

  it('refuses a fix whose problem is gone, and a number that was never given', () => {
    const { analysis, session, graph } = opened(withPort);
    const number = describedWeb(session, graph)?.findings[0]?.fixes?.[0]?.number ?? 0;
    session.update(set(analysis, 'service.yaml', service('web')), false);
    assert.equal(session.receive({ type: 'choose', number }).type, 'refuse');
    assert.equal(session.receive({ type: 'choose', number: 99_999 }).type, 'refuse');
  });

  it('leads to the place of a finding', () => {
    const { session, graph } = opened(withPort);
    const outcome = session.receive({ type: 'choose', number: describedWeb(session, graph)?.findings[0]?.place?.number ?? 0 });
    assert.ok(outcome.type === 'reveal');
    assert.deepEqual([outcome.range?.path, outcome.range?.start.line], ['workspace/service.yaml', 10]);
  });

  it('describes anew what the page shows when only its lines have moved', () => {
    const { analysis, session, graph } = opened(withPort);
    describedWeb(session, graph);
    const [message] = session.update(set(analysis, 'service.yaml', `# above\n${named(service('web'))}`), false);
    assert.ok(message?.type === 'description');
    assert.equal(message.description?.findings[0]?.place?.text, 'service.yaml:12');
    assert.deepEqual(session.update(set(analysis, 'other.txt', 'x'), false), []);
  });

  const empty: readonly (readonly [name: string, files: Readonly<Record<string, string>>, text: RegExp, first: string])[] = [
    ['no files', {}, /no YAML or JSON file/, 'openFolder'],
    ['no manifests', { 'notes.yaml': 'title: none\n' }, /describes a cluster/, 'newManifest'],
    ['only templates', { 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n' }, /a\.yaml/, 'showProblems'],
    ['only broken texts', { 'a.yaml': 'apiVersion: v1\nkind: Service\n  metadata: "never\n  : :\n' }, /a\.yaml/, 'showProblems'],
    [
      'a broken text that would be no manifest of ours',
      { 'a.yaml': 'apiVersion: v1\nkind: Unknown\nmetadata:\n  name: "never\n' },
      /a\.yaml/,
      'showProblems',
    ],
    [
      'a conflict and a template',
      {
        'a.yaml': `<<<<<<< ours\n${service('web')}=======\n>>>>>>> theirs\n`,
        'b.yaml': 'kind: Service\nmetadata:\n  name: {{ .Values.name }}\n',
      },
      /a\.yaml and 1 more file /,
      'showProblems',
    ],
    [
      'many broken texts',
      Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.yaml`, 'apiVersion: v1\nkind: Service\n  metadata: "never\n  : :\n'])),
      /a\.yaml and 2 more files/,
      'showProblems',
    ],
  ];
  for (const [name, only, text, first] of empty) {
    it(`says what helps with ${name}`, () => {
      const session = new TopologySession();
      session.update(workspaceOf(only).refreshAtOnce(), false);
      const [message] = messagesOf(session.receive(ready));
      assert.ok(message?.type === 'graph');
      assert.deepEqual([message.status.state, message.status.actions?.[0]], ['empty', first]);
      assert.match(message.status.text, text);
    });
  }

  it('highlights what the manifest at the cursor makes, once', () => {
    const { session, graph } = opened(files);
    const [message] = session.moveCursor({ path: 'workspace/pod.yaml', offset: 40 });
    assert.ok(message?.type === 'highlight');
    const kinds = message.ids.map((id) => graph.elements.find((element) => element.id === id)?.kind);
    assert.ok(kinds.includes('pod') || kinds.includes('workload'), kinds.join());
    assert.deepEqual(session.moveCursor({ path: 'workspace/pod.yaml', offset: 41 }), []);
    assert.deepEqual(session.moveCursor(undefined), [{ type: 'highlight', ids: [] }]);
  });

  it('highlights one range of a manifest that holds several', () => {
    const { session, graph } = opened({ ...files, 'site.yaml': `${site}  kubernetesServiceIPs: 10.128.44.244-10.128.44.250\n` });
    const [message] = session.moveCursor({ path: 'workspace/site.yaml', offset: site.indexOf('10.128.44.241') + 2 });
    assert.ok(message?.type === 'highlight');
    assert.deepEqual(
      message.ids.map((id) => graph.elements.find((element) => element.id === id)?.detail.includes('10.128.44.241')),
      [true],
    );
    assert.deepEqual(session.moveCursor({ path: 'workspace/site.yaml', offset: 3 }), [{ type: 'highlight', ids: [] }]);
  });
});

describe('the picture while a manifest is half-typed', () => {
  const broken = service('web').replace('selector:\n', 'selector\n');

  it('stays, and says that it is behind and why', () => {
    const { analysis, session } = opened(files);
    const [message] = session.update(set(analysis, 'service.yaml', broken), false);
    assert.ok(message?.type === 'patch');
    assert.deepEqual(message.patch, { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] });
    assert.equal(message.status.state, 'behind');
    assert.match(message.status.text, /service\.yaml/);
  });

  it('catches up when the text can be read again', () => {
    const { analysis, session } = opened(files);
    const [first] = session.update(set(analysis, 'service.yaml', broken), false);
    assert.ok(first?.type === 'patch');
    session.receive({ type: 'shown', version: first.version });
    const [second] = session.update(set(analysis, 'service.yaml', service('shop')), false);
    assert.ok(second?.type === 'patch');
    assert.equal(second.status.state, 'ready');
    assert.ok(second.patch.added.flatMap(({ elements }) => elements).some(({ label }) => label === 'shop'));
  });

  it('still leads to the manifest that is being typed', () => {
    const { analysis, session, graph } = opened(files);
    const id = graph.elements.find(({ kind, label }) => kind === 'service' && label === 'web')?.id ?? '';
    session.update(set(analysis, 'service.yaml', broken), false);
    const outcome = session.receive({ type: 'reveal', id, focus: false });
    assert.ok(outcome.type === 'reveal');
    assert.deepEqual([outcome.range?.path, outcome.range?.start.line], ['workspace/service.yaml', 3]);
  });

  it('stays too when it is the manifest that makes the cluster', () => {
    const { analysis, session } = opened(files);
    const [message] = session.update(
      set(analysis, 'site.yaml', site.replace('kind: EdgeNetwork\nmetadata:\n  name: store', 'kind: EdgeNetw\nmetadata\n  name: store')),
      false,
    );
    assert.ok(message?.type === 'patch');
    assert.deepEqual([message.status.state, message.patch.removedElements], ['behind', []]);
  });

  it('follows the other clusters meanwhile', () => {
    const { analysis, session } = opened({
      'a/site.yaml': site,
      'a/service.yaml': service('web'),
      'b/site.yaml': site.replace('store', 'other'),
    });
    const [first] = session.update(set(analysis, 'a/service.yaml', broken), false);
    assert.ok(first?.type === 'patch');
    session.receive({ type: 'shown', version: first.version });
    const [second] = session.update(set(analysis, 'b/service.yaml', service('second')), false);
    assert.ok(second?.type === 'patch');
    assert.equal(second.status.state, 'behind');
    assert.ok(second.patch.added.flatMap(({ elements }) => elements).some(({ label }) => label === 'second'));
  });

  it('drops what was deleted for good', () => {
    const { analysis, session } = opened(files);
    const [message] = session.update(set(analysis, 'service.yaml', undefined), false);
    assert.ok(message?.type === 'patch');
    assert.equal(message.status.state, 'ready');
    assert.ok(message.patch.removedElements.length > 0);
  });

  it('is drawn as far as it can be read where it was never seen whole, and says what may be missing until that is mended', () => {
    const { analysis, session, graph } = opened({ ...files, 'service.yaml': broken });
    assert.ok(labels(graph, 'pod').length + labels(graph, 'workload').length > 0);
    const { status } = session.state;
    assert.deepEqual([status.state, status.actions], ['partial', ['showProblems']]);
    assert.match(status.text, /^service\.yaml cannot be read/);
    const [message] = session.update(set(analysis, 'service.yaml', service('web')), false);
    assert.ok(message?.type === 'patch');
    assert.deepEqual(message.status, { state: 'ready', text: '' });
  });

  it('says of each file that was never seen whole how many there are', () => {
    const text = (...names: readonly string[]) =>
      opened({ ...files, ...Object.fromEntries(names.map((name) => [`${name}.yaml`, broken])) }).session.state.status.text;
    assert.match(text('b', 'a'), /^a\.yaml and 1 more file cannot/);
    assert.match(text('c', 'b', 'a'), /^a\.yaml and 2 more files cannot/);
  });

  it('lacks nothing that a template fills in later', () => {
    assert.equal(
      opened({ ...files, 'chart.yaml': 'kind: Service\nmetadata:\n  name: {{ .Values.name }}\n' }).session.state.status.state,
      'ready',
    );
  });
});
