import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, policy } from '../../support/policyManifests.ts';

const subnet = '---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { serviceSubnet: 10.96.0.0/16 }\n';

describe('policy/no-effect', () => {
  it('finds rules of a type that the policy leaves out, and adds the type', () => {
    const text = policy('out', '  podSelector: {}\n  policyTypes: [Ingress]\n  egress: [{}]');
    check(
      text.replace(
        'egress: [{}]',
        'egress: [{}]\n# ^^^^^^ warning policy/no-effect: NetworkPolicy shop/out is not for Egress: policyTypes leaves it out, so that these rules do not count.',
      ),
    );
    assert.equal(fixed(text), text.replace('[Ingress]', '[Ingress, Egress]'));
  });

  it('finds addresses of Services', () => {
    check(
      `${policy(
        'out',
        `  podSelector: {}
  egress:
  - to:
    - ipBlock:
        cidr: 10.96.0.0/16
        #     ^^^^^^^^^^^^ warning policy/no-effect: 10.96.0.0/16 lies in the service subnet 10.96.0.0/16. A policy sees the address of a pod in place of that of its Service, so that this peer of NetworkPolicy shop/out matches nothing.`,
      )}${subnet}`,
    );
  });

  it('finds pods that have the address of their node, as subject and as peer', () => {
    const spec = { spec: 'hostNetwork: true, ' };
    check(
      `${policy(
        'scan',
        `  podSelector: { matchLabels: { app: scanner } }
# ^^^^^^^^^^^ warning policy/no-effect: The pods of Deployment shop/scanner run in the network of their node (hostNetwork), where no NetworkPolicy is asked: NetworkPolicy shop/scan protects nothing.
  ingress: [{}]`,
      )}${deployment('scanner', spec)}`,
    );
    check(
      `${policy(
        'in',
        `  podSelector: {}
  ingress:
  - from:
    - podSelector: { matchLabels: { app: scanner } }
    # ^^^^^^^^^^^ warning policy/no-effect: The pods of Deployment shop/scanner run in the network of their node (hostNetwork) and have its address: a selector of pods does not meet them. Write the addresses of the nodes as ipBlock.`,
      )}${deployment('scanner', spec)}${deployment('orders')}`,
    );
  });

  it('is silent about rules that count', () => {
    check(policy('out', '  podSelector: {}\n  egress: [{}]'));
    check(policy('out', '  podSelector: {}\n  policyTypes: [Ingress, Egress]\n  egress: [{}]\n  ingress: []'));
    check(policy('out', '  podSelector: {}\n  egress:\n  - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]') + subnet);
    check(
      policy(
        'dns',
        '  podSelector: {}\n  egress:\n  - to: [{ ipBlock: { cidr: 10.96.0.10/32 } }]\n    ports: [{ port: 53, protocol: UDP }]',
      ) + subnet,
    );
  });
});
