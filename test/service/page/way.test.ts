import assert from 'node:assert/strict';
import { TopologySession, type SessionOutcome } from '../../../src/service/page/topologySession.ts';
import {
  parseToPage,
  protocolVersion,
  type Future,
  type Graph,
  type Reach,
  type ToPage,
  type Way,
} from '../../../src/topology/protocol.ts';
import type { Analysis } from '../../../src/analysis/analysis.ts';
import { workspaceOf } from '../../support/analysed.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.128.44.0/22, gateway: 10.128.44.1 }
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
  nodes: [{ name: master, role: control-plane }, { name: worker-1 }, { name: worker-2 }]
`;
const workload = (kind: string, name: string, replicas: number, port: number) => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  serviceName: ${name}
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: main, ports: [{ containerPort: ${port} }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { type: ${name === 'web' ? 'LoadBalancer' : 'ClusterIP'}, selector: { app: ${name} }, ports: [{ port: ${port} }] }
`;
const policy = (allowed: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: database, namespace: shop }
spec:
  podSelector: { matchLabels: { app: database } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ${allowed} } } }] }]
`;
const files = {
  'site.yaml': site,
  'web.yaml': workload('StatefulSet', 'web', 1, 80),
  'database.yaml': workload('StatefulSet', 'database', 1, 5432) + workload('Deployment', 'other', 1, 80),
  'policy.yaml': policy('web'),
};

function messagesOf(outcome: SessionOutcome): readonly ToPage[] {
  if (outcome.type !== 'send') throw new Error(`The session answers with ${outcome.type}.`);
  for (const message of outcome.messages)
    assert.ok(parseToPage(JSON.parse(JSON.stringify(message))) !== undefined, `the page would refuse ${message.type}`);
  return outcome.messages;
}

interface Opened {
  readonly analysis: Analysis;
  readonly session: TopologySession;
  readonly graph: Graph;
}

function opened(files_: Readonly<Record<string, string>> = files): Opened {
  const analysis = workspaceOf(files_);
  const session = new TopologySession();
  session.update(analysis.refreshAtOnce(), false);
  const [first] = messagesOf(session.receive({ type: 'ready', protocol: protocolVersion }));
  if (first?.type !== 'graph') throw new Error('The page gets the whole graph first.');
  session.receive({ type: 'shown', version: first.version });
  return { analysis, session, graph: first.graph };
}

const find = ({ elements }: Graph, kind: string, label: string): string => {
  const found = elements.find((element) => element.kind === kind && element.label.startsWith(label));
  assert.ok(found !== undefined, `${kind} ${label}`);
  return found.id;
};

function traced({ session, graph }: Opened, from: readonly [string, string], to: readonly [string, string]): Way {
  const [answer] = messagesOf(session.receive({ type: 'trace', from: find(graph, ...from), to: find(graph, ...to) }));
  assert.ok(answer?.type === 'way' && answer.way !== undefined, JSON.stringify(answer));
  return answer.way;
}

describe('a connection that a page traces', () => {
  it('names what it meets in the picture, in the order of the way, and begins with a line from who connects', () => {
    const page = opened();
    const way = traced(page, ['pod', 'web-0'], ['dnsName', 'database.shop']);
    const { graph } = page;
    assert.equal(way.verdict, 'allowed', way.reason);
    const met = [...new Set(way.steps.flatMap(({ ids }) => ids))];
    assert.deepEqual(met, [
      find(graph, 'dnsName', 'database.shop'),
      find(graph, 'service', 'database'),
      find(graph, 'pod', 'database-0'),
      find(graph, 'pod', 'web-0'),
    ]);
    assert.deepEqual(way.links, [[find(graph, 'pod', 'web-0'), find(graph, 'service', 'database')]]);
    assert.deepEqual(way.ends, [find(graph, 'pod', 'database-0')]);
  });

  it('ends at the pod whose policy does not let it in, and leads to that policy', () => {
    const page = opened();
    const way = traced(page, ['workload', 'other'], ['service', 'database']);
    assert.equal(way.verdict, 'blocked');
    assert.deepEqual(way.ends, [find(page.graph, 'pod', 'database-0')]);
    const last = way.steps.at(-1);
    assert.ok(last?.at === 'policy-ingress');
    const place = last.places[0];
    assert.match(place?.text ?? '', /^policy\.yaml:/);
    const outcome = page.session.receive({ type: 'choose', number: place?.number ?? 0 });
    assert.ok(outcome.type === 'reveal' && outcome.range?.path === 'workspace/policy.yaml');
  });

  it('comes from outside by the external address', () => {
    const page = opened();
    const way = traced(page, ['clients', 'Clients'], ['service', 'web']);
    assert.equal(way.verdict, 'allowed', way.reason);
    assert.equal(way.steps[0]?.ids[0], find(page.graph, 'externalAddress', '10.128.44.244'));
    assert.deepEqual(way.ends, [find(page.graph, 'pod', 'web-0')]);
  });

  it('says why nothing connects from there', () => {
    const { session, graph } = opened();
    const [answer] = messagesOf(
      session.receive({ type: 'trace', from: find(graph, 'namespace', 'shop'), to: find(graph, 'service', 'database') }),
    );
    assert.ok(answer?.type === 'way' && answer.way === undefined);
    assert.match(answer.refused, /^Nothing connects from there/);
  });

  it('is told again when an edit changes it, though the picture stays the same', () => {
    const page = opened();
    traced(page, ['pod', 'web-0'], ['service', 'database']);
    page.analysis.setFile('workspace/policy.yaml', policy('nobody'));
    const messages = page.session.update(page.analysis.refreshAtOnce(), false);
    const way = messages.find(({ type }) => type === 'way');
    assert.ok(way?.type === 'way' && way.way?.verdict === 'blocked');
    page.session.receive({ type: 'endTrace' });
    page.analysis.setFile('workspace/policy.yaml', policy('web'));
    assert.ok(!page.session.update(page.analysis.refreshAtOnce(), false).some(({ type }) => type === 'way'));
  });
});

describe('policies in the picture', () => {
  it('mark the pods and workloads that they isolate', () => {
    const { graph } = opened();
    const isolated = graph.elements.flatMap(({ kind, label, isolated: direction }) =>
      direction === undefined ? [] : [[kind, label, direction]],
    );
    assert.deepEqual(isolated, [
      ['workload', 'database', 'ingress'],
      ['pod', 'database-0', 'ingress'],
    ]);
  });

  it('stand in the details of a pod, with the way to each', () => {
    const { session, graph } = opened();
    const [answer] = messagesOf(session.receive({ type: 'describe', id: find(graph, 'pod', 'database-0') }));
    assert.ok(answer?.type === 'description');
    const fact = answer.description?.facts.find(({ name }) => name === 'Who may connect to it');
    assert.ok(fact !== undefined);
    assert.deepEqual(fact.values, ['NetworkPolicy shop/database']);
    assert.match(fact.places?.[0]?.text ?? '', /^policy\.yaml:/);
  });

  const asked = ({ session, graph }: Opened, kind: string, label: string, direction: 'to' | 'from'): Reach => {
    const [answer] = messagesOf(session.receive({ type: 'askReach', id: find(graph, kind, label), direction }));
    assert.ok(answer?.type === 'reach' && answer.reach !== undefined);
    return answer.reach;
  };

  it('say who may talk to a service, and to whom a pod may talk', () => {
    const page = opened();
    assert.deepEqual(asked(page, 'service', 'database', 'to').allowed, [find(page.graph, 'pod', 'web-0')]);
    assert.ok(!asked(page, 'pod', 'other', 'from').allowed.includes(find(page.graph, 'pod', 'database-0')));
    assert.ok(asked(page, 'pod', 'web-0', 'from').allowed.includes(find(page.graph, 'pod', 'database-0')));
  });
});

describe('Ingresses and Gateways in the picture', () => {
  it('stand between the clients and the services behind them', () => {
    const { graph } = opened({
      ...files,
      'ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules: [{ host: shop.example, http: { paths: [{ path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`,
    });
    const id = find(graph, 'ingress', 'shop');
    const edges = graph.edges
      .filter(({ from, to }) => from === id || to === id)
      .map(({ kind, label, from, to }) => [kind, label, from, to]);
    assert.deepEqual(edges, [
      ['reaches', '', find(graph, 'clients', 'Clients'), id],
      ['routes', '/cart', id, find(graph, 'service', 'web')],
    ]);
  });
});

describe('an event that a page has happen', () => {
  const eventsOf = ({ session, graph }: Opened, kind: string, label: string) => {
    const [answer] = messagesOf(session.receive({ type: 'describe', id: find(graph, kind, label) }));
    assert.ok(answer?.type === 'description');
    return answer.description?.events ?? [];
  };
  const happened = (page: Opened, kind: string, label: string, title: string, replicas?: number): Extract<ToPage, { type: 'patch' }> => {
    const number = eventsOf(page, kind, label).find(({ text }) => text === title)?.number;
    assert.ok(number !== undefined, title);
    const [patch] = messagesOf(page.session.receive({ type: 'happen', number, ...(replicas === undefined ? {} : { replicas }) }));
    assert.ok(patch?.type === 'patch');
    page.session.receive({ type: 'shown', version: patch.version });
    return patch;
  };
  const linesOf = ({ events }: Future): Future['events'][number]['lines'] => events[0]?.lines ?? [];
  const marksOf = ({ marks }: Future) => marks.map(({ id, kind, text }) => `${id.slice(id.indexOf('|') + 1)} ${kind}: ${text}`);

  it('moves the picture to the next state, marks what changed, and says it', () => {
    const page = opened();
    const { future, patch } = happened(page, 'pod', 'web-0', 'It restarts');
    assert.ok(future !== undefined);
    assert.equal(future.cluster, 'store');
    assert.deepEqual(
      marksOf(future),
      ['Pod/shop/web-0 moved: was 172.27.35.65'].map((text) => text.replace('172.27.35.65', wasAddress(page))),
    );
    assert.ok(patch.changed.some(({ label }) => label === 'web-0'));
    assert.deepEqual(
      future.events.map(({ object, title }) => `${object}: ${title}`),
      ['Pod shop/web-0: It restarts'],
    );
    assert.ok(future.events[0]?.lines.some(({ kind, text }) => kind === 'stays' && text.includes('the external address 10.128.44.244')));
    const drawn = new Map(page.graph.elements.map(({ id, label }) => [id, label]));
    for (const [begins, label] of [
      ['shop/web-0 gets', 'web-0'],
      ['Of shop/web ', 'web'],
    ] as const) {
      const ids: readonly string[] = linesOf(future).flatMap(({ text, id }) => (text.startsWith(begins) && id !== undefined ? [id] : []));
      assert.deepEqual(
        ids.map((each) => drawn.get(each)),
        [label],
        begins,
      );
    }
  });

  function wasAddress({ graph }: Opened): string {
    return graph.elements.find(({ label }) => label === 'web-0')?.detail ?? '';
  }

  it('keeps what has gone as a ghost, and leads back step by step', () => {
    const page = opened();
    const failed = happened(page, 'node', 'worker-1', 'It fails and stays away').future;
    assert.ok(failed !== undefined);
    assert.ok(
      failed.marks.some(({ id, kind }) => id.endsWith('Node/worker-1') && kind === 'changed'),
      marksOf(failed).join('\n'),
    );
    const scaled = happened(page, 'workload', 'web', 'It has another number of pods…', 3).future;
    assert.deepEqual(
      scaled?.events.map(({ title }) => title),
      ['It fails and stays away', 'It has 3 pods'],
    );
    const [back] = messagesOf(page.session.receive({ type: 'unhappen', all: false }));
    assert.ok(back?.type === 'patch' && back.future?.events.length === 1);
    page.session.receive({ type: 'shown', version: back.version });
    const [now] = messagesOf(page.session.receive({ type: 'unhappen', all: true }));
    assert.ok(now?.type === 'patch' && now.future === undefined);
    assert.deepEqual(page.session.state.graph, page.graph);
  });

  it('happens anew to what an edit makes of the cluster, and comes with the whole graph to a new page', () => {
    const page = opened();
    happened(page, 'workload', 'web', 'It has another number of pods…', 2);
    page.analysis.setFile('workspace/policy.yaml', undefined);
    page.session.update(page.analysis.refreshAtOnce(), false);
    const [whole] = messagesOf(page.session.receive({ type: 'ready', protocol: protocolVersion }));
    assert.ok(whole?.type === 'graph' && whole.future?.events.length === 1);
    assert.ok(whole.graph.elements.some(({ label }) => label === 'web-1'));
  });

  it('of a number that offers none is refused', () => {
    const page = opened();
    assert.equal(page.session.receive({ type: 'happen', number: 99_999 }).type, 'refuse');
  });
});
