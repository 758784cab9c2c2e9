/** Kinds of which nobody here needs more than the name: `API group/kind`. They make up much of a workspace (certificates, roles, definitions of thousands of lines). */
const namedOnly: ReadonlySet<string> = new Set([
  '/ConfigMap',
  '/LimitRange',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  '/ResourceQuota',
  '/Secret',
  '/ServiceAccount',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'autoscaling/HorizontalPodAutoscaler',
  'policy/PodDisruptionBudget',
  'policy/PodSecurityPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
]);

/** What a ConfigMap holds that other parts of the cluster are configured by. */
const configuration = /Corefile|address-pools|cni_network_config|coredns-custom|kubeadm-config/;

const topLevelKey = /^(?:([A-Za-z][\w.-]*)|(['"].*)):(?=\s)(.*)$/gm;

/**
 * The part of a document's text that says what it is (`apiVersion`, `kind`, `metadata`), when nothing else in it matters; undefined when all of it must be read.
 * Goes by the lines that begin at the left edge, so a document in any other form than the usual block map is read whole.
 */
export function headingOf(text: string): string | undefined {
  let apiVersion: string | undefined;
  let kind: string | undefined;
  let start: number | undefined;
  let heading = '';
  for (const { 1: key, 3: value = '', index } of text.matchAll(topLevelKey)) {
    if (start !== undefined) heading += text.slice(start, index);
    start = key === 'apiVersion' || key === 'kind' || key === 'metadata' ? index : undefined;
    // A key that repeats is a missing `---`, or a mistake that is to be reported.
    if (key === 'apiVersion' && apiVersion !== undefined) return undefined;
    if (key === 'kind' && kind !== undefined) return undefined;
    if (key === 'apiVersion') apiVersion = plain(value);
    if (key === 'kind') kind = plain(value);
  }
  if (start !== undefined) heading += text.slice(start);
  if (apiVersion === undefined || kind === undefined) return undefined;
  const slash = apiVersion.indexOf('/');
  if (!namedOnly.has(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`)) return undefined;
  return kind === 'ConfigMap' && configuration.test(text) ? undefined : heading;
}

function plain(value: string): string {
  return value
    .replace(/\s#.*$/, '')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}
