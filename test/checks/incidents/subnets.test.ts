import { check } from '../../support/marks.ts';

/*
 * Published incidents of pod and service subnets against the site and each other, and of the cluster's DNS address; each is reported once for each range that must move.
 *
 * What no text shows, and why:
 * - docker/roadmap issue 237: the range of Docker's own bridge, which no manifest of a cluster holds. What it hides is shown with the service subnet that a profile implies.
 * - eks-anywhere issue 2086 asks for this check, kubeadm issue 1185 for a page that says it: here stands the plan that would have failed.
 * - harvester/vm-dhcp-controller pull 27, cluster-api-provider-openstack issue 419, eksctl issue 3864, rke issue 625: their own kinds of files are not read;
 *   the same ranges stand in an EdgeNetwork, or in files of kubeadm and kubelet.
 */

const site: readonly [what: string, text: string][] = [
  [
    'k3s issue 588: a home LAN inside the default pod subnet',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: home }
spec:
  profile: k3s
  computeNetwork:
    subnet: 10.42.0.0/23
    #       ^^^^^^^^^^^^ error range/overlap: 10.42.0.0-10.42.1.255 is in both LAN subnet 10.42.0.0/23 and pod subnet 10.42.0.0/16 (implied by profile k3s). Pods cannot reach machines of the network that have these…
    gateway: 10.42.0.1
`,
  ],
  [
    'k3s issue 4627: the address of an interface inside the pod subnet',
    `
# file: k3s/config.yaml
cluster-cidr: 10.50.0.0/16
#             ^^^^^^^^^^^^ error range/overlap: 10.50.3.7 is in both pod subnet 10.50.0.0/16 and node-ip 10.50.3.7. Pods cannot reach machines of the network that have these addresses. Move one of the two.
service-cidr: 10.51.0.0/16
node-ip: 10.50.3.7
disable: [servicelb]
`,
  ],
  [
    'k3s issue 3451: a cloud network that is the default pod subnet',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: cloud }
spec:
  profile: k3s
  computeNetwork:
    subnet: 10.42.0.0/16
    #       ^^^^^^^^^^^^ error range/overlap: 10.42.0.0-10.42.255.255 is in both LAN subnet 10.42.0.0/16 and pod subnet 10.42.0.0/16 (implied by profile k3s). Pods cannot reach machines of the network that have…
`,
  ],
  [
    'k3s issue 179: fixed addresses of nodes inside the default pod subnet',
    `
# file: k3s/config.yaml
node-ip: 10.42.0.21
#        ^^^^^^^^^^ error range/overlap: 10.42.0.21 is in both node-ip 10.42.0.21 and pod subnet 10.42.0.0/16 (implied by profile k3s). Pods cannot reach machines of the network that have these addresses. Move…
disable: [servicelb]
`,
  ],
  [
    'microk8s issue 429: a LAN over the pod subnet of MicroK8s',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: office }
spec:
  profile: microk8s
  computeNetwork:
    subnet: 10.1.0.0/21
    #       ^^^^^^^^^^^ error range/overlap: 10.1.0.0-10.1.7.255 is in both LAN subnet 10.1.0.0/21 and pod subnet 10.1.0.0/16 (implied by profile microk8s). Pods cannot reach machines of the network that have these…
`,
  ],
  [
    'calico issue 2720: nodes inside the default pool of Calico',
    `
apiVersion: v1
kind: Node
metadata: { name: one }
status:
  addresses:
  - { type: InternalIP, address: 192.168.50.11 }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: default-ipv4-ippool }
spec:
  cidr: 192.168.0.0/16
  #     ^^^^^^^^^^^^^^ error range/overlap: 192.168.50.11 is in both IPPool default-ipv4-ippool 192.168.0.0/16 and Node one 192.168.50.11. Pods cannot reach machines of the network that have these addresses. Move…
`,
  ],
  [
    'cluster-api-provider-openstack issue 419: a pod subnet that hides an endpoint outside',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: cloud }
spec:
  profile: custom
  podSubnet: 192.168.0.0/16
  #          ^^^^^^^^^^^^^^ error range/overlap: 192.168.200.0-192.168.200.255 is in both pod subnet 192.168.0.0/16 and external network "OpenStack" 192.168.200.0/24. Pods cannot reach machines of the network that have…
  externalNetworks: [{ name: OpenStack, subnet: 192.168.200.0/24 }]
`,
  ],
  [
    'kubeadm issue 1185: nodes inside the pod subnet, the three not kept apart',
    `
apiVersion: v1
kind: Node
metadata: { name: one }
status:
  addresses:
  - { type: InternalIP, address: 192.168.1.11 }
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  podSubnet: 192.168.0.0/16
  #          ^^^^^^^^^^^^^^ error range/overlap: 192.168.1.11 is in both pod subnet 192.168.0.0/16 and Node one 192.168.1.11. Pods cannot reach machines of the network that have these addresses. Move one of the two.
  serviceSubnet: 10.96.0.0/12
`,
  ],
  [
    'rke issue 625: one range for nodes, pods and services, said once of each that must move',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: rack }
spec:
  profile: custom
  computeNetwork: { subnet: 10.10.0.0/16 }
  podSubnet: 10.10.0.0/16
  #          ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.255.255 is in both pod subnet 10.10.0.0/16 and LAN subnet 10.10.0.0/16. Pods cannot reach machines of the network that have these addresses. Move one of…
  serviceSubnet: 10.10.0.0/16
  #              ^^^^^^^^^^^^ error range/overlap: 10.10.0.0-10.10.255.255 is in both service subnet 10.10.0.0/16 and LAN subnet 10.10.0.0/16. Nothing in the cluster can reach machines of the network that have these…
  nodes: [{ name: a, ips: [10.10.4.7] }]
`,
  ],
  [
    'eks-anywhere issue 2086: a pod subnet over the subnet of the nodes',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: rack }
spec:
  profile: custom
  computeNetwork: { subnet: 192.168.4.0/24 }
  podSubnet: 192.168.0.0/16
  #          ^^^^^^^^^^^^^^ error range/overlap: 192.168.4.0-192.168.4.255 is in both pod subnet 192.168.0.0/16 and LAN subnet 192.168.4.0/24. Pods cannot reach machines of the network that have these addresses. Move…
  kubernetesNodeIPs: 192.168.4.10-192.168.4.20
`,
  ],
  [
    'cluster-api-provider-ibmcloud pull 191: a service subnet over the subnet of the nodes',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: power }
spec:
  profile: custom
  podSubnet: 10.200.0.0/16
  serviceSubnet: 192.168.0.0/16
  #              ^^^^^^^^^^^^^^ error range/overlap: 192.168.150.10-192.168.150.20 is in both service subnet 192.168.0.0/16 and Kubernetes node IPs 192.168.150.10-192.168.150.20. Nothing in the cluster can reach machines…
  kubernetesNodeIPs: 192.168.150.10-192.168.150.20
`,
  ],
  [
    'harvester/vm-dhcp-controller pull 27: a DHCP range of machines inside the service subnet',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: rack }
spec:
  profile: custom
  computeNetwork: { dhcpRanges: [10.53.0.100-10.53.0.200] }
  serviceSubnet: 10.53.0.0/16
  #              ^^^^^^^^^^^^ error range/overlap: 10.53.0.100-10.53.0.200 is in both service subnet 10.53.0.0/16 and DHCP range 10.53.0.100-10.53.0.200. Nothing in the cluster can reach machines of the network that have…
`,
  ],
  [
    'docker/roadmap issue 237, gravity pull 904: a default range that hides hosts of the company',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: branch }
spec:
  profile: kubeadm
  externalNetworks:
  - name: company
    subnet: 10.100.0.0/16
    #       ^^^^^^^^^^^^^ error range/overlap: 10.100.0.0-10.100.255.255 is in both external network "company" 10.100.0.0/16 and service subnet 10.96.0.0/12 (implied by profile kubeadm). Nothing in the cluster can…
`,
  ],
];

const cluster: readonly [what: string, text: string][] = [
  [
    'kubernetes issue 71249: a Calico pool other than the pod subnet of kubeadm',
    `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking: { podSubnet: 10.244.0.0/16 }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: default-ipv4-ippool }
spec:
  cidr: 192.168.0.0/16
  #     ^^^^^^^^^^^^^^ warning range/disagrees: The pod subnet 10.244.0.0/16 of test.yaml does not contain IPPool default-ipv4-ippool 192.168.0.0/16. Calico's pools must be part of it.
`,
  ],
  [
    'DevOps_Shack_Ultimate_Pipeline_12_march issue 6: the same, written as a variable of calico-node',
    `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking: { podSubnet: 10.244.0.0/16 }
---
apiVersion: apps/v1
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
        - name: CALICO_IPV4POOL_CIDR
          value: "192.168.0.0/16"
          #      ^^^^^^^^^^^^^^^^ warning range/disagrees: The pod subnet 10.244.0.0/16 of test.yaml does not contain CALICO_IPV4POOL_CIDR of DaemonSet kube-system/calico-node 192.168.0.0/16. Calico's pools must be part of it.
`,
  ],
  [
    'Faisal-Hajari/ai-platform issue 6, kops issue 16340: pods around services, a warning only, since that may work',
    `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  podSubnet: 10.0.0.0/8
  #          ^^^^^^^^^^ warning range/overlap: 10.96.0.0-10.111.255.255 is in both pod subnet 10.0.0.0/8 and service subnet 10.96.0.0/12. A pod and a service may get the same address. Keep the two apart.
  serviceSubnet: 10.96.0.0/12
`,
  ],
  [
    'kubeadm-ha issue 5: a pod subnet of the internet, where a private one was meant',
    `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  podSubnet: 172.168.0.0/16
  #          ^^^^^^^^^^^^^^ warning range/not-private: The addresses of pod subnet 172.168.0.0/16 are not for private use: they belong to others on the internet, whom pods then cannot reach. Take a network of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.
`,
  ],
];

const dns: readonly [what: string, text: string][] = [
  [
    'hetzner-k3s issue 351: a service subnet that moved away from the DNS address',
    `
# file: k3s/config.yaml
service-cidr: 10.53.0.0/16
cluster-dns: 10.43.0.10
#            ^^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address 10.43.0.10, so that no name resolves: it is outside the service subnet 10.53.0.0/16.
`,
  ],
  [
    'eksctl issue 3864: a kubelet that was left at the address of the default subnet',
    `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking: { serviceSubnet: 172.16.0.0/16 }
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS:
- 10.100.0.10
# ^^^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address 10.100.0.10, so that no name resolves: it is outside the service subnet 172.16.0.0/16.
`,
  ],
  [
    'microk8s-core-addons issue 179: a DNS Service with the address of the default subnet',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: office }
spec: { profile: microk8s, serviceSubnet: 10.153.183.0/24 }
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system }
spec:
  clusterIP: 10.152.183.10
  #          ^^^^^^^^^^^^^ error service/refused: The API server refuses Service kube-system/kube-dns. 10.152.183.10 is not a usable address of the service subnet 10.153.183.0/24.
  selector: { k8s-app: kube-dns }
  ports: [{ port: 53, protocol: UDP }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: kube-dns } }
  template:
    metadata: { labels: { k8s-app: kube-dns } }
    spec: { containers: [{ name: coredns, image: coredns }] }
`,
  ],
  [
    'k3s issue 10611: another Service that takes the DNS address first',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: small }
spec: { profile: k3s, serviceSubnet: 10.43.0.0/24 }
---
apiVersion: v1
kind: Service
metadata: { name: early, namespace: shop }
spec:
  clusterIP: 10.43.0.10
  #          ^^^^^^^^^^ error service/reserved-address: Service shop/early asks for 10.43.0.10, which is the address of the cluster's DNS service. Ask for another one, or leave the field out.
  selector: { app: early }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: early, namespace: shop, labels: { app: early } }
spec: { containers: [{ name: early, image: early }] }
`,
  ],
];

describe('incidents: subnets and the address of DNS', () => {
  for (const [what, text] of site) it(what, () => void check(text));
  for (const [what, text] of cluster) it(what, () => void check(text));
  for (const [what, text] of dns) it(what, () => void check(text));
});
