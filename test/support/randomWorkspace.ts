/** A workspace that somebody works on, with all that can stand in one: made at random, the same for the same number. */

export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

const names = ['web', 'db', 'cache', 'web-0', 'wbe'];
const namespaces = ['shop', 'edge', 'metallb-system', 'kube-system'];
const words: Readonly<Record<string, readonly string[]>> = {
  name: names,
  namespace: namespaces,
  port: ['80', '8080', '9090', '70000'],
  portName: ['http', 'htpp', 'metrics', '8080'],
  address: ['10.0.0.20', '10.0.0.21', '10.0.0.200', '10.96.0.10', '172.27.0.5', 'fd00::5', '10.0.0'],
  range: ['10.0.0.20-10.0.0.29', '10.0.0.25-10.0.0.40', '10.0.0.0/24', '10.0.1.0/28', '172.27.0.0/16', '10.0.0.9-10.0.0.1', 'fd00::/120'],
  replicas: ['0', '1', '2', '3', '"2"'],
  node: ['worker-1', 'worker-2', 'gone'],
  pool: ['lan', 'wan', 'pods'],
};

/** `<name>` and the like stand for any of their words. */
function filled(random: Random, template: string): string {
  return template.replace(/<(\w+)>/g, (all, kind: string) => (words[kind] === undefined ? all : pick(random, words[kind])));
}

const head = (apiVersion: string, kind: string, extra = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: <name>\n  namespace: <namespace>\n${extra}`;
const podSpec = (indent: string, extra = '') =>
  [
    ...(extra === '' ? [] : [extra]),
    'containers:',
    '- name: main',
    '  image: main:1',
    '  env:',
    '  - name: URL',
    '    value: http://<name>.<namespace>.svc.cluster.local:<port>/',
    '  ports:',
    '  - name: <portName>',
    '    containerPort: <port>',
    '  readinessProbe:',
    '    httpGet: { port: <portName> }',
  ]
    .map((line) => `${indent}${line}`)
    .join('\n');
const workload = (kind: string, extra = '', specExtra = '') =>
  `${head('apps/v1', kind)}spec:\n${extra}  selector:\n    matchLabels: { app: <name> }\n  template:\n    metadata:\n      labels: { app: <name> }\n    spec:\n${podSpec('      ', specExtra)}\n`;

const templates: readonly string[] = [
  `${head('v1', 'Service')}spec:\n  selector: { app: <name> }\n  ports:\n  - { name: http, port: <port>, targetPort: <portName> }\n`,
  `${head('v1', 'Service')}spec:\n  type: LoadBalancer\n  selector: { app: <name> }\n  ports:\n  - port: <port>\n`,
  `${head('v1', 'Service', '  annotations:\n    metallb.io/address-pool: <pool>\n    metallb.io/allow-shared-ip: shared\n')}spec:\n  type: LoadBalancer\n  selector: { app: <name> }\n  ports:\n  - port: <port>\n`,
  `${head('v1', 'Service')}spec:\n  type: LoadBalancer\n  loadBalancerIP: <address>\n  selector: { app: <name> }\n  ports:\n  - port: <port>\n`,
  `${head('v1', 'Service', '  annotations:\n    edgenetwork/disable: selector/no-match -- later\n')}spec:\n  clusterIP: <address>\n  selector: { app: <name> }\n  ports:\n  - port: <port>\n    nodePort: 30001\n`,
  `${head('v1', 'Service')}spec:\n  clusterIP: None\n  selector: { app: <name> }\n  ports:\n  - port: <port>\n`,
  `${head('v1', 'Service')}spec:\n  type: ExternalName\n  externalName: <name>.<namespace>.svc.cluster.local\n`,
  `${head('v1', 'Service')}spec:\n  ports:\n  - port: <port>\n`,
  `${head('v1', 'Endpoints')}subsets:\n- addresses:\n  - ip: <address>\n  ports:\n  - port: <port>\n`,
  `${head('discovery.k8s.io/v1', 'EndpointSlice', '  labels:\n    kubernetes.io/service-name: <name>\n')}addressType: IPv4\nendpoints:\n- addresses: [<address>]\nports:\n- port: <port>\n`,
  workload('Deployment', '  replicas: <replicas>\n'),
  workload('Deployment', '  replicas: <replicas>\n', 'nodeSelector: { zone: a }'),
  workload('Deployment', '  replicas: <replicas>\n', 'nodeName: <node>'),
  workload('StatefulSet', '  replicas: <replicas>\n  serviceName: <name>\n'),
  workload('DaemonSet', '', 'hostNetwork: true'),
  workload('Rollout', '  replicas: <replicas>\n').replace('apps/v1', 'argoproj.io/v1alpha1'),
  `${head('batch/v1', 'Job')}spec:\n  completions: 2\n  parallelism: <replicas>\n  template:\n    metadata:\n      labels: { app: <name> }\n    spec:\n${podSpec('      ')}\n`,
  `${head('v1', 'Pod', '  labels: { app: <name> }\n')}spec:\n${podSpec('  ')}\n`,
  `${head('v1', 'Pod', '  labels: { app: <name> }\n  ownerReferences:\n  - { kind: StatefulSet, name: <name>, controller: true }\n')}spec:\n  nodeName: <node>\n${podSpec('  ')}\nstatus:\n  phase: Running\n  podIP: <address>\n`,
  `apiVersion: v1\nkind: Node\nmetadata:\n  name: <node>\n  labels: { zone: a }\nspec:\n  podCIDR: <range>\nstatus:\n  addresses:\n  - { type: InternalIP, address: <address> }\n  allocatable: { pods: "3" }\n`,
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: <namespace>\n  labels: { team: <name> }\n  annotations:\n    cni.projectcalico.org/ipv4pools: '["<pool>"]'\n`,
  `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata:\n  name: <pool>\nspec:\n  cidr: <range>\n  blockSize: 26\n  nodeSelector: all()\n`,
  `apiVersion: projectcalico.org/v3\nkind: IPReservation\nmetadata:\n  name: <name>\nspec:\n  reservedCIDRs: [<address>]\n`,
  `apiVersion: operator.tigera.io/v1\nkind: Installation\nmetadata:\n  name: default\nspec:\n  calicoNetwork:\n    ipPools:\n    - cidr: <range>\n`,
  `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: <pool>\n  namespace: metallb-system\nspec:\n  addresses: ["<range>"]\n`,
  `apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata:\n  name: <name>\n  namespace: metallb-system\nspec:\n  ipAddressPools: [<pool>]\n`,
  `apiVersion: metallb.io/v1beta1\nkind: BGPAdvertisement\nmetadata:\n  name: <name>\n  namespace: metallb-system\nspec:\n  ipAddressPools: [<pool>]\n  communities: [<name>]\n`,
  `${head('networking.k8s.io/v1', 'Ingress')}spec:\n  rules:\n  - host: <name>.example.org\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend:\n          service:\n            name: <name>\n            port: { name: <portName> }\n`,
  `${head('networking.k8s.io/v1', 'NetworkPolicy')}spec:\n  podSelector: { matchLabels: { app: <name> } }\n  ingress:\n  - ports:\n    - port: <portName>\n`,
  `apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata:\n  name: <name>\n  namespace: <namespace>\nspec:\n  selector: app == '<name>'\n`,
  `apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata:\n  name: <name>\nspec:\n  namespaceSelector: team == '<name>'\n  selector: app == '<name>'\n  types: [Ingress]\n  ingress:\n  - action: Deny\n`,
  `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata:\n  name: <name>\nspec:\n  priority: 5\n  subject: { namespaces: { matchLabels: { team: <name> } } }\n  ingress:\n  - action: Deny\n    from: [{ namespaces: {} }]\n`,
  `${head('networking.k8s.io/v1', 'NetworkPolicy')}spec:\n  podSelector: { matchLabels: { app: <name> } }\n  policyTypes: [Egress]\n  egress:\n  - to: [{ namespaceSelector: { matchLabels: { team: <name> } } }]\n`,
  `${head('gateway.networking.k8s.io/v1', 'Gateway')}spec:\n  gatewayClassName: any\n  listeners:\n  - { name: web, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: <name> } } } } }\n`,
  `${head('gateway.networking.k8s.io/v1', 'HTTPRoute')}spec:\n  parentRefs: [{ name: <name>, namespace: <namespace> }]\n  rules:\n  - backendRefs: [{ name: <name>, namespace: <namespace>, port: <port> }]\n`,
  `${head('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant')}spec:\n  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: <namespace> }]\n  to: [{ group: "", kind: Service }]\n`,
  `${head('monitoring.coreos.com/v1', 'ServiceMonitor')}spec:\n  selector: { matchLabels: { app: <name> } }\n  endpoints: [{ port: <portName> }]\n`,
  `apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata:\n  name: <name>\n  namespace: metallb-system\nspec: { myASN: 64500, peerASN: 64501, peerAddress: <address> }\n`,
  `apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata:\n  name: <name>\nspec:\n  cidrs: [<range>]\n`,
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\ndata:\n  Corefile: |\n    .:53 {\n      kubernetes cluster.local\n      forward . <address>\n    }\n`,
  `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: <range>\n  serviceSubnet: 10.96.0.0/16\n`,
  `apiVersion: stable.example.org/v1\nkind: Operator\nmetadata:\n  name: <name>\n  namespace: <namespace>\nspec: {}\n`,
  `# nothing but a comment about <name>\n`,
];

export function randomDocument(random: Random): string {
  const document = filled(random, pick(random, templates));
  const dice = random();
  if (dice < 0.04) return `# edge-network-disable-file ${pick(random, codes)} -- meant\n${document}`;
  if (dice < 0.1)
    return document.replace(/^( *)(selector|ports|cidr|addresses)/m, `$1# edge-network-disable-next-line ${pick(random, codes)}\n$1$2`);
  return document;
}

const codes = ['selector/no-match', 'range/overlap', 'port/*', 'service/pending', 'nothing/known', '*'];

const network = (random: Random, manifests = '') =>
  filled(
    random,
    `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: <name>\nspec:\n  profile: ${pick(random, ['custom', 'azure-stack-edge', 'k3s', 'kubeadm'])}\n  computeNetwork:\n    subnet: 10.0.0.0/24\n    gateway: 10.0.0.1\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: <range>\n${manifests}`,
  );

export function initialFiles(random: Random): Map<string, string> {
  const files = new Map<string, string>();
  for (const path of ['sites/one/network.yaml', 'sites/two/network.yaml']) files.set(path, network(random, '  manifests: [../../apps]\n'));
  files.set('overlays/a/kustomization.yaml', 'resources: [../../base]\nnamePrefix: a-\nnamespace: shop\n');
  files.set('overlays/b/kustomization.yaml', 'resources: [../../base]\ncommonLabels: { app: db }\nnamespace: edge\n');
  files.set('base/kustomization.yaml', 'resources: [one.yaml, two.yaml]\n');
  files.set(
    '.edge-network.yaml',
    'checks:\n  port/duplicate: hint\nignore:\n- codes: [service/pending]\n  paths: ["loose/**"]\n  reason: later\n',
  );
  for (const path of [
    'base/one.yaml',
    'base/two.yaml',
    'apps/one.yaml',
    'apps/two.yaml',
    'sites/one/own.yaml',
    'loose/one.yaml',
    'loose/two.yaml',
  ])
    files.set(path, Array.from({ length: 1 + Math.floor(random() * 4) }, () => randomDocument(random)).join('---\n'));
  return files;
}

/** More that is rendered: patches, a generator with a file that is no manifest, and a chart with two sets of values. */
export const renderedFiles: ReadonlyMap<string, string> = new Map([
  [
    'overlays/a/kustomization.yaml',
    'resources: [../../base]\nnamePrefix: a-\nnamespace: shop\npatches:\n- target: { kind: Service }\n  path: patch.yaml\nconfigMapGenerator:\n- name: settings\n  envs: [settings.env]\n',
  ],
  [
    'overlays/a/patch.yaml',
    'apiVersion: v1\nkind: Service\nmetadata: { name: any }\nspec:\n  selector:\n    app: web\n  loadBalancerIP: 10.0.0.20\n',
  ],
  ['overlays/a/settings.env', 'LEVEL=web\nPORT=8080\n'],
  ['charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
  ['charts/web/values.yaml', 'app: web\nport: 8080\nservice: { name: web, type: ClusterIP }\n'],
  ['charts/web/values-west.yaml', 'app: db\nservice: { type: LoadBalancer }\n'],
  ['charts/web/values-east.yaml', 'app: cache\n'],
  ['charts/web/templates/_labels.tpl', '{{- define "labels" -}}\napp: {{ .Values.app }}\n{{- end }}\n'],
  [
    'charts/web/templates/web.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels: {{- include "labels" . | nindent 4 }}\nspec:\n  containers:\n  - name: web\n    ports: [{ name: http, containerPort: {{ .Values.port }} }]\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.service.name }}\nspec:\n  type: {{ .Values.service.type }}\n  selector:\n    app: web\n  ports:\n  - port: 80\n    targetPort: http\n',
  ],
]);

export interface Change {
  readonly what: string;
  readonly path: string;
  /** Absent: the file goes. */
  readonly text: string | undefined;
}

const folders = ['base', 'apps', 'loose', 'sites/one', 'sites/two', 'overlays/a', 'sites/three'];

/** What somebody does next: mostly an edit in one file; now and then a file comes, goes or is called otherwise. */
export function randomChanges(random: Random, files: ReadonlyMap<string, string>): readonly Change[] {
  const paths = [...files.keys()];
  const path = pick(random, paths);
  const text = files.get(path) ?? '';
  const dice = random();
  if (dice < 0.05 && files.size > 5) return [{ what: 'delete', path, text: undefined }];
  if (dice < 0.09) {
    const to = `${pick(random, folders)}/${pick(random, ['one', 'two', 'three', 'own'])}.yaml`;
    return [
      { what: 'rename away', path, text: undefined },
      { what: 'rename to', path: to, text },
    ];
  }
  if (dice < 0.16) {
    const created = pick(random, [
      () => [`${pick(random, folders)}/${pick(random, ['one', 'two', 'three'])}.yaml`, randomDocument(random)] as const,
      () =>
        [
          `sites/${pick(random, ['one', 'two', 'three'])}/network.yaml`,
          network(random, pick(random, ['', '  manifests: [../../apps]\n', '  manifests: [../../loose/one.yaml, ../../gone]\n'])),
        ] as const,
      () =>
        [
          `${pick(random, ['', 'loose/', 'sites/'])}.edge-network.yaml`,
          `checks:\n  ${pick(random, codes)}: ${pick(random, ['off', 'error', 'loud'])}\nignore:\n- codes: [${pick(random, codes.slice(0, 4))}]\n`,
        ] as const,
      () =>
        [
          `${pick(random, ['base', 'overlays/a', 'overlays/b'])}/kustomization.yaml`,
          pick(random, [
            'resources: [one.yaml]\n',
            'resources: [../../base]\nnamespace: edge\nnameSuffix: -x\n',
            'resources: [../../base, https://example.org/base]\npatches: [{ path: x.yaml }]\n',
          ]),
        ] as const,
    ])();
    return [{ what: 'write', path: created[0], text: created[1] }];
  }
  if (dice < 0.2) {
    // Two at once, as a save of all does.
    const other = pick(random, paths);
    return [edited(random, path, text), edited(random, other, other === path ? text : (files.get(other) ?? ''))];
  }
  return [edited(random, path, text)];
}

function edited(random: Random, path: string, text: string): Change {
  const [what, change] = pick(random, edits);
  return { what, path, text: change(random, text) };
}

const edits: readonly (readonly [string, (random: Random, text: string) => string])[] = [
  ['another word', anotherWord],
  ['another word', anotherWord],
  ['another word', anotherWord],
  ['comment above', (random, text) => `# note ${Math.floor(random() * 1000)}\n${text}`],
  ['comment inside', (random, text) => atLine(random, text, (line) => `# note\n${line}`)],
  ['a manifest more', (random, text) => `${text.replace(/\n?$/, '\n')}---\n${randomDocument(random)}`],
  ['a manifest before', (random, text) => `${randomDocument(random)}---\n${text}`],
  ['a manifest less', withoutDocument],
  ['a line less', (random, text) => atLine(random, text, () => '')],
  ['half typed', (random, text) => text.slice(0, Math.floor(random() * text.length))],
  ['half typed inside', (random, text) => atLine(random, text, (line) => `${line.slice(0, Math.floor(random() * line.length))}\n`)],
  ['templated', (random, text) => atLine(random, text, (line) => line.replace(/: .*/, ': {{ .Values.x }}'))],
  ['a line twice', (random, text) => atLine(random, text, (line) => line + line)],
  ['nothing but a mark', (random, text) => (random() < 0.3 ? '' : `${text}---\n`)],
];

function anotherWord(random: Random, text: string): string {
  const kind = pick(random, Object.keys(words));
  const known = words[kind] ?? [];
  const present = known.filter((word) => text.includes(word));
  if (present.length === 0) return text.replace(/\d+/, String(Math.floor(random() * 300)));
  const word = pick(random, present);
  const starts = [...text.matchAll(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(({ index }) => index);
  const start = pick(random, starts);
  return text.slice(0, start) + pick(random, known) + text.slice(start + word.length);
}

function atLine(random: Random, text: string, change: (line: string) => string): string {
  const lines = text.split(/(?<=\n)/);
  const at = Math.floor(random() * lines.length);
  return lines.map((line, index) => (index === at ? change(line) : line)).join('');
}

function withoutDocument(random: Random, text: string): string {
  const documents = text.split(/^---\n/m);
  documents.splice(Math.floor(random() * documents.length), 1);
  return documents.join('---\n');
}
