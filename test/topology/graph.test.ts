import assert from 'node:assert/strict';
import { english, message } from '../../src/base/message.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { resourcesOf } from '../../src/manifests/cluster.ts';
import { placeOf } from '../../src/manifests/place.ts';
import type { Resource } from '../../src/manifests/resource.ts';
import { noBadges, type Badge } from '../../src/topology/badges.ts';
import { describe as describeElement } from '../../src/service/page/describe.ts';
import { DrawnBefore } from '../../src/topology/drawnBefore.ts';
import { topologyOf } from '../../src/topology/graph.ts';
import type { GraphElement } from '../../src/topology/protocol.ts';
import { elementsOf, placeOfElement } from '../../src/topology/source.ts';
import type { Topology } from '../../src/topology/subject.ts';
import { clusterOf } from '../support/cluster.ts';
import { topologyIn } from '../webview/support/plans.ts';
import { saidGraph } from '../support/said.ts';

const site = `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.128.44.0/22 }
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.245
  externalNetworks: [{ name: head office, subnet: 10.20.0.0/16 }]
`;

const web = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
`;

function topology(...texts: readonly string[]): Topology {
  return topologyOf([{ allocation: allocate(clusterOf(...texts)), badges: noBadges }]);
}

function element(shown: Topology, id: string): GraphElement {
  const graph = saidGraph(shown);
  const found = graph.elements.find((one) => one.id === id);
  assert.ok(found, `no element ${id} among ${graph.elements.map((one) => one.id).join(', ')}`);
  return found;
}

function edges(shown: Topology, kind: string): readonly string[] {
  return saidGraph(shown)
    .edges.filter((edge) => edge.kind === kind)
    .map(({ from, to, label }) => `${from} > ${to}${label === '' ? '' : ` (${label})`}`);
}

describe('The graph of a cluster', () => {
  it('goes from outside inwards: clients, pool, address, service, pods; and from their nodes to the networks that pods reach', () => {
    const shop = topology(site, web);
    assert.deepEqual(edges(shop, 'reaches'), [
      'test|clients > test|IPAddressPool/kubernetes-service-ips',
      'test|Node/master > test|range/external-network/10.20.0.0/16',
      'test|Node/worker > test|range/external-network/10.20.0.0/16',
    ]);
    assert.deepEqual([element(shop, 'test|clients').label, element(shop, 'test|clients').detail], ['Clients on the LAN', '10.128.44.0/22']);
    assert.deepEqual(edges(shop, 'assigned'), ['test|address/10.128.44.244 > test|Service/shop/web']);
    const pods = saidGraph(shop)
      .elements.filter(({ kind }) => kind === 'pod')
      .map(({ id }) => id);
    assert.equal(pods.length, 2);
    assert.deepEqual(
      edges(shop, 'answers').filter((text) => text.includes('Service/shop/web')),
      pods.map((id) => `test|Service/shop/web > ${id} (80 → 8080)`),
    );
    assert.ok(edges(shop, 'resolves').includes('test|DNS/shop/web > test|Service/shop/web'));
  });

  it('holds pods in their workload, workloads in their node, nodes in the cluster', () => {
    const shop = topology(site, web);
    const [pod] = saidGraph(shop).elements.filter(({ kind }) => kind === 'pod');
    assert.equal(pod?.parent, 'test|Deployment/shop/web@Node/worker');
    assert.equal(element(shop, 'test|Deployment/shop/web@Node/worker').parent, 'test|Node/worker');
    assert.equal(element(shop, 'test|Node/worker').parent, 'test');
    assert.equal(element(shop, 'test').parent, undefined);
  });

  it('has every parent before its children, unique ids, and edges between elements that exist', () => {
    const { graph } = topology(site, web, web);
    const seen = new Set<string>();
    for (const { id, parent } of graph.elements) {
      assert.ok(!seen.has(id), `${id} is there twice`);
      assert.ok(parent === undefined || seen.has(parent), `${id} comes before its parent`);
      seen.add(id);
    }
    for (const { from, to } of graph.edges) assert.ok(seen.has(from) && seen.has(to));
    assert.equal(new Set(graph.edges.map(({ id }) => id)).size, graph.edges.length);
  });

  it('shows addresses with their certainty', () => {
    const shop = topology(site, web);
    assert.deepEqual(
      [element(shop, 'test|Node/master').detail, element(shop, 'test|Node/master').certainty],
      ['10.128.44.241', 'predicted'],
    );
    assert.equal(element(shop, 'test|IPAddressPool/kubernetes-service-ips').note, '1 of 2 used');
    assert.equal(element(shop, 'test|Service/shop/web').detail, '172.28.1.1');
  });

  it('leads a service to the pods that it selects where no address is known', () => {
    const shop = topology(web);
    const pods = saidGraph(shop)
      .elements.filter(({ kind }) => kind === 'pod')
      .map(({ id, detail }) => [id, detail]);
    assert.deepEqual(
      edges(shop, 'selects'),
      pods.map(([id]) => `test|Service/shop/web > ${id ?? ''} (80 → 8080)`),
    );
    assert.deepEqual(edges(shop, 'answers'), []);
    assert.deepEqual(
      pods.map(([, detail]) => detail),
      ['', ''],
    );
  });

  it("leads the API server's service to its node", () => {
    assert.ok(edges(topology(site), 'answers').includes('test|Service/default/kubernetes > test|Node/master (443 → 6443)'));
  });

  it('marks a service that waits for an address', () => {
    const three = ['one', 'two', 'three'].map(
      (name) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`,
    );
    const shop = topology(site, ...three);
    assert.deepEqual(
      ['one', 'two', 'three'].map((name) => element(shop, `test|Service/shop/${name}`).pending),
      [false, false, true],
    );
    const facts = describeElement(shop, 'test|Service/shop/three', english)?.facts.find(({ name }) => name === 'External address');
    assert.deepEqual(facts?.values, ['pending']);
    assert.notEqual(facts.reason, '');
  });

  it('puts pods that no node takes in a place of their own', () => {
    const shop = topology(site, web.replace('spec: { containers', 'spec: { nodeSelector: { disk: ssd }, containers'));
    const [pod] = saidGraph(shop).elements.filter(({ kind }) => kind === 'pod');
    assert.equal(pod?.pending, true);
    assert.equal(element(shop, pod.parent ?? '').parent, 'test|unscheduled');
  });

  it('draws clients wherever addresses lead outside, and only there', () => {
    const shop = topology(site.replace(/ {2}externalNetworks.*\n/, ''), web);
    assert.deepEqual(edges(shop, 'reaches'), ['test|clients > test|IPAddressPool/kubernetes-service-ips']);
    assert.ok(!topology(web).graph.elements.some(({ kind }) => kind === 'clients'));
  });

  it('says what is not known, and draws no number as if it were', () => {
    const { elements } = saidGraph(topologyIn(site, web.replace('replicas: 2', 'replicas: ${REPLICAS}')));
    assert.equal(elements.find(({ kind }) => kind === 'workload')?.note, 'Deployment, how many pods is not known');
    assert.equal(elements.find(({ kind }) => kind === 'pod')?.note, 'how many is not known');
  });

  it('says why the manifests of a cluster belong together', () => {
    assert.equal(element(topology(site, web), 'test').source, 'The manifests below the folder of its EdgeNetwork, and those it names.');
    const cluster = clusterOf(site, web);
    const alternative = topologyOf([{ allocation: allocate({ ...cluster, alternative: 'not-applied' }), badges: noBadges }]);
    assert.deepEqual([element(alternative, 'test').alternative, element(alternative, 'test').note], ['not-applied', 'not applied']);
  });

  it('shows an endpoint that is no pod', () => {
    const shop = topology(`
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec: { ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Endpoints
metadata: { name: ledger, namespace: shop }
subsets: [{ addresses: [{ ip: 10.1.2.3 }], ports: [{ port: 5432 }] }]
`);
    assert.deepEqual(edges(shop, 'answers'), ['test|Service/shop/ledger > test|endpoint/10.1.2.3 (5432)']);
  });

  it('keeps names as they are written, whatever they hold', () => {
    const hostile = 'a"><b onclick=alert(1) x=';
    const shop = topology(`
apiVersion: v1
kind: Service
metadata: { name: '${hostile}', namespace: shop }
spec: { ports: [{ port: 80 }] }
`);
    assert.equal(element(shop, `test|Service/shop/${hostile}`).label, hostile);
  });

  it('puts namespaces with exposed services first, what the profile implies last', () => {
    const quiet = web.replaceAll('namespace: shop', 'namespace: back').replace('  type: LoadBalancer\n', '');
    const namespaces = topology(site, quiet, web)
      .graph.elements.filter(({ kind }) => kind === 'namespace')
      .map(({ label }) => label);
    assert.deepEqual(namespaces, ['shop', 'back', 'default', 'kube-system']);
  });
});

describe('The graph of several clusters', () => {
  it('gives each cluster ids of its own, even when they share a name', () => {
    const allocation = () => allocate(clusterOf(site, web));
    const { graph } = topologyOf([
      { allocation: allocation(), badges: noBadges },
      { allocation: allocation(), badges: noBadges },
    ]);
    assert.deepEqual(
      graph.elements.filter(({ kind }) => kind === 'cluster').map(({ id }) => id),
      ['test', 'test~'],
    );
    assert.equal(new Set(graph.elements.map(({ id }) => id)).size, graph.elements.length);
  });

  it('takes over the part of a cluster that did not change', () => {
    const input = { allocation: allocate(clusterOf(site, web)), badges: noBadges };
    const other = () => ({ allocation: allocate(clusterOf(web)), badges: noBadges });
    const drawn = new DrawnBefore();
    const before = topologyOf([input, other()], drawn).graph.elements;
    const after = topologyOf([input, other()], drawn).graph.elements;
    assert.equal(after[5], before[5]);
  });
});

describe('Findings in the graph', () => {
  const cluster = clusterOf(site, web);
  const [edgeNetwork] = resourcesOf(cluster, 'EdgeNetwork');
  const [service] = resourcesOf(cluster, 'Service');
  const [deployment] = resourcesOf(cluster, 'Workload');
  assert.ok(edgeNetwork !== undefined && service !== undefined && deployment !== undefined);
  const badge = (severity: Badge['severity'], place: Badge['place']): Badge => ({
    severity,
    code: 'test/code',
    message: message('Wrong.'),
    place,
  });
  const marked = (resource: Resource, ...badges: readonly Badge[]) =>
    topologyOf([{ allocation: allocate(cluster), badges: new Map([[resource, badges]]) }]);

  it('sit on the element of their manifest, the worst deciding', () => {
    const shop = marked(
      service,
      badge('warning', placeOf(service, 'spec', 'ports', 0)),
      badge('error', placeOf(service, 'spec', 'selector')),
    );
    assert.equal(element(shop, 'test|Service/shop/web').severity, 'error');
    assert.equal(element(shop, 'test|DNS/shop/web').severity, undefined);
    assert.deepEqual(
      describeElement(shop, 'test|Service/shop/web', english)?.findings.map(({ severity, code, message: text }) => [severity, code, text]),
      [
        ['warning', 'test/code', 'Wrong.'],
        ['error', 'test/code', 'Wrong.'],
      ],
    );
  });

  it('sit on a workload and on its pods, since an open workload has no card', () => {
    const shop = marked(deployment, badge('error', placeOf(deployment, 'spec', 'selector')));
    const severities = saidGraph(shop)
      .elements.filter(({ kind }) => kind === 'workload' || kind === 'pod')
      .map(({ severity }) => severity);
    assert.deepEqual(severities, ['error', 'error', 'error']);
  });

  it('of an EdgeNetwork sit on the range that is wrong', () => {
    const shop = marked(edgeNetwork, badge('error', placeOf(edgeNetwork, 'spec', 'kubernetesNodeIPs')));
    const ranges = saidGraph(shop)
      .elements.filter(({ kind, severity }) => kind === 'range' && severity !== undefined)
      .map(({ label }) => label);
    assert.deepEqual(ranges, ['Kubernetes node IPs']);
    assert.equal(element(shop, 'test').severity, undefined);
  });

  it('that concern nothing in the picture sit on the cluster', () => {
    const shop = marked(edgeNetwork, badge('warning', placeOf(edgeNetwork, 'spec', 'clusterDNS')));
    assert.equal(element(shop, 'test').severity, 'warning');
  });
});

describe('The way back from the graph', () => {
  const shop = topology(site, web);

  it('leads from an element to the name in its manifest', () => {
    const place = placeOfElement(shop, 'test|Service/shop/web');
    assert.equal(place?.document.file, 'b.yaml');
    assert.deepEqual(place.path, ['metadata', 'name']);
  });

  it('leads from a range to its field', () =>
    assert.deepEqual(placeOfElement(shop, 'test|range/node-ips/10.128.44.241-10.128.44.243')?.path, ['spec', 'kubernetesNodeIPs']));

  it('leads nowhere from what no manifest says, and says so', () => {
    assert.equal(placeOfElement(shop, 'test|Service/default/kubernetes'), undefined);
    assert.equal(element(shop, 'test|Service/default/kubernetes').hasSource, false);
    assert.equal(placeOfElement(shop, 'gone'), undefined);
  });

  it('has a source wherever it promises one', () => {
    for (const { id, hasSource } of saidGraph(shop).elements) assert.equal(placeOfElement(shop, id) !== undefined, hasSource, id);
  });

  it('leads from a manifest to all it makes', () => {
    const [service] = resourcesOf(shop.subjects.get('test')?.allocation.cluster ?? clusterOf(), 'Service');
    assert.ok(service);
    assert.deepEqual(elementsOf(shop, service), ['test|address/10.128.44.244', 'test|Service/shop/web', 'test|DNS/shop/web']);
  });
});

describe('The description of an element', () => {
  const shop = topology(site, web);
  const values = (id: string, fact: string) => describeElement(shop, id, english)?.facts.find(({ name }) => name === fact)?.values;

  it('says why an address is what it is', () => {
    const fact = describeElement(shop, 'test|address/10.128.44.244', english)?.facts.find(({ name }) => name === 'Assigned to');
    assert.deepEqual(fact?.values, ['shop/web']);
    assert.match(fact.reason, /pool/);
    assert.equal(fact.certainty, 'predicted');
  });

  it('lists what a name resolves to, in every spelling', () => {
    assert.deepEqual(values('test|DNS/shop/web', 'Resolves to'), ['172.28.1.1']);
    assert.deepEqual(values('test|DNS/shop/web', 'From other namespaces'), ['web.shop']);
  });

  it('says who uses a range', () =>
    assert.deepEqual(values('test|range/node-ips/10.128.44.241-10.128.44.243', 'Used by'), [
      '10.128.44.241  Node master',
      '10.128.44.242  Node worker',
    ]));

  it('lists endpoints with their ports', () => {
    const endpoints = values('test|Service/shop/web', 'Endpoints') ?? [];
    assert.equal(endpoints.length, 2);
    for (const endpoint of endpoints) assert.match(endpoint, /^172\.27\.\d+\.\d+:8080 {2}web-/);
  });

  it('is there for every element, with a title', () => {
    for (const { id } of saidGraph(shop).elements) assert.notEqual(describeElement(shop, id, english)?.title ?? '', '', id);
    assert.equal(describeElement(shop, 'gone', english), undefined);
  });
});
