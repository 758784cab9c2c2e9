import assert from 'node:assert/strict';
import { renameableAt, renamingAt } from '../../../src/analysis/rename/renaming.ts';
import { english } from '../../../src/base/message.ts';
import { cursorIn, workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

type Files = Readonly<Record<string, string>>;

/** The files after the renaming of what stands at `|` in one of them, or why it was refused. */
function renamed(files: Files, to: string): Files | string {
  const [path = '', marked = ''] = Object.entries(files).find(([, text]) => text.includes('|')) ?? [];
  const { text, offset } = cursorIn(marked);
  const all = { ...files, [path]: text };
  const snapshot = new RenderedWorkspace(all).refreshed();
  const found = renamingAt(snapshot, path, offset, to);
  if (found === undefined) return 'nothing';
  if ('refused' in found) return english.say(found.refused);
  const renameable = renameableAt(snapshot, path, offset);
  assert.ok(renameable !== undefined && 'text' in renameable, 'it can be renamed');
  const lines = new Map(Object.entries(all).map(([name, content]) => [name, content.split('\n')]));
  for (const { range, text: written } of found.edits.toSorted((one, other) => other.range.start.character - one.range.start.character)) {
    assert.equal(range.start.line, range.end.line);
    const list = lines.get(range.path) ?? [];
    const line = list[range.start.line] ?? '';
    list[range.start.line] = line.slice(0, range.start.character) + written + line.slice(range.end.character);
  }
  return Object.fromEntries([...lines].map(([name, list]) => [name, list.join('\n')]));
}

/** Why it was refused. */
function refusal(files: Files, to: string): string {
  const outcome = renamed(files, to);
  return typeof outcome === 'string' ? outcome : 'renamed';
}

/** Renames, and expects each `from` between marks `‹from›` to have become `to`, and nothing else to have changed. */
function expectRenamed(files: Files, to: string): void {
  const plain = (text: string) => text.replaceAll(/‹([^›]*)›/g, '$1');
  const before = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, plain(text)]));
  const after = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll(/‹[^›]*›/g, to)]));
  assert.deepEqual(renamed(before, to), after);
}

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  selector: { matchLabels: { app: ‹web› } }
  template:
    metadata:
      labels:
        app: "‹w|eb›"
    spec:
      containers: [{ name: web, ports: [{ name: http, containerPort: 80 }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: ‹web› }
  ports: [{ name: api, port: 80, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [other, ‹web›] }] }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: ‹web› } } }] }]
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: calico, namespace: shop }
spec: { selector: app == '‹web›' && has(app) }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: lab }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } }
`;

describe('renaming the value of a label', () => {
  it('changes it at what has it and wherever that is selected by it, and nowhere else', () => expectRenamed({ 'a.yaml': web }, 'store'));

  it('may begin at a selector', () =>
    expectRenamed(
      { 'a.yaml': web.replace('‹w|eb›', '‹web›').replace('spec:\n  selector: { app: ‹web› }', 'spec:\n  selector: { app: ‹we|b› }') },
      'store',
    ));

  it('is refused where something else would be selected then', () => {
    const other = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: store, namespace: shop }
spec:
  selector: { matchLabels: { app: store } }
  template: { metadata: { labels: { app: store } }, spec: { containers: [{ name: web }] } }
`;
    assert.match(refusal({ 'a.yaml': web.replaceAll(/[‹›]/g, '') + other }, 'store'), /would select more than before/);
  });

  it('is refused for what is no value of a label', () =>
    assert.equal(renamed({ 'a.yaml': web.replaceAll(/[‹›]/g, '') }, 'a b'), '"a b" is not a label value.'));

  it('changes a base and what three overlays make of it at once', () => {
    const overlay = (name: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ‹web› }, ports: [{ port: 80 }] }
`;
    const base = web.split('---')[0] ?? '';
    expectRenamed(
      {
        'base/kustomization.yaml': 'resources: [web.yaml]\n',
        'base/web.yaml': base,
        ...Object.fromEntries(
          ['north', 'south', 'west'].flatMap((name) => [
            [`stores/${name}/kustomization.yaml`, 'resources: [../../base, service.yaml]\n'],
            [`stores/${name}/service.yaml`, overlay(name)],
          ]),
        ),
      },
      'store',
    );
  });

  it('changes patches that repeat what the base says', () => {
    const patched = (kustomization: string) => `resources: [../../base]\n${kustomization}`;
    expectRenamed(
      {
        'base/kustomization.yaml': 'resources: [web.yaml]\n',
        'base/web.yaml': web.split('---').slice(0, 2).join('---'),
        'stores/north/kustomization.yaml': patched('nameSuffix: -north\npatches: [{ path: service.yaml }]\n'),
        'stores/north/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: NodePort, selector: { app: ‹web› } }\n',
        'stores/south/kustomization.yaml': patched(
          'nameSuffix: -south\npatches:\n  - target: { kind: Service }\n    patch: |-\n      - op: replace\n        path: /spec/selector/app\n        value: "‹web›"\n',
        ),
      },
      'store',
    );
  });

  it('changes a kustomization that sets the label, and patches that ask for it', () =>
    expectRenamed(
      {
        'kustomization.yaml': 'labels:\n  - pairs: { app: ‹w|eb› }\n    includeSelectors: true\nresources: [web.yaml]\n',
        'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { containers: [{ name: web }] } } }
`,
      },
      'store',
    ));
});

const orders = `apiVersion: v1
kind: Service
metadata: { name: ‹ord|ers›, namespace: shop }
spec: { selector: { app: orders }, ports: [{ name: api, port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: lab }
spec:
  containers:
    - name: main
      env:
        - { name: ORDERS_URL, value: "http://‹orders›.shop:80/orders" }
        - { name: OTHER_URL, value: http://orders.lab }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec: { defaultBackend: { service: { name: ‹orders›, port: { name: api } } } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data:
  url: http://‹orders›.shop.svc.cluster.local:80
  app.properties: |
    backend=http://‹orders›:80/
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: lab }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
`;

describe('renaming a Service', () => {
  // The first cursor is that of the mark, not the one of the block scalar.
  const files = { 'a.yaml': orders.replace('app.properties: |', 'app.properties: >') };

  it('changes its name in backends, in variables and in the texts of ConfigMaps', () => expectRenamed(files, 'purchases'));

  it('changes patches of the Service, which name it', () =>
    expectRenamed(
      {
        'base/kustomization.yaml': 'resources: [orders.yaml]\n',
        'base/orders.yaml': orders.split('---')[0] ?? '',
        'store/kustomization.yaml':
          'resources: [../base]\npatches: [{ path: orders.yaml }, { target: { kind: Service, name: ‹orders› }, path: ports.yaml }]\n',
        'store/orders.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: ‹orders›, namespace: shop }\nspec: { type: NodePort }\n',
        'store/ports.yaml': '[{ op: replace, path: /spec/ports/0/port, value: 81 }]\n',
      },
      'purchases',
    ));

  it('is refused where there is one of the name', () => {
    const taken = `${files['a.yaml'].replaceAll(/[‹›]/g, '')}---\napiVersion: v1\nkind: Service\nmetadata: { name: purchases, namespace: shop }\n`;
    assert.equal(renamed({ 'a.yaml': taken }, 'purchases'), 'There is a Service purchases already.');
  });

  it('is refused where a kustomization makes the name', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: ord|ers, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n';
    assert.match(
      refusal({ 'kustomization.yaml': 'namePrefix: one-\nresources: [a.yaml]\n', 'a.yaml': service }, 'purchases'),
      /^one-orders is not written as such/,
    );
  });

  it('is refused for a chart that has two users', () => {
    const template = 'apiVersion: v1\nkind: Service\nmetadata: { name: ord|ers, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n';
    const text = refusal(
      {
        'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
        'web/values.yaml': 'a: b\n',
        'web/values-one.yaml': 'a: c\n',
        'web/values-two.yaml': 'a: d\n',
        'web/templates/a.yaml': template,
      },
      'purchases',
    );
    assert.match(text, /is a part of a chart that others use too/);
  });
});

describe('renaming a port', () => {
  it('of containers changes it wherever a Service or a probe names it', () =>
    expectRenamed(
      {
        'a.yaml': `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, labels: { app: a } }
spec:
  containers:
    - name: main
      ports: [{ name: ‹http›, containerPort: 80 }]
      livenessProbe: { httpGet: { port: ‹http› } }
---
apiVersion: v1
kind: Pod
metadata: { name: b, namespace: shop, labels: { app: a } }
spec: { containers: [{ name: main, ports: [{ name: ‹http›, containerPort: 81 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: shop }
spec: { selector: { app: a }, ports: [{ name: http, port: 80, targetPort: ‹ht|tp› }] }
`,
      },
      'web',
    ));

  it('of a Service changes it at its backends', () =>
    expectRenamed(
      {
        'a.yaml': orders
          .replaceAll(/[‹›|]/g, '')
          .replaceAll('api', '‹api›')
          .replace('‹api›Version', 'apiVersion')
          .replaceAll('‹api›Version', 'apiVersion')
          .replace('app.properties: ', 'app.properties: >')
          .replace('name: ‹api›, port', 'name: ‹a|pi›, port'),
      },
      'rest',
    ));
});

describe('renaming a pool', () => {
  it('changes it where it is advertised and asked for', () =>
    expectRenamed(
      {
        'a.yaml': `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ‹l|an›, namespace: metallb-system }
spec: { addresses: [10.0.0.1-10.0.0.9] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
spec: { ipAddressPools: [‹lan›] }
---
apiVersion: v1
kind: Service
metadata: { name: lan, namespace: shop, annotations: { metallb.io/address-pool: ‹lan› } }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`,
      },
      'office',
    ));
});

describe('renaming a namespace', () => {
  const files = {
    'a.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: ‹shop› }
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: ‹sh|op› }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: lab }
spec: { containers: [{ name: main, env: [{ name: A_URL, value: http://shop.‹shop›.svc }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: lab }
spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ‹shop› } } }] }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: lab }
subjects: [{ kind: ServiceAccount, name: shop, namespace: ‹shop› }]
`,
  };

  it('changes it in every field that names one, in selectors and in names of Services', () => expectRenamed(files, 'store'));

  it('changes the kustomization that sets it', () =>
    expectRenamed(
      {
        'kustomization.yaml': 'namespace: ‹sh|op›\nresources: [a.yaml]\n',
        'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: shop }\nspec: { ports: [{ port: 80 }] }\n',
      },
      'store',
    ));

  it('is refused where two would become one, and for those of the cluster itself', () => {
    const plain = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll(/[‹›]/g, '')]));
    assert.match(refusal(plain, 'lab'), /There is a namespace lab already/);
    assert.match(
      refusal({ 'a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: kube-|system }\n' }, 'x'),
      /namespace of the cluster itself/,
    );
  });
});

describe('renaming', () => {
  it('does nothing where no name is', () => {
    assert.equal(renamed({ 'a.yaml': 'apiVersion: v1\nkind: Ser|vice\nmetadata: { name: a }\n' }, 'x'), 'nothing');
    assert.equal(renamingAt(workspaceOf({}).refreshAtOnce(), 'workspace/none.yaml', 0, 'x'), undefined);
  });
});
