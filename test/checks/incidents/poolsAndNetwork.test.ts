import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { english } from '../../../src/base/message.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { check } from '../../support/marks.ts';

/*
 * Published incidents of address pools against the network that they stand in; each is reported once, for each entry that is wrong.
 *
 * What no text shows, and why:
 * - canonical/concierge pull 266: which process of the host had the port. The pool over the host's address, which was the cause, is seen.
 */

const pools: readonly [what: string, text: string][] = [
  [
    "metallb issue 306: a pool that is the DHCP server's own range",
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 192.168.1.0/24, dhcpRanges: [192.168.1.100-192.168.1.200] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.1.100-192.168.1.200
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 192.168.1.100-192.168.1.200 is in both IPAddressPool metallb-system/lan 192.168.1.100-192.168.1.200 and DHCP range 192.168.1.100-192.168.1.200. The DHCP server may give…
`,
  ],
  [
    'metallb issue 772: a pool that holds the gateway',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 172.25.140.0/24, gateway: 172.25.140.1 }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: default
      protocol: layer2
      addresses:
      - 172.25.140.1-172.25.140.250
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error range/special-address: One address of address pool default 172.25.140.1-172.25.140.250 must not be given away: 172.25.140.1 (gateway). Leave it out of the range.
`,
  ],
  [
    'metallb issue 364, pulls 2404 and 2585: a pool over the nodes',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesNodeIPs: 192.168.1.10-192.168.1.13 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.1.12-192.168.1.40
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 192.168.1.12-192.168.1.13 is in both IPAddressPool metallb-system/lan 192.168.1.12-192.168.1.40 and Kubernetes node IPs 192.168.1.10-192.168.1.13. A service would get…
`,
  ],
  [
    "canonical/concierge pull 266: a pool of the host's own address",
    `
apiVersion: v1
kind: Node
metadata: { name: host }
status: { addresses: [{ type: InternalIP, address: 10.0.8.4 }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: default-addresspool, namespace: metallb-system }
spec:
  addresses:
  - 10.0.8.4-10.0.8.4
  # ^^^^^^^^^^^^^^^^^ error range/overlap: 10.0.8.4 is in both IPAddressPool metallb-system/default-addresspool 10.0.8.4 and Node host 10.0.8.4. A service would get the address of a node, and both would answer…
`,
  ],
  [
    'liqo issue 2372: a pool put together from addresses of nodes, each entry with its node',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  nodes: [{ name: a, ips: [172.19.0.3] }, { name: b, ips: [172.19.0.4] }]
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: nodes, namespace: metallb-system }
spec:
  addresses:
  - 172.19.0.3/32
  # ^^^^^^^^^^^^^ error range/overlap: 172.19.0.3 is in both IPAddressPool metallb-system/nodes 172.19.0.3/32 and node a 172.19.0.3. A service would get the address of a node, and both would answer for it…
  - 172.19.0.4/32
  # ^^^^^^^^^^^^^ error range/overlap: 172.19.0.4 is in both IPAddressPool metallb-system/nodes 172.19.0.4/32 and node b 172.19.0.4. A service would get the address of a node, and both would answer for it…
`,
  ],
  [
    'canonical/concierge issue 251: a sample range on another LAN',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 192.168.1.0/24 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.64.140.43-10.64.140.49
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ warning range/outside-subnet: The LAN subnet 192.168.1.0/24 does not contain IPAddressPool metallb-system/lan 10.64.140.43-10.64.140.49. Machines of the LAN will not find what has such an address.
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
`,
  ],
  [
    'canonical/concierge issue 251: the sample range where no LAN is written',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.64.140.43-10.64.140.49
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ hint range/documentation-address: The addresses of IPAddressPool metallb-system/lan 10.64.140.43-10.64.140.49 are the sample of the MicroK8s documentation. Write addresses of the site.
`,
  ],
  [
    'Kuadrant/kuadrant-operator pull 422: a pool that is the whole subnet, network address and host included',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 172.18.0.0/16, gateway: 172.18.0.1 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: kind, namespace: metallb-system }
spec:
  addresses:
  - 172.18.0.0/16
  # ^^^^^^^^^^^^^ error range/special-address: 3 addresses of IPAddressPool metallb-system/kind 172.18.0.0/16 must not be given away: 172.18.0.0 (network address of 172.18.0.0/16), 172.18.0.1 (gateway), 172.18.255.255 (broadcast address of 172.18.0.0/16). Leave them out of the range.
`,
  ],
  [
    'metallb issue 483: a pool that begins with the network address',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 192.168.10.0/23 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.10.0/23
  # ^^^^^^^^^^^^^^^ error range/special-address: 2 addresses of IPAddressPool metallb-system/lan 192.168.10.0/23 must not be given away: 192.168.10.0 (network address of 192.168.10.0/23), 192.168.11.255 (broadcast address of 192.168.10.0/23). Leave them out of the range.
`,
  ],
  [
    'metallb issue 483: the same pool where no LAN is written',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.10.0/23
  # ^^^^^^^^^^^^^^^ information range/special-address: Services may get 192.168.10.0, 192.168.11.255 from IPAddressPool metallb-system/lan 192.168.10.0/23, which many networks keep for themselves. Where the network begins or ends there, nobody is reached at it.
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
`,
  ],
  [
    'metallb issue 509: an address that another project has fixed already',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
# file: projects/mail.yaml
apiVersion: v1
kind: Service
metadata: { name: smtp, namespace: mail }
spec:
  type: LoadBalancer
  loadBalancerIP: 10.0.0.4
  selector: { app: smtp }
  ports: [{ port: 25 }]
---
apiVersion: v1
kind: Pod
metadata: { name: smtp, namespace: mail, labels: { app: smtp } }
spec: { containers: [{ name: smtp, image: smtp }] }
# file: projects/shop.yaml
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  loadBalancerIP: 10.0.0.4
  #               ^^^^^^^^ error service/shared-address: Service shop/web gets no external address. 10.0.0.4 goes to Service mail/smtp, which asks for it too. Neither has a sharing key: to share it, both need the annotation metallb.io/allow-shared-ip with one value.
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
];

const lawful: readonly [what: string, text: string][] = [
  [
    'metallb issue 2779: a range beside a node, which the CIDR around the range would cover',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, nodes: [{ name: a, ips: [192.168.1.2] }, { name: b, ips: [192.168.1.38] }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.1.5-192.168.1.37] }
`,
  ],
  [
    'metallb issue 2700: the address of the only node, which its owner wants in the pool and says so',
    `
apiVersion: v1
kind: Node
metadata: { name: only }
status: { addresses: [{ type: InternalIP, address: 192.168.1.2 }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  # edge-network-disable-next-line range/overlap -- one node, whose address is free for services
  - 192.168.1.2/32
`,
  ],
];

describe('incidents: pools against the network', () => {
  for (const [what, text] of pools) it(what, () => void check(text));
  for (const [what, text] of lawful) it(`says nothing of ${what}`, () => void check(text));

  it('metallb issue 772: two clusters of one network with the same pool, said once, in the later cluster', () => {
    const cluster = (name: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: ${name} }
spec:
  profile: custom
  computeNetwork: { subnet: 172.25.140.0/24 }
  externalNetworks: [{ name: plant, subnet: 172.25.0.0/16 }]
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [172.25.140.2-172.25.140.250] }
`;
    const snapshot = workspaceOf({ 'a/edge.yaml': cluster('a'), 'b/edge.yaml': cluster('b') }).refreshAtOnce();
    const found = ['workspace/a/edge.yaml', 'workspace/b/edge.yaml'].flatMap((path) => findingsOf(snapshot, path));
    assert.deepEqual(
      found.map(({ code, cluster: name }) => [code, name]),
      [['range/other-cluster', 'b']],
    );
    assert.match(
      english.say(found[0]!.message),
      /^172\.25\.140\.2-172\.25\.140\.250 is in both IPAddressPool metallb-system\/lan .* and, of cluster a, /,
    );
  });
});
