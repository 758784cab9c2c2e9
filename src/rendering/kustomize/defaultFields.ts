import type { FieldSpec } from './fieldSpec.ts';

/** The field lists that kustomize comes with. api/internal/konfig/builtinpluginconsts/ */

/** `group/Kind`, `v1:Kind` or `Kind` → the paths in it. */
function specs(create: boolean, table: Readonly<Record<string, readonly string[]>>): readonly FieldSpec[] {
  return Object.entries(table).flatMap(([written, paths]) => {
    const [, group = '', version = '', kind = ''] = /^(?:([^/:]+)\/)?(?:([^/:]+):)?(.*)$/.exec(written) ?? [];
    return paths.map((path) => ({ group, version, kind, path, create }));
  });
}

const template = 'spec/template';
const cronTemplate = 'spec/jobTemplate/spec/template';

const templateLabels = [
  ...specs(true, {
    '': ['metadata/labels'],
    'v1:ReplicationController': [`${template}/metadata/labels`],
    Deployment: [`${template}/metadata/labels`],
    ReplicaSet: [`${template}/metadata/labels`],
    DaemonSet: [`${template}/metadata/labels`],
    'apps/StatefulSet': [`${template}/metadata/labels`, 'spec/volumeClaimTemplates[]/metadata/labels'],
    'batch/Job': [`${template}/metadata/labels`],
    'batch/CronJob': ['spec/jobTemplate/metadata/labels', `${cronTemplate}/metadata/labels`],
  }),
];

const spread = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `${template}/spec/affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
    `${template}/spec/affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
  ]),
  `${template}/spec/topologySpreadConstraints/labelSelector/matchLabels`,
];

const commonLabels = [
  ...specs(true, {
    'v1:Service': ['spec/selector'],
    'v1:ReplicationController': ['spec/selector'],
    Deployment: ['spec/selector/matchLabels'],
    ReplicaSet: ['spec/selector/matchLabels'],
    DaemonSet: ['spec/selector/matchLabels'],
    'apps/StatefulSet': ['spec/selector/matchLabels'],
  }),
  ...specs(false, {
    'apps/Deployment': spread,
    'apps/StatefulSet': spread,
    'batch/Job': ['spec/selector/matchLabels'],
    'batch/CronJob': ['spec/jobTemplate/spec/selector/matchLabels'],
    'policy/PodDisruptionBudget': ['spec/selector/matchLabels'],
    'networking.k8s.io/NetworkPolicy': [
      'spec/podSelector/matchLabels',
      'spec/ingress/from/podSelector/matchLabels',
      'spec/egress/to/podSelector/matchLabels',
    ],
  }),
  ...templateLabels,
];

const commonAnnotations = specs(true, {
  '': ['metadata/annotations'],
  'v1:ReplicationController': [`${template}/metadata/annotations`],
  Deployment: [`${template}/metadata/annotations`],
  ReplicaSet: [`${template}/metadata/annotations`],
  DaemonSet: [`${template}/metadata/annotations`],
  StatefulSet: [`${template}/metadata/annotations`],
  'batch/Job': [`${template}/metadata/annotations`],
  'batch/CronJob': ['spec/jobTemplate/metadata/annotations', `${cronTemplate}/metadata/annotations`],
});

const namespace = [
  ...specs(true, { Namespace: ['metadata/name'], 'apiregistration.k8s.io/APIService': ['spec/service/namespace'] }),
  ...specs(false, { 'apiextensions.k8s.io/CustomResourceDefinition': ['spec/conversion/webhook/clientConfig/service/namespace'] }),
];

const images = specs(true, {
  '': ['spec', 'spec/template/spec'].flatMap((pod) => [
    `${pod}/containers[]/image`,
    `${pod}/initContainers[]/image`,
    `${pod}/volumes[]/image/reference`,
  ]),
});

const replicas = specs(true, {
  Deployment: ['spec/replicas'],
  ReplicationController: ['spec/replicas'],
  ReplicaSet: ['spec/replicas'],
  StatefulSet: ['spec/replicas'],
});

function variablesOf(pod: string): readonly string[] {
  return ['containers', 'initContainers'].flatMap((containers) =>
    ['args', 'command', 'env/value', 'volumeMounts/mountPath'].map((field) => `${pod}/${containers}/${field}`),
  );
}

const ofTemplate = [...variablesOf(`${template}/spec`), `${template}/spec/volumes/nfs/server`];

const variables = specs(false, {
  // The path of its volumes is as upstream has it, which leads nowhere.
  CronJob: [...variablesOf(`${cronTemplate}/spec`), `${cronTemplate}/volumes/nfs/server`],
  DaemonSet: ofTemplate,
  Deployment: [...ofTemplate, `${template}/metadata/annotations`],
  Ingress: ['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'],
  Job: ofTemplate,
  Pod: [...variablesOf('spec'), 'spec/volumes/nfs/server'],
  ReplicaSet: ofTemplate,
  Service: ['spec/ports/port', 'spec/ports/targetPort'],
  StatefulSet: [...variablesOf(`${template}/spec`), 'spec/volumeClaimTemplates/spec/nfs/server'],
  PersistentVolume: ['spec/nfs/server'],
  '': ['metadata/labels', 'metadata/annotations'],
});

const name = specs(false, { '': ['metadata/name'] });

export const defaultFields = {
  namePrefix: name,
  nameSuffix: name,
  namespace,
  commonLabels,
  labels: [],
  templateLabels,
  commonAnnotations,
  varReference: variables,
  images,
  replicas,
} as const satisfies Readonly<Record<string, readonly FieldSpec[]>>;
