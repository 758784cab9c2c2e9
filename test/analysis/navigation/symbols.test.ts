import assert from 'node:assert/strict';
import { symbolsFor } from '../../../src/analysis/navigation/symbols.ts';
import { english } from '../../../src/base/message.ts';
import { workspaceOf } from '../../support/analysed.ts';

const files = {
  'a.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: storefront, namespace: shop }
spec:
  selector: { matchLabels: { app: store } }
  template: { metadata: { labels: { app: store } }, spec: { containers: [{ name: main }] } }
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: shop }
spec: { clusterIP: 172.28.0.77, selector: { app: store }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: restore-x, namespace: lab }
spec: { selector: { app: store }, ports: [{ port: 80 }] }
`,
};

const found = (query: string) =>
  symbolsFor(workspaceOf(files).refreshAtOnce(), query, english).map(
    ({ name, container, at }) => `${name} (${container}) ${at.start.line + 1}`,
  );

describe('symbols of a workspace', () => {
  for (const [what, query, expected] of [
    [
      'manifests by name, the nearest first',
      'store',
      ['store (Service · shop · 172.28.0.77) 10', 'storefront (Deployment · shop) 3', 'restore-x (Service · lab) 15'],
    ],
    ['names by their letters', 'SFRT', ['storefront (Deployment · shop) 3']],
    ['who has an address', '172.28.0.77', ['172.28.0.77 (Service shop/store, cluster IP) 10']],
    ['who has one that begins so', '172.28.', ['172.28.0.77 (Service shop/store, cluster IP) 10']],
    ['pods by a label', 'app=st', ['app=store (storefront · Deployment · shop) 6']],
    ['pods by a label as YAML writes it', 'app: store', ['app=store (storefront · Deployment · shop) 6']],
    ['nothing for no letters', ' ', []],
    ['nothing of that name', 'zzz', []],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(found(query), expected));
  }
});
