import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { lensesOf, lensKinds, type LensKind } from '../../../src/analysis/lenses/lenses.ts';
import { resolvePlace } from '../../../src/analysis/resolve.ts';
import { english } from '../../../src/base/message.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';
import { workspaceOf } from '../../support/analysed.ts';

const text = `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: main }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  clusterIP: 172.28.0.77
  selector: { app: web }
  ports: [{ port: 80 }]
---
kind: Service
apiVersion: v1
metadata: { name: other, namespace: shop }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: shop }
spec: { type: ExternalName, externalName: a.test }
`;

function shown(files: Readonly<Record<string, string>>, path: string, wanted: readonly LensKind[] = lensKinds): readonly string[] {
  const snapshot = workspaceOf({ 'site/edge-network.yaml': site, ...files }).refreshAtOnce();
  const source = files[path] ?? '';
  return lensesOf(snapshot, `workspace/${path}`, new Set(wanted)).map(({ offset, text: said, places }) => {
    const line = source.slice(0, offset).split('\n').length;
    const led = places.map((place) => resolvePlace(snapshot, place)).map((range) => `${(range?.start.line ?? -1) + 1}`);
    return `${line} ${english.say(said)} [${led.join(' ')}]`;
  });
}

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec: { profile: azure-stack-edge }
`;

describe('lenses', () => {
  it('count endpoints above a service and services above a workload, and lead to them', () => {
    assert.deepEqual(shown({ 'site/a.yaml': text }, 'site/a.yaml'), [
      '2 Show topology []',
      '2 Selected by 2 services [17 23]',
      '12 2 endpoints · 172.28.0.77 · front.shop [4]',
      '20 2 endpoints · other.shop [4]',
    ]);
  });

  it('are of the kinds that are wanted', () => {
    assert.deepEqual(shown({ 'site/a.yaml': text }, 'site/a.yaml', ['workloads']), ['2 Selected by 2 services [17 23]']);
    assert.deepEqual(shown({ 'site/a.yaml': text }, 'site/a.yaml', []), []);
  });

  it('say in how many clusters a base is rendered', () => {
    const files = Object.fromEntries(
      [
        'base/web.yaml',
        'base/kustomization.yaml',
        ...['west', 'north', 'south'].flatMap((name) => [
          `stores/${name}/edge-network.yaml`,
          `stores/${name}/kustomization.yaml`,
          `stores/${name}/address.yaml`,
        ]),
      ].map((file) => [file, readFileSync(`examples/three-stores/${file}`, 'utf8')]),
    );
    const snapshot = new RenderedWorkspace(files).refreshed();
    const said = (path: string): readonly string[] =>
      lensesOf(snapshot, path, new Set(['sites'])).map(
        ({ text: words, places }) => `${english.say(words)} ${places.map((place) => resolvePlace(snapshot, place)?.path ?? '?').join(' ')}`,
      );
    for (const path of ['base/web.yaml', 'base/kustomization.yaml'])
      assert.deepEqual(
        said(path).map((line) => line.split(' stores')[0]),
        ['Rendered in 3 clusters'],
        path,
      );
    assert.deepEqual(said('stores/west/address.yaml'), ['Rendered in 1 cluster stores/west/edge-network.yaml']);
  });
});
