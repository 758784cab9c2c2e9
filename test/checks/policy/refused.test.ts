import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const policy = (rules: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec:
  podSelector: {}
${rules}
`;
const calico = (spec: string, kind = 'NetworkPolicy') => `apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: { name: guard${kind === 'NetworkPolicy' ? ', namespace: shop' : ''} }
spec:
${spec}
`;

describe('policy/refused', () => {
  it('finds a protocol in small letters and writes it', () => {
    const text = policy(`  ingress:
  - ports:
    - port: 8080
      protocol: tcp`);
    check(
      text.replace(
        'tcp',
        'tcp\n      #         ^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. "tcp" is not a protocol: TCP, UDP and SCTP are.',
      ),
    );
    assert.equal(fixed(text), text.replace('tcp', 'TCP'));
  });

  it('finds ports and ranges of ports that there are not', () => {
    check(
      policy(`  egress:
  - ports:
    - port: 80800
    #       ^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. 80800 is not a port: the numbers are from 1 to 65535.
    - port: 2000
      endPort: 1000
      #        ^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. endPort 1000 is less than port 2000, from which the range begins.
    - endPort: 1000
      #        ^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. endPort needs a port that is a number, from which the range begins.
    - port: 1000
      endPort: 65536
      #        ^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. 65536 is not a port: the numbers are from 1 to 65535.
    - port: Web_Port
      #     ^^^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. "Web_Port" is neither a number…`),
    );
  });

  it('finds addresses that are none, exceptions outside, and addresses beside selectors', () => {
    check(
      policy(`  ingress:
  - from:
    - ipBlock:
        cidr: 192.168.60.0/33
        #     ^^^^^^^^^^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. "192.168.60.0/33" is not a network: an address with a prefix length is, as in 192.168.0.0/24.
    - ipBlock:
        cidr: 192.168.60.7
        #     ^^^^^^^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. "192.168.60.7" is not…
    - ipBlock:
        cidr: 192.168.60.0/24
        except: [192.168.61.0/28]
        #        ^^^^^^^^^^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. 192.168.61.0/28 is no part of 192.168.60.0/24, which it is to be excepted from.
    - ipBlock: { cidr: 192.168.60.0/24 }
    # ^^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. A peer is either addresses (ipBlock) or pods (podSelector, namespaceSelector). Write two peers.
      namespaceSelector: {}`),
    );
  });

  it('finds types of policy that there are not', () => {
    check(
      policy(`  policyTypes: [Ingres]
  #             ^^^^^^ error policy/refused: The API server refuses NetworkPolicy shop/guard. "Ingres" is not a type of policy: Ingress and Egress are.`),
    );
  });

  it('is silent about what is right, not yet typed, or not known', () => {
    check(
      policy(`  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - ipBlock: { cidr: 192.168.60.0/24, except: [192.168.60.16/28] }
    ports:
    - { port: 80, endPort: 90, protocol: SCTP }
    - { port: web, protocol: UDP }
    - port:`),
    );
  });

  it('finds what Calico refuses in its own policies', () => {
    check(
      calico(`  selector: global()
  #         ^^^^^^^^ error calico/selector-invalid: Calico cannot read this selector of NetworkPolicy shop/guard. global() may stand in the namespaceSelector of a rule only.
  types: [Ingress, Ingress]
  #                ^^^^^^^ error policy/refused: Calico refuses NetworkPolicy shop/guard. Ingress stands twice.
  ingress:
  - action: allow
    #       ^^^^^ error policy/refused: Calico refuses NetworkPolicy shop/guard. "allow" is not an action: Allow, Deny, Log and Pass are.
    protocol: tcp
    #         ^^^ error policy/refused: Calico refuses NetworkPolicy shop/guard. "tcp" is not a protocol…
    source:
      nets: [10.0.0.7/24]
      #      ^^^^^^^^^^^ error policy/refused: Calico refuses NetworkPolicy shop/guard. 10.0.0.7/24 is an address within a network: the network is 10.0.0.0/24.
      namespaceSelector: global() || all()
      #                  ^^^^^^^^ error calico/selector-invalid: Calico cannot read this selector of NetworkPolicy shop/guard. global() may not be combined with anything else.
  - action: Allow
    destination:
      ports: [80]
    # ^^^^^ error policy/refused: Calico refuses NetworkPolicy shop/guard. A rule with ports needs protocol TCP, UDP or SCTP.`),
    );
  });

  it('is silent about lawful policies of Calico', () => {
    check(
      calico(
        `  types: [Ingress, Egress]
  ingress:
  - { action: Allow, protocol: TCP, source: { nets: [10.0.0.0/24, 10.0.0.7], namespaceSelector: global() }, destination: { ports: [80, "8000:9000", web] } }
  - { action: Pass, protocol: 6, destination: { ports: [80] } }
  - { action: Deny, destination: { ports: [web] } }`,
        'GlobalNetworkPolicy',
      ),
    );
  });
});
