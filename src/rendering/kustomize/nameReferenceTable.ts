import type { FieldSpec, GroupVersionKind } from './fieldSpec.ts';

/** Objects of a kind, and the fields of others that hold their names. api/internal/plugins/builtinconfig/namebackreferences.go */
export interface NameReference extends GroupVersionKind {
  readonly referrers: readonly FieldSpec[];
}

/** Which fields hold names of other objects. api/internal/konfig/builtinpluginconsts/namereference.go */

/** By `group/version:Kind` of those who refer, `*` for any group or version: paths. */
type Referrers = Readonly<Record<string, readonly string[]>>;

const podPlaces = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
} as const;

type PodKind = keyof typeof podPlaces;

function inPods(kinds: readonly PodKind[], paths: readonly string[], version = ''): Referrers {
  return Object.fromEntries(
    kinds.map((kind) => [kind === 'Pod' && version !== '' ? `*/${version}:Pod` : kind, paths.map((path) => `${podPlaces[kind]}/${path}`)]),
  );
}

const keyed: readonly PodKind[] = ['Pod', 'PodTemplate', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob'];
const claiming: readonly PodKind[] = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];

function fromEnvironment(key: string, source: string): readonly string[] {
  return ['containers', 'initContainers'].flatMap((list) => [`${list}/env/valueFrom/${key}/name`, `${list}/envFrom/${source}/name`]);
}

const scaled: Referrers = { HorizontalPodAutoscaler: ['spec/scaleTargetRef/name'] };
const rbac = 'rbac.authorization.k8s.io/*';
const admission = 'admissionregistration.k8s.io/*';

export const defaultNameReferences: readonly NameReference[] = [
  target('Deployment', scaled),
  target('ReplicationController', scaled),
  target('ReplicaSet', scaled),
  target('StatefulSet', scaled),
  target('*/v1:ConfigMap', {
    ...inPods(
      keyed,
      ['volumes/configMap/name', ...fromEnvironment('configMapKeyRef', 'configMapRef'), 'volumes/projected/sources/configMap/name'],
      'v1',
    ),
    Node: ['spec/configSource/configMap'],
    Role: ['rules/resourceNames'],
    ClusterRole: ['rules/resourceNames'],
    Ingress: [String.raw`metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap`],
  }),
  target('*/v1:Secret', {
    ...inPods(
      keyed,
      [
        'volumes/secret/secretName',
        ...fromEnvironment('secretKeyRef', 'secretRef'),
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
      ],
      'v1',
    ),
    Ingress: [
      'spec/tls/secretName',
      String.raw`metadata/annotations/ingress.kubernetes.io\/auth-secret`,
      String.raw`metadata/annotations/nginx.ingress.kubernetes.io\/auth-secret`,
      String.raw`metadata/annotations/nginx.ingress.kubernetes.io\/auth-tls-secret`,
    ],
    ServiceAccount: ['imagePullSecrets/name'],
    StorageClass: ['parameters/secretName', 'parameters/adminSecretName', 'parameters/userSecretName', 'parameters/secretRef'],
    Role: ['rules/resourceNames'],
    ClusterRole: ['rules/resourceNames'],
    'serving.knative.dev/v1:Service': ['spec/template/spec/containers/env/valueFrom/secretKeyRef/name'],
    PersistentVolume: ['spec/azureFile/secretName'],
  }),
  target('*/v1:Service', {
    'apps/*:StatefulSet': ['spec/serviceName'],
    Ingress: [
      'spec/rules/http/paths/backend/serviceName',
      'spec/backend/serviceName',
      'spec/rules/http/paths/backend/service/name',
      'spec/defaultBackend/service/name',
    ],
    'apiregistration.k8s.io/*:APIService': ['spec/service/name'],
    [`${admission}:ValidatingWebhookConfiguration`]: ['webhooks/clientConfig/service'],
    [`${admission}:MutatingWebhookConfiguration`]: ['webhooks/clientConfig/service'],
  }),
  target(`${rbac}:Role`, { [`${rbac}:RoleBinding`]: ['roleRef/name'] }),
  target(`${rbac}:ClusterRole`, { [`${rbac}:RoleBinding`]: ['roleRef/name'], [`${rbac}:ClusterRoleBinding`]: ['roleRef/name'] }),
  target('*/v1:ServiceAccount', {
    [`${rbac}:RoleBinding`]: ['subjects'],
    [`${rbac}:ClusterRoleBinding`]: ['subjects'],
    ...inPods(claiming, ['serviceAccountName']),
  }),
  target('*/v1:PersistentVolumeClaim', inPods(claiming, ['volumes/persistentVolumeClaim/claimName'])),
  target('*/v1:PersistentVolume', { PersistentVolumeClaim: ['spec/volumeName'], ClusterRole: ['rules/resourceNames'] }),
  target('storage.k8s.io/v1:StorageClass', {
    PersistentVolume: ['spec/storageClassName'],
    PersistentVolumeClaim: ['spec/storageClassName'],
    StatefulSet: ['spec/volumeClaimTemplates/spec/storageClassName'],
  }),
  target('scheduling.k8s.io/v1:PriorityClass', inPods(claiming, ['priorityClassName'])),
  // The list has this target with a group that no object can have, so that no name of an IngressClass is ever followed.
  { group: 'networking.k8s.io/v1', version: 'v1', kind: 'IngressClass', referrers: specs({ Ingress: ['spec/ingressClassName'] }) },
  target(`${admission}:ValidatingAdmissionPolicy`, { [`${admission}:ValidatingAdmissionPolicyBinding`]: ['spec/policyName'] }),
];

function target(written: string, referrers: Referrers): NameReference {
  return { ...kindOf(written), referrers: specs(referrers) };
}

function specs(referrers: Referrers): readonly FieldSpec[] {
  return Object.entries(referrers).flatMap(([written, paths]) => paths.map((path) => ({ ...kindOf(written), path, create: false })));
}

function kindOf(written: string): { readonly group: string; readonly version: string; readonly kind: string } {
  const colon = written.lastIndexOf(':');
  const slash = written.lastIndexOf('/', colon);
  if (colon < 0 || slash < 0) return { group: '', version: '', kind: written };
  const any = (text: string) => (text === '*' ? '' : text);
  return { group: any(written.slice(0, slash)), version: any(written.slice(slash + 1, colon)), kind: written.slice(colon + 1) };
}
