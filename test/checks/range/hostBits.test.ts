import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const pool = (entry: string) => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - ${entry}
`;

describe('range/host-bits', () => {
  it('says what a CIDR with host bits really means', () => {
    const findings = check(
      `${pool('192.168.1.240/24')}  # ^^^^^^^^^^^^^^^^ warning range/host-bits: 192.168.1.240/24 (IPAddressPool metallb-system/lan) has bits set behind its prefix, so it means 192.168.1.0/24 (192.168.1.0-192.168.1.255). Write the network if all of it is meant, else a range.\n`,
    );
    assert.deepEqual(fixTitles(findings), ['Write 192.168.1.0/24', 'Write 192.168.1.240/32, the one address']);
  });

  it('offers the network or the one address, where a range was perhaps meant', () => {
    assert.equal(fixed(pool('"192.168.1.240/24"')), pool('"192.168.1.0/24"'));
    assert.equal(fixed(pool('192.168.1.240/24'), 'Write 192.168.1.240/32, the one address'), pool('192.168.1.240/32'));
  });

  it('prefers the network in a subnet, and keeps the rest of a pair', () => {
    const text = (pods: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  podSubnet: ${pods}
`;
    const findings =
      check(`${text('10.96.0.1/16,fd00:1::1/56')}  #          ^^^^^^^^^^^^ warning range/host-bits: 10.96.0.1/16 (pod subnet) has bits set behind its prefix, so it means 10.96.0.0/16 (10.96.0.0-10.96.255.255). Write the network.
  #                       ^^^^^^^^^^^^ warning range/host-bits: fd00:1::1/56 (pod subnet) has bits set behind its prefix, so it means fd00:1::/56 (fd00:1::-fd00:1:0:ff:ffff:ffff:ffff:ffff). Write the network.
`);
    assert.deepEqual(fixTitles(findings), ['* Write 10.96.0.0/16', '* Write fd00:1::/56']);
    assert.equal(fixed(text('10.96.0.1/16,fd00:1::1/56'), 'Write fd00:1::/56'), text('10.96.0.1/16,fd00:1::/56'));
  });

  it('is a warning for the variable of calico-node, of which Calico takes the network', () => {
    const variables = (env: string) => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: calico-node } }
  template:
    metadata: { labels: { k8s-app: calico-node } }
    spec:
      containers:
      - name: calico-node
        image: calico/node
        env:
        - { name: NODENAME, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }
${env}`;
    const cidr = '        - name: CALICO_IPV4POOL_CIDR\n          value: "192.167.0.0/12"\n';
    const findings = check(
      `${variables(cidr)}          #      ^^^^^^^^^^^^^^^^ warning range/host-bits: 192.167.0.0/12 (CALICO_IPV4POOL_CIDR of DaemonSet kube-system/calico-node) has bits set behind its prefix, so it means 192.160.0.0/12 (192.160.0.0-192.175.255.255). Write the network.\n`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write 192.160.0.0/12']);
    assert.equal(fixed(variables(cidr)), variables(cidr.replace('192.167', '192.160')));
    // Calico passes over the variable where it is told so, or where there is a pool.
    check(variables(`        - { name: NO_DEFAULT_POOLS, value: "true" }\n${cidr}`));
    check(
      `${variables(cidr)}---\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.48.0.0/16 }\n`,
    );
    check(variables(cidr).replace('name: calico-node\n        image', 'name: other\n        image'));
  });

  it('is an error for a Calico pool, and the only one', () => {
    check(`apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: 192.167.0.0/12
  #     ^^^^^^^^^^^^^^ error range/host-bits: 192.167.0.0/12 (IPPool pods) has bits set behind its prefix, so it means 192.160.0.0/12 (192.160.0.0-192.175.255.255). Calico refuses the pool; write the network.
`);
  });

  it('is silent on networks, single addresses and ranges', () => {
    for (const entry of ['192.168.1.240/28', '192.168.1.240/32', '192.168.1.241-192.168.1.250', '0.0.0.0/0']) check(pool(entry));
  });

  it('is silent on the subnets that a device reckons from address and mask', () => {
    check(`device:
  network:
    interfaces:
    - { name: Port2, iPv4: { address: 10.40.8.20, subnetMask: 255.255.252.0 } }
    vSwitches:
    - { name: vs, interfaces: [Port2], enabledForCompute: true }
    virtualNetworks:
    - { name: vm, network: 10.50.0.5, subnetMask: 255.255.255.0 }
`);
  });
});
