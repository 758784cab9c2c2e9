import { check } from '../../support/marks.ts';

const node = (name: string, labels: string, more = '') =>
  `apiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: ${labels} }\n${more}---\n`;
const pod = (spec: string, kind = 'Pod') =>
  kind === 'Pod'
    ? `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }\nspec:\n${spec}\n  containers: [{ name: web, image: web }]\n`
    : `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec:\n${spec}\n      containers: [{ name: web, image: web }]\n`;

describe('workload/unschedulable', () => {
  it('finds a pod whose selector no node meets', () => {
    check(
      `${node('w-1', '{ zone: a }')}${pod('  nodeSelector: { zone: b }\n# ^^^^^^^^^^^^ warning workload/unschedulable: Pod shop/web stays pending…')}`,
    );
  });

  it('finds a DaemonSet that runs nowhere', () => {
    check(
      `${node('w-1', '{ zone: a }')}${pod('      nodeSelector: { zone: b }\n#     ^^^^^^^^^^^^ warning workload/unschedulable: DaemonSet shop/web runs on no node: its nodeSelector or affinity meets none of those that there are (w-1).', 'DaemonSet')}`,
    );
  });

  it('is a hint for a label that no node is declared with', () => {
    check(`${node('w-1', '{ zone: a }')}${pod('  nodeSelector: { disk: ssd }\n# ^^^^^^^^^^^^ hint workload/unschedulable')}`);
  });

  it('is silent where a node takes it, and where no node is known', () => {
    check(node('w-1', '{ zone: a }') + pod('  nodeSelector: { zone: a }'));
    check(pod('  nodeSelector: { zone: b }'));
    check(node('w-1', '{ zone: a }') + node('w-2', '{ zone: b }') + pod('      nodeSelector: { zone: b }', 'DaemonSet'));
  });
});
