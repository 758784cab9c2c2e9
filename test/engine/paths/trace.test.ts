import assert from 'node:assert/strict';
import { english, type Message } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { clientsNamed, goalNamed } from '../../../src/engine/paths/asked.ts';
import type { Path } from '../../../src/engine/paths/path.ts';
import { trace } from '../../../src/engine/paths/trace.ts';
import { clusterOf } from '../../support/cluster.ts';

const node = (name: string, ip: string) => `---
apiVersion: v1
kind: Node
metadata: { name: ${name} }
status: { addresses: [{ type: InternalIP, address: ${ip} }] }
`;

const pod = (name: string, at: string, ip: string, port = '{ name: http, containerPort: 8080 }') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name.split('/')[1] ?? ''}, namespace: ${name.split('/')[0] ?? ''}, labels: { app: ${(name.split('/')[1] ?? '').replace(/-\d$/, '')} } }
spec: { nodeName: ${at}, containers: [{ name: main, ports: [${port}] }] }
status: { phase: Running, podIP: ${ip}, podIPs: [{ ip: ${ip} }], conditions: [{ type: Ready, status: "True" }] }
`;

const service = (name: string, spec: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name.split('/')[1] ?? ''}, namespace: ${name.split('/')[0] ?? ''} }
spec: { ${spec} }
`;

const policy = (spec: string, name = 'p') => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} }
`;

const site = [
  ...['shop', 'kube-system', 'edge'].map((name) => `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`),
  node('alpha', '10.9.0.11'),
  node('bravo', '10.9.0.12'),
  `---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.20.0.0/16, ipipMode: Never, vxlanMode: Never, natOutgoing: true }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.128.44.244-10.128.44.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
apiVersion: v1
kind: Pod
metadata: { name: coredns, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec: { nodeName: alpha, containers: [{ name: main, ports: [{ name: dns, containerPort: 53, protocol: UDP }] }] }
status: { phase: Running, podIP: 10.20.0.9, podIPs: [{ ip: 10.20.0.9 }], conditions: [{ type: Ready, status: "True" }] }
`,
  service(
    'kube-system/kube-dns',
    'clusterIP: 10.96.0.10, selector: { k8s-app: kube-dns }, ports: [{ name: dns, port: 53, protocol: UDP }]',
  ),
  pod('shop/web-0', 'alpha', '10.20.0.2'),
  pod('shop/web-1', 'bravo', '10.20.1.2'),
  pod('shop/db', 'bravo', '10.20.1.3', '{ name: pg, containerPort: 5432 }'),
  pod('edge/ingress-nginx', 'alpha', '10.20.0.7', '{ name: http, containerPort: 80 }'),
  service('shop/db', 'clusterIP: 10.96.0.30, selector: { app: db }, ports: [{ port: 5432, targetPort: pg }]'),
  service(
    'shop/web',
    'type: LoadBalancer, clusterIP: 10.96.0.40, selector: { app: web }, ports: [{ port: 80, targetPort: http, nodePort: 30080 }]',
  ),
  service('shop/local', 'type: NodePort, externalTrafficPolicy: Local, clusterIP: 10.96.0.41, selector: { app: db }, ports: [{ port: 80, targetPort: pg, nodePort: 30081 }]'), // prettier-ignore
  service('shop/nothing', 'clusterIP: 10.96.0.42, selector: { app: nothing }, ports: [{ port: 80 }]'),
  service('shop/elsewhere', 'type: LoadBalancer, loadBalancerIP: 192.0.2.1, clusterIP: 10.96.0.43, selector: { app: web }, ports: [{ port: 80, targetPort: http }]'), // prettier-ignore
  service(
    'edge/entry',
    'type: LoadBalancer, clusterIP: 10.96.0.50, selector: { app: ingress-nginx }, ports: [{ port: 80, targetPort: http }]',
  ),
  `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
  - host: shop.example
    http: { paths: [{ path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }, { path: /lost, pathType: Exact, backend: { service: { name: lost, port: { number: 80 } } } }] }
`,
].join('');

function way(from: string, to: string, more = '', protocol: 'TCP' | 'UDP' = 'TCP'): Path {
  return wayIn(site + more, from, to, protocol);
}

function wayIn(manifests: string, from: string, to: string, protocol: 'TCP' | 'UDP' = 'TCP'): Path {
  const allocation = allocate(clusterOf(manifests));
  const clients = clientsNamed(allocation, from);
  const goal = goalNamed(allocation, to);
  if ('slip' in clients) throw new Error(english.say(clients.slip));
  if ('slip' in goal) throw new Error(english.say(goal.slip));
  return trace(allocation, clients, goal, protocol);
}

const said = ({ verdict, at, by }: Path) => [verdict, at, by].filter((word) => word !== undefined).join(' ');

describe('a way through the cluster', () => {
  const cases: readonly (readonly [title: string, from: string, to: string, said: string, more?: string])[] = [
    ['reaches a Service by its name', 'shop/web-0', 'db:5432', 'allowed'],
    ['ends where the Service has no such port', 'shop/web-0', 'db:80', 'blocked service Service shop/db'],
    ['ends where no pod is behind the Service', 'shop/web-0', 'nothing:80', 'blocked endpoint Service shop/nothing'],
    ['is not known for a name of servers elsewhere', 'shop/web-0', 'example.org:443', 'unknown dns'],
    ['reaches what is outside', 'shop/web-0', '198.51.100.1:443', 'allowed'],
    ['ends at an address that no pod has', 'shop/web-0', '10.20.7.7:80', 'blocked endpoint'],
    ['ends at an external address that no Service has', 'outside', '10.128.44.249:80', 'blocked loadbalancer'],
    ['ends where the Service waits for an external address', 'outside', 'shop/elsewhere:80', 'blocked loadbalancer Service shop/elsewhere'],
    ['ends outside of a Service that is only inside', 'outside', 'shop/db:5432', 'blocked service Service shop/db'],
    ['ends on a node without a local endpoint', '10.1.1.1', '10.9.0.11:30081', 'blocked kube-proxy Service shop/local'],
    ['reaches the node that has one', '10.1.1.1', '10.9.0.12:30081', 'allowed'],
    ['of an Ingress leads to its backend', '10.1.1.1', 'http://shop.example/cart/2', 'allowed'],
    ['ends at an Ingress without such a path', '10.1.1.1', 'http://shop.example/cartoon', 'blocked ingress'],
    ['ends at an Ingress whose backend there is not', '10.1.1.1', 'http://shop.example/lost', 'blocked ingress Ingress shop/shop'],
    ['ends where no Ingress is for the host', '10.1.1.1', 'http://other.example/', 'blocked ingress'],
    ['ends where egress is isolated', 'shop/web-0', '10.96.0.30:5432', 'blocked policy-egress NetworkPolicy shop/p', policy('podSelector: { matchLabels: { app: web } }, policyTypes: [Egress]')], // prettier-ignore
    ['ends at the question where it may not ask the DNS', 'shop/web-0', 'db:5432', 'blocked dns NetworkPolicy shop/p', policy('podSelector: { matchLabels: { app: web } }, egress: [{ to: [{ podSelector: {} }] }], policyTypes: [Egress]')], // prettier-ignore
    ['ends where the port of a policy is that of the Service', 'shop/db', '10.96.0.40:80', 'blocked policy-ingress NetworkPolicy shop/p', policy('podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 80 }] }]')], // prettier-ignore
    ['is mixed where only one endpoint sees the client', '10.128.44.9', '10.9.0.11:30080', 'mixed policy-ingress NetworkPolicy shop/p', policy('podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ ipBlock: { cidr: 10.128.44.0/24 } }] }]')], // prettier-ignore
    ['begins at the proxy for the pods behind an Ingress', '10.1.1.1', 'http://shop.example/cart', 'blocked policy-ingress NetworkPolicy shop/p', policy('podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }]')], // prettier-ignore
    ['from a node reaches its own pods whatever policies say', 'node/bravo', '10.20.1.3:5432', 'allowed', policy('podSelector: {}')],
    [
      'from another node does not',
      'node/alpha',
      '10.20.1.3:5432',
      'blocked policy-ingress NetworkPolicy shop/p',
      policy('podSelector: {}'),
    ],
    ['of a pod to itself never leaves it', 'shop/db', '10.20.1.3:5432', 'allowed', policy('podSelector: {}')],
    ['of a workload is mixed where only some pods get there', 'node/alpha', 'shop/web:80', 'mixed policy-ingress NetworkPolicy shop/p', policy('podSelector: { matchLabels: { app: web } }')], // prettier-ignore
    ['is not known through nodes that policies are about', '10.1.1.1', 'shop/web:80', 'unknown loadbalancer', '---\napiVersion: projectcalico.org/v3\nkind: HostEndpoint\nmetadata: { name: h }\nspec: { node: alpha }\n'], // prettier-ignore
    ['is not known where another component has policies', 'shop/web-0', '10.96.0.30:5432', 'unknown policy-ingress', '---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: shop }\nspec: { endpointSelector: { matchLabels: { app: db } }, ingress: [{}] }\n'], // prettier-ignore
  ];
  for (const [title, from, to, expected, more] of cases) it(title, () => assert.equal(said(way(from, to, more)), expected));

  it('shows what the packet carries: the pod and its port after the Service, the node where the source is masqueraded', () => {
    const seen = (path: Path, at: string) => path.steps.find((step) => step.at === at && step.seen !== undefined)?.seen;
    assert.deepEqual(
      seen(way('shop/db', '10.96.0.40:80', policy('podSelector: { matchLabels: { app: db } }, egress: [{}]')), 'policy-egress'),
      { source: '10.20.1.3', destination: '10.20.0.2', port: 8080, protocol: 'TCP' },
    );
    assert.deepEqual(
      way('10.1.1.1', '10.9.0.11:30080').steps.flatMap((step) => (step.at === 'policy-ingress' ? [step.seen?.source] : [])),
      ['10.1.1.1', '10.9.0.11'],
    );
  });

  it('tells what comes near a name that there is not', () => {
    const allocation = allocate(clusterOf(site));
    const slip = (answer: object) => ('slip' in answer ? english.say(answer.slip as Message) : '');
    assert.equal(slip(clientsNamed(allocation, 'shop/wbe-0')), 'There is no pod or workload shop/wbe-0; there are shop/web-0.');
    assert.equal(slip(goalNamed(allocation, 'shop/dbb:1')), 'There is no Service, pod or workload shop/dbb; there are shop/db.');
    assert.equal(slip(goalNamed(allocation, 'ftp://x')), 'ftp://x is not understood: http:// and https:// are.');
    assert.equal(slip(goalNamed(allocation, 'db:70000')), '70000 is no port.');
  });
});

describe('a way by a Gateway that looks at no path', () => {
  const gateway = (listener: string, route: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw, namespace: shop }
spec: { gatewayClassName: some, listeners: [{ name: own, ${listener} }] }
---
apiVersion: v1
kind: Pod
metadata: { name: proxy, namespace: shop, labels: { gateway.networking.k8s.io/gateway-name: gw } }
spec: { nodeName: alpha, containers: [{ name: main, ports: [{ containerPort: 5432 }] }] }
status: { phase: Running, podIP: 10.20.0.8, podIPs: [{ ip: 10.20.0.8 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: gw, namespace: shop, labels: { gateway.networking.k8s.io/gateway-name: gw } }
spec: { type: LoadBalancer, clusterIP: 10.96.0.61, selector: { gateway.networking.k8s.io/gateway-name: gw }, ports: [{ name: own, port: 5432 }, { name: tls, port: 443, targetPort: 5432 }] }
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: ${route}
metadata: { name: r, namespace: shop }
spec: { parentRefs: [{ name: gw }], ${route === 'TLSRoute' ? 'hostnames: [db.example], ' : ''}rules: [{ backendRefs: [{ name: db, port: 5432 }] }] }
`;
  const tcp = gateway('port: 5432, protocol: TCP', 'TCPRoute');
  const tls = gateway('port: 443, protocol: TLS', 'TLSRoute');
  const closed = policy('podSelector: { matchLabels: { app: db } }');
  const cases: readonly (readonly [title: string, to: string, manifests: string, said: string])[] = [
    ['goes on to the backend of its route', 'shop/gw:5432', tcp, 'allowed'],
    ['ends where the backend does not let the proxy in', 'shop/gw:5432', tcp + closed, 'blocked policy-ingress NetworkPolicy shop/p'],
    ['by a name goes to what has it', 'https://db.example/', tls, 'allowed'],
    ['by a name ends where its backend is closed', 'https://db.example/', tls + closed, 'blocked policy-ingress NetworkPolicy shop/p'],
    ['by another name ends at the Gateway', 'https://web.example/', tls, 'blocked gateway'],
  ];
  for (const [title, to, manifests, expected] of cases) it(title, () => assert.equal(said(way('10.1.1.1', to, manifests)), expected));
});

describe('a way to what the cluster itself has', () => {
  const control = node('control', '10.9.0.10').replace(
    '{ name: control }',
    '{ name: control, labels: { node-role.kubernetes.io/control-plane: "" } }',
  );
  const api = control + service('default/kubernetes', 'clusterIP: 10.96.0.1, ports: [{ name: https, port: 443, targetPort: 6443 }]');
  const only = (to: string, port: number) =>
    policy(
      `podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: ${to} } }], ports: [{ port: ${port} }] }]`,
    );

  it('leads from the Service of the API server to the nodes that it runs on', () => {
    assert.equal(said(way('shop/web-0', '10.96.0.1:443', api + only('10.9.0.10/32', 6443))), 'allowed');
    assert.equal(said(way('shop/web-0', '10.96.0.1:443', api + only('10.96.0.1/32', 443))), 'blocked policy-egress NetworkPolicy shop/p');
  });

  it('asks a cache on the node at its own address', () => {
    const client = pod('shop/tool', 'alpha', '10.20.0.30').replace(
      'nodeName: alpha',
      'dnsPolicy: None, dnsConfig: { nameservers: [169.254.20.10], searches: [shop.svc.cluster.local], options: [{ name: ndots, value: "5" }] }, nodeName: alpha',
    );
    const cache = pod('kube-system/cache', 'alpha', '10.9.0.11')
      .replace('app: cache', 'k8s-app: node-local-dns')
      .replace('{ nodeName', '{ hostNetwork: true, nodeName');
    const egress = (more: string) =>
      policy(`podSelector: { matchLabels: { app: tool } }, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: {} }] }${more}]`);
    assert.equal(said(way('shop/tool', 'db:5432', client + egress(''))), 'blocked dns NetworkPolicy shop/p');
    assert.equal(
      said(way('shop/tool', 'db:5432', client + cache + egress(', { to: [{ ipBlock: { cidr: 169.254.20.10/32 } }] }'))),
      'allowed',
    );
  });
});

describe('a way by a Gateway', () => {
  const gateway = (route: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw, namespace: edge }
spec:
  gatewayClassName: some
  listeners: [{ name: web, port: 80, protocol: HTTP, hostname: "*.example", allowedRoutes: { namespaces: { from: All } } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: shop }
spec: { parentRefs: [{ name: gw, namespace: edge }], ${route} }
`;
  const backend = 'backendRefs: [{ name: web, port: 80 }]';
  const cases: readonly (readonly [title: string, to: string, route: string, said: string])[] = [
    ['reaches the backend', 'http://a.gate.example/', `rules: [{ ${backend} }]`, 'allowed'],
    [
      'ends with 404 where no path fits',
      'http://a.gate.example/b',
      `rules: [{ matches: [{ path: { type: PathPrefix, value: /a } }], ${backend} }]`,
      'blocked gateway',
    ],
    [
      'ends with 404 where the hosts do not meet',
      'http://a.gate.example/',
      `hostnames: [b.gate.example], rules: [{ ${backend} }]`,
      'blocked gateway',
    ],
    ['ends with 500 without a grant', 'http://a.gate.example/', 'rules: [{ backendRefs: [{ name: entry, namespace: edge, port: 80 }] }]', 'blocked gateway HTTPRoute shop/r'], // prettier-ignore
    [
      'ends with 500 without the Service',
      'http://a.gate.example/',
      'rules: [{ backendRefs: [{ name: lost, port: 80 }] }]',
      'blocked gateway HTTPRoute shop/r',
    ],
    ['is mixed where one backend is not there', 'http://a.gate.example/', 'rules: [{ backendRefs: [{ name: lost, port: 80 }, { name: web, port: 80 }] }]', 'mixed gateway HTTPRoute shop/r'], // prettier-ignore
    [
      'leaves out what has no weight',
      'http://a.gate.example/',
      'rules: [{ backendRefs: [{ name: lost, port: 80, weight: 0 }, { name: web, port: 80 }] }]',
      'allowed',
    ],
  ];
  for (const [title, to, route, expected] of cases) it(title, () => assert.equal(said(way('10.1.1.1', to, gateway(route))), expected));

  it('says what kind of request is meant where others lead elsewhere', () => {
    const rules = (match: string) => gateway(`rules: [{ matches: [{ ${match} }], ${backend} }, { ${backend} }]`);
    const why = (text: string) =>
      way('10.1.1.1', 'http://a.gate.example/', text).steps.find(({ at, why: reason }) => at === 'gateway' && reason !== undefined)?.why;
    assert.match(JSON.stringify(why(rules('method: POST, headers: [{ name: x-canary, value: "1" }]'))), /method POST.*header x-canary/);
    assert.equal(why(rules('method: GET')), undefined);
    assert.equal(why(rules('path: { type: PathPrefix, value: /b }, method: POST')), undefined);
  });

  it('is not known where the backend is of a kind that only its controller understands', () => {
    const to = (group: string) => `rules: [{ backendRefs: [{ group: ${group}, kind: Backend, name: web }] }]`;
    assert.equal(said(way('10.1.1.1', 'http://a.gate.example/', gateway(to('gateway.envoyproxy.io')))), 'unknown gateway HTTPRoute shop/r');
    assert.equal(said(way('10.1.1.1', 'http://a.gate.example/', gateway(to('""')))), 'blocked gateway HTTPRoute shop/r');
  });

  describe('with a set of listeners', () => {
    const set = (hostname: string, name = 'more') => `---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: ${name}, namespace: shop }
spec: { parentRef: { name: gw, namespace: edge }, listeners: [{ name: own, port: 80, protocol: HTTP, hostname: ${hostname} }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: own, namespace: shop }
spec: { parentRefs: [{ kind: ListenerSet, name: more }], rules: [{ ${backend} }] }
`;
    const held = (from: string) =>
      gateway('rules: [{ backendRefs: [{ name: lost, port: 80 }] }]').replace(
        '  gatewayClassName',
        `  allowedListeners: { namespaces: { from: ${from} } }\n  gatewayClassName`,
      );
    const to = (manifests: string) => said(way('10.1.1.1', 'http://own.gate.example/', manifests));

    it('goes by the listener that says most of the host', () => {
      assert.equal(to(held('All') + set('own.gate.example')), 'allowed');
      assert.equal(to(held('All') + set('other.gate.example')), 'blocked gateway HTTPRoute shop/r');
    });

    it('goes by the Gateway alone where it does not take the set', () =>
      assert.equal(to(held('Same') + set('own.gate.example')), 'blocked gateway HTTPRoute shop/r'));

    it('leaves out a listener that is there already: what the Gateway has comes first', () =>
      assert.equal(to(held('All') + set('"*.example"')), 'blocked gateway HTTPRoute shop/r'));

    it('ends with 404 where a set has the host and no route', () =>
      assert.equal(to(held('All') + set('own.gate.example', 'less')), 'blocked gateway'));
  });

  it('says which port nobody may be asked on where the servers of names are nowhere', () => {
    const alone = [
      node('alpha', '10.9.0.11'),
      pod('shop/web-0', 'alpha', '10.20.0.5'),
      service('shop/db', 'clusterIP: 10.96.0.30, selector: { app: db }, ports: [{ port: 5432 }]'),
      policy('podSelector: { matchLabels: { app: web } }, policyTypes: [Egress]'),
    ].join('');
    assert.equal(
      english.say(wayIn(alone, 'shop/web-0', 'db:5432').reason),
      'NetworkPolicy shop/p isolates the egress of shop/web-0, and no rule allows 53/UDP.',
    );
  });

  it('is not known where the proxy is nowhere and the pods let only some in', () => {
    assert.equal(
      said(way('10.1.1.1', 'http://a.gate.example/', gateway(`rules: [{ ${backend} }]`) + policy('podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: b } } }] }]'))), // prettier-ignore
      'unknown policy-ingress',
    );
  });
});
