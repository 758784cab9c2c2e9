import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, policy, service } from '../../support/policyManifests.ts';

const orders = deployment('orders') + service('orders');
const ingress = (port: string) =>
  policy('orders', `  podSelector: { matchLabels: { app: orders } }\n  ingress:\n  - ports:\n    - port: ${port}`);
const message =
  '80 is the port of Service shop/orders; its pods listen on 8080. A policy is asked about the port of the pod, so that this rule of NetworkPolicy shop/orders lets nobody through to it. Write 8080.';

describe('policy/service-port', () => {
  it("finds the Service's port in a rule for its pods, and writes the pods'", () => {
    const text = ingress('80') + orders;
    check(text.replace('port: 80\n', `port: 80\n    #       ^^ warning policy/service-port: ${message}\n`));
    assert.equal(fixed(text), text.replace('port: 80\n', 'port: 8080\n'));
  });

  it('finds it in a rule towards these pods', () => {
    check(
      `${policy(
        'orders',
        `  podSelector: {}
  policyTypes: [Egress]
  egress:
  - to: [{ podSelector: { matchLabels: { app: orders } } }]
    ports:
    - port: 80
      #     ^^ warning policy/service-port: ${message}`,
      )}${orders}`,
    );
  });

  it('looks a target port up by its name', () => {
    check(
      `${ingress(`80
      #     ^^ warning policy/service-port: ${message}`)}${deployment('orders', { ports: '{ name: http, containerPort: 8080 }' })}${service('orders', 'ports: [{ port: 80, targetPort: http }]')}`,
    );
  });

  it('is silent where the pods listen on it, where both are written, and where the pods are not known', () => {
    check(ingress('8080') + orders);
    check(ingress('80\n    - port: 8080') + orders);
    check(ingress('80') + deployment('orders', { ports: '{ containerPort: 80 }' }) + service('orders'));
    check(ingress('80') + deployment('orders') + service('orders', 'ports: [{ port: 80 }]'));
    check(ingress('81') + orders);
    check(policy('out', '  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n  - ports: [{ port: 80 }]') + orders);
  });

  it('is silent about a range, and about another protocol', () => {
    check(ingress('80\n      endPort: 90') + orders);
    check(ingress('80\n      protocol: UDP') + orders);
  });
});
