import assert from 'node:assert/strict';
import { completionsAt } from '../../../src/analysis/completion/completions.ts';
import { english } from '../../../src/base/message.ts';
import { cursorIn, workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const shop = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
  kubernetesNodeIPs: 10.0.0.10-10.0.0.12
  kubernetesServiceIPs: 10.0.0.20-10.0.0.21
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: front } }
---
apiVersion: v1
kind: Node
metadata: { name: worker-a, labels: { disk: ssd } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec: { containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: database, namespace: data }
spec:
  selector: { matchLabels: { app: database } }
  template:
    metadata: { labels: { app: database, "a/b": "on" } }
    spec: { containers: [{ name: main }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { metallb.io/allow-shared-ip: one } }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ name: http, port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: database, namespace: data }
spec: { clusterIP: None, selector: { app: database }, ports: [{ port: 5432 }] }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: front, namespace: shop }
spec: { gatewayClassName: x, listeners: [{ name: web, port: 80, protocol: HTTP }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.100-10.0.0.103] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
`;

/** What is offered at the cursor, as it would be written; `=` and its label where that is other. */
function offered(marked: string, files: Readonly<Record<string, string>> = { 'shop.yaml': shop }, path = 'new.yaml'): readonly string[] {
  const { text, offset } = cursorIn(marked);
  const snapshot = workspaceOf({ ...files, [path]: text }).refreshAtOnce();
  const found = completionsAt(snapshot, `workspace/${path}`, text, offset, () => undefined);
  return found?.candidates.map(({ text: written }) => written) ?? [];
}

const service = (rest: string, namespace = 'shop') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: ${namespace} }\nspec:\n${rest}`;
const pod = (rest: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec:\n${rest}`;
const calico = (rest: string) =>
  `apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec:\n  ${rest}`;

describe('completions', () => {
  for (const [what, marked, expected] of [
    ['label keys of the namespace at a selector', service('  selector:\n    |'), ['app: ', 'tier: ']],
    ['those that are not written yet', service('  selector: { app: web, | }'), ['tier: ']],
    ['none of another line while one is typed', service('  selector:\n    ap|\n    app: web'), ['tier: ']],
    ['the one that is typed, wherever the cursor is in it', service('  selector:\n    a|pp: web'), ['app', 'tier']],
    ['none of another pair in braces while one is typed', service('  selector: { ti|: x, tier: front }'), ['app']],
    [
      'no annotation of another line while one is typed',
      service('').replace('name: a, namespace: shop }', 'annotations: { metallb.io/a|: x, metallb.io/address-pool: lan } }'),
      ['metallb.io/loadBalancerIPs', 'metallb.io/allow-shared-ip'],
    ],
    ['label values by their key', service('  selector:\n    app: |'), ['web']],
    ['what YAML would read otherwise in quotes', service('  selector: { a/b: | }', 'data'), ['"on"']],
    ['nothing for a key that nobody has', service('  selector:\n    nope: |'), []],
    ['nothing at a place of other words', service('  sessionAffinity: |'), []],
    ['ports of the pods that are selected', service('  selector: { app: web }\n  ports:\n    - targetPort: |'), ['http', '8080']],
    ['the address that it has, and the next free one', service('  type: LoadBalancer\n  loadBalancerIP: |'), ['10.0.0.100', '10.0.0.102']],
    [
      'annotations',
      service('  type: a\n').replace('namespace: shop }', 'namespace: shop, annotations: { metallb.io/allow| } }'),
      ['metallb.io/address-pool: ', 'metallb.io/loadBalancerIPs: ', 'metallb.io/allow-shared-ip: '],
    ],
    ['pools at their annotation', service('').replace('namespace: shop }', 'annotations: { metallb.io/address-pool: | } }'), ['lan']],
    [
      'sharing keys',
      service('').replace('name: a, namespace: shop }', 'name: b, annotations: { metallb.universe.tf/allow-shared-ip: o| } }'),
      ['one'],
    ],
    [
      'services by their form in an environment variable',
      pod('  containers:\n    - name: m\n      env:\n        - name: DB_HOST\n          value: |'),
      ['web', 'database.data', 'kubernetes.default', 'kube-dns.kube-system'],
    ],
    [
      'them behind a scheme',
      pod('  containers: [{ name: m, env: [{ name: A, value: "http://w|" }] }]'),
      ['http://web', 'http://database.data', 'http://kubernetes.default', 'http://kube-dns.kube-system'],
    ],
    ['the ports behind a name', pod('  containers: [{ name: m, env: [{ name: A, value: "database.data:|" }] }]'), ['database.data:5432']],
    ['nothing in a variable that is no host', pod('  containers: [{ name: m, env: [{ name: LEVEL, value: | }] }]'), []],
    [
      'own ports at a probe',
      pod('  containers:\n    - name: m\n      ports: [{ name: http, containerPort: 1 }]\n      livenessProbe: { httpGet: { port: | } }'),
      ['http', '1'],
    ],
    [
      'labels of nodes',
      pod('  nodeSelector:\n    di|'),
      ['kubernetes.io/hostname: ', 'kubernetes.io/os: ', 'beta.kubernetes.io/os: ', 'disk: '],
    ],
    ['values of labels of nodes', pod('  nodeSelector: { disk: | }'), ['ssd']],
    ['names of nodes', pod('  nodeName: |'), ['worker-a']],
    ['ConfigMaps', pod('  volumes: [{ name: v, configMap: { name: | } }]'), ['settings']],
    ['namespaces', 'apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: |', ['shop', 'data', 'metallb-system']],
    [
      'classes and backends of an Ingress',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { namespace: shop }\nspec: { ingressClassName: | }',
      ['nginx'],
    ],
    [
      'backends',
      'kind: Ingress\nmetadata: { namespace: shop }\nspec:\n  rules:\n    - http:\n        paths:\n          - backend:\n              service:\n                name: |',
      ['web'],
    ],
    [
      'the ports of a backend',
      'kind: Ingress\nmetadata: { namespace: shop }\nspec: { defaultBackend: { service: { name: web, port: { number: | } } } }',
      ['80'],
    ],
    ['parents of a route', 'kind: HTTPRoute\nmetadata: { namespace: shop }\nspec: { parentRefs: [{ name: | }] }', ['front']],
    [
      'sections of a parent',
      'kind: HTTPRoute\nmetadata: { namespace: shop }\nspec: { parentRefs: [{ name: front, sectionName: | }] }',
      ['web'],
    ],
    [
      'the next free range of the same size',
      'kind: IPAddressPool\nspec:\n  addresses:\n    - 10.0.0.100-10.0.0.103\n    - |',
      ['10.0.0.104-10.0.0.107'],
    ],
    ['pools of an advertisement', 'kind: L2Advertisement\nspec:\n  ipAddressPools: [|]', ['lan']],
    [
      'labels of a policy, in expressions too',
      'kind: NetworkPolicy\nmetadata: { namespace: shop }\nspec: { podSelector: { matchExpressions: [{ key: tier, operator: In, values: [|] }] } }',
      ['front'],
    ],
    [
      'labels of pods anywhere for a peer',
      'kind: NetworkPolicy\nmetadata: { namespace: shop }\nspec: { egress: [{ to: [{ podSelector: { matchLabels: { app: | } } }] }] }',
      ['web', 'database'],
    ],
    [
      'labels of namespaces',
      'kind: NetworkPolicy\nspec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: | } } }] }] }',
      ['front'],
    ],
    [
      'pairs of its own selector for a template',
      'kind: Deployment\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata:\n      labels:\n        |',
      ['app: web'],
    ],
    [
      'fields of a site',
      'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nspec:\n  computeNetwork:\n    subnet: a\n    |',
      ['gateway: ', 'dhcpRanges: ', 'reservedIPs: '],
    ],
    [
      'profiles of a site',
      'kind: EdgeNetwork\nspec: { profile: k| }',
      ['azure-stack-edge', 'aks-edge-essentials', 'k3s', 'microk8s', 'kubeadm', 'talos', 'custom'],
    ],
    ['labels in a selector of Calico', calico("selector: '|'"), ['app', 'tier', 'projectcalico.org/namespace']],
    ['them behind a sign', calico(`selector: app == "web" && t|`), ['app', 'tier', 'projectcalico.org/namespace']],
    ['them inside of has()', calico('selector: has(t|'), ['app)', 'tier)', 'projectcalico.org/namespace)']],
    ['them where its parenthesis is closed', calico('selector: has(t|)'), ['app', 'tier', 'projectcalico.org/namespace']],
    ['values behind an operator', calico('selector: app == |'), ['"web"']],
    ['values in quotes that are open', calico('selector: app == "w|'), ['web"']],
    ['values in quotes that are closed', calico('selector: app == "w|eb"'), ['web']],
    ['values in the quotes that YAML leaves', calico('selector: "app != |"'), ["'web'"]],
    ['values of a set', calico(`selector: "tier not in { 'back', |"`), ["'front'"]],
    ['comparisons behind a label', calico('selector: tier |'), ['== "front"']],
    ['them behind half of an operator', calico('selector: tier =|'), ['== "front"']],
    ['nothing behind a whole comparison', calico('selector: tier == "front" |'), []],
    ['nothing behind what is no selector', calico('selector: tier ~ |'), []],
    ['labels of the own namespace for a peer', calico('ingress: [{ source: { selector: "app == |" } }]'), ["'web'"]],
    [
      'labels of all where a peer names namespaces',
      calico('ingress: [{ source: { namespaceSelector: all(), selector: "app == |" } }]'),
      ["'web'", "'database'"],
    ],
    [
      'labels of all for a policy of the cluster',
      calico('egress: [{ destination: { notSelector: "app == |" } }]').replace('NetworkPolicy', 'GlobalNetworkPolicy'),
      ["'web'", "'database'"],
    ],
    ['labels of namespaces for Calico', calico('namespaceSelector: team == |'), ['"front"']],
    ['labels of nodes for a pool of Calico', 'kind: IPPool\nspec: { nodeSelector: "disk == |" }', ["'ssd'"]],
    ['nothing in a comment', service('  # selector: |'), []],
    ['nothing where text is templated', service('  selector: { app: "{{ .x|" }'), []],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(offered(marked), expected));
  }

  it('are whole manifests on an empty document, and nowhere else', () => {
    const labels = ['edge-site', 'edge-application', 'edge-pool', 'edge-default-deny'];
    const at = (marked: string) => {
      const { text, offset } = cursorIn(marked);
      const snapshot = workspaceOf({ 'shop.yaml': 'kind: Service' }).refreshAtOnce();
      return completionsAt(snapshot, 'workspace/new.yaml', text, offset, () => undefined)?.candidates.map(({ label }) => label) ?? [];
    };
    assert.deepEqual(at('|'), labels);
    assert.deepEqual(at('kind: Service\n---\nedge|'), labels);
    assert.deepEqual(at('kind: Service\nedge|'), []);
  });

  it('offer another site last, a pool in the addresses of the site, and none where the device has its own', () => {
    const at = (site: string) => {
      const snapshot = workspaceOf({ 'shop.yaml': site }).refreshAtOnce();
      return completionsAt(snapshot, 'workspace/new.yaml', '', 0, () => undefined)?.candidates ?? [];
    };
    assert.deepEqual(
      at(shop).map(({ label }) => label),
      ['edge-application', 'edge-default-deny', 'edge-site'],
    );
    const k3s = shop.split('---')[0]?.replace('azure-stack-edge', 'k3s') ?? '';
    const pool = (site: string) => at(site).find(({ label }) => label === 'edge-pool')?.text;
    assert.ok(pool(k3s)?.includes('- ${2:10.0.0.20-10.0.0.21}'));
    assert.equal(/- \$\{2:.*/.exec(pool(k3s.replace(/ {2}kubernetesServiceIPs.*\n/, '')) ?? '')?.[0], '- ${2:10.0.0.30-10.0.0.39}');
  });

  it('are manifests that nothing is wrong with', () => {
    const snapshot = workspaceOf({}).refreshAtOnce();
    const found = completionsAt(snapshot, 'workspace/new.yaml', '', 0, () => undefined)?.candidates ?? [];
    const texts = found.map(({ label, text }) => [
      `${label}.yaml`,
      text.replaceAll(/\$\{\d+(?::([^}]*)|\|([^,|}]*)[^}]*)\}/g, (_, placed?: string, choice?: string) => placed ?? choice ?? ''),
    ]);
    for (const [name = '', text = ''] of texts) {
      const { clusters } = workspaceOf({ [name]: text }).refreshAtOnce();
      const loud = clusters.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error' || severity === 'warning');
      assert.deepEqual(
        loud.map(({ code, message }) => `${name} ${code} ${english.say(message)}`),
        [],
      );
    }
  });

  it('take the namespace that a kustomization gives', () => {
    const { text, offset } = cursorIn(
      'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { selector: { app: | }, ports: [{ port: 1 }] }\n',
    );
    const workspace = new RenderedWorkspace({
      'base/shop.yaml': shop,
      'base/kustomization.yaml': 'namespace: data\nresources: [a.yaml, shop.yaml]\n',
      'base/a.yaml': text,
    });
    const found = completionsAt(workspace.refreshed(), 'base/a.yaml', text, offset, () => undefined);
    assert.ok(found?.candidates.some(({ label }) => label === 'database'));
  });

  it('are the values of a chart where a template asks for one', () => {
    const files: Readonly<Record<string, string>> = { 'web/values.yaml': 'image: { tag: "1", name: a }\nport: 80\n' };
    const at = (marked: string, path = 'web/templates/a.yaml') => {
      const { text, offset } = cursorIn(marked);
      return completionsAt(workspaceOf({}).refreshAtOnce(), path, text, offset, (file) => files[file])?.candidates.map(
        ({ label }) => label,
      );
    };
    assert.deepEqual(at('a: {{ .Values.| }}'), ['image', 'port']);
    assert.deepEqual(at('a: {{ .Values.image.t|x }}'), ['tag', 'name']);
    assert.equal(at('a: {{ .Values.port.| }}'), undefined);
    assert.equal(at('a: .Values.|'), undefined);
    assert.equal(at('a: {{ .Values.| }}', 'web/a.yaml'), undefined);
  });

  it('are settings in a configuration file', () => {
    assert.deepEqual(offered('|', {}, '.edge-network.yaml'), ['profile: ', 'checks: ', 'routedNetworks: ', 'exclude: ', 'ignore: ']);
    assert.deepEqual(offered('checks: { range/overlap: | }', {}, '.edge-network.yaml'), ['error', 'warning', 'information', 'hint', 'off']);
    assert.ok(offered('ignore:\n  - codes: [|]', {}, '.edge-network.yaml').includes('range/overlap'));
  });
});
