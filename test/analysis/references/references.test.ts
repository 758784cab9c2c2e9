import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/analysis/snapshot.ts';
import { definitionsAt, usesAt } from '../../../src/analysis/references/references.ts';
import type { FileRange } from '../../../src/analysis/resolve.ts';
import { cursorIn, workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, tier: front } }
    spec:
      containers:
        - name: main
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { port: http } }
          env: [{ name: ORDERS_URL, value: "http://orders.shop:80" }]
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ name: api, port: 80, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec: { defaultBackend: { service: { name: orders, port: { name: api } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  podSelector: { matchExpressions: [{ key: tier, operator: Exists }] }
`;

/** What is written at the ranges, each with its line; the cursor stands behind the first `before` of the text and what follows it. */
function at(ask: typeof usesAt, text: string, before: string, other: Readonly<Record<string, string>> = {}): readonly string[] {
  const cursor = cursorIn(text.replace(before, `${before}|`));
  const snapshot = workspaceOf({ 'a.yaml': cursor.text, ...other }).refreshAtOnce();
  return ask(snapshot, 'workspace/a.yaml', cursor.offset).map((range) => told(snapshot, range));
}

function told(snapshot: Snapshot, { path, start, end }: FileRange): string {
  const line = snapshot.files.get(path)?.file.text.split('\n')[start.line] ?? '';
  return `${path.slice('workspace/'.length)}:${start.line + 1} ${line.slice(start.character, end.line === start.line ? end.character : undefined)}`;
}

describe('definitions', () => {
  for (const [what, before, expected] of [
    ['a name in a URL', 'http://ord', ['a.yaml:17 orders']],
    ['the port of a name', 'orders.shop:8', ['a.yaml:20 api']],
    ['a backend', 'service: { name: ord', ['a.yaml:17 orders']],
    ['the port of a backend', 'port: { name: ap', ['a.yaml:20 api']],
    ['targetPort', 'targetPort: ht', ['a.yaml:11 http']],
    ['the port of a probe', 'httpGet: { port: ht', ['a.yaml:11 http']],
    ['a pair of a selector', 'selector: { app: w', ['a.yaml:7 web']],
    ['the selector as a whole', 'spec:\n  selec', ['a.yaml:7 labels']],
    ['an expression of a selector', 'operator: Ex', ['a.yaml:7 labels']],
    ['the name of a manifest itself', 'metadata: { name: ord', ['a.yaml:17 orders']],
  ] as const) {
    it(`are found for ${what}`, () => {
      assert.deepEqual(at(definitionsAt, web, before), expected);
    });
  }

  it('are none where a name leads nowhere', () => {
    assert.deepEqual(at(definitionsAt, web.replace('service: { name: orders', 'service: { name: odrers'), 'service: { name: od'), []);
  });

  it('are none on blank space, in comments and beside the manifests', () => {
    assert.deepEqual(at(definitionsAt, `# comment\n${web}`, '# com'), []);
    assert.deepEqual(definitionsAt(workspaceOf({}).refreshAtOnce(), 'workspace/none.yaml', 0), []);
  });

  it('are every one that may be meant, without a namespace in other files too', () => {
    const client = `apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: main, env: [{ name: DB_HOST, value: db }] }] }
`;
    const service = (namespace: string) => `apiVersion: v1
kind: Service
metadata: { name: db, namespace: ${namespace} }
spec: { ports: [{ port: 1 }] }
`;
    assert.deepEqual(at(definitionsAt, client, 'value: d', { 'b.yaml': service('lab'), 'c.yaml': service('shop') }), [
      'b.yaml:3 db',
      'c.yaml:3 db',
    ]);
  });

  it('lead from a line of a ConfigMap', () => {
    const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data:
  application.yaml: >-
    url: http://orders:80/path
---
`;
    assert.deepEqual(at(definitionsAt, settings + web, 'http://ord'), ['a.yaml:24 orders']);
  });
});

describe('uses', () => {
  for (const [what, before, expected] of [
    ['a Service at its own name', 'metadata: { name: ord', ['a.yaml:25 orders', 'a.yaml:13 orders']],
    ['a Service where another names it', 'service: { name: ord', ['a.yaml:25 orders', 'a.yaml:13 orders']],
    ['a port of a Service', '{ name: ap', ['a.yaml:25 api', 'a.yaml:13 80']],
    ['a port of a container', 'ports: [{ name: ht', ['a.yaml:20 http', 'a.yaml:12 http']],
    ['a label of pods', 'labels: { app: w', ['a.yaml:19 web', 'a.yaml:5 web']],
    ['a label by its key', 'tier: fro', ['a.yaml:31 podSelector']],
    ['what makes pods, by its name', 'metadata: { name: we', ['a.yaml:19 selector', 'a.yaml:5 selector', 'a.yaml:31 podSelector']],
  ] as const) {
    it(`are found of ${what}`, () => {
      assert.deepEqual(at(usesAt, web, before), expected);
    });
  }

  it('are found in all clusters that a base is in', () => {
    const files = {
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': web.slice(web.indexOf('apiVersion: v1\n'), web.indexOf('---\napiVersion: networking')),
      'one/kustomization.yaml': 'resources: [../base, one.yaml]\n',
      'one/one.yaml': web.slice(web.indexOf('apiVersion: networking'), web.lastIndexOf('---')).replace('name: front', 'name: one'),
      'two/kustomization.yaml': 'resources: [../base, two.yaml]\n',
      'two/two.yaml': web.slice(web.indexOf('apiVersion: networking'), web.lastIndexOf('---')).replace('name: front', 'name: two'),
    };
    const inWorkspace = Object.fromEntries(Object.entries(files).map(([path, text]) => [`workspace/${path}`, text]));
    const snapshot = new RenderedWorkspace(inWorkspace, [{ name: 'workspace', path: 'workspace' }]).refreshed();
    const offset = files['base/a.yaml'].indexOf('orders') + 1;
    assert.deepEqual(
      usesAt(snapshot, 'workspace/base/a.yaml', offset).map((range) => told(snapshot, range)),
      ['one/one.yaml:4 orders', 'two/two.yaml:4 orders'],
    );
  });

  it('are none of a label that nothing asks for', () => {
    assert.deepEqual(at(usesAt, web.replace('tier: front', 'tier: front, more: x'), 'more: x'), []);
  });
});
