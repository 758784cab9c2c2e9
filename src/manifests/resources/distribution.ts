import type { ResourceBase, StringMap } from '../metadata.ts';
import type { FieldPath } from '../place.ts';

/** Whose configuration file: kubeadm's `ClusterConfiguration`, `InitConfiguration` and `JoinConfiguration`, `KubeletConfiguration`, `KubeProxyConfiguration`, `config.yaml` of K3s or RKE2, Talos' machine configuration or `KubeNetworkConfig`, the launch configuration of MicroK8s, flannel's `net-conf.json`. */
export type Distribution = 'kubeadm' | 'kubelet' | 'kube-proxy' | 'k3s' | 'rke2' | 'talos' | 'microk8s' | 'flannel';

/** What a distribution's own configuration says of the cluster's network. Texts as written; a comma may stand in each (`v4,v6`). */
export interface DistributionConfigurationResource extends ResourceBase {
  readonly type: 'DistributionConfiguration';
  readonly distribution: Distribution;
  /** Of kube-proxy its `clusterCIDR`. */
  readonly podSubnets: readonly WrittenText[];
  readonly serviceSubnets: readonly WrittenText[];
  readonly clusterDNS: readonly WrittenText[];
  readonly dnsDomain: WrittenText | undefined;
  readonly serviceNodePortRange: WrittenText | undefined;
  /** `--node-cidr-mask-size` of kube-controller-manager; absent family: of both. */
  readonly nodeMasks: readonly (WrittenText & { readonly family: 4 | 6 | undefined })[];
  /** `node-ip` (K3s, RKE2, kubeadm's kubelet arguments), `advertiseAddress`: of the one node whose file it is. */
  readonly nodeIPs: readonly WrittenText[];
  /** Where clients reach the control plane, as written: an address, with a port, in a URL; names too. */
  readonly controlPlaneEndpoints: readonly WrittenText[];
  /** K3s and RKE2: what `disable` turns off (`servicelb`, `traefik`), and `disable-kube-proxy` as `kube-proxy`. */
  readonly disabled: readonly string[];
  /** K3s `flannel-backend`, RKE2 `cni`, Talos `cluster.network.cni.name`: the pod network, as written. */
  readonly podNetworks: readonly string[];
  /** kube-proxy: `mode`. */
  readonly proxyMode: WrittenText | undefined;
  /** kube-proxy: `ipvs.strictARP`. */
  readonly strictARP: boolean | undefined;
  /** Talos: the labels that the machine gives its node; absent when none are written. */
  readonly nodeLabels: StringMap | undefined;
  /** Ranges that an add-on of the installation hands out to services (MicroK8s: `metallb`). */
  readonly loadBalancerRanges: readonly WrittenText[];
  /** Of one that stands in a ConfigMap: the text that holds it. */
  readonly embeddedText: string | undefined;
}

export interface WrittenText {
  readonly text: string;
  /** From the resource. */
  readonly path: FieldPath;
}
