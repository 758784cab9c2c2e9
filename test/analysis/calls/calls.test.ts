import assert from 'node:assert/strict';
import { callersAt, callsFrom, callsTo, type Call } from '../../../src/analysis/calls/calls.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          args: ["--db=database:5432"]
          env: [{ name: DB, value: database.shop.svc.cluster.local }]
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: database, namespace: shop }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: main }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: way-in, namespace: shop }
spec: { defaultBackend: { service: { name: front, port: { number: 80 } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: only-web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]
`;

const snapshot = workspaceOf({ 'a.yaml': text }).refreshAtOnce();
const path = 'workspace/a.yaml';
const at = (marked: string): number => text.indexOf(marked.replace('|', '')) + marked.indexOf('|');
const told = (calls: readonly Call[]): readonly string[] =>
  calls
    .map(({ with: { name, detail }, ranges }) => `${detail.split(' · ')[0]} ${name} ${ranges.map(({ start }) => start.line + 1).join(' ')}`)
    .sort();
const names = (marked: string): readonly string[] =>
  callersAt(snapshot, path, at(marked)).map(({ name, detail }) => `${detail.split(' · ')[0]} ${name}`);

describe('calls', () => {
  it('lead to a service by names, backends and policies, and from it to pods', () => {
    assert.deepEqual(told(callsTo(snapshot, path, at('name: dat|abase, '))), ['Deployment web 11 12']);
    assert.deepEqual(told(callsFrom(snapshot, path, at('name: dat|abase, '))), ['Pod db 22']);
    assert.deepEqual(told(callsTo(snapshot, path, at('name: fr|ont, namespace'))), ['Ingress way-in 32']);
  });

  it('lead to a workload from services and policies, and from it to the services that it names', () => {
    assert.deepEqual(told(callsTo(snapshot, path, at('metadata: { name: w|eb'))), ['NetworkPolicy only-web 39', 'Service front 17']);
    assert.deepEqual(told(callsFrom(snapshot, path, at('metadata: { name: w|eb'))), ['Service database 11 12']);
    assert.deepEqual(told(callsFrom(snapshot, path, at('name: only|-web'))), ['Deployment web 39', 'Pod db 38']);
  });

  it('begin at what is named where the cursor is, else at the manifest there', () => {
    assert.deepEqual(names('value: data|base'), ['Service database']);
    assert.deepEqual(names('kind: Ing|ress'), ['Ingress way-in']);
    assert.deepEqual(names('name: m|ain\n'), ['Deployment web']);
    assert.deepEqual(
      callersAt(workspaceOf({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n' }).refreshAtOnce(), path, 5),
      [],
    );
  });

  it('have their places in the file of the caller, where a patch says it as well', () => {
    const rendered = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': text,
      'one/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
      'one/patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [{ name: main, args: ["--db=database.shop:1"] }] } } }\n',
    }).refreshed();
    for (const {
      with: { at: own },
      ranges,
    } of callsTo(rendered, 'base/a.yaml', at('name: dat|abase, '))) {
      assert.ok(ranges.length > 0);
      for (const range of ranges) assert.equal(range.path, own.path);
    }
  });
});
