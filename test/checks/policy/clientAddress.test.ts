import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, policy, service } from '../../support/policyManifests.ts';

const admitting = (peers: string, ports = '') =>
  policy('orders', `  podSelector: { matchLabels: { app: orders } }\n  ingress:\n  - from:\n${peers}${ports}`);
const office = '    - ipBlock: { cidr: 192.168.60.0/24 }';
const exposed = deployment('orders') + service('orders', 'type: LoadBalancer, ports: [{ port: 80, targetPort: 8080 }]');
const nodes = (count: number) =>
  `---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec:\n  nodes:\n${Array.from({ length: count }, (_, index) => `  - { name: w-${index}, ips: [192.168.60.${index + 1}] }\n`).join('')}`;

describe('policy/client-address', () => {
  it('finds a network of clients whose addresses are replaced, and keeps them', () => {
    const text = admitting(office) + exposed;
    check(
      text.replace(
        office,
        `${office}\n    #                  ^^^^^^^^^^^^^^^ warning policy/client-address: Clients in 192.168.60.0/24 come through Service shop/orders, and under externalTrafficPolicy Cluster the pods see the address of a node in place of theirs, so that this peer of NetworkPolicy shop/orders lets nobody in. Set externalTrafficPolicy: Local there, which keeps the address of the client.`,
      ),
    );
    assert.match(fixed(text), /type: LoadBalancer, externalTrafficPolicy: Local/);
  });

  it('is silent where the address is kept, where nodes are let in, and where nobody comes from outside', () => {
    check(
      admitting(office) +
        deployment('orders') +
        service('orders', 'type: LoadBalancer, externalTrafficPolicy: Local, ports: [{ port: 80, targetPort: 8080 }]'),
    );
    check(admitting(office) + deployment('orders') + service('orders'));
    check(admitting(`${office}\n    - ipBlock: { cidr: 0.0.0.0/0 }`) + exposed);
    check(admitting(office) + exposed + nodes(2));
    check(admitting(office) + exposed + nodes(1));
    check(admitting(office, '\n    ports: [{ port: 9000 }]') + exposed);
  });
});
