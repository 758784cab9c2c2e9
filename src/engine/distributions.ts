import { formatRange } from '../base/ip.ts';
import { term, type Term } from '../base/message.ts';
import { resourcesOf, type Cluster } from '../manifests/cluster.ts';
import { placeOf, type FieldPlace } from '../manifests/place.ts';
import type { Distribution, DistributionConfigurationResource, WrittenText } from '../manifests/resources/distribution.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import type { NetworkRange, RangeRole } from './networkRange.ts';
import { RangeCollector } from './rangeCollector.ts';

/** What the configuration files of kubeadm, K3s, RKE2, Talos, kubelet and kube-proxy say of a cluster. */
export interface Distributions {
  /** The product that they are of. */
  readonly profile: { readonly name: ProfileName; readonly place: FieldPlace } | undefined;
  readonly dnsDomain: { readonly text: string; readonly place: FieldPlace } | undefined;
  readonly serviceNodePortRange: string | undefined;
  /** Adds what no other source has said to the ranges; returns those that say otherwise than what counts. */
  declare(collector: RangeCollector): readonly NetworkRange[];
}

/** The cluster's own configuration first, then that of its programs. */
const order: readonly Distribution[] = ['kubeadm', 'k3s', 'rke2', 'talos', 'microk8s', 'kubelet', 'kube-proxy', 'flannel'];

/** RKE2 has the ranges of K3s. */
const profileOf: Readonly<Partial<Record<Distribution, ProfileName>>> = {
  kubeadm: 'kubeadm',
  k3s: 'k3s',
  rke2: 'k3s',
  talos: 'talos',
  microk8s: 'microk8s',
};

const roles: readonly {
  readonly role: RangeRole;
  readonly label: Term;
  readonly texts: (config: DistributionConfigurationResource) => readonly WrittenText[];
}[] = [
  { role: 'pod-subnet', label: term('pod subnet'), texts: ({ podSubnets }) => podSubnets },
  { role: 'service-subnet', label: term('service subnet'), texts: ({ serviceSubnets }) => serviceSubnets },
  { role: 'cluster-dns', label: term('cluster DNS address'), texts: ({ clusterDNS }) => clusterDNS },
];

/**
 * Files of one cluster may repeat one another (one for each node); the first that says something counts.
 * A workspace folder may hold files for several clusters: where they disagree there, nothing is known.
 */
export function distributionsOf(cluster: Cluster): Distributions {
  const configurations = [...resourcesOf(cluster, 'DistributionConfiguration')].sort(
    (one, other) => order.indexOf(one.distribution) - order.indexOf(other.distribution),
  );
  const first = <T extends { readonly text: string }>(values: readonly T[]): T | undefined =>
    cluster.rule === 'together' && new Set(values.map(({ text }) => text)).size > 1 ? undefined : values[0];
  const written = (field: (config: DistributionConfigurationResource) => WrittenText | undefined) =>
    first(
      configurations.flatMap((config) => {
        const value = field(config);
        return value === undefined ? [] : [{ text: value.text, place: placeOf(config, ...value.path) }];
      }),
    );
  const product = first(
    configurations.flatMap((config) => {
      const name = profileOf[config.distribution];
      return name === undefined ? [] : [{ text: name, name, place: placeOf(config) }];
    }),
  );
  return {
    profile: product,
    dnsDomain: written(({ dnsDomain }) => dnsDomain),
    serviceNodePortRange: written(({ serviceNodePortRange }) => serviceNodePortRange)?.text,
    declare: (collector) =>
      roles.flatMap(({ role, label, texts }) => {
        const declared = configurations
          .filter((config) => texts(config).length > 0)
          .map((config) => ({
            config,
            text: texts(config)
              .map(({ text }) => text.replaceAll(' ', ''))
              .join(),
          }));
        if (declared.length === 0 || (cluster.rule === 'together' && first(declared) === undefined)) return [];
        const add = (config: DistributionConfigurationResource, target: RangeCollector) => {
          for (const { text, path } of texts(config)) addTexts(target, role, label, text, placeOf(config, ...path));
        };
        const [counting, ...others] = declared;
        const taken = collector.has(role);
        if (!taken && counting !== undefined) add(counting.config, collector);
        const rest = new RangeCollector();
        for (const { config } of taken ? declared : others) add(config, rest);
        const known = new Set(collector.ranges.filter((range) => range.role === role).map(({ range }) => formatRange(range)));
        return rest.ranges.filter(({ range }) => !known.has(formatRange(range)));
      }),
  };
}

function addTexts(collector: RangeCollector, role: RangeRole, label: Term, text: string, place: FieldPlace): void {
  if (role === 'cluster-dns') collector.addresses(role, label, text, place);
  else collector.cidrs(role, label, text, place);
}
