import type { Fields } from '../fields.ts';
import { readLabelSelector, type LabelExpression } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import { readProgram } from './readProgram.ts';
import { readRunning } from './readRunning.ts';
import type {
  Container,
  NodeSelectorTerm,
  PodAffinityTerm,
  Preferred,
  Rollout,
  PodResource,
  PodSpec,
  PodTemplate,
  ResourceAmounts,
  WorkloadKind,
  WorkloadResource,
} from './workloads.ts';

/** Whether a pod template stands at `spec.template`. */
export function hasPodTemplate(fields: Fields): boolean {
  return fields.at('spec', 'template', 'spec', 'containers').node?.type === 'sequence';
}

export function readWorkload(fields: Fields, base: ResourceBase, controller: WorkloadKind): WorkloadResource {
  const outer = fields.map('spec');
  const spec = controller === 'CronJob' ? outer.map('jobTemplate').map('spec') : outer;
  return {
    ...base,
    type: 'Workload',
    controller,
    replicas: spec.integer('replicas'),
    withoutSelector: spec.at('selector').node === undefined,
    selector: controller === 'ReplicationController' ? equalitySelector(spec) : readLabelSelector(spec.map('selector')),
    template: readTemplate(spec.map('template')),
    templatePath: controller === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'],
    serviceName: controller === 'StatefulSet' ? spec.string('serviceName') : undefined,
    ordinalsStart: spec.map('ordinals').integer('start') ?? 0,
    parallelism: spec.integer('parallelism'),
    completions: spec.integer('completions'),
    indexed: controller === 'Job' && spec.string('completionMode') === 'Indexed',
    replacesWhenGone: controller === 'Job' && spec.string('podReplacementPolicy') === 'Failed',
    parallelPods: controller === 'StatefulSet' && spec.string('podManagementPolicy') === 'Parallel',
    rollout: readRollout(spec.map(controller === 'DaemonSet' || controller === 'StatefulSet' ? 'updateStrategy' : 'strategy')),
    paused: controller === 'Deployment' && (spec.boolean('paused') ?? false),
    suspend: outer.boolean('suspend') ?? false,
    finished: controller === 'Job' && isFinished(fields.map('status')),
    succeeded: controller === 'Job' ? (fields.map('status').integer('succeeded') ?? 0) : 0,
  };
}

function readRollout(strategy: Fields): Rollout {
  const rolling = strategy.map('rollingUpdate');
  return {
    strategy: strategy.string('type'),
    maxSurge: rolling.text('maxSurge'),
    maxUnavailable: rolling.text('maxUnavailable'),
    partition: rolling.integer('partition'),
  };
}

function isFinished(status: Fields): boolean {
  return status
    .maps('conditions')
    .some((condition) => ['Complete', 'Failed'].includes(condition.string('type') ?? '') && condition.string('status') === 'True');
}

function equalitySelector(spec: Fields): WorkloadResource['selector'] {
  const matchLabels = spec.optionalStringMap('selector');
  return matchLabels === undefined ? undefined : { matchLabels, matchExpressions: [] };
}

function readTemplate(fields: Fields): PodTemplate {
  const metadata = fields.map('metadata');
  return { labels: metadata.stringMap('labels'), annotations: metadata.stringMap('annotations'), spec: readPodSpec(fields.map('spec')) };
}

export function readPod(fields: Fields, base: ResourceBase): PodResource {
  const status = fields.map('status');
  const condition = status.maps('conditions').find((each) => each.string('type') === 'Ready');
  const ready = condition?.string('status');
  return {
    ...base,
    type: 'Pod',
    spec: readPodSpec(fields.map('spec')),
    phase: status.string('phase'),
    ready: ready === undefined ? undefined : ready === 'True',
    podIP: status.text('podIP'),
    podIPs: status
      .maps('podIPs')
      .map((entry) => entry.text('ip'))
      .filter((ip) => ip !== undefined),
    hostIP: status.text('hostIP'),
    owner: base.metadata.controller,
    uid: fields.map('metadata').string('uid'),
    created: fields.map('metadata').text('creationTimestamp'),
    readyChanged: condition?.text('lastTransitionTime'),
    restarts: Math.max(0, ...status.maps('containerStatuses').map((each) => each.integer('restartCount') ?? 0)),
  };
}

function readPodSpec(spec: Fields): PodSpec {
  const affinity = spec.map('affinity');
  const required = affinity.map('nodeAffinity').map('requiredDuringSchedulingIgnoredDuringExecution');
  const dnsConfig = spec.map('dnsConfig');
  return {
    containers: spec.maps('containers').map(readContainer),
    initContainers: spec.maps('initContainers').map(readContainer),
    hostNetwork: spec.boolean('hostNetwork') ?? false,
    serviceAccountName: spec.string('serviceAccountName') ?? spec.string('serviceAccount') ?? 'default',
    hostname: spec.string('hostname'),
    subdomain: spec.string('subdomain'),
    terminationGracePeriodSeconds: spec.integer('terminationGracePeriodSeconds'),
    hostAliases: spec.maps('hostAliases').map((entry) => ({ ip: entry.string('ip') ?? '', hostnames: entry.strings('hostnames') })),
    nodeName: spec.string('nodeName'),
    nodeSelector: spec.stringMap('nodeSelector'),
    tolerations: spec
      .maps('tolerations')
      .map((toleration) => ({
        key: toleration.string('key'),
        operator: toleration.string('operator'),
        value: toleration.string('value') ?? '',
        effect: toleration.string('effect'),
        seconds: toleration.integer('tolerationSeconds'),
      })),
    requiredNodeAffinity: required.exists ? required.maps('nodeSelectorTerms').map(readNodeTerm) : undefined,
    preferredNodeAffinity: readPreferred(affinity.map('nodeAffinity'), 'preference', readNodeTerm),
    requiredPodAffinity: readAffinityTerms(affinity.map('podAffinity')),
    requiredPodAntiAffinity: readAffinityTerms(affinity.map('podAntiAffinity')),
    preferredPodAffinity: readPreferred(affinity.map('podAffinity'), 'podAffinityTerm', readAffinityTerm),
    preferredPodAntiAffinity: readPreferred(affinity.map('podAntiAffinity'), 'podAffinityTerm', readAffinityTerm),
    topologySpreadConstraints: spec
      .maps('topologySpreadConstraints')
      .map((constraint) => ({
        maxSkew: constraint.integer('maxSkew') ?? 1,
        topologyKey: constraint.string('topologyKey') ?? '',
        whenUnsatisfiable: constraint.string('whenUnsatisfiable') ?? 'DoNotSchedule',
        labelSelector: readLabelSelector(constraint.map('labelSelector')),
        minDomains: constraint.integer('minDomains'),
        nodeAffinityPolicy: constraint.string('nodeAffinityPolicy') ?? 'Honor',
        nodeTaintsPolicy: constraint.string('nodeTaintsPolicy') ?? 'Ignore',
        matchLabelKeys: constraint.strings('matchLabelKeys'),
      })),
    resources: readResources(spec),
    overhead: spec.optionalStringMapOfAny('overhead') ?? nothing,
    dnsPolicy: spec.string('dnsPolicy') ?? 'ClusterFirst',
    dnsConfig: dnsConfig.exists
      ? {
          nameservers: dnsConfig.strings('nameservers'),
          searches: dnsConfig.strings('searches'),
          options: dnsConfig.maps('options').map((option) => ({ name: option.string('name') ?? '', value: option.string('value') })),
        }
      : undefined,
  };
}

function readContainer(container: Fields): Container {
  return {
    name: container.string('name') ?? '',
    ports: container
      .maps('ports')
      .map((port) => ({
        name: port.string('name'),
        containerPort: port.integer('containerPort') ?? 0,
        protocol: port.string('protocol') ?? 'TCP',
        hostPort: port.integer('hostPort'),
        hostIP: port.string('hostIP'),
      })),
    sidecar: container.string('restartPolicy') === 'Always',
    ...readRunning(container),
    resources: readResources(container),
    program: readProgram(container),
  };
}

function readResources(fields: Fields): ResourceAmounts {
  const resources = fields.map('resources');
  if (!resources.exists) return noResources;
  return {
    requests: resources.optionalStringMapOfAny('requests') ?? nothing,
    limits: resources.optionalStringMapOfAny('limits') ?? nothing,
  };
}

const nothing = {};
const noResources: ResourceAmounts = { requests: nothing, limits: nothing };

function readExpressions(fields: Fields, key: string): readonly LabelExpression[] {
  return fields
    .maps(key)
    .map((expression) => ({
      key: expression.string('key') ?? '',
      operator: expression.string('operator') ?? '',
      values: expression.strings('values'),
    }));
}

function readAffinityTerms(fields: Fields): readonly PodAffinityTerm[] {
  return fields.maps('requiredDuringSchedulingIgnoredDuringExecution').map(readAffinityTerm);
}

function readAffinityTerm(term: Fields): PodAffinityTerm {
  return {
    labelSelector: readLabelSelector(term.map('labelSelector')),
    topologyKey: term.string('topologyKey') ?? '',
    namespaces: term.strings('namespaces'),
    namespaceSelector: readLabelSelector(term.map('namespaceSelector')),
    matchLabelKeys: term.strings('matchLabelKeys'),
    mismatchLabelKeys: term.strings('mismatchLabelKeys'),
  };
}

function readNodeTerm(term: Fields): NodeSelectorTerm {
  return { matchExpressions: readExpressions(term, 'matchExpressions'), matchFields: readExpressions(term, 'matchFields') };
}

function readPreferred<T>(fields: Fields, key: string, read: (term: Fields) => T): readonly Preferred<T>[] {
  return fields
    .maps('preferredDuringSchedulingIgnoredDuringExecution')
    .map((preferred) => ({ weight: preferred.integer('weight') ?? 0, term: read(preferred.map(key)) }));
}
