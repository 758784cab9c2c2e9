import assert from 'node:assert/strict';
import { outlineOf, type Outlined } from '../../../src/analysis/navigation/outline.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec: { profile: azure-stack-edge, kubernetesServiceIPs: 10.0.0.10-10.0.0.12, serviceSubnet: 172.28.0.0/16 }
`;

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }]
---
# A comment before.
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  type: LoadBalancer
  clusterIP: 172.28.0.77
  selector: { app: web }
  ports: [{ name: web, port: 80, targetPort: http }]
`;

function lines(entries: readonly Outlined[], depth = 0): readonly string[] {
  return entries.flatMap(({ name, detail, sort, range, children }) => [
    `${'  '.repeat(depth)}${name} | ${detail} | ${sort} ${range.start.line + 1}-${range.end.line + 1}`,
    ...lines(children, depth + 1),
  ]);
}

describe('the outline of a file', () => {
  it('has an entry for each manifest, with kind, namespace and addresses, and its ports and containers below', () => {
    const snapshot = workspaceOf({ 'site.yaml': site, 'web.yaml': web }).refreshAtOnce();
    assert.deepEqual(lines(outlineOf(snapshot, 'workspace/web.yaml')), [
      'web | Deployment · shop · 172.27.171.65 | workload 1-11',
      '  main | containers | part 10-11',
      '    http | 8080 | port 11-11',
      '    53 | 53 UDP | port 11-11',
      'front | Service · shop · 10.0.0.10 · 172.28.0.77 | service 13-21',
      '  web | 80 → http | port 21-21',
    ]);
  });

  it('has the name of each entry inside of its range, whatever is half typed', () => {
    for (let end = 0; end <= web.length; end += 7) {
      const snapshot = workspaceOf({ 'web.yaml': web.slice(0, end) }).refreshAtOnce();
      const check = (entries: readonly Outlined[]): void => {
        for (const { range, selection, children } of entries) {
          assert.ok(compare(range.start, selection.start) <= 0 && compare(selection.end, range.end) <= 0, JSON.stringify(range));
          check(children);
        }
      };
      check(outlineOf(snapshot, 'workspace/web.yaml'));
    }
  });

  it('tells of a base the addresses of what is rendered from it', () => {
    const snapshot = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web,
      'kustomization.yaml': 'resources: [base]\nnamePrefix: one-\n',
    }).refreshed();
    assert.match(lines(outlineOf(snapshot, 'base/web.yaml')).join('\n'), /front \| Service · shop · 172\.28\.0\.77/);
  });

  it('is empty for a file that is not there', () => {
    assert.deepEqual(outlineOf(workspaceOf({}).refreshAtOnce(), 'workspace/none.yaml'), []);
  });
});

function compare(one: { line: number; character: number }, other: { line: number; character: number }): number {
  return one.line - other.line || one.character - other.character;
}
