/** Whether a project's manifests say which addresses there are. */
export function isOfAddresses(source: string): boolean {
  return /calico|tigera|metallb|cilium|kube-vip|kube-ovn|antrea|flannel|openelb|purelb/i.test(source);
}

/** Whether a URL leads to a repository, or to charts, of people who publish for everybody: they know nothing of the namespaces of a site. */
export function isPublished(url: string): boolean {
  const [, owner] =
    /^(?:https?:\/\/|git::https:\/\/|git@|ssh:\/\/git@)?(?:raw\.githubusercontent\.com|github\.com|ghcr\.io)[/:]([\w.-]+)\//i.exec(
      url.replace(/^oci:\/\//, ''),
    ) ?? [];
  return owner !== undefined && publishers.has(owner.toLowerCase());
}

/** Owners on GitHub of what clusters are usually equipped with. */
const publishers: ReadonlySet<string> = new Set([
  'aquasecurity',
  'argoproj',
  'argoproj-labs',
  'backube',
  'cert-manager',
  'cloudnative-pg',
  'controlplaneio-fluxcd',
  'coredns',
  'crossplane',
  'dragonflydb',
  'emberstack',
  'envoyproxy',
  'external-secrets',
  'fluxcd',
  'grafana',
  'hashicorp',
  'intel',
  'istio',
  'jetstack',
  'k8snetworkplumbingwg',
  'k8up-io',
  'kedacore',
  'keycloak',
  'knative',
  'kubernetes',
  'kubernetes-csi',
  'kubernetes-incubator',
  'kubernetes-sigs',
  'kubevirt',
  'kyverno',
  'longhorn',
  'mariadb-operator',
  'minio',
  'mittwald',
  'node-feature-discovery',
  'nvidia',
  'open-telemetry',
  'openebs',
  'operator-framework',
  'piraeusdatastore',
  'prometheus-community',
  'prometheus-operator',
  'rabbitmq',
  'rancher',
  'rook',
  'spegel-org',
  'stakater',
  'strimzi',
  'tailscale',
  'traefik',
  'victoriametrics',
  'vmware-tanzu',
  'zalando',
]);
