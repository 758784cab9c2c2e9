import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';

/** What a product's documentation promises when nothing is written. Sources: the vendors' pages on each product's default ranges. */
export interface Profile {
  readonly name: ProfileName;
  readonly podSubnets: readonly string[];
  readonly serviceSubnets: readonly string[];
  readonly dnsDomain: string;
  /** Index of the cluster DNS address in the (first) service subnet; absent: none is implied. */
  readonly clusterDNSIndex: number | undefined;
  /** `default/kubernetes` at index 1 and the cluster DNS service exist without a manifest. */
  readonly builtInServices: boolean;
  /** Nodes when none are declared; empty: one implied, unnamed node. */
  readonly nodes: readonly { readonly name: string; readonly role: 'control-plane' | 'worker' }[];
  /** Azure Stack Edge: a device of n nodes needs n + 1 consecutive node addresses. */
  readonly nodeRangeRule: 'device' | 'none';
  /** Node ports that the product itself uses, with what for. */
  readonly reservedNodePorts: readonly { readonly port: number; readonly use: string }[];
  /** Pool and advertisement come from the device's page; manifests for them are not applied. */
  readonly deviceOwnsPool: boolean;
  /** Node IPAM runs unless somebody switches it off: each node gets a block of the pod subnet (`spec.podCIDRs`), where that is known. */
  readonly nodeIPAM: boolean;
  /** Of the Calico pool that stands for the pod subnet when no manifest declares one; with either, a node's tunnel device takes an address. */
  readonly podEncapsulation: 'IPIP' | 'VXLAN';
}

const bare = {
  podSubnets: [],
  serviceSubnets: [],
  dnsDomain: 'cluster.local',
  clusterDNSIndex: undefined,
  builtInServices: false,
  nodes: [],
  nodeRangeRule: 'none',
  reservedNodePorts: [],
  deviceOwnsPool: false,
  nodeIPAM: false,
  podEncapsulation: 'IPIP',
} as const;

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  // MicrosoftDocs azure-docs: azure-stack-edge-gpu-kubernetes-networking, -deploy-configure-network-compute-web-proxy, release notes (reserved addresses and ports).
  'azure-stack-edge': {
    ...bare,
    name: 'azure-stack-edge',
    podSubnets: ['172.27.0.0/16'],
    serviceSubnets: ['172.28.0.0/16'],
    clusterDNSIndex: 10,
    builtInServices: true,
    nodes: [
      { name: 'master', role: 'control-plane' },
      { name: 'worker', role: 'worker' },
    ],
    nodeRangeRule: 'device',
    reservedNodePorts: [
      { port: 31000, use: 'Kubernetes dashboard' },
      { port: 31001, use: 'Edge container registry' },
    ],
    deviceOwnsPool: true,
  },
  // Azure/AKS-Edge: the internal ranges of its no-proxy list; Calico or Flannel, by choice.
  'aks-edge-essentials': {
    ...bare,
    name: 'aks-edge-essentials',
    podSubnets: ['10.244.0.0/16'],
    serviceSubnets: ['10.96.0.0/12'],
    clusterDNSIndex: 10,
    builtInServices: true,
    deviceOwnsPool: true,
    nodeIPAM: true,
  },
  // k3s-io/docs: docs/cli/server.md.
  k3s: {
    ...bare,
    name: 'k3s',
    podSubnets: ['10.42.0.0/16'],
    serviceSubnets: ['10.43.0.0/16'],
    clusterDNSIndex: 10,
    builtInServices: true,
    nodeIPAM: true,
  },
  // canonical.com/microk8s/docs: change-cidr; Calico with VXLAN.
  microk8s: {
    ...bare,
    name: 'microk8s',
    podSubnets: ['10.1.0.0/16'],
    serviceSubnets: ['10.152.183.0/24'],
    clusterDNSIndex: 10,
    builtInServices: true,
    podEncapsulation: 'VXLAN',
  },
  // kubernetes cmd/kubeadm/app/apis/kubeadm: no default pod subnet; with one, --allocate-node-cidrs.
  kubeadm: { ...bare, name: 'kubeadm', serviceSubnets: ['10.96.0.0/12'], clusterDNSIndex: 10, builtInServices: true, nodeIPAM: true },
  // siderolabs/talos pkg/machinery/constants.
  talos: {
    ...bare,
    name: 'talos',
    podSubnets: ['10.244.0.0/16'],
    serviceSubnets: ['10.96.0.0/12'],
    clusterDNSIndex: 10,
    builtInServices: true,
    nodeIPAM: true,
  },
  // Nothing is implied at all; `cluster.local` is what every tool assumes.
  custom: { ...bare, name: 'custom' },
};
