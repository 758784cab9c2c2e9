/**
 * What of the schema of Kubernetes 1.21.2 tells how lists merge (`x-kubernetes-patch-strategy`, `-patch-merge-key`, `-list-map-keys` in its OpenAPI document),
 * and the fields that lead there; types of the same shape once. Kinds are what the document names, by exact version: no `extensions/v1beta1` Deployment.
 *
 * A field is a type (`ObjectMeta`), a list that merges by the fields in brackets, with the type of its elements (`[name]Container`), or a list of scalars that merges (`[]`).
 */
export const builtInTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Anything: {},
  CSINode: { metadata: 'ObjectMeta', spec: 'CSINodeSpec' },
  CSINodeSpec: { drivers: '[name]' },
  ComponentStatus: { conditions: '[type]', metadata: 'ObjectMeta' },
  Conditions: { conditions: '[type]' },
  Container: { env: '[name]', ports: '[containerPort protocol]', volumeDevices: '[devicePath]', volumeMounts: '[mountPath]' },
  CronJob: { metadata: 'ObjectMeta', spec: 'CronJobSpec' },
  CronJobSpec: { jobTemplate: 'JobTemplate' },
  EphemeralContainer: { env: '[name]', volumeDevices: '[devicePath]', volumeMounts: '[mountPath]' },
  EphemeralVolumeSource: { volumeClaimTemplate: 'Object' },
  JobTemplate: { metadata: 'ObjectMeta', spec: 'WorkloadSpec' },
  Node: { metadata: 'ObjectMeta', spec: 'NodeSpec', status: 'NodeStatus' },
  NodeSpec: { podCIDRs: '[]' },
  NodeStatus: { addresses: '[type]', conditions: '[type]' },
  Object: { metadata: 'ObjectMeta' },
  ObjectMeta: { finalizers: '[]', ownerReferences: '[uid]' },
  ObjectWithConditions: { metadata: 'ObjectMeta', status: 'Conditions' },
  Pod: { metadata: 'ObjectMeta', spec: 'PodSpec', status: 'PodStatus' },
  PodSpec: {
    containers: '[name]Container',
    ephemeralContainers: '[name]EphemeralContainer',
    hostAliases: '[ip]',
    imagePullSecrets: '[name]',
    initContainers: '[name]Container',
    topologySpreadConstraints: '[topologyKey whenUnsatisfiable]',
    volumes: '[name]Volume',
  },
  PodStatus: { conditions: '[type]', podIPs: '[ip]' },
  PodTemplate: { metadata: 'ObjectMeta', template: 'PodTemplateSpec' },
  PodTemplateSpec: { metadata: 'ObjectMeta', spec: 'PodSpec' },
  Revision: { metadata: 'ObjectMeta', data: 'Anything' },
  Service: { metadata: 'ObjectMeta', spec: 'ServiceSpec', status: 'Conditions' },
  ServiceAccount: { metadata: 'ObjectMeta', secrets: '[name]' },
  ServiceSpec: { ports: '[port protocol]' },
  Volume: { ephemeral: 'EphemeralVolumeSource' },
  WebhookConfiguration: { metadata: 'ObjectMeta', webhooks: '[name]' },
  Workload: { metadata: 'ObjectMeta', spec: 'WorkloadSpec', status: 'Conditions' },
  WorkloadSpec: { template: 'PodTemplateSpec' },
};

/** By type and version: kinds. */
export const builtInKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CSINode: { 'storage.k8s.io/v1': 'CSINode', 'storage.k8s.io/v1beta1': 'CSINode' },
  ComponentStatus: { v1: 'ComponentStatus' },
  CronJob: { 'batch/v1': 'CronJob', 'batch/v1beta1': 'CronJob' },
  Node: { v1: 'Node' },
  Object: {
    'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
    'apiextensions.k8s.io/v1beta1': 'CustomResourceDefinition',
    'authentication.k8s.io/v1': 'TokenRequest TokenReview',
    'authentication.k8s.io/v1beta1': 'TokenReview',
    'authorization.k8s.io/v1': 'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    'authorization.k8s.io/v1beta1': 'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    'autoscaling/v1': 'HorizontalPodAutoscaler Scale',
    'autoscaling/v2beta1': 'HorizontalPodAutoscaler',
    'autoscaling/v2beta2': 'HorizontalPodAutoscaler',
    'certificates.k8s.io/v1': 'CertificateSigningRequest',
    'certificates.k8s.io/v1beta1': 'CertificateSigningRequest',
    'coordination.k8s.io/v1': 'Lease',
    'coordination.k8s.io/v1beta1': 'Lease',
    'discovery.k8s.io/v1': 'EndpointSlice',
    'discovery.k8s.io/v1beta1': 'EndpointSlice',
    'events.k8s.io/v1': 'Event',
    'events.k8s.io/v1beta1': 'Event',
    'extensions/v1beta1': 'Ingress',
    'flowcontrol.apiserver.k8s.io/v1beta1': 'FlowSchema PriorityLevelConfiguration',
    'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy',
    'networking.k8s.io/v1beta1': 'Ingress IngressClass',
    'node.k8s.io/v1': 'RuntimeClass',
    'node.k8s.io/v1beta1': 'RuntimeClass',
    'policy/v1beta1': 'Eviction PodSecurityPolicy',
    'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
    'rbac.authorization.k8s.io/v1beta1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
    'scheduling.k8s.io/v1': 'PriorityClass',
    'scheduling.k8s.io/v1beta1': 'PriorityClass',
    'storage.k8s.io/v1': 'CSIDriver StorageClass VolumeAttachment',
    'storage.k8s.io/v1beta1': 'CSIDriver CSIStorageCapacity StorageClass VolumeAttachment',
    v1: 'Binding ConfigMap Endpoints Event LimitRange PersistentVolume ResourceQuota Secret',
  },
  ObjectWithConditions: {
    'apiregistration.k8s.io/v1': 'APIService',
    'apiregistration.k8s.io/v1beta1': 'APIService',
    'policy/v1': 'PodDisruptionBudget',
    'policy/v1beta1': 'PodDisruptionBudget',
    v1: 'Namespace PersistentVolumeClaim',
  },
  Pod: { v1: 'Pod' },
  PodTemplate: { v1: 'PodTemplate' },
  Revision: { 'apps/v1': 'ControllerRevision' },
  Service: { v1: 'Service' },
  ServiceAccount: { v1: 'ServiceAccount' },
  WebhookConfiguration: {
    'admissionregistration.k8s.io/v1': 'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1beta1': 'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  },
  Workload: { 'apps/v1': 'DaemonSet Deployment ReplicaSet StatefulSet', 'batch/v1': 'Job', v1: 'ReplicationController' },
};

/** kustomize's own kinds, which it knows whatever schema a kustomization names. kyaml/openapi/kustomizationapi/swagger.json */
export const kustomizeTypes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Kustomization: { configMapGenerator: '[name]', secretGenerator: '[name]' },
};

export const kustomizeKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Kustomization: { 'kustomize.config.k8s.io/v1beta1': 'Kustomization' },
  Anything: { 'kustomize.config.k8s.io/v1beta1': 'ConfigMapArgs SecretArgs GeneratorArgs KvPairSources' },
};
