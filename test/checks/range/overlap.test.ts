import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatRange, intersection, type IPRange } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import { check as checkAll, findingsOf, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';
import { endsSoon } from '../../support/processorTime.ts';

/** Services without a selector keep these texts short. */
const check = (text: string, options: CheckOptions = {}) =>
  checkAll(text, { ...options, severities: { 'service/no-selector': 'off', ...options.severities } });

/** An EdgeNetwork without a profile, so that nothing is implied; `spec` is the indented text below `spec:`. */
const plan = (spec: string, profile = 'custom') => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: ${profile}
${spec}
`;

describe('range/overlap', () => {
  it('names both parties and the common addresses, and points at both', () => {
    const [finding] = check(
      plan(`
  kubernetesNodeIPs: 10.128.44.241-10.128.44.244
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
  #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 10.128.44.244 is in both Kubernetes external service IPs 10.128.44.244-10.128.44.250 and Kubernetes node IPs 10.128.44.241-10.128.44.244. A service would get the address of a node, and both would answer for it. Keep the two apart.`),
    );
    assert.deepEqual(relatedTo(finding), ['10.128.44.241-10.128.44.244 | Kubernetes node IPs 10.128.44.241-10.128.44.244']);
    assert.equal(finding?.resource, 'EdgeNetwork site');
    assert.equal(finding.cluster, 'test');
  });

  it('compares addresses, not the CIDRs that cover them', () => {
    check(`${plan('  nodes: [{ name: a, ips: [192.168.1.2] }]')}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses: [192.168.1.5-192.168.1.37]
`);
  });

  it('finds the address of a single node in a pool, even in a pool of one address', () => {
    check(`${plan('  nodes: [{ name: a, ips: [192.168.1.2] }]')}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.1.2/32
  # ^^^^^^^^^^^^^^ error range/overlap: 192.168.1.2 is in both IPAddressPool metallb-system/lan 192.168.1.2/32 and node a 192.168.1.2. A service would…
---
apiVersion: v1
kind: Node
metadata: { name: b }
status: { addresses: [{ type: InternalIP, address: 192.168.1.3 }] }
`);
  });

  const conflicts: readonly [what: string, spec: string][] = [
    [
      'node IPs with a DHCP range',
      `
  computeNetwork: { dhcpRanges: [10.0.0.100-10.0.0.120] }
  kubernetesNodeIPs: 10.0.0.119-10.0.0.122
  #                  ^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 10.0.0.119-10.0.0.120 is in both Kubernetes node IPs 10.0.0.119-10.0.0.122 and DHCP range 10.0.0.100-10.0.0.120. The DHCP server…`,
    ],
    [
      'the pod subnet with the LAN',
      `
  computeNetwork: { subnet: 10.42.0.0/23 }
  podSubnet: 10.42.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.42.0.0-10.42.1.255 is in both pod subnet 10.42.0.0/16 and LAN subnet 10.42.0.0/23. Pods cannot reach…`,
    ],
    [
      'pods and services, part by part',
      `
  podSubnet: 10.96.0.0/13
  #          ^^^^^^^^^^^^ error range/overlap: 10.96.0.0-10.103.255.255 is in both pod subnet 10.96.0.0/13 and service subnet 10.96.0.0/12. A pod and a service…
  serviceSubnet: 10.96.0.0/12`,
    ],
    [
      'pods around services, which may work',
      `
  podSubnet: 10.0.0.0/8
  #          ^^^^^^^^^^ warning range/overlap: 10.96.0.0-10.111.255.255 is in both…
  serviceSubnet: 10.96.0.0/12`,
    ],
    [
      'the pod subnet with an external network',
      `
  podSubnet: 10.20.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.20.4.0-10.20.4.255 is in both pod subnet 10.20.0.0/16 and external network "head office" 10.20.4.0/24. Pods…
  externalNetworks: [{ name: head office, subnet: 10.20.4.0/24 }]`,
    ],
    [
      'the gateway with a DHCP range, as a warning',
      `
  computeNetwork:
    gateway: 10.0.0.1
    dhcpRanges:
    - 10.0.0.1-10.0.0.9
    # ^^^^^^^^^^^^^^^^^ warning range/overlap: 10.0.0.1 is in both…`,
    ],
    [
      'of two families each with its own',
      `
  podSubnet: 10.1.0.0/16,fd00:1::/48
  #                      ^^^^^^^^^^^ error range/overlap: fd00:1::-fd00:1:0:ffff:ffff:ffff:ffff:ffff is in both pod subnet fd00:1::/48 and service subnet fd00:1::/48…
  serviceSubnet: 10.2.0.0/16,fd00:1::/48`,
    ],
  ];
  for (const [what, spec] of conflicts) it(`finds ${what}`, () => check(plan(spec)));

  const lawful: readonly [what: string, spec: string][] = [
    [
      'everything of a site in its LAN subnet',
      `
  computeNetwork:
    subnet: 10.0.0.0/24
    gateway: 10.0.0.1
    dhcpRanges: [10.0.0.100-10.0.0.199]
    reservedIPs: [10.0.0.1, 10.0.0.150, 10.0.0.5]
  kubernetesNodeIPs: 10.0.0.10-10.0.0.12
  kubernetesServiceIPs: 10.0.0.13-10.0.0.20
  nodes: [{ name: a, ips: [10.0.0.10] }]`,
    ],
    [
      'ranges that touch',
      `
  kubernetesNodeIPs: 10.0.0.10-10.0.0.12
  kubernetesServiceIPs: 10.0.0.13-10.0.0.20`,
    ],
    [
      'a LAN inside the company network',
      `
  computeNetwork: { subnet: 10.128.44.0/22 }
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  externalNetworks: [{ name: company, subnet: 10.0.0.0/8 }]`,
    ],
    [
      'cluster DNS in the service subnet',
      `
  serviceSubnet: 10.96.0.0/16
  clusterDNS: 10.96.0.10`,
    ],
  ];
  for (const [what, spec] of lawful) it(`is silent on ${what}`, () => check(plan(spec)));

  it('compares what a profile implies, says so, and stands on what is written', () => {
    const [finding] = check(
      plan(
        `
  computeNetwork:
    subnet: 172.28.4.0/22
    #       ^^^^^^^^^^^^^ error range/overlap: 172.28.4.0-172.28.7.255 is in both LAN subnet 172.28.4.0/22 and service subnet 172.28.0.0/16 (implied by profile azure-stack-edge). Nothing…
  kubernetesNodeIPs: 172.28.4.10-172.28.4.12
  kubernetesServiceIPs: 172.28.4.20-172.28.4.30`,
        'azure-stack-edge',
      ),
    );
    assert.deepEqual(relatedTo(finding), []);
  });

  it('says once what follows from one cause', () => {
    check(`${plan(`
  computeNetwork: { subnet: 10.42.0.0/23, gateway: 10.42.0.1 }
  kubernetesNodeIPs: 10.42.0.10-10.42.0.12
  podSubnet: 10.42.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.42.0.0-10.42.1.255 is in both…`)}---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.42.0.0/16 }
`);
  });

  it('does not say that pods and services meet where both have to leave that part of the site anyway', () => {
    check(
      plan(`
  computeNetwork: { subnet: 10.10.0.0/16 }
  podSubnet: 10.10.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.255.255 is in both pod subnet 10.10.0.0/16 and LAN subnet…
  serviceSubnet: 10.10.0.0/16
  #              ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.255.255 is in both service subnet 10.10.0.0/16 and LAN subnet…`),
    );
    check(
      plan(`
  computeNetwork: { subnet: 10.10.0.0/24 }
  podSubnet: 10.10.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.255.255 is in both pod subnet 10.10.0.0/16 and service subnet…
  #          ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.0.255 is in both pod subnet 10.10.0.0/16 and LAN subnet…
  serviceSubnet: 10.10.0.0/16
  #              ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.0.255 is in both service subnet 10.10.0.0/16 and LAN subnet…`),
    );
  });

  it('knows the address that K3s is given for a node, of several the one that is in the way', () => {
    check(`# file: k3s/config.yaml
node-ip: 10.42.0.5,fd00::5
#        ^^^^^^^^^ error range/overlap: 10.42.0.5 is in both node-ip 10.42.0.5 and pod subnet 10.42.0.0/16 (implied by profile k3s). Pods…
`);
    check('# file: k3s/config.yaml\nnode-ip: 192.168.1.5\n');
  });

  const pool = (name: string, addresses: string, namespace = 'metallb-system') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  addresses:
${addresses}
`;

  it('finds MetalLB pools that overlap, in one pool too, and blames nothing else for it', () => {
    check(
      `${pool('a', '  - 10.0.0.0/29')}${pool(
        'b',
        `  - 10.0.0.4-10.0.0.20
  - 10.0.0.20-10.0.0.30`,
      )
        .replace(
          '10.0.0.4-10.0.0.20\n',
          `10.0.0.4-10.0.0.20
  # ^^^^^^^^^^^^^^^^^^ error range/overlap: 10.0.0.4-10.0.0.7 is in both IPAddressPool metallb-system/b 10.0.0.4-10.0.0.20 and IPAddressPool metallb-system/a 10.0.0.0/29. MetalLB refuses its whole…
`,
        )
        .replace(
          '10.0.0.20-10.0.0.30\n',
          `10.0.0.20-10.0.0.30
  # ^^^^^^^^^^^^^^^^^^^ error range/overlap: 10.0.0.20 is in both IPAddressPool metallb-system/b 10.0.0.20-10.0.0.30 and IPAddressPool metallb-system/b 10.0.0.4-10.0.0.20…
`,
        )}---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`,
      { severities: { 'service/no-selector': 'off' } },
    );
  });

  it('says nothing of one pool that stands in two manifests, which is a duplicate', () => {
    const findings = findingsOf(
      new Map([
        ['a.yaml', pool('a', '  - 10.0.0.0/29').slice(4)],
        ['b.yaml', pool('a', '  - 10.0.0.4/30').slice(4)],
      ]),
    ).findings;
    assert.deepEqual(
      findings.map(({ code }) => code).filter((code) => code === 'range/overlap' || code === 'resource/duplicate'),
      ['resource/duplicate'],
    );
  });

  it('is silent on a pool inside the service IPs, and warns of one that reaches beyond', () => {
    check(`${plan('  kubernetesServiceIPs: 10.0.0.10-10.0.0.20')}${pool('a', '  - 10.0.0.12-10.0.0.15')}`);
    check(
      `${plan('  kubernetesServiceIPs: 10.0.0.10-10.0.0.20')}${pool(
        'a',
        `  - 10.0.0.15-10.0.0.25
  # ^^^^^^^^^^^^^^^^^^^ warning range/overlap: 10.0.0.15-10.0.0.20 is in both IPAddressPool metallb-system/a 10.0.0.15-10.0.0.25 and Kubernetes external service IPs 10.0.0.10-10.0.0.20. The pool reaches beyond…`,
      )}`,
    );
  });

  it('finds Calico pools that overlap, a disabled one too unless it is stored past the API of Calico', () => {
    const pools = (more: string, mark: string) => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: a }
spec: { cidr: 10.48.0.0/16${more} }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: b }
spec:
  cidr: 10.48.128.0/18
${mark}`;
    check(
      pools(
        '',
        '  #     ^^^^^^^^^^^^^^ error range/overlap: 10.48.128.0-10.48.191.255 is in both IPPool b 10.48.128.0/18 and IPPool a 10.48.0.0/16. Calico uses only one…\n',
      ),
    );
    check(
      pools(
        ', disabled: true',
        '  #     ^^^^^^^^^^^^^^ error range/overlap: 10.48.128.0-10.48.191.255 is in both IPPool b 10.48.128.0/18 and IPPool a 10.48.0.0/16. Calico creates no pool that overlaps another, not even one that is disabled. Keep the pools apart.\n',
      ),
    );
    check(pools(', disabled: true', '').replaceAll('projectcalico.org/v3', 'crd.projectcalico.org/v1'));
  });

  const network = (range: string) => `---
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: { name: ot, namespace: shop }
spec:
  config: '{"type":"macvlan","ipam":{"type":"whereabouts","range":"${range}"}}'
`;
  const lanPool = `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses: [10.0.0.105-10.0.0.120]
`;

  it('finds a secondary network that hands out addresses of a pool', () => {
    check(
      `${network('10.0.0.100-10.0.0.110/24')}${lanPool}  #           ^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 10.0.0.105-10.0.0.110 is in both IPAddressPool metallb-system/lan 10.0.0.105-10.0.0.120 and NetworkAttachmentDefinition shop/ot 10.0.0.100-10.0.0.110. The network hands out addresses without asking who has them. Keep the two apart.\n`,
    );
    check(network('10.0.0.60-10.0.0.70/24') + lanPool + plan('  computeNetwork: { subnet: 10.0.0.0/24 }').replace(/^/, '---\n'));
  });

  const node = (name: string, cidr: string, mark = '') => `---
apiVersion: v1
kind: Node
metadata: { name: ${name} }
spec:
  podCIDR: ${cidr}
${mark}`;

  it('finds nodes with one pod CIDR', () => {
    check(
      node('a', '10.0.0.0/24') +
        node(
          'b',
          '10.0.0.0/24',
          '  #        ^^^^^^^^^^^ error range/overlap: 10.0.0.0-10.0.0.255 is in both pod CIDR of Node b 10.0.0.0/24 and pod CIDR of Node a 10.0.0.0/24. The controller that gives the nodes their pod ranges refuses to start, and pods of both nodes may get one address. Keep the two apart.\n',
        ),
    );
    check(node('a', '10.0.0.0/24') + node('b', '10.0.1.0/24'));
    // Where the two fields disagree, the API server takes podCIDR.
    check(node('a', '10.0.0.0/24') + node('b', '10.0.1.0/24', '  podCIDRs: [10.0.0.0/24]\n'));
  });

  it('is silent on a Calico pool of LoadBalancer addresses in the LAN, and on a disabled pool over a network outside', () => {
    check(`${plan('  computeNetwork: { subnet: 10.0.0.0/24 }')}---
apiVersion: crd.projectcalico.org/v1
kind: IPPool
metadata: { name: services }
spec: { cidr: 10.0.0.64/26, allowedUses: [LoadBalancer] }
---
apiVersion: crd.projectcalico.org/v1
kind: IPPool
metadata: { name: no-nat }
spec: { cidr: 10.0.0.0/8, disabled: true }
`);
  });

  it('reads the device configuration: ports, gateway, pools and virtual networks', () => {
    check(`
device:
  network:
    interfaces:
    - name: Port2
      iPv4: { address: 10.40.8.20, subnetMask: 255.255.252.0, gateway: 10.40.8.1 }
    vSwitches:
    - name: vs
      interfaces: [Port2]
      enabledForCompute: true
      ipAddressPools:
      - name: KubernetesNodeIPs
        ipAddressRange: 10.40.8.20-10.40.8.22
        #               ^^^^^^^^^^^^^^^^^^^^^ error range/special-address: One address of Kubernetes node IPs 10.40.8.20-10.40.8.22 must not be given away: 10.40.8.20 (address of Port2). Leave it out of the range.
      - name: KubernetesServiceIPs
        ipAddressRange: 10.40.9.40-10.40.9.47
    virtualNetworks:
    - name: vm
      network: 172.27.8.0
      #        ^^^^^^^^^^ error range/overlap: 172.27.8.0-172.27.8.255 is in both virtual network vm 172.27.8.0/24 and pod subnet 172.27.0.0/16 (implied by profile azure-stack-edge). Pods cannot reach…
      subnetMask: 255.255.255.0
      ipAddressPools:
      - name: VirtualMachineIPs
        ipAddressRange: 172.27.8.10-172.27.8.20
`);
  });

  it('keeps to the severity that the user sets', () => {
    const text = plan(`
  podSubnet: 10.0.0.0/8
  #          ^^^^^^^^^^ error range/overlap
  serviceSubnet: 10.96.0.0/12`);
    check(text, { severities: { 'range/overlap': 'error' } });
    check(text.replace(/.*\^.*\n/, ''), { severities: { 'range/overlap': 'off' } });
  });

  it('reports node IPs against service IPs exactly when they have an address in common', () => {
    const range = fc
      .tuple(fc.integer({ min: 1, max: 250 }), fc.integer({ min: 0, max: 20 }))
      .map(([first, size]): IPRange => ({ family: 4, first: 0x0a000000n + BigInt(first), last: 0x0a000000n + BigInt(first + size) }));
    fc.assert(
      fc.property(range, range, (one, other) => {
        const { findings } = findingsOf(
          new Map([['a.yaml', plan(`  kubernetesNodeIPs: ${text(one)}\n  kubernetesServiceIPs: ${text(other)}`)]]),
        );
        const overlaps = findings.filter(({ code }) => code === 'range/overlap');
        const common = intersection(one, other);
        assert.deepEqual(
          overlaps.map(({ message }) => english.say(message).split(' is in both ')[0]),
          common === undefined ? [] : [formatRange(common)],
        );
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  const text = (range: IPRange) => `${formatRange({ ...range, last: range.first })}-${formatRange({ ...range, first: range.last })}`;

  it('stays quick and bounded when thousands of ranges lie on one another', () => {
    const entries = Array.from({ length: 3000 }, (_, index) => `10.0.${index % 200}.0-10.0.255.255`).join(', ');
    endsSoon(() => {
      const { findings } = findingsOf(
        new Map([['a.yaml', plan(`  computeNetwork: { dhcpRanges: [${entries}] }\n  kubernetesNodeIPs: 10.0.255.1-10.0.255.9`)]]),
      );
      assert.ok(findings.length <= 500);
    });
  });

  const fixes: readonly [what: string, wrong: string, right: Readonly<Record<string, string>>][] = [
    [
      'cuts the common addresses off, or moves past what lies behind',
      `
  computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.9 }
  kubernetesNodeIPs: 10.0.0.1-10.0.0.3
  kubernetesServiceIPs: 10.0.0.3-10.0.0.6`,
      {
        'Write 10.0.0.4-10.0.0.6, without the common addresses': 'kubernetesServiceIPs: 10.0.0.4-10.0.0.6',
        'Move to 10.0.0.10-10.0.0.13, the next free addresses': 'kubernetesServiceIPs: 10.0.0.10-10.0.0.13',
      },
    ],
    [
      'begins again at the start of the LAN subnet, without its first and last address',
      `
  computeNetwork: { subnet: 10.0.0.0/28, dhcpRanges: [10.0.0.8-10.0.0.11] }
  kubernetesServiceIPs: 10.0.0.9-10.0.0.13`,
      { 'Move to 10.0.0.1-10.0.0.5, the next free addresses': 'kubernetesServiceIPs: 10.0.0.1-10.0.0.5' },
    ],
    [
      'moves a subnet to the next network of its size',
      `
  serviceSubnet: 10.96.0.0/16
  podSubnet: 10.96.0.0/16
  externalNetworks: [{ name: x, subnet: 10.97.0.0/24 }]`,
      { 'Move to 10.98.0.0/16, the next free addresses': 'podSubnet: 10.98.0.0/16' },
    ],
  ];
  for (const [what, wrong, right] of fixes) {
    it(`${what}, as a fix`, () => {
      const field = /^ +(\w+): /.exec(Object.values(right).map((line) => `  ${line}`)[0]!)![1]!;
      const titles = fixTitles(findingsOf(new Map([['test.yaml', plan(wrong)]])).findings);
      for (const [title, line] of Object.entries(right)) {
        assert.ok(titles.includes(title), titles.join(' | '));
        const text = plan(wrong).replace(new RegExp(`${field}: .*`), line);
        assert.equal(fixed(plan(wrong), title), text);
        check(text);
      }
    });
  }

  it('offers nothing that would leave others behind: a subnet with the cluster DNS address or a Calico pool in it, or where no LAN is known', () => {
    const titles = (spec: string) =>
      fixTitles(findingsOf(new Map([['test.yaml', plan(spec)]])).findings.filter(({ code }) => code === 'range/overlap'));
    assert.deepEqual(titles('\n  computeNetwork: { subnet: 10.96.4.0/24 }\n  serviceSubnet: 10.96.0.0/16\n  clusterDNS: 10.96.0.10'), []);
    assert.deepEqual(titles('\n  kubernetesNodeIPs: 10.0.0.1-10.0.0.9\n  kubernetesServiceIPs: 10.0.0.2-10.0.0.6'), []);
  });
});
