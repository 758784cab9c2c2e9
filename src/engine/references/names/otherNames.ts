import { groupBy } from '../../../base/groupBy.ts';
import { resourcesWhere, type Cluster } from '../../../manifests/cluster.ts';
import { groupOf } from '../../../manifests/metadata.ts';
import type { Resource } from '../../../manifests/resource.ts';
import { mayShareNamespace } from '../podOwners.ts';

/** Names that no manifest need make: the machine itself, and what container tools give it. */
export const namesOfMachines: ReadonlySet<string> = new Set([
  'localhost',
  'localhost4',
  'localhost6',
  'ip6-localhost',
  'host',
  'metadata',
  'instance-data',
  'example',
  'proxy',
]);

/** Whether what a namespace holds comes with the distribution, or is usually installed by charts of others. */
export function isInstalledNamespace(namespace: string): boolean {
  return installedNamespaces.test(namespace);
}

/** Whether something that distributions and well-known charts install usually has the name. */
export function isInstalledName(service: string): boolean {
  return installedNames.test(service);
}

const installedNamespaces = new RegExp(
  `^(${[
    'kube-.*',
    'kubernetes-dashboard',
    'metallb-system',
    'calico-.*',
    'tigera-.*',
    'dbe-namespace',
    'iotedge',
    'azure-arc.*',
    'istio-.*',
    'linkerd.*',
    'cert-manager',
    'ingress-.*',
    'nginx-ingress',
    'traefik',
    'knative-.*',
    'olm',
    'operators',
    'openshift.*',
    'monitoring',
    'observability',
    'logging',
    'flux-system',
    'argocd',
    'argo',
    'longhorn-system',
    'rook-.*',
    'velero',
    'vault',
    'keda',
    'gatekeeper-system',
    'kyverno',
    'cattle-.*',
    'gpu-operator',
    'external-secrets',
    'external-dns',
    'minio-operator',
    'cnpg-system',
    'elastic-system',
    'consul',
    'dapr-system',
    'opentelemetry.*',
    'otel.*',
    'loki',
    'tempo',
    'jaeger.*',
    'grafana',
    'prometheus.*',
  ].join('|')})$`,
);

const installedNames = new RegExp(
  `^(${[
    'kubernetes',
    'iotedged',
    'kube-.*',
    'coredns',
    'metrics-server',
    'kubernetes-dashboard',
    'prometheus.*',
    'alertmanager.*',
    'grafana.*',
    'loki.*',
    'tempo.*',
    'thanos.*',
    'mimir.*',
    'jaeger.*',
    'zipkin.*',
    'otel.*',
    'opentelemetry.*',
    'cert-manager.*',
    'ingress-nginx.*',
    'nginx-ingress.*',
    'traefik.*',
    'istio.*',
    'linkerd.*',
    'kiali.*',
    'node-exporter.*',
    'blackbox-exporter.*',
    'argocd-.*',
    'dapr-.*',
    'vault.*',
    'consul.*',
    'knative-.*',
    'cluster-local-gateway.*',
    'kourier.*',
    'datadog.*',
    'fluentd?.*',
    'fluent-bit.*',
    'elastic-.*',
    'minio-operator.*',
  ].join('|')})$`,
);

/** Names of the services that operators may make for resources of their kinds: a Knative Service, `my-cluster-kafka-bootstrap` for a Kafka `my-cluster`. */
export class OperatedNames {
  readonly #byName: ReadonlyMap<string, readonly Resource[]>;

  constructor(cluster: Cluster) {
    this.#byName = groupBy(operated(cluster), ({ metadata }) => metadata.name);
  }

  /** Whether one of them may be so. An unknown namespace is any. */
  has(service: string, namespace: string | undefined): boolean {
    if (this.#byName.size === 0) return false;
    for (let end = service.length; end > 0; end = service.lastIndexOf('-', end - 1)) {
      const makers = this.#byName.get(service.slice(0, end));
      if (makers?.some(({ metadata }) => mayShareNamespace(metadata.namespace, namespace)) === true) return true;
    }
    return false;
  }
}

const operated = resourcesWhere(isOperated);

/** Kinds of others that we do not read; Kubernetes' own make no services. */
function isOperated(resource: Resource): boolean {
  const { type, apiVersion, metadata } = resource;
  const group = groupOf(apiVersion);
  return (
    (type === 'Other' || (type === 'Workload' && resource.controller === 'Other')) &&
    metadata.name !== '' &&
    group.includes('.') &&
    (!group.endsWith('.k8s.io') || group === 'gateway.networking.k8s.io')
  );
}
