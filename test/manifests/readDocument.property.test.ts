import fc from 'fast-check';
import assert from 'node:assert/strict';
import { limits } from '../../src/manifests/limits.ts';
import { locate } from '../../src/manifests/locate.ts';
import { skeletonOf } from '../../src/rendering/clusters/clusters.ts';
import { WorkspaceUnits } from '../../src/rendering/clusters/workspaceUnits.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { readDocument } from '../../src/manifests/read.ts';

/** Manifests of every kind that is read, in the forms in which people write them. */
const manifests = [
  `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web }, annotations: { metallb.io/loadBalancerIPs: "10.0.0.1, fd00::1" } }
spec:
  type: LoadBalancer
  selector:
    app: web # the front end
  ports:
    - { name: http, port: 80, targetPort: http, nodePort: 30080 }
    - port: 443
  externalIPs: ["10.0.0.9"]
status: { loadBalancer: { ingress: [{ ip: 10.0.0.1 }] } }
`,
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: &name web
spec:
  replicas: 3
  selector: &selector
    matchLabels: { app: *name }
  template:
    metadata:
      labels: { <<: { tier: front }, app: *name }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: *selector
      containers:
        - name: web
          args: ["--x", '$(IP)']
          ports: [{ name: http, containerPort: 8080 }]
`,
  `apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: default
      protocol: layer2
      addresses:
      - 10.0.0.240-10.0.0.250
`,
  `apiVersion: v1
kind: List
items:
- apiVersion: metallb.io/v1beta1
  kind: IPAddressPool
  metadata: { name: lan }
  spec: { addresses: [10.0.0.1-10.0.0.9], serviceAllocation: { namespaceSelectors: [{ matchExpressions: [{ key: a, operator: In, values: [b] }] }] } }
- { apiVersion: projectcalico.org/v3, kind: IPPool, metadata: { name: p }, spec: { cidr: 10.1.0.0/16, blockSize: 26 } }
- { apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4, endpoints: [{ addresses: [10.0.0.1], conditions: { ready: true } }], ports: [{ port: 1 }] }
`,
  `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.0.0.0/24, dhcpRanges: [10.0.0.100-10.0.0.200] }
  nodes: [{ name: a, labels: { zone: "1" } }]
  manifests: [../apps/**/*.yaml]
`,
  'resources: [../base, a.yaml]\nnamePrefix: p-\ncommonLabels: { a: b }\nlabels:\n- pairs: { c: d }\n  includeSelectors: true\ncomponents:\n- ../c\n',
  JSON.stringify(
    {
      device: {
        network: {
          interfaces: [{ name: 'Port1', iPv4: { address: '10.0.0.1' } }],
          vSwitches: [{ ipAddressPools: [{ name: 'KubernetesNodeIPs', ipAddressRange: '10.0.0.1-10.0.0.2' }] }],
        },
      },
    },
    undefined,
    1,
  ),
];

const scraps = [
  '---',
  '\n---\n',
  '\n',
  '\r\n',
  '  ',
  '\t',
  ':',
  ': ',
  '- ',
  '? ',
  '| \n',
  '>-\n',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ',',
  '&a ',
  '*a',
  '*name',
  '<<: *a',
  '!',
  '!!str ',
  '!!map ',
  '%YAML 1.1\n',
  '#',
  '${X}',
  '{{ x }}',
  '<<<<<<< a\n',
  '\uFEFF',
  '\0',
  '\uD800',
  'null',
  '~',
  '1e999',
  '-0',
  '0x1F',
  '.nan',
  'yes',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  'kind: List\nitems:\n- ',
  'address-pools:\n- ',
];

/** A manifest after a few edits such as hands and merges make: cut, doubled, moved, or with something put in. */
const edited = fc
  .tuple(
    fc.constantFrom(...manifests),
    fc.array(
      fc.tuple(
        fc.constantFrom('cut', 'double', 'insert', 'swap'),
        fc.nat(),
        fc.nat(200),
        fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 8, unit: 'binary' })),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([manifest, edits]) =>
    edits.reduce((text, [edit, place, length, scrap]) => {
      const start = place % (text.length + 1);
      const piece = text.slice(start, start + length);
      switch (edit) {
        case 'cut':
          return text.slice(0, start) + text.slice(start + length);
        case 'double':
          return text.slice(0, start) + piece + piece + text.slice(start + length);
        case 'swap':
          return text.slice(start) + text.slice(0, start);
        default:
          return text.slice(0, start) + scrap + text.slice(start);
      }
    }, manifest),
  );

const random = fc
  .array(
    fc.oneof(
      fc.constantFrom(...scraps, 'kind: Service\n', 'metadata:\n', 'spec:\n  ports:\n', 'apiVersion: v1\n'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => `kind${pieces.join('')}`);

function check(text: string): void {
  for (const file of ['a.yaml', 'kustomization.yaml']) {
    const split = splitDocuments(file, text);
    assert.equal(split.documents.map((document) => document.text).join(''), text);
    const documents = split.documents.map(readDocument);
    for (const { document, resources, problems } of documents) {
      assert.ok(problems.length <= limits.problems + 2);
      for (const { place, message } of problems) {
        const { start, end } = locate(place);
        assert.ok(
          start >= 0 && start <= end && end <= document.text.length + 1,
          `${message.key} at ${start}-${end} of ${document.text.length}`,
        );
      }
      for (const { document: own, kind, metadata } of resources) {
        assert.equal(own, document);
        assert.deepEqual([typeof kind, typeof metadata.name, typeof metadata.labels], ['string', 'string', 'object']);
        for (const value of Object.values(metadata.labels)) assert.equal(typeof value, 'string');
      }
    }
    new WorkspaceUnits([skeletonOf({ path: file, documents })], [{ name: 'w', path: '' }]);
  }
}

describe('reading', () => {
  it('never fails on edited manifests, and every problem has a place in its document', () => {
    fc.assert(fc.property(edited, check), { numRuns: 400, seed: 20 });
  });

  it('never fails on random text', () => {
    fc.assert(fc.property(random, check), { numRuns: 300, seed: 21 });
  });

  it('never fails on any beginning of a manifest, as it is typed', () => {
    for (const manifest of manifests) for (let length = 0; length <= manifest.length; length += 7) check(manifest.slice(0, length));
  });

  it('finds nothing wrong with the manifests that these tests begin with', () => {
    for (const manifest of manifests) {
      const facts = splitDocuments('kustomization.yaml', manifest).documents.map(readDocument);
      assert.deepEqual(
        facts.flatMap(({ problems }) => problems),
        [],
      );
      assert.ok(facts.some(({ resources }) => resources.length > 0));
    }
  });
});
