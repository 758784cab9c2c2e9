import assert from 'node:assert/strict';
import { portsBetween, reachLines } from '../../support/reach.ts';

const namespaces = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: shop } }
---
apiVersion: v1
kind: Namespace
metadata: { name: ops, labels: { team: ops } }
---
`;

const pod = (name: string, ip: string, more = '') => `apiVersion: v1
kind: Pod
metadata: { name: ${name.split('/')[1] ?? ''}, namespace: ${name.split('/')[0] ?? ''}, labels: { app: ${name.split('/')[1] ?? ''} } }
spec: { ${more}containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }] }] }
status: { podIP: ${ip} }
---
`;

const pods = `${namespaces}${pod('shop/web', '10.1.0.1')}${pod('shop/db', '10.1.0.2')}${pod('ops/probe', '10.1.1.1', 'serviceAccountName: prober, ')}`;

const kubernetes = (spec: string) => `${pods}apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec: ${spec}
`;

const calico = (spec: string, kind = 'NetworkPolicy', name = 'db') => `apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: { name: ${name}${kind === 'NetworkPolicy' ? ', namespace: shop' : ''} }
spec: ${spec}
---
`;

const admin = (
  kind: string,
  spec: string,
  name = 'one',
) => `apiVersion: policy.networking.k8s.io/${kind === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1'}
kind: ${kind}
metadata: { name: ${name} }
spec: ${spec}
---
`;

const toDb = (text: string, from = 'shop/web') => portsBetween(text, from, 'shop/db');

describe('what a NetworkPolicy of Kubernetes allows', () => {
  const isDb = 'podSelector: { matchLabels: { app: db } }';
  const cases: readonly (readonly [string, string, web: string, probe: string])[] = [
    ['no rule lets nobody in', `{ ${isDb} }`, '', ''],
    ['an empty rule lets everybody in', `{ ${isDb}, ingress: [{}] }`, 'All', 'All'],
    ['an empty list of peers is everybody', `{ ${isDb}, ingress: [{ from: [] }] }`, 'All', 'All'],
    ['pods alone are of the own namespace', `{ ${isDb}, ingress: [{ from: [{ podSelector: {} }] }] }`, 'All', ''],
    ['an empty selector of namespaces is all of them', `{ ${isDb}, ingress: [{ from: [{ namespaceSelector: {} }] }] }`, 'All', 'All'],
    [
      'both selectors in one peer must hold',
      `{ ${isDb}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: ops } }, podSelector: { matchLabels: { app: web } } }] }] }`,
      '',
      '',
    ],
    [
      'in two peers one is enough',
      `{ ${isDb}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: ops } } }, { podSelector: { matchLabels: { app: web } } }] }] }`,
      'All',
      'All',
    ],
    [
      'the name of a namespace is its label',
      `{ ${isDb}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ops } } }] }] }`,
      '',
      'All',
    ],
    ['a port without a protocol is of TCP', `{ ${isDb}, ingress: [{ ports: [{ port: 80 }] }] }`, 'TCP 80', 'TCP 80'],
    ['an item without a port is all of TCP', `{ ${isDb}, ingress: [{ ports: [{}] }] }`, 'TCP 1-65535', 'TCP 1-65535'],
    [
      'the last port is of the range',
      `{ ${isDb}, ingress: [{ ports: [{ port: 80, endPort: 82, protocol: UDP }] }] }`,
      'UDP 80-82',
      'UDP 80-82',
    ],
    ['a name is that of a port of the pod', `{ ${isDb}, ingress: [{ ports: [{ port: metrics }] }] }`, 'TCP 9090', 'TCP 9090'],
    ['a name of another protocol is none', `{ ${isDb}, ingress: [{ ports: [{ port: metrics, protocol: UDP }] }] }`, '', ''],
    ['an address is that of a pod too', `{ ${isDb}, ingress: [{ from: [{ ipBlock: { cidr: 10.1.0.0/24 } }] }] }`, 'All', ''],
    [
      'what is left out of a block does not count',
      `{ ${isDb}, ingress: [{ from: [{ ipBlock: { cidr: 10.1.0.0/16, except: [10.1.0.0/24] } }] }] }`,
      '',
      'All',
    ],
    ['only egress isolates no ingress', `{ ${isDb}, policyTypes: [Egress] }`, 'All', 'All'],
    ['egress rules without types isolate ingress as well', `{ ${isDb}, egress: [{}] }`, '', ''],
  ];
  for (const [title, spec, web, probe] of cases)
    it(title, () => assert.deepEqual([toDb(kubernetes(spec)), toDb(kubernetes(spec), 'ops/probe')], [web, probe]));

  const refused: readonly (readonly [of: string, rule: string])[] = [
    ['a range that begins at a name', 'ports: [{ port: http, endPort: 9000 }]'],
    ['a range that ends before it begins', 'ports: [{ port: 90, endPort: 80 }]'],
    ['a port that there is not', 'ports: [{ port: 65536 }]'],
    ['a protocol without ports', 'ports: [{ protocol: ICMP }]'],
    ['a block that leaves out what is no part of it', 'from: [{ ipBlock: { cidr: 10.1.0.0/24, except: [10.2.0.0/28] } }]'],
  ];
  for (const [of, rule] of refused)
    it(`is not known where the API server refuses ${of}`, () => {
      const lines = reachLines(kubernetes(`{ ${isDb}, ingress: [{ ${rule} }] }`)).filter((line) => line.includes('shop/web > shop/db: '));
      assert.deepEqual(lines, ['? shop/web > shop/db: All']);
    });

  it('cuts the outside at its blocks', () => {
    assert.deepEqual(
      reachLines(kubernetes(`{ ${isDb}, ingress: [{ from: [{ ipBlock: { cidr: 192.0.2.0/24, except: [192.0.2.128/25] } }] }] }`)).filter(
        (line) => line.endsWith('> shop/db: All'),
      ),
      ['192.0.2.0-192.0.2.127 > shop/db: All'],
    );
  });

  it('isolates egress only with a rule for it, or by its types', () => {
    assert.equal(toDb(kubernetes('{ podSelector: { matchLabels: { app: web } }, egress: [] }')), 'All');
    assert.equal(toDb(kubernetes('{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }')), '');
  });

  it('leaves open what hangs on labels of a namespace that no manifest shows', () => {
    const text = kubernetes(`{ ${isDb}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: ops } } }] }] }`).replace(
      /apiVersion: v1\nkind: Namespace\nmetadata: \{ name: ops[^-]*---\n/,
      '',
    );
    assert.equal(
      reachLines(text).find((line) => line.includes('ops/probe > shop/db')),
      '? ops/probe > shop/db: All',
    );
  });
});

describe("what Calico's policies allow", () => {
  const cases: readonly (readonly [string, string, web: string, probe: string])[] = [
    ['the first rule that is met decides', calico("{ selector: app == 'db', ingress: [{ action: Deny, protocol: TCP, destination: { ports: [80] } }, { action: Allow }] }"), 'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535', 'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535'], // prettier-ignore
    [
      'a log goes on',
      calico("{ selector: app == 'db', ingress: [{ action: Log }, { action: Allow, protocol: UDP }] }"),
      'UDP 1-65535',
      'UDP 1-65535',
    ],
    ['only egress rules isolate no ingress', calico("{ selector: app == 'db', egress: [{ action: Allow }] }"), 'All', 'All'],
    [
      'a selector alone is of the own namespace',
      calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { selector: all() } }] }"),
      'All',
      '',
    ],
    ['with one for namespaces it is of those', calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { selector: all(), namespaceSelector: team == 'ops' } }] }"), '', 'All'], // prettier-ignore
    ['what a notSelector meets is left out', calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { notSelector: app == 'web', namespaceSelector: all() } }] }"), '', 'All'], // prettier-ignore
    ['accounts by name', calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { serviceAccounts: { names: [prober] }, namespaceSelector: all() } }] }"), '', 'All'], // prettier-ignore
    ['numbers and ranges of ports, without some', calico("{ selector: app == 'db', ingress: [{ action: Allow, protocol: TCP, destination: { ports: ['80:90'], notPorts: [85] } }] }"), 'TCP 80-84,86-90', 'TCP 80-84,86-90'], // prettier-ignore
    ['ICMP opens nothing, and isolates', calico("{ selector: app == 'db', ingress: [{ action: Allow, protocol: ICMP }] }"), '', ''],
    ['staged policies do nothing', calico("{ selector: app == 'db', types: [Ingress] }", 'StagedGlobalNetworkPolicy'), 'All', 'All'],
    ['a global one is for pods of every namespace', calico('{ types: [Ingress] }', 'GlobalNetworkPolicy'), '', ''],
    ['global() is no pod', calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { namespaceSelector: global() } }] }", 'GlobalNetworkPolicy'), '', ''], // prettier-ignore
    ['a tier passes on to the next', `${calico("{ tier: first, order: 1, selector: app == 'db', ingress: [{ action: Pass }] }", 'GlobalNetworkPolicy', 'first.a')}${calico("{ selector: app == 'db', ingress: [{ action: Allow, protocol: TCP }] }")}apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: { name: first }\nspec: { order: 10 }\n---\n`, 'TCP 1-65535', 'TCP 1-65535'], // prettier-ignore
    ['a tier that says nothing of a pod is left out', calico("{ tier: first, selector: app == 'other', types: [Ingress] }", 'GlobalNetworkPolicy', 'first.a'), 'All', 'All'], // prettier-ignore
    ['the end of a tier denies', calico("{ tier: first, selector: app == 'db', ingress: [{ action: Pass, protocol: TCP }] }", 'GlobalNetworkPolicy', 'first.a'), 'TCP 1-65535', 'TCP 1-65535'], // prettier-ignore
    ['an order below that of Kubernetes comes first', `${calico("{ order: 5, selector: app == 'db', ingress: [{ action: Allow, protocol: UDP }] }")}apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {} }\n---\n`, 'UDP 1-65535', 'UDP 1-65535'], // prettier-ignore
    ['a rule for one version of IP does not meet the other', calico("{ selector: app == 'db', ingress: [{ action: Allow, ipVersion: 6 }, { action: Allow, ipVersion: 4, protocol: TCP }] }"), 'TCP 1-65535', 'TCP 1-65535'], // prettier-ignore
    ['a Service stands for its endpoints and their ports', `${calico("{ selector: app == 'web', egress: [{ action: Allow, destination: { services: { name: db } } }] }")}apiVersion: v1\nkind: Service\nmetadata: { name: db, namespace: shop }\nspec: { selector: { app: db }, ports: [{ port: 80, targetPort: http }] }\n---\n`, 'TCP 8080', 'All'], // prettier-ignore
  ];
  for (const [title, policies, web, probe] of cases)
    it(title, () => assert.deepEqual([toDb(pods + policies), toDb(pods + policies, 'ops/probe')], [web, probe]));

  it('does not know what a tier that no manifest declares does among others, wherever they stand', () => {
    const elsewhere = calico("{ tier: first, selector: app == 'db', ingress: [{ action: Deny }] }", 'GlobalNetworkPolicy', 'first.a');
    const open = calico("{ selector: app == 'db', ingress: [{ action: Allow }] }");
    const tier = (order: number) =>
      `apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: { name: first }\nspec: { order: ${order} }\n---\n`;
    assert.ok(reachLines(pods + elsewhere + open).includes('? shop/web > shop/db: All'));
    assert.equal(toDb(pods + elsewhere), '');
    assert.equal(toDb(pods + elsewhere + open + tier(10)), '');
    assert.equal(toDb(pods + elsewhere + open + tier(2_000_000)), 'All');
  });

  it('takes a GlobalNetworkSet for the addresses in it', () => {
    const text = `${pods}${calico("{ selector: app == 'db', ingress: [{ action: Allow, source: { namespaceSelector: global(), selector: where == 'office' } }] }")}apiVersion: projectcalico.org/v3
kind: GlobalNetworkSet
metadata: { name: office, labels: { where: office } }
spec: { nets: [192.0.2.0/30, 10.1.1.1/32] }
`;
    assert.deepEqual(
      reachLines(text).filter((line) => line.includes('> shop/db')),
      ['10.1.1.1 > shop/db: All', '192.0.2.0-192.0.2.3 > shop/db: All', 'ops/probe > shop/db: All'],
    );
  });

  it('says that it does not know what policies for hosts do to the pods that they select', () => {
    for (const field of ['doNotTrack', 'preDNAT', 'applyOnForward'])
      assert.ok(
        reachLines(
          pods + calico(`{ selector: app == 'db', ${field}: true, ingress: [{ action: Allow }] }`, 'GlobalNetworkPolicy'),
        ).includes('? shop/web > shop/db: All'),
        field,
      );
  });

  it('says that it does not know what a rule about HTTP or source ports lets through', () => {
    for (const rule of ['http: { methods: [GET] }', 'protocol: TCP, source: { ports: [53] }', 'destination: { domains: [a.example] }'])
      assert.ok(
        reachLines(pods + calico(`{ selector: app == 'db', ingress: [{ action: Allow, ${rule} }] }`)).some((line) =>
          line.startsWith('? shop/web > shop/db'),
        ),
        rule,
      );
  });
});

describe('what policies of the whole cluster allow', () => {
  const shop = 'subject: { namespaces: { matchLabels: { team: shop } } }';
  const all = 'namespaces: {}';
  const cases: readonly (readonly [string, string, web: string, probe: string])[] = [
    ['an admin may deny', admin('AdminNetworkPolicy', `{ priority: 5, ${shop}, ingress: [{ action: Deny, from: [{ namespaces: { matchLabels: { team: ops } } }] }] }`), 'All', ''], // prettier-ignore
    ['a smaller number comes first', `${admin('AdminNetworkPolicy', `{ priority: 5, ${shop}, ingress: [{ action: Allow, from: [{ ${all} }] }] }`)}${admin('AdminNetworkPolicy', `{ priority: 6, ${shop}, ingress: [{ action: Deny, from: [{ ${all} }] }] }`, 'two')}`, 'All', 'All'], // prettier-ignore
    ['the baseline counts where nothing else does', admin('BaselineAdminNetworkPolicy', `{ ${shop}, ingress: [{ action: Deny, from: [{ ${all} }] }] }`, 'default'), '', ''], // prettier-ignore
    ['a NetworkPolicy comes before the baseline', `${admin('BaselineAdminNetworkPolicy', `{ ${shop}, ingress: [{ action: Deny, from: [{ ${all} }] }] }`, 'default')}apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: open, namespace: shop }\nspec: { podSelector: {}, ingress: [{}] }\n---\n`, 'All', 'All'], // prettier-ignore
    ['a port by number, range or name', admin('AdminNetworkPolicy', `{ priority: 5, ${shop}, ingress: [{ action: Allow, from: [{ ${all} }], ports: [{ portNumber: { port: 80 } }, { portRange: { protocol: UDP, start: 5, end: 7 } }, { namedPort: metrics }] }, { action: Deny, from: [{ ${all} }] }] }`), 'TCP 80,9090,UDP 5-7', 'TCP 80,9090,UDP 5-7'], // prettier-ignore
    ['the successor accepts and denies by tier', admin('ClusterNetworkPolicy', `{ tier: Admin, priority: 1, ${shop}, ingress: [{ action: Accept, from: [{ ${all} }], protocols: [{ tcp: { destinationPort: { number: 80 } } }] }, { action: Deny, from: [{ ${all} }] }] }`), 'TCP 80', 'TCP 80'], // prettier-ignore
  ];
  for (const [title, policies, web, probe] of cases)
    it(title, () => assert.deepEqual([toDb(pods + policies), toDb(pods + policies, 'ops/probe')], [web, probe]));

  it('are not known where two of one priority disagree', () => {
    const policies = ['Allow', 'Deny'].map((action) =>
      admin('AdminNetworkPolicy', `{ priority: 5, ${shop}, ingress: [{ action: ${action}, from: [{ ${all} }] }] }`, action.toLowerCase()),
    );
    assert.ok(reachLines(pods + policies.join('')).includes('? shop/web > shop/db: All'));
  });

  it('are not known for the pods of a policy that another component enforces', () => {
    const lines = reachLines(`${pods}apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: db, namespace: shop }
spec: { endpointSelector: { matchLabels: { app: db } }, ingress: [{}] }
`);
    assert.ok(lines.includes('? shop/web > shop/db: All'));
    assert.ok(lines.includes('shop/db > shop/web: All'));
  });
});

describe('workloads in it', () => {
  it('are one where their pods are the same for every policy, and count without pods by their template', () => {
    const lines = reachLines(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 3, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main }] } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: night, namespace: shop }
spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template: { metadata: { labels: { app: night } }, spec: { containers: [{ name: main }] } } } } }
`);
    assert.deepEqual(lines, [
      'outside > shop/night: All',
      'outside > shop/web: All',
      'shop/night > outside: All',
      'shop/night > shop/web: All',
      'shop/web > outside: All',
      'shop/web > shop/night: All',
    ]);
  });

  it('are told apart where a policy does', () => {
    const lines = reachLines(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { replicas: 2, serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: main }] } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: first, namespace: shop }
spec: { podSelector: { matchLabels: { apps.kubernetes.io/pod-index: "0" } } }
`);
    assert.deepEqual(lines, ['outside > shop/db[db-1]: All', 'shop/db[db-0] > outside: All', 'shop/db[db-1] > outside: All']);
  });
});
