import assert from 'node:assert/strict';
import { hintKinds, hintsIn, type HintKind } from '../../../src/analysis/hints/hints.ts';
import { english } from '../../../src/base/message.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const text = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec: { profile: azure-stack-edge, kubernetesServiceIPs: "10.0.0.10-10.0.0.12" }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec:
  type: LoadBalancer
  clusterIP: 172.28.0.77
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: v1
kind: Service
metadata: { name: none, namespace: shop }
spec: { clusterIP: 172.28.0.78, selector: { app: gone }, ports: [{ port: 80 }] }
`;

/** The text with each hint between marks where it is shown. */
function shown(file: string, wanted: readonly HintKind[] = hintKinds, range = { start: 0, end: file.length }): string {
  const snapshot = workspaceOf({ 'a.yaml': file }).refreshAtOnce();
  return hintsIn(snapshot, 'workspace/a.yaml', range, new Set(wanted)).reduceRight(
    (marked, { offset, text: hint }) => `${marked.slice(0, offset)}«${english.say(hint)}»${marked.slice(offset)}`,
    file,
  );
}

const marks = (marked: string): readonly string[] =>
  marked.split('\n').flatMap((line) => [...line.matchAll(/(\S+ ?)«([^»]*)»/g)].map(([, before = '', hint = '']) => `${before}${hint}`));

describe('hints', () => {
  it('stand behind what they are about, with how sure they are', () => {
    assert.deepEqual(marks(shown(text)), [
      '"10.0.0.10-10.0.0.12"1 of 3 used',
      'web≈ 172.27.171.65',
      'front≈ 10.0.0.10 · 172.28.0.77',
      'selector:1 endpoint',
      'none172.28.0.78',
      'selector:0 endpoints',
    ]);
  });

  it('are the same in a text with other line ends', () => {
    assert.deepEqual(marks(shown(text.replaceAll('\n', '\r\n')).replaceAll('\r', '')), marks(shown(text)));
  });

  it('are of the kinds and of the stretch that are wanted', () => {
    assert.deepEqual(marks(shown(text, ['endpoints'])), ['selector:1 endpoint', 'selector:0 endpoints']);
    const start = text.indexOf('kind: Pod');
    assert.deepEqual(marks(shown(text, hintKinds, { start, end: start + 80 })), ['web≈ 172.27.171.65']);
    assert.equal(shown(text, []), text);
  });

  it('say why, and lead to what decided it', () => {
    const snapshot = workspaceOf({ 'a.yaml': text }).refreshAtOnce();
    const [hint] = hintsIn(snapshot, 'workspace/a.yaml', { start: 0, end: text.length }, new Set<HintKind>(['serviceAddresses']));
    assert.match(english.say(hint?.reason ?? ''), /This is predicted for a fresh cluster\./);
    assert.ok(hint?.cause !== undefined);
  });

  it('tell of a base what each cluster makes of it', () => {
    const site = (address: string) =>
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: a }\nspec: { profile: custom, kubernetesServiceIPs: ${address}-${address} }\n`;
    const base =
      'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: shop }\nspec: { type: LoadBalancer, ports: [{ port: 80 }] }\n';
    const snapshot = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': base,
      'one/kustomization.yaml': 'resources: [../base]\n',
      'one/site.yaml': site('10.0.1.1'),
      'two/kustomization.yaml': 'resources: [../base]\n',
      'two/site.yaml': site('10.0.2.1'),
    }).refreshed();
    const [hint] = hintsIn(snapshot, 'base/a.yaml', { start: 0, end: base.length }, new Set<HintKind>(['serviceAddresses']));
    assert.equal(english.say(hint?.text ?? ''), '≈ 10.0.1.1, ≈ 10.0.2.1');
  });

  it('say once what is the same wherever a base goes', () => {
    const base = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { selector: { app: a }, ports: [{ port: 80 }] }\n';
    const snapshot = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': base,
      'one/kustomization.yaml': 'namespace: one\nresources: [../base]\n',
      'two/kustomization.yaml': 'namespace: two\nresources: [../base]\n',
    }).refreshed();
    const [hint] = hintsIn(snapshot, 'base/a.yaml', { start: 0, end: base.length }, new Set<HintKind>(['endpoints']));
    assert.equal(english.say(hint?.text ?? ''), '0 endpoints');
  });
});
