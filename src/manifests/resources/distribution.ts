import type { ResourceBase } from '../metadata.ts';
import type { FieldPath } from '../place.ts';

/** Whose configuration file: kubeadm's `ClusterConfiguration`, `KubeletConfiguration`, `KubeProxyConfiguration`, `config.yaml` of K3s or RKE2, Talos' machine configuration or `KubeNetworkConfig`. */
export type Distribution = 'kubeadm' | 'kubelet' | 'kube-proxy' | 'k3s' | 'rke2' | 'talos';

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
  /** K3s and RKE2: `node-ip`, of the one node whose file it is. */
  readonly nodeIPs: readonly WrittenText[];
  /** K3s and RKE2: what `disable` turns off (`servicelb`, `traefik`), and `disable-kube-proxy` as `kube-proxy`. */
  readonly disabled: readonly string[];
  /** kube-proxy: `mode`. */
  readonly proxyMode: string | undefined;
}

export interface WrittenText {
  readonly text: string;
  /** From the resource. */
  readonly path: FieldPath;
}
