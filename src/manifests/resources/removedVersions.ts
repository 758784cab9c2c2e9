/** A version of an API that Kubernetes had, and no longer has. */
export interface RemovedVersion {
  /** First release of Kubernetes that does not serve it: `1.22`. */
  readonly release: string;
  /** What is served instead; absent where nothing is. */
  readonly servedAs: string | undefined;
  /** Whether the manifest means the same with the other version alone. */
  readonly keepsShape: boolean;
}

/** kubernetes.io/docs/reference/using-api/deprecation-guide */
const rows: readonly (readonly [version: string, release: string, servedAs: string, kinds: string])[] = [
  ['extensions/v1beta1', '1.16', 'apps/v1', 'Deployment DaemonSet ReplicaSet'],
  ['extensions/v1beta1', '1.16', 'networking.k8s.io/v1', 'NetworkPolicy'],
  ['extensions/v1beta1', '1.16', '', 'PodSecurityPolicy'],
  ['apps/v1beta1', '1.16', 'apps/v1', 'Deployment StatefulSet'],
  ['apps/v1beta2', '1.16', 'apps/v1', 'Deployment DaemonSet ReplicaSet StatefulSet'],
  ['extensions/v1beta1', '1.22', 'networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1beta1', '1.22', 'networking.k8s.io/v1', 'Ingress IngressClass'],
  ['rbac.authorization.k8s.io/v1alpha1', '1.22', 'rbac.authorization.k8s.io/v1', 'Role RoleBinding ClusterRole ClusterRoleBinding'],
  ['rbac.authorization.k8s.io/v1beta1', '1.22', 'rbac.authorization.k8s.io/v1', 'Role RoleBinding ClusterRole ClusterRoleBinding'],
  [
    'admissionregistration.k8s.io/v1beta1',
    '1.22',
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  ],
  ['apiextensions.k8s.io/v1beta1', '1.22', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io/v1beta1', '1.22', 'apiregistration.k8s.io/v1', 'APIService'],
  ['scheduling.k8s.io/v1beta1', '1.22', 'scheduling.k8s.io/v1', 'PriorityClass'],
  ['storage.k8s.io/v1beta1', '1.22', 'storage.k8s.io/v1', 'CSIDriver CSINode StorageClass VolumeAttachment'],
  ['batch/v2alpha1', '1.21', 'batch/v1', 'CronJob'],
  ['batch/v1beta1', '1.25', 'batch/v1', 'CronJob'],
  ['discovery.k8s.io/v1beta1', '1.25', 'discovery.k8s.io/v1', 'EndpointSlice'],
  ['autoscaling/v2beta1', '1.25', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['autoscaling/v2beta2', '1.26', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1beta1', '1.25', 'policy/v1', 'PodDisruptionBudget'],
  ['policy/v1beta1', '1.25', '', 'PodSecurityPolicy'],
  ['node.k8s.io/v1beta1', '1.25', 'node.k8s.io/v1', 'RuntimeClass'],
];

/** Others have fields of other names, or fields that are required since. */
const sameShape: ReadonlySet<string> = new Set(
  'NetworkPolicy IngressClass Role RoleBinding ClusterRole ClusterRoleBinding PriorityClass StorageClass CSIDriver CSINode VolumeAttachment CronJob RuntimeClass'.split(
    ' ',
  ),
);

const removed: ReadonlyMap<string, RemovedVersion> = new Map(
  rows.flatMap(([version, release, servedAs, kinds]) =>
    kinds
      .split(' ')
      .map(
        (kind) =>
          [`${version} ${kind}`, { release, servedAs: servedAs === '' ? undefined : servedAs, keepsShape: sameShape.has(kind) }] as const,
      ),
  ),
);

/** Absent for versions that are served, and for those that Kubernetes never had. */
export function removedVersion(apiVersion: string, kind: string): RemovedVersion | undefined {
  return removed.get(`${apiVersion} ${kind}`);
}
