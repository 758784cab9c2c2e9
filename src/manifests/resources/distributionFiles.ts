import { baseName } from '../../base/path.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';

// Which documents configure a distribution of Kubernetes, where no kind says so; `readDistribution.ts` reads them.

/** ConfigMaps that hold a configuration, by their names, and the key that it stands at. kubernetes cmd/kubeadm/app/constants, flannel-io/flannel Documentation/kube-flannel.yml */
const configurationMaps: readonly { readonly name: RegExp; readonly key: string }[] = [
  { name: /^kube-proxy$/, key: 'config.conf' },
  { name: /^kubelet-config(-[0-9.]+)?$/, key: 'kubelet' },
  { name: /^kube-flannel-cfg$/, key: 'net-conf.json' },
  { name: /^kubeadm-config$/, key: 'ClusterConfiguration' },
];

/** The key of a ConfigMap at which a configuration stands; absent where it is another ConfigMap. */
export function configurationKeyOf(fields: Fields, { metadata }: ResourceBase): string | undefined {
  return configurationMaps.find(({ name, key }) => name.test(metadata.name) && fields.at('data', key).node?.type === 'scalar')?.key;
}

export function isConfigurationMap(fields: Fields, base: ResourceBase): boolean {
  return configurationKeyOf(fields, base) !== undefined;
}

/** Whether a document without `kind` is a machine configuration of Talos. */
export function isTalosConfiguration(fields: Fields): boolean {
  return fields.at('machine').node?.type === 'map' && fields.at('cluster').node?.type === 'map';
}

/** A cheap look, before the file is parsed. */
export function mayBeTalosFile(_path: string, text: string): boolean {
  return text.includes('machine:') && /^machine:/m.test(text);
}

const serverKeys = ['cluster-cidr', 'service-cidr', 'cluster-dns', 'cluster-domain', 'service-node-port-range'];

const serverKey = /^(cluster-cidr|service-cidr|cluster-dns|cluster-domain|service-node-port-range):/m;

/** `/etc/rancher/k3s/config.yaml`, or a part of it in `config.yaml.d`. */
const serverPath = /(^|\/)(k3s|rke2)\/config\.ya?ml(\.d\/[^/]+\.ya?ml)?$/;

/** A cheap look, before the file is parsed. */
export function mayBeServerFile(path: string, text: string): boolean {
  return serverPath.test(path) || (/^config\.ya?ml$/.test(baseName(path)) && serverKey.test(text));
}

/** Whether a document without `kind` configures K3s or RKE2: by its path, else by its name and one of the keys of the network. */
export function isServerConfiguration(fields: Fields): boolean {
  const { file } = fields.context.document;
  if (fields.node?.type !== 'map') return false;
  return serverPath.test(file) || (/^config\.ya?ml$/.test(baseName(file)) && serverKeys.some((key) => fields.at(key).exists));
}

/** A cheap look, before the file is parsed. */
export function mayBeLaunchFile(path: string, text: string): boolean {
  return text.includes('extraCNIEnv:') || (/microk8s/i.test(path) && text.includes('addons:'));
}

/** Whether a document without `kind` is the launch configuration of MicroK8s. canonical.com/microk8s/docs/ref-launch-config */
export function isLaunchConfiguration(fields: Fields): boolean {
  return (
    fields.at('version').node?.type === 'scalar' &&
    !fields.at('apiVersion').exists &&
    (fields.at('extraCNIEnv').node?.type === 'map' ||
      (fields.at('addons').node?.type === 'sequence' && /microk8s/i.test(fields.context.document.file)))
  );
}
