/**
 * The kinds that kustomize knows for certain to live outside namespaces: its built-in schema is that of Kubernetes 1.21. Everything else counts as namespaced,
 * custom kinds among it, whatever their definition says. kyaml/openapi/openapi.go (precomputedIsNamespaceScoped)
 */
export function isClusterWide(apiVersion: string, kind: string): boolean {
  return versions.get(kind)?.has(apiVersion) ?? false;
}

const of = (group: string, ...names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => (group === '' ? name : `${group}/${name}`)));
const stable = (group: string) => of(group, 'v1', 'v1beta1');

const versions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['MutatingWebhookConfiguration', stable('admissionregistration.k8s.io')],
  ['ValidatingWebhookConfiguration', stable('admissionregistration.k8s.io')],
  ['CustomResourceDefinition', stable('apiextensions.k8s.io')],
  ['APIService', stable('apiregistration.k8s.io')],
  ['CertificateSigningRequest', stable('certificates.k8s.io')],
  ['FlowSchema', of('flowcontrol.apiserver.k8s.io', 'v1beta1')],
  ['PriorityLevelConfiguration', of('flowcontrol.apiserver.k8s.io', 'v1beta1')],
  ['IngressClass', stable('networking.k8s.io')],
  ['RuntimeClass', stable('node.k8s.io')],
  ['PodSecurityPolicy', of('policy', 'v1beta1')],
  ['ClusterRole', stable('rbac.authorization.k8s.io')],
  ['ClusterRoleBinding', stable('rbac.authorization.k8s.io')],
  ['PriorityClass', stable('scheduling.k8s.io')],
  ['CSIDriver', stable('storage.k8s.io')],
  ['CSINode', stable('storage.k8s.io')],
  ['StorageClass', stable('storage.k8s.io')],
  ['VolumeAttachment', stable('storage.k8s.io')],
  ['ComponentStatus', of('', 'v1')],
  ['Namespace', of('', 'v1')],
  ['Node', of('', 'v1')],
  ['NodeProxyOptions', of('', 'v1')],
  ['PersistentVolume', of('', 'v1')],
]);
