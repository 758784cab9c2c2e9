import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

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

  it('finds a node name that is a slip of one that there is, and writes that', () => {
    const text = node('worker-1', '{}') + pod('  nodeName: worker1');
    check(
      `${node('worker-1', '{}')}${pod('  nodeName: worker1\n#           ^^^^^^^ warning workload/unschedulable: Pod shop/web names node worker1, which there is not: nobody runs its pods. Nearest is worker-1.')}`,
    );
    assert.equal(fixed(text), text.replace('worker1', 'worker-1'));
    check(node('worker-1', '{}') + pod('  nodeName: worker-2'));
    check(node('worker-1', '{}') + pod('  nodeName: worker-1'));
  });

  it('is a hint for a label that no node is declared with', () => {
    check(`${node('w-1', '{ zone: a }')}${pod('  nodeSelector: { disk: ssd }\n# ^^^^^^^^^^^^ hint workload/unschedulable')}`);
  });

  it('finds more pods that take a port of their node than there are nodes', () => {
    const taking = (replicas: number, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: shop }
spec:
  replicas: ${replicas}
  strategy: { type: Recreate }
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec:
      containers:
      - name: gateway
        image: gateway
        ports:
        - { containerPort: 8080, hostPort: 80 }
${more}`;
    const nodes = node('w-1', '{}') + node('w-2', '{}');
    check(
      `${nodes}${taking(3, '#                                          ^^ warning workload/unschedulable: Pods of Deployment shop/gateway stay pending (gateway-7bc98bd7b8-hnpbp). No node can run it. Host port 80/TCP is taken on w-1, w-2.\n')}`,
    );
    check(nodes + taking(2));
    check(taking(3));
  });

  it('leaves two workloads that take one port of one node to the rule about it', () => {
    const daemons = (name: string, mark = '') => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
      - name: main
        image: main
        ports:
        - { containerPort: 8080, hostPort: 80 }
${mark}---
`;
    check(
      node('w-1', '{}') +
        node('w-2', '{}') +
        daemons('one') +
        daemons(
          'two',
          '#                                          ^^ warning port/duplicate: DaemonSet shop/two takes port 80 (TCP) of its node…\n',
        ),
    );
  });

  it('is silent where a node takes it, and where no node is known', () => {
    check(node('w-1', '{ zone: a }') + pod('  nodeSelector: { zone: a }'));
    check(pod('  nodeSelector: { zone: b }'));
    check(node('w-1', '{ zone: a }') + node('w-2', '{ zone: b }') + pod('      nodeSelector: { zone: b }', 'DaemonSet'));
  });
});
