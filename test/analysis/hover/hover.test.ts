import assert from 'node:assert/strict';
import { hoverAt, type HoverLine } from '../../../src/analysis/hover/hover.ts';
import { english } from '../../../src/base/message.ts';
import { cursorIn, workspaceOf } from '../../support/analysed.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: store
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
`;
const database = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: database, namespace: shop }
spec:
  serviceName: database-nodes
  replicas: 2
  selector:
    matchLabels: { tier: database }
  template:
    metadata:
      labels: { tier: database }
    spec:
      nodeSelector: { kubernetes.io/hostname: worker }
      containers:
        - { name: postgres, image: postgres, ports: [{ name: postgres, containerPort: 5432 }] }
---
apiVersion: v1
kind: Service
metadata: { name: database-nodes, namespace: shop }
spec:
  clusterIP: None
  selector: { tier: database }
  ports: [{ port: 5432, targetPort: postgres }]
`;
const web = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: LoadBalancer
  clusterIP: 172.28.0.77
  selector:
    tier: database
  ports:
    - port: 80
      targetPort: postgres
`;

/** What is said at the cursor, one text a line. */
function at(
  marked: string,
  others: Readonly<Record<string, string>> = {},
): { readonly under: string; readonly said: readonly string[] } | undefined {
  const { text, offset } = cursorIn(marked);
  const hover = hoverAt(
    workspaceOf({ 'site.yaml': site, 'database.yaml': database, 'web.yaml': web, ...others, 'here.yaml': text }).refreshAtOnce(),
    'workspace/here.yaml',
    offset,
  );
  if (hover === undefined) return undefined;
  return {
    under: text.slice(hover.range.start, hover.range.end),
    said: hover.sections.flatMap(({ title, lines }) => [english.say(title), ...lines.map(asText)]),
  };
}

/** As `at`, for a text that takes the place of one of the files. */
function inFile(path: string, marked: string): ReturnType<typeof at> {
  const { text, offset } = cursorIn(marked);
  const hover = hoverAt(
    workspaceOf({ 'site.yaml': site, 'database.yaml': database, 'web.yaml': web, [path]: text }).refreshAtOnce(),
    `workspace/${path}`,
    offset,
  );
  if (hover === undefined) return undefined;
  return {
    under: text.slice(hover.range.start, hover.range.end),
    said: hover.sections.flatMap(({ title, lines }) => [english.say(title), ...lines.map(asText)]),
  };
}

const asText = ({ label, values, sentence, nested }: HoverLine) =>
  [
    nested ? '-' : '',
    label === undefined ? '' : english.say(label),
    values.map(english.say).join(', '),
    sentence === undefined ? '' : english.say(sentence),
  ]
    .filter((part) => part !== '')
    .join(' ');
const markedAt = (text: string, before: string) => text.replace(before, `${before}|`);

describe('a hover on a range', () => {
  it('says how large it is, what is free, and who has which address', () => {
    assert.deepEqual(inFile('site.yaml', markedAt(site, 'kubernetesNodeIPs: 10.128')), {
      under: '10.128.44.241-10.128.44.243',
      said: [
        'Kubernetes node IPs 10.128.44.241-10.128.44.243',
        'Addresses 3 in all, 2 used, 1 free',
        '- 10.128.44.241 Node master',
        '- 10.128.44.242 Node worker',
      ],
    });
  });

  it('says what lies in a subnet', () => {
    const said = inFile('site.yaml', markedAt(site, 'subnet: 10.128'))?.said ?? [];
    // Two nodes and one service; gateway, both ends, one address kept for nodes and six for services.
    assert.deepEqual(said.slice(0, 2), [
      'LAN subnet 10.128.44.0/22',
      'Addresses 10.128.44.0-10.128.47.255 1,024 in all, 3 used, 10 set aside, 1,011 free',
    ]);
    assert.ok(said.includes('- 10.128.44.241-10.128.44.243 Kubernetes node IPs'));
    assert.ok(said.includes('- 10.128.44.1 gateway'));
  });

  it('works for one entry of a MetalLB pool, also of the old configuration inside a text', () => {
    const pool =
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec:\n  addresses:\n    - 192.168.1.16/28\n    - 192.168.1.100-192.168.|1.109\n';
    assert.deepEqual(at(pool)?.under, '192.168.1.100-192.168.1.109');
    const legacy =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config, namespace: metallb-system }\ndata:\n  config: |\n    address-pools:\n    - name: lan\n      protocol: layer2\n      addresses:\n      - 192.168.1.100-192.168.1.109\n';
    const offset = legacy.indexOf('192.168.1.100') + 3;
    const hover = hoverAt(workspaceOf({ 'config.yaml': legacy }).refreshAtOnce(), 'workspace/config.yaml', offset);
    assert.equal(hover === undefined ? undefined : legacy.slice(hover.range.start, hover.range.end), '192.168.1.100-192.168.1.109');
    assert.match(english.say(hover?.sections[0]?.title ?? ''), /192\.168\.1\.100-192\.168\.1\.109/);
  });
});

describe('a hover on a range that nobody claims', () => {
  const policy = (block: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: few, namespace: shop }\nspec:\n  podSelector: {}\n  ingress:\n    - from:\n        - ipBlock:\n${block}`;

  it('of a policy says how large it is and what of the cluster lies in it', () => {
    const found = at(policy('            cidr: 10.128.44.2|40/28\n'));
    assert.equal(found?.under, '10.128.44.240/28');
    assert.deepEqual(found.said.slice(0, 2), [
      '10.128.44.240/28',
      'Addresses 10.128.44.240-10.128.44.255 16 in all, 3 used by this cluster',
    ]);
    assert.ok(found.said.includes('- 10.128.44.241-10.128.44.243 Kubernetes node IPs'));
    assert.equal(found.said.at(-1), 'In LAN subnet 10.128.44.0/22');
  });

  it('of a policy says its size also where the cluster knows nothing of it', () => {
    assert.deepEqual(at(policy('            cidr: 10.70.1|.0/24\n')), {
      under: '10.70.1.0/24',
      said: ['10.70.1.0/24', 'Addresses 10.70.1.0-10.70.1.255 256 in all'],
    });
  });

  for (const [what, text, under] of [
    ['an exception of a policy', policy('            cidr: 10.70.0.0/16\n            except: ["10.70.4|.0/24"]\n'), '10.70.4.0/24'],
    [
      'the source ranges of a service',
      'apiVersion: v1\nkind: Service\nmetadata: { name: few }\nspec: { type: LoadBalancer, ports: [{ port: 80 }], loadBalancerSourceRanges: [10.70|.0.0/16] }\n',
      '10.70.0.0/16',
    ],
    [
      "nets of a policy of Calico's",
      "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: { name: few, namespace: shop }\nspec:\n  ingress:\n    - action: Allow\n      source: { nets: ['fd00:70:|:/64'] }\n",
      'fd00:70::/64',
    ],
    [
      'an argument, where the cluster knows it',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: few }\nspec: { containers: [{ name: main, image: main, args: [--no-proxy=10.128.|44.0/22] }] }\n',
      '10.128.44.0/22',
    ],
  ] as const) {
    it(`works for ${what}`, () => assert.equal(at(text)?.under, under));
  }

  it('is silent on a part of a text that the cluster knows nothing of, and on what only looks like a range', () => {
    for (const text of ['docs 8.8|.8.0/24 here', 'release-1.|2/3', 'date 2024-|01-01']) {
      assert.equal(at(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { text: '${text}' }\n`), undefined, text);
    }
  });

  it('speaks of one address where a prefix is a single one', () => {
    assert.match(at(policy('            cidr: 10.128.44.2|41/32\n'))?.said[1] ?? '', /^Node master /);
  });
});

describe('a hover on the key of a range', () => {
  it('says what a hover on the range says', () => {
    const value = inFile('site.yaml', markedAt(site, 'kubernetesNodeIPs: 10.128'));
    const key = inFile('site.yaml', markedAt(site, 'kubernetesNode'));
    assert.deepEqual(key?.said, value?.said);
    assert.equal(key?.under, 'kubernetesNodeIPs');
  });

  it('lists several, each with what is free in it', () => {
    const dual = site + '  podSubnet: 10.244.0.0/16,fd00:244::/64\n';
    assert.deepEqual(inFile('site.yaml', markedAt(dual, 'podSub'))?.said.slice(0, 2), [
      'pod subnet',
      // Two pods, and the tunnels of both nodes.
      '- 10.244.0.0/16 65,536 in all, 4 used, 65,532 free',
    ]);
  });

  it('says who has a single address', () => {
    assert.deepEqual(inFile('site.yaml', markedAt(site, 'gate'))?.said, ['gateway 10.128.44.1', '- 10.128.44.1 gateway']);
  });
});

describe('a hover on a selector', () => {
  it('lists the pods that a service selects, with address and node', () => {
    const found = inFile('web.yaml', markedAt(web, 'selec'));
    assert.equal(found?.under, 'selector');
    assert.equal(found.said[0], 'Selected pods in namespace shop: 2');
    assert.match(found.said[1] ?? '', /^- 172\.27\.\d+\.\d+ database-0 on worker$/);
    assert.equal(found.said.length, 3);
  });

  it('says that a service selects nothing', () => {
    const found = inFile('web.yaml', markedAt(web.replace('tier: database', 'tier: none'), 'tier: no'));
    assert.deepEqual(found, { under: 'none', said: ['Selects no pod', 'No pod in namespace shop has all of these labels.'] });
  });

  it('names the nodes that a pod may run on', () => {
    assert.deepEqual(inFile('database.yaml', markedAt(database, 'nodeSel'))?.said, ['Selects 1 of 2 nodes', 'Nodes worker']);
  });
});

describe('a hover on a name', () => {
  it('of a service tells its addresses with their reasons, its DNS names and its endpoints', () => {
    const found = inFile('web.yaml', markedAt(web, 'name: we'));
    const said = found?.said ?? [];
    assert.equal(found?.under, 'web');
    assert.equal(said[0], 'Service shop/web');
    assert.match(said.find((line) => line.startsWith('Cluster IP')) ?? '', /^Cluster IP 172\.28\.0\.77 ./);
    assert.match(said.find((line) => line.startsWith('External address')) ?? '', /^External address 10\.128\.44\.244 ./);
    assert.match(said.find((line) => line.startsWith('DNS names')) ?? '', /web\.shop\.svc\.cluster\.local/);
    assert.ok(said.includes('Endpoints: 2'));
    assert.match(said.at(-1) ?? '', /^- 172\.27\.\d+\.\d+:5432 database-1$/);
  });

  it('of a workload tells its pods and the services in front of them', () => {
    const said = inFile('database.yaml', markedAt(database, 'name: data'))?.said ?? [];
    assert.deepEqual(
      said.slice(0, 2).map((line) => line.replace(/172[.\d]+/, 'ADDRESS')),
      ['StatefulSet shop/database', 'Pods: 2'],
    );
    assert.ok(said.includes('- shop/web 172.28.0.77'), said.join('\n'));
  });

  it('of a workload that the API server refuses says so, and why', () => {
    const said =
      inFile('database.yaml', markedAt(database.replace('matchLabels: { tier: database }', 'matchLabels: { tier: data }'), 'name: data'))
        ?.said ?? [];
    assert.deepEqual(said.slice(1, 3), ['The API server refuses it. Its selector does not select its own pods.', 'Pods: 0']);
  });

  it('of a service that another manifest names tells the same', () => {
    assert.equal(inFile('database.yaml', markedAt(database, 'serviceName: data'))?.said[0], 'Service shop/database-nodes');
  });

  it('of a service is found in the values of a pod and behind an Ingress too, under its name alone', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: client, namespace: lab }\nspec:\n  containers:\n    - { name: main, env: [{ name: A, value: "postgres://database-no|des.shop.svc:5432/x" }] }\n';
    assert.equal(at(pod)?.under, 'database-nodes');
    assert.equal(at(pod)?.said[0], 'Service shop/database-nodes');
    const ingress =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: front, namespace: shop }\nspec: { defaultBackend: { service: { name: we|b, port: { number: 80 } } } }\n';
    assert.equal(at(ingress)?.said[0], 'Service shop/web');
    assert.equal(at(ingress.replace('namespace: shop', 'namespace: lab')), undefined);
  });
});

describe('a hover on an address', () => {
  it('tells who has it and which ranges it lies in', () => {
    assert.deepEqual(inFile('site.yaml', markedAt(site, 'gateway: 10.1')), {
      under: '10.128.44.1',
      said: ['10.128.44.1', 'gateway', 'In LAN subnet 10.128.44.0/22'],
    });
  });

  it('finds it inside a longer text, without its port', () => {
    const found = at('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:\n  url: http://10.128.44.2|44:8080/path\n');
    assert.equal(found?.under, '10.128.44.244');
    assert.match(found.said[1] ?? '', /^Service shop\/web, external address/);
  });

  for (const [what, marked] of [
    ['an address that the cluster does not know', 'data:\n  url: 8.8|.8.8\n'],
    ['a version', 'data:\n  version: v10.128.|44.244\n'],
    ['a comment', '# 10.128.44.2|44\n'],
    ['blank space', 'data:  \n | \n'],
  ] as const) {
    it(`is silent on ${what}`, () =>
      assert.equal(at(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n${marked}`), undefined));
  }
});

it('a hover is silent in a file that is no manifest', () => {
  assert.equal(at('services:\n  web:\n    ipv4_address: 10.128.44.2|44\n'), undefined);
});

it('a hover says which cluster it speaks of where a manifest is in several', () => {
  const analysis = workspaceOf({
    'a/site.yaml': `${site.replace('store', 'a')}  manifests: [../base]\n`,
    'b/site.yaml': `${site.replace('store', 'b').replaceAll('10.128.44', '10.129.44')}  manifests: [../base]\n`,
    'base/database.yaml': database,
    'base/web.yaml': web,
  });
  const hover = hoverAt(analysis.refreshAtOnce(), 'workspace/base/web.yaml', web.indexOf('name: web') + 7);
  assert.deepEqual(
    hover?.sections.map(({ cluster }) => cluster),
    ['a', 'b'],
  );
  assert.deepEqual(
    hover.sections.map(({ lines }) => lines.find(({ label }) => label?.key === 'External address')?.values),
    [['10.128.44.244'], ['10.129.44.244']],
  );
});
