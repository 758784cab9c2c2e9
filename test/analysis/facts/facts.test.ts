import assert from 'node:assert/strict';
import { hoverAt } from '../../../src/analysis/hover/hover.ts';
import { badgesOf } from '../../../src/analysis/badges.ts';
import { chosen, type Fact } from '../../../src/analysis/facts/fact.ts';
import { podFacts, podGroupFacts } from '../../../src/analysis/facts/podFacts.ts';
import { serviceFacts, type ServiceFactKey } from '../../../src/analysis/facts/serviceFacts.ts';
import type { Snapshot } from '../../../src/analysis/snapshot.ts';
import { english } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { describe as describeElement } from '../../../src/service/page/describe.ts';
import { topologyOf } from '../../../src/topology/graph.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { clusterOf } from '../../support/cluster.ts';

const allocationOf = (...texts: readonly string[]): Allocation => allocate(clusterOf(...texts));
const service = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ${spec} }\n`;
const network = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { ${spec} }\n`;
const pod = (name: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: shop, labels: { app: web } }\nspec: { containers: [{ name: main, image: main, ports: [{ name: http, containerPort: 8080 }] }] ${more} }\n`;

const said = (facts: readonly Fact[], key: string): readonly string[] =>
  chosen(facts, key).flatMap(({ values }) =>
    values.map(({ value, text }) =>
      [value, text ?? '']
        .map(english.say)
        .filter((part) => part !== '')
        .join(' '),
    ),
  );

function factsOfWeb(allocation: Allocation): readonly Fact<ServiceFactKey>[] {
  const web = allocation.services.find(({ name }) => name === 'web');
  assert.ok(web);
  return serviceFacts(allocation, web);
}

describe('The facts of a service', () => {
  it('that is refused are its refusal, and no name', () => {
    const facts = factsOfWeb(allocationOf(service('type: Balancer, ports: [{ port: 80 }], externalIPs: [10.0.0.9]')));
    assert.equal(said(facts, 'rejected').length, 1);
    for (const key of ['cluster-ip', 'external-address', 'external-ips', 'dns-name', 'dns-names', 'endpoints'])
      assert.deepEqual(said(facts, key), [], key);
  });

  it('that waits for an external address say why', () => {
    const facts = factsOfWeb(allocationOf(service('type: LoadBalancer, ports: [{ port: 80 }]')));
    const [external] = chosen(facts, 'external-address');
    assert.deepEqual(said(facts, 'external-address'), ['pending']);
    assert.match(english.say(external?.why?.reason ?? ''), /pools/);
    assert.ok((external?.why?.because.length ?? 0) > 0);
  });

  it('list each endpoint once with all its ports, as one writes them in a URL', () => {
    const slice = (family: string, address: string) =>
      `apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: web-${family}, namespace: shop, labels: { kubernetes.io/service-name: web } }\naddressType: ${family}\nports: [{ name: a, port: 80 }, { name: b, port: 81 }]\nendpoints: [{ addresses: ['${address}'] }, { addresses: ['${address}1'], conditions: { ready: false } }]\n`;
    const facts = factsOfWeb(
      allocationOf(
        network("serviceSubnet: '10.96.0.0/24,fd00:96::/112'"),
        service('ipFamilyPolicy: RequireDualStack, ports: [{ name: a, port: 80 }, { name: b, port: 81 }]'),
        slice('IPv4', '10.9.0.7'),
        slice('IPv6', 'fd00::7'),
      ),
    );
    assert.deepEqual(said(facts, 'endpoints'), [
      '10.9.0.7:80, 10.9.0.7:81',
      '10.9.0.71:80, 10.9.0.71:81 not ready',
      '[fd00::7]:80, [fd00::7]:81',
      '[fd00::71]:80, [fd00::71]:81 not ready',
    ]);
  });

  it('say that there are no endpoints, except of an alias', () => {
    assert.deepEqual(said(factsOfWeb(allocationOf(service('ports: [{ port: 80 }]'))), 'endpoints'), ['none']);
    const alias = factsOfWeb(allocationOf(service('type: ExternalName, externalName: db.example.org')));
    assert.deepEqual(said(alias, 'endpoints'), []);
    assert.deepEqual(said(alias, 'alias'), ['db.example.org']);
  });
});

describe('The facts of a pod', () => {
  it('say once why it waits, with the places that decided it', () => {
    const allocation = allocationOf(network('nodes: [{ name: one }]'), pod('web', ', nodeSelector: { disk: ssd }'));
    const [only] = allocation.pods;
    assert.ok(only);
    const [pending] = chosen(podFacts(only), 'pending');
    assert.equal(pending?.values.length, 1);
    assert.equal(english.say(pending.why?.reason ?? ''), '');
    assert.ok((pending.why?.because.length ?? 0) > 0);
    assert.deepEqual(said(podGroupFacts(allocation.pods), 'pending'), said(podFacts(only), 'pending'));
  });

  it('name its node and its ports', () => {
    const [only] = allocationOf(network('nodes: [{ name: one }]'), pod('web')).pods;
    assert.ok(only);
    assert.deepEqual(said(podFacts(only), 'node'), ['one']);
    assert.deepEqual(said(podFacts(only), 'ports'), ['8080/TCP (http)']);
    assert.deepEqual(said(podFacts(only), 'controlled-by'), []);
  });
});

describe('Hover and details', () => {
  const web = service('type: LoadBalancer, selector: { app: web }, externalIPs: [10.9.0.9], ports: [{ port: 80, targetPort: http }]');
  const files = {
    'site.yaml': network('profile: azure-stack-edge, kubernetesNodeIPs: 10.9.0.1-10.9.0.3, kubernetesServiceIPs: 10.9.0.20-10.9.0.29'),
    'pods.yaml': [pod('one'), pod('two')].join('---\n'),
    'web.yaml': web,
  };

  function hovered(snapshot: Snapshot): ReadonlyMap<string, readonly string[]> {
    const lines = hoverAt(snapshot, 'workspace/web.yaml', web.indexOf('name: web') + 7)?.sections[0]?.lines ?? [];
    return new Map(
      lines.flatMap(({ label, values }) => (label === undefined ? [] : [[english.say(label), values.map(english.say)] as const])),
    );
  }

  it('say the same of a service', () => {
    const snapshot = workspaceOf(files).refreshAtOnce();
    const topology = topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
    const [id] = [...topology.subjects].find(([, { what }]) => what.type === 'service' && what.service.name === 'web') ?? [''];
    const details = new Map((describeElement(topology, id, english)?.facts ?? []).map(({ name, values }) => [name, values]));
    const hover = hovered(snapshot);
    for (const name of ['Cluster IP', 'External address', 'Announced by', 'External IPs']) {
      assert.ok((hover.get(name)?.length ?? 0) > 0, name);
      assert.deepEqual(hover.get(name), details.get(name), name);
    }
  });
});
