import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const pool = (entry: string) => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - ${entry}
`;
const site = (spec: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
${spec}
`;

describe('range/invalid', () => {
  const entries: readonly [what: string, entry: string, message: string, right: string | undefined][] = [
    ['a bare address', '10.0.11.254', '"10.0.11.254" is a single address, not a range.', '10.0.11.254/32'],
    ['a bare IPv6 address', 'fd00::1', '"fd00::1" is a single address, not a range.', 'fd00::1/128'],
    ['a short range', '10.0.0.100-200', '"10.0.0.100-200" is a short form', '10.0.0.100-10.0.0.200'],
    ['a reversed range', '10.0.0.9-10.0.0.1', '"10.0.0.9-10.0.0.1" ends before it begins.', '10.0.0.1-10.0.0.9'],
    ['stray blanks, in quotes that stay', '" 10.0.0.0/28 "', '" 10.0.0.0/28 " has blanks', '"10.0.0.0/28"'],
    ['a range over both IP versions', '10.0.0.1-fd00::1', '"10.0.0.1-fd00::1" begins with one IP version', undefined],
    ['a prefix length that no network has', '10.0.0.0/33', '"10.0.0.0/33" has a prefix length', undefined],
    ['a printed dash', '10.0.0.1 – 10.0.0.9', '"10.0.0.1 – 10.0.0.9" is no address or range.', '10.0.0.1-10.0.0.9'],
    ['the word for the dash, and a short end', '10.0.0.1 to 9', '"10.0.0.1 to 9" is no address or range.', '10.0.0.1-10.0.0.9'],
    ['any other text', 'lan', '"lan" is no address or range.', undefined],
    ['a number', '10', '"10" is no address or range.', undefined],
    ['octets beyond 255', '10.0.0.256/30', '"10.0.0.256/30" is no address or range.', undefined],
  ];
  for (const [what, entry, message, right] of entries) {
    it(`finds ${what} in a MetalLB pool, once`, () => {
      const findings = check(
        `${pool(entry)}  # ${'^'.repeat(entry.length)} error range/invalid: ${message.replace(/^(.*")/, '$1 (IPAddressPool metallb-system/lan)')}…\n`,
      );
      assert.equal(findings[0]!.fixes.length, right === undefined ? 0 : 1);
      if (right !== undefined) {
        assert.equal(findings[0]!.fixes[0]?.preferred, true);
        assert.equal(fixed(pool(entry)), pool(right));
      }
    });
  }

  for (const entry of ['10.0.0.1/32', '10.0.0.1-10.0.0.1', '10.0.0.1 - 10.0.0.9', 'fd00::/120', '0.0.0.0/0']) {
    it(`accepts ${entry}`, () => check(pool(entry)));
  }

  it('leaves a value that is no text to the finding of its type', () => {
    check(`${pool('{ from: 10.0.0.1 }')}  # ^^^^^^^^^^^^^^^^^^ error resource/wrong-type\n`);
  });

  it('finds quotation marks as pages print them, and takes them away', () => {
    const text = pool('“10.0.0.0/28”');
    check(
      `${text}  # ^^^^^^^^^^^^^ error range/invalid: “10.0.0.0/28” (IPAddressPool metallb-system/lan) has printed quotation marks, which are part of the text…\n`,
    );
    assert.equal(fixed(text), pool('10.0.0.0/28'));
  });

  it('finds what kube-vip cannot read, which trims nothing, and tells by a slash what it reads', () => {
    const kubeVip = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kubevip, namespace: kube-system }\ndata:\n  range-global: ${value}\n`;
    const mark = (length: number) => `#               ${'^'.repeat(length)} error range/invalid`;
    const blanks = kubeVip('10.0.0.1 - 10.0.0.9');
    check(
      `${blanks}${mark(19)}: "10.0.0.1 - 10.0.0.9" (range-global of kube-vip) is a range of another form. Write a range such as 10.0.0.1-10.0.0.9, without blanks.\n`,
    );
    assert.equal(fixed(blanks), kubeVip('10.0.0.1-10.0.0.9'));
    const single = kubeVip('10.0.0.1');
    check(`${single}${mark(8)}\n`);
    assert.equal(fixed(single), kubeVip('10.0.0.1-10.0.0.1'));
    const two = kubeVip('10.0.0.1-10.0.0.9, 10.0.0.11-10.0.0.19');
    check(`${two}#                                 ^^^^^^^^^^^^^^^^^^^^ error range/invalid\n`);
    assert.equal(fixed(two), kubeVip('10.0.0.1-10.0.0.9,10.0.0.11-10.0.0.19'));
    check(
      `${kubeVip('10.0.0.0/29,10.0.1.1-10.0.1.9')}#                           ^^^^^^^^^^^^^^^^^ error range/invalid: "10.0.1.1-10.0.1.9" (range-global of kube-vip)…\n`,
    );
    for (const value of ['10.0.0.0/29', '10.0.0.1-10.0.0.9,10.0.0.11-10.0.0.19', '0.0.0.0/32', 'fd00::1-fd00::9', '""'])
      check(kubeVip(value));
    for (const value of ['${LB_RANGE}', '"${LB_CIDR}/32"', '10.0.0.1-10.0.0.${END}']) check(kubeVip(value), { reading: false });
  });

  it("finds blocks of Cilium's pools that are none", () => {
    const cilium = (block: string) =>
      `apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: { name: lan }\nspec:\n  blocks:\n  - ${block}\n`;
    check(`${cilium('cidr: 10.0.0.0/33')}  #       ^^^^^^^^^^^ error range/invalid\n`);
    check(`${cilium('{ start: 10.0.0.1, stop: 10.0.0.256 }')}  #                          ^^^^^^^^^^ error range/invalid\n`);
    check(cilium('{ start: 10.0.0.1, stop: 10.0.0.9 }'));
    check(cilium('{ start: 10.0.0.1, stop: "" }'));
  });

  it('finds an empty entry', () => {
    check(
      `${pool('""')}  # ^^ error range/invalid: Nothing is written here (IPAddressPool metallb-system/lan). Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.\n`,
    );
  });

  it('reads the ConfigMap that MetalLB read until v0.12, at the place in its text', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: lan
      protocol: layer2
      addresses:
      - 10.0.11.254
`;
    const [finding] = check(
      text.replace(
        /254\n$/,
        '254\n      # ^^^^^^^^^^^ error range/invalid: "10.0.11.254" (address pool lan) is a single address, not a range. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.\n',
      ),
    );
    assert.deepEqual(fixTitles([finding!]), ['* Write 10.0.11.254/32']);
  });

  it('finds what is wrong in an EdgeNetwork, each text by what may stand there', () => {
    check(
      site(`
  computeNetwork:
    subnet: 10.0.0.1-10.0.0.9
    #       ^^^^^^^^^^^^^^^^^ error range/invalid: "10.0.0.1-10.0.0.9" (LAN subnet) is a range of another form. Write a CIDR, such as 10.0.0.0/24.
    gateway: 10.0.0.0/24
    #        ^^^^^^^^^^^ error range/invalid: "10.0.0.0/24" (gateway) is a range, but here stands one address. Write one address, such as 10.0.0.1.
    dhcpRanges:
    - 10.0.0.20-10.0.0.10
    # ^^^^^^^^^^^^^^^^^^^ error range/invalid: "10.0.0.20-10.0.0.10" (DHCP range) ends before it begins. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
    reservedIPs:
    - 10.0.0
    # ^^^^^^ error range/invalid: "10.0.0" (reserved address) is no address or range. Write one address, such as 10.0.0.1.
  kubernetesNodeIPs: 10.0.0.5
  #                  ^^^^^^^^ error range/invalid: "10.0.0.5" (Kubernetes node IPs) is a single address, not a range. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
  podSubnet: 10.1.0.0/16, 10.2.0.0
  #                       ^^^^^^^^ error range/invalid: "10.2.0.0" (pod subnet) is a single address, not a range. Write a CIDR, such as 10.0.0.0/24.
  serviceNodePortRange: 30000
  #                     ^^^^^ error resource/wrong-type
  nodes:
  - name: a
    ips: [10.0.0.300]
    #     ^^^^^^^^^^ error range/invalid: "10.0.0.300" (address of node a) is no address or range. Write one address, such as 10.0.0.1.
`),
    );
  });

  it('finds a node port range that is none', () => {
    check(
      site(`
  serviceNodePortRange: 32767-30000
  #                     ^^^^^^^^^^^ error range/invalid: "32767-30000" (node port range) is no range of ports. Write first and last port, such as 30000-32767.`),
    );
  });

  const fixes: readonly [wrong: string, right: string][] = [
    ['computeNetwork: { gateway: 10.0.0.1/24 }', 'computeNetwork: { gateway: 10.0.0.1 }'],
    ["computeNetwork: { gateway: ' 10.0.0.1' }", "computeNetwork: { gateway: '10.0.0.1' }"],
    ['kubernetesNodeIPs: 10.0.0.5', 'kubernetesNodeIPs: 10.0.0.5-10.0.0.5'],
    ['kubernetesServiceIPs: 10.0.0.9-10.0.0.5', 'kubernetesServiceIPs: 10.0.0.5-10.0.0.9'],
    ['podSubnet: 10.1.0.0-10.1.255.255', 'podSubnet: 10.1.0.0/16'],
    ['podSubnet: "10.1.0.0/16,10.2.0.0-10.2.255.255"', 'podSubnet: "10.1.0.0/16,10.2.0.0/16"'],
  ];
  for (const [wrong, right] of fixes) it(`makes ${right} of ${wrong}`, () => assert.equal(fixed(site(`  ${wrong}`)), site(`  ${right}`)));

  it('finds a CIDR where the device takes an address, and a mask that is none', () => {
    check(`device:
  network:
    interfaces:
    - name: Port2
      iPv4:
        address: 192.0.2.0/24
        #        ^^^^^^^^^^^^ error range/invalid: "192.0.2.0/24" (address of Port2) is a range, but here stands one address. Write one address, such as 10.0.0.1.
        subnetMask: 255.0.255.0
        #           ^^^^^^^^^^^ error range/invalid: "255.0.255.0" (subnet mask of Port2) is no netmask. Write a mask such as 255.255.255.0.
    vSwitches:
    - name: vs
      interfaces: [Port2]
      enabledForCompute: true
      ipAddressPools:
      - { name: KubernetesNodeIPs, ipAddressRange: "" }
`);
  });

  it('finds Calico CIDRs that are none, without a second finding', () => {
    check(`apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: 10.48.0.0
  #     ^^^^^^^^^ error range/invalid: "10.48.0.0" (IPPool pods) is a single address, not a range. Write a CIDR, such as 10.0.0.0/24.
---
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec:
  calicoNetwork:
    ipPools:
    - cidr: 10.49.0.0-10.49.255.255
      #     ^^^^^^^^^^^^^^^^^^^^^^^ error range/invalid: "10.49.0.0-10.49.255.255" (IP pool of Installation default) is a range of another form. Write a CIDR, such as 10.0.0.0/24.
---
apiVersion: projectcalico.org/v3
kind: IPReservation
metadata: { name: taken }
spec:
  reservedCIDRs:
  - 10.48.0.1
  - 10.48.1.0/30
  - 10.48.0.x
  # ^^^^^^^^^ error range/invalid: "10.48.0.x" (IPReservation taken) is no address or range. Write an address, or a CIDR such as 10.0.0.0/29.
`);
  });
});
