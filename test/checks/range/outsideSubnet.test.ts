import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const site = (spec: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
${spec}
`;
const pool = (mark = '') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.64.140.43-10.64.140.49
${mark}`;
const layer2 = (spec = '{}') => `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: all, namespace: metallb-system }
spec: ${spec}
`;

describe('range/outside-subnet', () => {
  it('finds node IPs, service IPs, DHCP range and gateway outside the LAN subnet, with the part that sticks out', () => {
    const findings = check(
      site(`
  computeNetwork:
    subnet: 10.128.44.0/24
    gateway: 10.128.46.1
    #        ^^^^^^^^^^^ error range/outside-subnet: The LAN subnet 10.128.44.0/24 does not contain gateway 10.128.46.1. A gateway must be one of the subnet's own addresses.
    dhcpRanges:
    - 10.128.43.250-10.128.44.20
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning range/outside-subnet: The LAN subnet 10.128.44.0/24 does not contain all of DHCP range 10.128.43.250-10.128.44.20: 10.128.43.250-10.128.43.255 lies outside. Machines of the LAN will not find what has such an address.
  kubernetesNodeIPs: 10.128.54.241-10.128.54.243
  #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error range/outside-subnet: The LAN subnet 10.128.44.0/24 does not contain Kubernetes node IPs 10.128.54.241-10.128.54.243. Machines of the LAN will not find what has such an address.
  kubernetesServiceIPs: 10.128.44.250-10.128.45.5
  #                     ^^^^^^^^^^^^^^^^^^^^^^^^^ warning range/outside-subnet: The LAN subnet 10.128.44.0/24 does not contain all of Kubernetes external service IPs 10.128.44.250-10.128.45.5: 10.128.45.0-10.128.45.5 lies outside. Machines of the LAN will not find what has such an address.`),
    );
    assert.deepEqual(relatedTo(findings[0]), ['10.128.44.0/24 | LAN subnet 10.128.44.0/24']);
  });

  it('finds a MetalLB pool that only the LAN hears of', () => {
    check(
      `${site('  computeNetwork: { subnet: 192.168.1.0/24 }')}${pool('  # ^^^^^^^^^^^^^^^^^^^^^^^^^ warning range/outside-subnet: The LAN subnet 192.168.1.0/24 does not contain IPAddressPool metallb-system/lan…\n')}${layer2()}`,
    );
  });

  it('is silent on a pool that routers or named interfaces announce, or nobody yet', () => {
    const subnet = site('  computeNetwork: { subnet: 192.168.1.0/24 }');
    check(`${subnet}${pool()}`);
    check(`${subnet}${pool()}${layer2('{ interfaces: [vlan7] }')}`);
    check(`${subnet}${pool()}${layer2()}${layer2().replace('L2', 'BGP').replace('name: all', 'name: bgp')}`);
  });

  it('is silent inside the subnet to its last address but the broadcast one, and where no subnet is written', () => {
    check(
      site(`
  computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
  kubernetesNodeIPs: 10.0.0.250-10.0.0.254`),
    );
    check(site('  kubernetesNodeIPs: 10.0.0.250-10.0.0.254'));
  });

  it('takes any of several subnets of a device', () => {
    check(`device:
  network:
    interfaces:
    - { name: Port2, iPv4: { address: 10.40.8.20, subnetMask: 255.255.252.0, gateway: 10.40.8.1 } }
    - { name: Port3, iPv4: { address: 10.50.8.20, subnetMask: 255.255.252.0 } }
    vSwitches:
    - name: vs
      interfaces: [Port2, Port3]
      enabledForCompute: true
      ipAddressPools:
      - { name: KubernetesNodeIPs, ipAddressRange: 10.50.9.30-10.50.9.31 }
      - { name: KubernetesServiceIPs, ipAddressRange: 10.40.9.40-10.40.9.47 }
`);
  });

  it('does not compare IPv6 with an IPv4 subnet', () => {
    check(`${site('  computeNetwork: { subnet: 192.168.1.0/24 }')}${pool().replace('10.64.140.43-10.64.140.49', 'fd00::/120')}${layer2()}`);
  });
});
