import assert from 'node:assert/strict';
import { allocate } from '../../../src/engine/allocate.ts';
import { labelKey, nameKey } from '../../../src/engine/references/keys.ts';
import type { Target } from '../../../src/engine/references/reference.ts';
import { References, type ReferenceKind } from '../../../src/engine/references/references.ts';
import { locate } from '../../../src/manifests/locate.ts';
import type { Place } from '../../../src/manifests/place.ts';
import { clusterOf } from '../../support/cluster.ts';

/** The references of a kind, one a line: what is written, and where it leads; or that it leads nowhere, and where else there is such a thing. */
function told(kind: ReferenceKind, ...texts: readonly string[]): readonly string[] {
  const references = referencesOf(...texts);
  return references.of(kind).map((mention) => {
    const { from, targets, missing } = references.resolve(mention);
    const written = `${from.resource.kind} ${from.resource.metadata.name}: ${textAt(from.place)}`;
    if (missing === undefined) return `${written} -> ${targets.map(titleOf).join(', ')}`;
    return [`${written} -> no ${missing.what}`, ...missing.elsewhere.map((target) => `but ${titleOf(target)}`)].join(', ');
  });
}

function referencesOf(...texts: readonly string[]): References {
  return new References(allocate(clusterOf(...texts)));
}

function titleOf({ resource, place, name }: Target): string {
  const where = place === undefined ? 'without a manifest' : textAt(place);
  return `${resource?.kind ?? ''} ${resource?.metadata.namespace ?? ''}/${resource?.metadata.name ?? name} (${where})`;
}

function textAt(place: Place): string {
  const { start, end } = locate(place);
  return place.document.text.slice(start, end);
}

function workload(name: string, namespace: string | undefined, labels: string, more = ''): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`} }
spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec:
      containers: [{ name: main${more} }]
---`;
}

function service(name: string, namespace: string | undefined, spec: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`} }
spec: { ${spec} }
---`;
}

describe('references of selectors', () => {
  const pods = workload('web', 'shop', 'app: web') + workload('other', 'lab', 'app: other') + workload('loose', undefined, 'app: loose');

  it('lead from a Service to what makes its pods', () => {
    assert.deepEqual(told('service-pods', pods + service('web', 'shop', 'selector: { app: web }')), [
      'Service web: selector -> Deployment shop/web (labels)',
    ]);
  });

  it('lead nowhere from another namespace, and say where the pods are', () => {
    assert.deepEqual(told('service-pods', pods + service('web', 'lab', 'selector: { app: web }')), [
      'Service web: selector -> no pods, but Deployment shop/web (labels)',
    ]);
  });

  it('take a namespace that is not written for any', () => {
    assert.deepEqual(
      told(
        'service-pods',
        pods + service('web', undefined, 'selector: { app: web }') + service('loose', 'anywhere', 'selector: { app: loose }'),
      ),
      ['Service web: selector -> Deployment shop/web (labels)', 'Service loose: selector -> Deployment /loose (labels)'],
    );
  });

  it('lead to every one of several that are meant', () => {
    const two = workload('blue', 'shop', 'app: web, colour: blue') + workload('green', 'shop', 'app: web, colour: green');
    assert.deepEqual(told('service-pods', two + service('web', 'shop', 'selector: { app: web }')), [
      'Service web: selector -> Deployment shop/blue (labels), Deployment shop/green (labels)',
    ]);
  });

  it('are none where a selector is empty or of an ExternalName', () => {
    const services =
      service('all', 'shop', 'selector: {}') +
      service('none', 'shop', 'ports: [{ port: 80 }]') +
      service('away', 'shop', 'type: ExternalName, externalName: example.org, selector: { app: web }');
    assert.deepEqual(told('service-pods', pods + services), []);
  });

  it('lead from a workload to its own template only', () => {
    const wrong = workload('web', 'shop', 'app: web').replace('labels: { app: web }', 'labels: { app: wbe }');
    assert.deepEqual(told('own-pods', pods + wrong).slice(2), [
      'Deployment loose: selector -> Deployment /loose (labels)',
      'Deployment web: selector -> no pods',
    ]);
  });

  it('lead from both sides of a NetworkPolicy, by the labels of namespaces too', () => {
    const policy = `
apiVersion: v1
kind: Namespace
metadata: { name: lab, labels: { tier: test } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from:
        - podSelector: { matchLabels: { app: other } }
        - podSelector: { matchLabels: { app: other } }
          namespaceSelector: { matchLabels: { tier: test } }
        - podSelector: {}
`;
    assert.deepEqual(told('policy-pods', pods + policy), [
      'NetworkPolicy guard: podSelector -> Deployment shop/web (labels)',
      'NetworkPolicy guard: podSelector -> no pods',
      'NetworkPolicy guard: podSelector -> Deployment lab/other (labels)',
    ]);
    assert.deepEqual(told('selected-namespaces', pods + policy), ['NetworkPolicy guard: namespaceSelector -> Namespace /lab (lab)']);
  });

  it("lead from Calico's selectors, but not from those that mean everybody or cannot be read", () => {
    const policy = `
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  selector: app == 'web'
  ingress:
    - source: { selector: has(app) && app != 'web' }
    - source: { selector: all() }
    - source: { selector: app = }
  egress:
    - destination: { services: { name: db } }
---`;
    assert.deepEqual(told('calico-pods', pods + policy), [
      "NetworkPolicy guard: app == 'web' -> Deployment shop/web (labels)",
      "NetworkPolicy guard: has(app) && app != 'web' -> Deployment /loose (labels)",
    ]);
    assert.deepEqual(told('calico-service', policy + service('db', 'lab', 'ports: [{ port: 5432 }]')), [
      'NetworkPolicy guard: db -> no service, but Service lab/db (db)',
    ]);
  });

  it('lead from affinity and spreading to other pods', () => {
    const near = `
apiVersion: v1
kind: Pod
metadata: { name: near, namespace: shop, labels: { app: near } }
spec:
  containers: [{ name: main }]
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - { topologyKey: zone, labelSelector: { matchLabels: { app: other } }, namespaces: [lab] }
        - { topologyKey: zone, labelSelector: { matchLabels: { app: other } } }
  topologySpreadConstraints:
    - { maxSkew: 1, topologyKey: zone, labelSelector: { matchLabels: { app: near } } }
`;
    assert.deepEqual(told('affinity-pods', pods + near), [
      'Pod near: labelSelector -> Deployment lab/other (labels)',
      'Pod near: labelSelector -> no pods',
      'Pod near: labelSelector -> Pod shop/near (labels)',
    ]);
  });
});

describe('references to ports', () => {
  const pods = workload(
    'web',
    'shop',
    'app: web',
    ', ports: [{ name: http, containerPort: 8080 }, { name: syslog, containerPort: 514, protocol: UDP }], readinessProbe: { httpGet: { port: http } }, livenessProbe: { httpGet: { port: admin } }',
  );

  it('lead from targetPort to the pods that the Service selects, and say under which protocol there is one', () => {
    const web = service(
      'web',
      'shop',
      'selector: { app: web }, ports: [{ port: 80, targetPort: http }, { port: 514, targetPort: syslog }]',
    );
    assert.deepEqual(told('target-port', pods + web), [
      'Service web: http -> Deployment shop/web (http)',
      'Service web: syslog -> no container-port, but Deployment shop/web (syslog)',
    ]);
  });

  it('lead from a probe to its own container', () => {
    assert.deepEqual(told('probe-port', pods), [
      'Deployment web: http -> Deployment shop/web (http)',
      'Deployment web: admin -> no container-port',
    ]);
  });

  it('lead from the rules of a NetworkPolicy to those that receive', () => {
    const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  podSelector: { matchLabels: { app: client } }
  ingress: [{ ports: [{ port: http }] }]
  egress:
    - { to: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: http }, { port: 80 }] }
    - { to: [{ ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: http }] }
`;
    assert.deepEqual(told('policy-port', pods + policy), [
      'NetworkPolicy guard: http -> no container-port',
      'NetworkPolicy guard: http -> Deployment shop/web (http)',
    ]);
  });
});

describe('references to Services', () => {
  const services =
    service('orders', 'shop', 'selector: { app: web }, ports: [{ name: http, port: 80 }, { port: 9090 }]') +
    service('orders', 'lab', 'ports: [{ port: 81 }]');

  it('lead from a backend to the Service and to its port', () => {
    const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec:
  defaultBackend: { service: { name: orders, port: { name: http } } }
  rules:
    - http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: orders, port: { number: 9090 } } } }
          - { path: /a, pathType: Prefix, backend: { service: { name: orders, port: { number: 81 } } } }
          - { path: /b, pathType: Prefix, backend: { service: { name: stock, port: { number: 80 } } } }
          - { path: /c, pathType: Prefix, backend: { service: { name: redirect, port: { name: use-annotation } } } }
`;
    assert.deepEqual(told('backend-service', services + ingress), [
      'Ingress front: orders -> Service shop/orders (orders)',
      'Ingress front: orders -> Service shop/orders (orders)',
      'Ingress front: orders -> Service shop/orders (orders)',
      'Ingress front: stock -> no service',
    ]);
    assert.deepEqual(told('backend-port', services + ingress), [
      'Ingress front: http -> Service shop/orders (http)',
      'Ingress front: 9090 -> Service shop/orders (9090)',
      'Ingress front: 81 -> no service-port',
      'Ingress front: 80 -> no service-port',
    ]);
  });

  it('take two Services of one name for alternatives', () => {
    const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front }
spec: { defaultBackend: { service: { name: orders, port: { number: 81 } } } }
`;
    assert.deepEqual(told('backend-service', services + ingress), [
      'Ingress front: orders -> Service shop/orders (orders), Service lab/orders (orders)',
    ]);
  });

  it('lead from serviceName and from endpoints that are written by hand', () => {
    const others = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { serviceName: orders, template: { spec: { containers: [{ name: main }] } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: lost, namespace: edge }
spec: { serviceName: orders, template: { spec: { containers: [{ name: main }] } } }
---
apiVersion: v1
kind: Endpoints
metadata: { name: orders, namespace: lab }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: orders-1, namespace: shop, labels: { kubernetes.io/service-name: orders } }
addressType: IPv4
`;
    assert.deepEqual(told('governing-service', services + others), [
      'StatefulSet db: orders -> Service shop/orders (orders)',
      'StatefulSet lost: orders -> no service, but Service shop/orders (orders), but Service lab/orders (orders)',
    ]);
    assert.deepEqual(told('written-endpoints', services + others), [
      'Endpoints orders: orders -> Service lab/orders (orders)',
      'EndpointSlice orders-1: orders -> Service shop/orders (orders)',
    ]);
  });

  it('lead to what exists without a manifest', () => {
    const pod = `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: kubeadm, serviceSubnet: 10.96.0.0/16 }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: main, env: [{ name: API, value: 'https://kubernetes.default.svc' }] }] }
`;
    assert.deepEqual(told('service-name', pod), ['Pod client: kubernetes ->  /kubernetes (without a manifest)']);
  });

  const sets = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: web, namespace: shop }
spec:
  serviceName: orders
  replicas: 2
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main }] } }
---`;

  it('lead from names in values, their ports and their pods', () => {
    const texts = `
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: lab, annotations: { upstream: 'orders.shop.svc' } }
spec:
  containers:
    - name: main
      env:
        - { name: A_URL, value: 'http://orders.shop:80' }
        - { name: B_URL, value: 'http://orders:81' }
        - { name: C_URL, value: 'http://web-1.orders.shop.svc.cluster.local:8080' }
        - { name: D_URL, value: 'http://web-2.orders.shop.svc.cluster.local' }
        - { name: E, value: _http._tcp.orders.shop.svc.cluster.local }
        - { name: F_URL, value: 'http://stock.shop.svc:80' }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data:
  application.yaml: |
    url: http://orders:9090
---
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: lab }
spec: { type: ExternalName, externalName: orders.shop.svc.cluster.local }
---`;
    const shop = 'Service shop/orders (orders)';
    assert.deepEqual(told('service-name', services + sets + texts), [
      `Pod client: orders -> ${shop}`,
      'Pod client: orders -> Service lab/orders (orders)',
      `Pod client: orders -> ${shop}`,
      `Pod client: orders -> ${shop}`,
      `Pod client: orders -> ${shop}`,
      'Pod client: stock -> no service',
      `ConfigMap settings: orders -> ${shop}`,
      `Service alias: orders -> ${shop}`,
      `Pod client: orders -> ${shop}`,
    ]);
    assert.deepEqual(told('service-name-port', services + sets + texts), [
      'Pod client: 80 -> Service shop/orders (http)',
      'Pod client: 81 -> Service lab/orders (81)',
      'Pod client: 8080 -> no service-port',
      'Pod client: http -> Service shop/orders (http)',
      'Pod client: 80 -> no service-port',
      'ConfigMap settings: 9090 -> Service shop/orders (9090)',
    ]);
    assert.deepEqual(told('service-name-pod', services + sets + texts), [
      'Pod client: web-1 -> StatefulSet shop/web (labels)',
      'Pod client: web-2 -> no pods',
    ]);
  });
});

describe('references to pools, nodes and namespaces', () => {
  const metallb = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system, labels: { zone: a } }
spec: { addresses: [192.168.1.10-192.168.1.20], serviceAllocation: { namespaces: [shop], namespaceSelectors: [{ matchLabels: { tier: test } }] } }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: tell, namespace: metallb-system }
spec:
  ipAddressPools: [lan, wan]
  ipAddressPoolSelectors: [{ matchLabels: { zone: a } }, { matchLabels: { zone: b } }]
  nodeSelectors: [{ matchLabels: { zone: b } }]
  serviceSelectors: [{ matchLabels: { public: 'yes' } }]
  peers: [router, lost]
  communities: [no-export, '65535:65282']
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: all, namespace: metallb-system }
spec: { nodeSelectors: [{ matchLabels: { zone: c } }] }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router, namespace: metallb-system }
spec: { myASN: 64512, peerASN: 64513, peerAddress: 10.0.0.1, bfdProfile: fast, passwordSecret: { name: password }, nodeSelectors: [{ matchLabels: { zone: b } }] }
---
apiVersion: metallb.io/v1beta1
kind: BFDProfile
metadata: { name: fast, namespace: metallb-system }
spec: {}
---
apiVersion: metallb.io/v1beta1
kind: Community
metadata: { name: names, namespace: metallb-system }
spec: { communities: [{ name: no-export, value: '65535:65281' }] }
---
apiVersion: v1
kind: Node
metadata: { name: one, labels: { zone: b } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { tier: test } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { public: 'yes' }, annotations: { metallb.io/address-pool: lan } }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: old, namespace: shop, annotations: { metallb.universe.tf/address-pool: lna } }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
---`;

  for (const [kind, expected] of [
    ['requested-pool', ['Service web: lan -> IPAddressPool metallb-system/lan (lan)', 'Service old: lna -> no load-balancer-pool']],
    [
      'advertised-pool',
      ['BGPAdvertisement tell: lan -> IPAddressPool metallb-system/lan (lan)', 'BGPAdvertisement tell: wan -> no load-balancer-pool'],
    ],
    ['advertised-pools', ['BGPAdvertisement tell: ipAddressPoolSelectors -> IPAddressPool metallb-system/lan (lan)']],
    ['advertising-nodes', ['L2Advertisement all: nodeSelectors -> no node', 'BGPAdvertisement tell: nodeSelectors -> Node /one (one)']],
    ['advertised-services', ['BGPAdvertisement tell: serviceSelectors -> Service shop/web (web)']],
    ['advertised-community', ['BGPAdvertisement tell: no-export -> Community metallb-system/names (no-export)']],
    ['peer-nodes', ['BGPPeer router: nodeSelectors -> Node /one (one)']],
    [
      'metallb-object',
      [
        'BGPAdvertisement tell: router -> BGPPeer metallb-system/router (router)',
        'BGPAdvertisement tell: lost -> no object',
        'BGPPeer router: fast -> BFDProfile metallb-system/fast (fast)',
        'BGPPeer router: password -> no object',
      ],
    ],
    ['selected-namespaces', ['IPAddressPool lan: { matchLabels: { tier: test } } -> Namespace /shop (shop)']],
  ] as const) {
    it(`of the kind ${kind}`, () => {
      assert.deepEqual(told(kind, metallb), expected);
    });
  }

  it('of namespaces lead to their manifests, if there are any', () => {
    const found = told('namespace', metallb);
    assert.ok(found.includes('Service web: shop -> Namespace /shop (shop)'), found.join('\n'));
    assert.ok(found.includes('IPAddressPool lan: shop -> Namespace /shop (shop)'), found.join('\n'));
    assert.ok(found.includes('IPAddressPool lan: metallb-system -> no object'), found.join('\n'));
  });

  it("lead from Calico's annotations by name and by CIDR, in pods, templates and namespaces", () => {
    const text = `
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.244.0.0/16, nodeSelector: zone == 'b' }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: broken }
spec: { cidr: 10.244 }
---
apiVersion: v1
kind: Node
metadata: { name: one, labels: { zone: b } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, annotations: { cni.projectcalico.org/ipv4pools: '["pods", "pdos", "broken"]' } }
---
apiVersion: v1
kind: Pod
metadata: { name: one, annotations: { cni.projectcalico.org/ipv4pools: '["10.244.0.0/16"]', cni.projectcalico.org/ipv6pools: pods } }
spec: { nodeName: one, nodeSelector: { zone: c }, containers: [{ name: main }] }
`;
    assert.deepEqual(told('requested-ip-pool', text), [
      'Pod one: 10.244.0.0/16 -> IPPool /pods (pods)',
      'Namespace shop: pods -> IPPool /pods (pods)',
      'Namespace shop: pdos -> no ip-pool',
      'Namespace shop: broken -> IPPool /broken (broken)',
    ]);
    assert.deepEqual(told('pool-nodes', text), ["IPPool pods: zone == 'b' -> Node /one (one)"]);
    assert.deepEqual(told('node-name', text), ['Pod one: one -> Node /one (one)']);
    assert.deepEqual(told('pod-nodes', text), ['Pod one: nodeSelector -> no node']);
  });

  it('lead to the nodes that an EdgeNetwork declares', () => {
    const text = `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { nodes: [{ name: edge-1 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: one }
spec: { nodeName: edge-1, containers: [{ name: main }] }
`;
    const references = referencesOf(text);
    const [mention] = references.of('node-name');
    assert.ok(mention);
    assert.deepEqual(
      references.targets(mention).map(({ place }) => place?.path),
      [['spec', 'nodes', 0]],
    );
  });
});

describe('references the other way round', () => {
  const text =
    workload('web', 'shop', 'app: web, tier: front', ', ports: [{ name: http, containerPort: 8080 }]') +
    service('web', 'shop', 'selector: { app: web }, ports: [{ name: web, port: 80, targetPort: http }]') +
    service('away', 'lab', 'selector: { app: web }') +
    `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec: { defaultBackend: { service: { name: web, port: { name: web } } } }
`;

  it('lead from a thing to all that mean it', () => {
    const references = referencesOf(text);
    const uses = (kind: ReferenceKind) => {
      const [mention] = references.of(kind);
      assert.ok(mention);
      const [target] = references.targets(mention);
      assert.ok(target);
      return references.to(target).map(({ kind: by, resource }) => `${by} of ${resource.kind} ${resource.metadata.name}`);
    };
    assert.deepEqual(uses('service-pods'), ['service-pods of Service web', 'own-pods of Deployment web']);
    assert.deepEqual(uses('target-port'), ['target-port of Service web']);
    assert.deepEqual(uses('backend-service'), ['backend-service of Ingress front']);
    assert.deepEqual(uses('backend-port'), ['backend-port of Ingress front']);
  });

  it('find what names something by its key, although it leads nowhere', () => {
    const references = referencesOf(text);
    const under = (key: string) =>
      references.under(key).map(({ kind, resource }) => `${kind} of ${resource.kind} ${resource.metadata.name}`);
    assert.deepEqual(under(labelKey('pods', 'app', 'web')), [
      'service-pods of Service web',
      'service-pods of Service away',
      'own-pods of Deployment web',
    ]);
    assert.deepEqual(under(labelKey('pods', 'tier', 'front')), ['own-pods of Deployment web']);
    assert.deepEqual(under(nameKey('service', 'web')), ['backend-service of Ingress front']);
    assert.deepEqual(under(nameKey('service', 'nothing')), []);
  });

  it('tell what one resource says', () => {
    const references = referencesOf(text);
    const [, , , ingress] = references.around.cluster.resources;
    assert.ok(ingress);
    assert.deepEqual(
      references.in(ingress).map(({ kind, text: written }) => `${kind} ${written}`),
      ['backend-service web', 'backend-port web', 'namespace shop'],
    );
  });
});
