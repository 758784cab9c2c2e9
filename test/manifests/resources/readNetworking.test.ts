import assert from 'node:assert/strict';
import { locate } from '../../../src/manifests/locate.ts';
import { placeOf, type Place } from '../../../src/manifests/place.ts';
import { factsOf, resourceOf } from '../../support/cluster.ts';

function written(place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  const { start, end } = locate(place);
  return place.document.text.slice(start, end);
}

describe('an Ingress', () => {
  const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  defaultBackend: { service: { name: front, port: { number: 80 } } }
  tls: [{ hosts: [shop.example.com] }]
  rules:
  - host: shop.example.com
    http:
      paths:
      - { path: /, pathType: Prefix, backend: { service: { name: web, port: { name: http } } } }
      - path: /media
        pathType: Exact
        backend: { resource: { kind: StorageBucket, name: media } }
  - http: { paths: [{ path: /half }] }
`;

  it('is read with the place of each Service name and port', () => {
    const ingress = resourceOf('Ingress', text);
    assert.deepEqual(
      [ingress.ingressClassName, ingress.tlsHosts, ingress.rules.map(({ host }) => host)],
      ['nginx', [['shop.example.com']], ['shop.example.com', undefined]],
    );
    const backends = [ingress.defaultBackend, ...ingress.rules.flatMap(({ paths }) => paths.map(({ backend }) => backend))];
    assert.deepEqual(
      backends.map((backend) => [backend?.serviceName, backend?.port]),
      [
        ['front', 80],
        ['web', 'http'],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    assert.deepEqual(
      backends.slice(0, 2).map((backend) => [written(backend?.serviceNamePlace), written(backend?.portPlace)]),
      [
        ['front', '80'],
        ['web', 'http'],
      ],
    );
    assert.deepEqual(
      ingress.rules[0]?.paths.map(({ path, pathType }) => [path, pathType]),
      [
        ['/', 'Prefix'],
        ['/media', 'Exact'],
      ],
    );
    assert.equal(ingress.rules[1]?.paths[0]?.backend, undefined);
  });

  for (const apiVersion of ['networking.k8s.io/v1beta1', 'extensions/v1beta1']) {
    it(`is read in the shape of ${apiVersion}`, () => {
      const ingress = resourceOf(
        'Ingress',
        `apiVersion: ${apiVersion}
kind: Ingress
metadata: { name: old, annotations: { kubernetes.io/ingress.class: traefik } }
spec:
  backend: { serviceName: front, servicePort: http }
  rules: [{ http: { paths: [{ backend: { serviceName: web, servicePort: 8080 } }] } }]
`,
      );
      const backend = ingress.rules[0]?.paths[0]?.backend;
      assert.deepEqual(
        [ingress.ingressClassName, ingress.defaultBackend?.serviceName, ingress.defaultBackend?.port],
        ['traefik', 'front', 'http'],
      );
      assert.deepEqual(
        [backend?.serviceName, backend?.port, written(backend?.serviceNamePlace), written(backend?.portPlace)],
        ['web', 8080, 'web', '8080'],
      );
    });
  }

  it('may have its hosts, paths and the names of its Services filled in later', () => {
    const of = (name: string) =>
      factsOf(
        `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec: { tls: [{ hosts: ["\${HOST}"] }], rules: [{ host: "\${HOST}", http: { paths: [{ path: "\${P}", backend: { service: { name: "${name}", port: { number: 80 } } } }] } }] }\n`,
      )[0];
    assert.deepEqual(
      [of('web')?.unreadable, of('web')?.problems, of('${NAME}')?.resources[0]?.unknownFields],
      [false, [], [['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name']]],
    );
  });

  it('has its places in a List too', () => {
    const ingress = resourceOf(
      'Ingress',
      `apiVersion: v1\nkind: List\nitems:\n${text.trimEnd().replace(/^/gm, '  ').replace('  ', '- ')}\n`,
    );
    assert.deepEqual(
      [written(ingress.defaultBackend?.serviceNamePlace), written(ingress.rules[0]?.paths[0]?.backend?.portPlace)],
      ['front', 'http'],
    );
  });
});

describe('a NetworkPolicy', () => {
  it('is read with its peers and ports, at the paths of the manifest', () => {
    const policy = resourceOf(
      'NetworkPolicy',
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec:
  podSelector: { matchLabels: { app: db }, matchExpressions: [{ key: tier, operator: Exists }] }
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - podSelector: { matchLabels: { app: web } }
      namespaceSelector: {}
    - ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] }
    ports: [{ port: 5432 }, { protocol: UDP, port: dns, endPort: 60 }]
  - {}
  egress:
  - to: [{ namespaceSelector: { matchLabels: { team: a } } }]
`,
    );
    assert.deepEqual(
      [policy.podSelector, policy.policyTypes],
      [{ matchLabels: { app: 'db' }, matchExpressions: [{ key: 'tier', operator: 'Exists', values: [] }] }, ['Ingress', 'Egress']],
    );
    assert.deepEqual(policy.ingress, [
      {
        peers: [
          {
            podSelector: { matchLabels: { app: 'web' }, matchExpressions: [] },
            namespaceSelector: { matchLabels: {}, matchExpressions: [] },
            ipBlock: undefined,
          },
          { podSelector: undefined, namespaceSelector: undefined, ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ],
        ports: [
          { protocol: 'TCP', port: 5432, endPort: undefined },
          { protocol: 'UDP', port: 'dns', endPort: 60 },
        ],
      },
      { peers: [], ports: [] },
    ]);
    assert.deepEqual(policy.egress[0]?.peers[0]?.namespaceSelector?.matchLabels, { team: 'a' });
    assert.equal(written(placeOf(policy, 'spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels', 'app')), 'web');
  });

  it('may select all pods, or not say which', () => {
    const of = (spec: string) =>
      resourceOf('NetworkPolicy', `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: all }\nspec: ${spec}\n`);
    assert.deepEqual(
      [of('{ podSelector: {} }').podSelector, of('{}').podSelector, of('{}').policyTypes],
      [{ matchLabels: {}, matchExpressions: [] }, undefined, undefined],
    );
  });

  it('is that of Kubernetes while its apiVersion is not typed yet', () => {
    assert.equal(resourceOf('NetworkPolicy', 'kind: NetworkPolicy\nmetadata: { name: a }\n').type, 'NetworkPolicy');
  });
});

describe("Calico's policy", () => {
  for (const [apiVersion, kind] of [
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
    ['crd.projectcalico.org/v1', 'NetworkPolicy'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
  ] as const) {
    it(`is read from ${kind} of ${apiVersion}`, () => {
      const policy = resourceOf(
        'CalicoNetworkPolicy',
        `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: db }
spec:
  tier: platform
  order: 10.5
  selector: app == 'db'
  namespaceSelector: has(team)
  serviceAccountSelector: all()
  types: [Ingress]
  ingress:
  - action: Allow
    protocol: TCP
    source: { selector: app == 'web', notSelector: has(x), namespaceSelector: all(), nets: [10.0.0.0/8], notNets: [10.1.0.0/16] }
    destination: { ports: [80, "1000:2000", http], services: { name: web, namespace: shop } }
  - action: Deny
`,
      );
      assert.deepEqual(
        [
          policy.global,
          policy.tier,
          policy.order,
          policy.selector,
          policy.namespaceSelector,
          policy.serviceAccountSelector,
          policy.types,
          policy.egress,
        ],
        [kind === 'GlobalNetworkPolicy', 'platform', 10.5, "app == 'db'", 'has(team)', 'all()', ['Ingress'], []],
      );
      const [allow, deny] = policy.ingress;
      assert.deepEqual(
        [allow?.action, allow?.protocol, allow?.source.selector, allow?.source.notSelector, allow?.source.nets, allow?.source.notNets],
        ['Allow', 'TCP', "app == 'web'", 'has(x)', ['10.0.0.0/8'], ['10.1.0.0/16']],
      );
      assert.deepEqual(
        [allow?.destination.ports, allow?.destination.serviceName, allow?.destination.serviceNamespace],
        [['80', '1000:2000', 'http'], 'web', 'shop'],
      );
      assert.deepEqual([deny?.action, deny?.source.selector, deny?.destination.ports], ['Deny', undefined, []]);
      assert.equal(written(placeOf(policy, 'spec', 'ingress', 0, 'source', 'selector')), "app == 'web'");
    });
  }
});
