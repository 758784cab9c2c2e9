import { check } from '../../support/marks.ts';

/*
 * Published incidents of ranges whose text is none, or means something else than it seems; each is reported once.
 *
 * What no text shows, and why:
 * - canonical/microk8s issue 1319: a list with commas that an older add-on refused. It stood in a command, and the fault was the add-on's version.
 * - metallb pull 1011, metallb-operator pull 128: a range of one address, refused by version 0.11.0 alone; the version is not in the manifests. Such ranges are lawful here.
 * - Faisal-Hajari/ai-platform issue 8 was a pool of Cilium, whose own ranges are not read; the same text stands in a pool of MetalLB here.
 */

const texts: readonly [what: string, text: string][] = [
  [
    'Faisal-Hajari/ai-platform issue 8: a prefix that reaches below its address',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.100.200/28
  # ^^^^^^^^^^^^^^^^^^ warning range/host-bits: 192.168.100.200/28 (IPAddressPool metallb-system/lan) has bits set behind its prefix, so it means 192.168.100.192/28 (192.168.100.192-192.168.100.207). Write the network if all of it is meant, else a range.
`,
  ],
  [
    'metallb issue 669, pull 671: one entry without /32, and pools beside it',
    `
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - name: one
      protocol: layer2
      addresses:
      - 10.0.11.254
      # ^^^^^^^^^^^ error range/invalid: "10.0.11.254" (address pool one) is a single address, not a range. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
    - name: two
      protocol: layer2
      addresses:
      - 10.0.12.10-10.0.12.20
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { metallb.universe.tf/address-pool: two } }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'metallb pull 948: a range that ends before it begins, and the service that waits for it',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.1.250-192.168.1.240
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error range/invalid: "192.168.1.250-192.168.1.240" (IPAddressPool metallb-system/lan) ends before it begins. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
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
    'zero-to-jupyterhub-k8s pull 2511: the short form of a range',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.0.0.100-200
  # ^^^^^^^^^^^^^^ error range/invalid: "10.0.0.100-200" (IPAddressPool metallb-system/lan) is a short form that is not understood: both ends must be written out. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
`,
  ],
  [
    'projectcalico/node issue 193: a variable of calico-node whose prefix reaches below its address',
    `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: calico-node } }
  template:
    metadata: { labels: { k8s-app: calico-node } }
    spec:
      hostNetwork: true
      containers:
      - name: calico-node
        image: calico/node
        env:
        - name: CALICO_IPV4POOL_CIDR
          value: 192.167.0.0/12
          #      ^^^^^^^^^^^^^^ warning range/host-bits: 192.167.0.0/12 (CALICO_IPV4POOL_CIDR of DaemonSet kube-system/calico-node) has bits set behind its prefix, so it means 192.160.0.0/12 (192.160.0.0-192.175.255.255). Write the network.
`,
  ],
  [
    'projectcalico/node issue 193: the LAN that it swallows besides, since the prefix written right would swallow it too',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork: { subnet: 192.168.1.0/24 }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: calico-node } }
  template:
    metadata: { labels: { k8s-app: calico-node } }
    spec:
      hostNetwork: true
      containers:
      - name: calico-node
        image: calico/node
        env:
        - name: CALICO_IPV4POOL_CIDR
          value: 192.167.0.0/12
          #      ^^^^^^^^^^^^^^ warning range/host-bits: 192.167.0.0/12 (CALICO_IPV4POOL_CIDR of DaemonSet kube-system/calico-node) has bits set behind its prefix, so it means 192.160.0.0/12 (192.160.0.0-192.175.255.255). Write the network.
          #      ^^^^^^^^^^^^^^ error range/overlap: 192.168.1.0-192.168.1.255 is in both CALICO_IPV4POOL_CIDR of DaemonSet kube-system/calico-node 192.160.0.0/12 and LAN subnet 192.168.1.0/24. Pods cannot reach machines…
`,
  ],
  [
    "openshift-docs pulls 38580 and 89196: a single address, as a vendor's page showed it",
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 192.168.100.5
  # ^^^^^^^^^^^^^ error range/invalid: "192.168.100.5" (IPAddressPool metallb-system/lan) is a single address, not a range. Write a range such as 10.0.0.1-10.0.0.9, or a CIDR such as 10.0.0.0/29.
`,
  ],
];

const lawful: readonly [what: string, text: string][] = [
  [
    'metallb pull 1011, metallb-operator pull 128: a range of one address, which one version alone refused',
    `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.5-10.0.0.5] }
`,
  ],
];

describe('incidents: the text of a range', () => {
  for (const [what, text] of texts) it(what, () => void check(text));
  for (const [what, text] of lawful) it(`says nothing of ${what}`, () => void check(text));
});
