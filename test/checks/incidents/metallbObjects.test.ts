import { check } from '../../support/marks.ts';

/*
 * Published incidents of MetalLB's objects with each other, with nodes, and with other load balancers; each is reported once.
 *
 * What no text shows, and why:
 * - kubernetes-arm issue 5: the clash of host ports that K3s' load balancer makes while it runs. That it was left on beside MetalLB, the cause, is seen.
 * - AKS issue 5044: the moment when a pool woke an allocator that slept. Two kinds of pools in one cluster are seen.
 * - metallb pull 1482: what the patch of a controller did to an object that had no namespace. The missing namespace is seen, as a hint, since kubectl may set it.
 */

const pools: readonly [what: string, text: string][] = [
  [
    'kubernetes-testing-framework issue 832: a second pool with the same CIDR',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: first, namespace: metallb-system }
spec: { addresses: [172.18.0.100-172.18.0.250] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: second, namespace: metallb-system }
spec:
  addresses:
  - 172.18.0.100-172.18.0.250
  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error range/overlap: 172.18.0.100-172.18.0.250 is in both IPAddressPool metallb-system/second 172.18.0.100-172.18.0.250 and IPAddressPool metallb-system/first 172.18.0.100-172.18.0.250…
`,
  ],
  [
    'cloud-provider-equinix-metal issue 286: two pools of one name in the ConfigMap',
    `
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: equinix
      protocol: bgp
      addresses:
      - 10.68.1.1/32
    - name: equinix
    #       ^^^^^^^ error metallb/refused: MetalLB refuses its whole configuration, so that no service gets an address. There are two pools "equinix".
      protocol: bgp
      addresses:
      - 10.68.1.2/32
`,
  ],
  [
    'metallb issues 1561 and 1154: a pool that nobody announces',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  #     ^^^ warning metallb/not-advertised: No L2Advertisement or BGPAdvertisement selects IPAddressPool metallb-system/lan. Nobody announces 192.168.1.240 of Service shop/web. Add an advertisement.
  namespace: metallb-system
spec: { addresses: [192.168.1.240-192.168.1.250] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'metallb issue 1517: an advertisement in another namespace, and no second word of the pool that so has none',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.1.240-192.168.1.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: lan
  namespace: default
  #          ^^^^^^^ warning metallb/namespace: MetalLB runs in namespace metallb-system and reads nothing elsewhere, so it ignores L2Advertisement default/lan. Write metallb-system here.
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'metallb pull 1482: objects without a namespace',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  #     ^^^ hint metallb/namespace: IPAddressPool lan and 1 more MetalLB object of this file name no namespace. MetalLB reads its objects in metallb-system only, and ignores them elsewhere. Write the namespace. (kubectl, Kustomize or Helm may set it when the manifest is applied.)
spec: { addresses: [192.168.1.240-192.168.1.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan }
`,
  ],
  [
    'metallb issue 703: every pool only on request, and a service that requests none',
    `
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - { name: inner, protocol: layer2, auto-assign: false, addresses: [10.0.0.10-10.0.0.20] }
    - { name: outer, protocol: layer2, auto-assign: false, addresses: [10.0.1.10-10.0.1.20] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  #     ^^^^^^^^^^^^ error service/pending: Service shop/web gets no external address. No address pool gives addresses by itself (autoAssign: false); ask for one with the annotation metallb.io/address-pool. The…
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'metallb issue 2079: a pool with fewer addresses than services',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  #     ^^^ error range/too-small: All addresses of pool lan (1) are given away, so shop/admin gets none. Widen the range, or let services share an address.
  namespace: metallb-system
spec: { addresses: [192.168.1.240/32] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: admin, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 81 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'k3s issue 269, kubernetes-arm issue 5: K3s with its own load balancer beside MetalLB',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.1.240-192.168.1.250] }
# file: k3s/config.yaml
cluster-cidr: 10.42.0.0/16
disable: [traefik]
#<----- warning metallb/competing-load-balancer: ServiceLB of K3s (not turned off in k3s/config.yaml) gives addresses to services of type LoadBalancer, and so does MetalLB from IPAddressPool metallb-system/lan; they…
`,
  ],
  [
    'AKS issue 5044: a pool of Cilium beside one of MetalLB',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.1.240-192.168.1.250] }
---
apiVersion: cilium.io/v2alpha1
kind: CiliumLoadBalancerIPPool
#     ^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/competing-load-balancer: Cilium (CiliumLoadBalancerIPPool spare) gives addresses to services of type LoadBalancer, and so does MetalLB from IPAddressPool metallb-system/lan; they overwrite each…
metadata: { name: spare }
spec: { blocks: [{ cidr: 192.168.2.0/28 }] }
`,
  ],
  [
    'metallb issue 2285: the only node with the label that forbids it to announce',
    `
apiVersion: v1
kind: Node
metadata:
  name: only
  labels:
    node.kubernetes.io/exclude-from-external-load-balancers: ""
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/not-advertised: This label keeps node only from announcing external addresses, and no other node may announce those of pool lan. Nobody announces 192.168.1.240 of Service shop/web. Remove the label.
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.1.240-192.168.1.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
];

describe('incidents: pools and what goes with them', () => {
  for (const [what, text] of pools) it(what, () => void check(text));
});
