import { namespaceOf } from '../../manifests/metadata.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { ClusterNode, PlannedPod } from '../allocation.ts';
import { daemonPods } from './daemonPods.ts';
import { generatedName, indexedBase, standInSuffix, standInTemplateHash } from './names.ts';
import type { Ownership } from './ownership.ts';

/** The pods that a workload lacks; `create` makes the first so many. */
export interface WantedPods {
  readonly count: number;
  create(count: number): Iterable<PlannedPod>;
}

const none: WantedPods = { count: 0, create: () => [] };

/** What the workload's controller would create beside what is there. */
export function wantedPods(workload: WorkloadResource, ownership: Ownership, nodes: readonly ClusterNode[]): WantedPods {
  const present = ownership.podsOf(workload);
  // Controllers count neither finished pods nor those on their way out. kubernetes pkg/controller/controller_utils.go IsPodActive
  const active = present.filter((pod) => pod.phase !== 'Succeeded' && pod.phase !== 'Failed' && !pod.metadata.deleting);
  switch (workload.controller) {
    case 'CronJob':
      return none;
    case 'DaemonSet':
      return daemonPods(workload, nodes, active);
    case 'StatefulSet':
      return statefulPods(workload, ownership);
    case 'Job':
      return workload.suspend || workload.finished
        ? none
        : jobPods(
            workload,
            active,
            present.filter(({ phase }) => phase === 'Succeeded'),
          );
    case 'Deployment':
      return deploymentPods(workload, ownership.childOf(workload), active.length, present);
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'Other':
      return numberedPods(workload, replicasOf(workload) - active.length, `${workload.metadata.name}-`, workload.template.labels, present);
  }
}

function replicasOf({ replicas }: WorkloadResource): number {
  return Math.max(0, Math.floor(replicas ?? 1));
}

function deploymentPods(
  workload: WorkloadResource,
  child: WorkloadResource | undefined,
  active: number,
  present: readonly PodResource[],
): WantedPods {
  const { name } = workload.metadata;
  const hash = child?.metadata.labels['pod-template-hash'] ?? standInTemplateHash(`${namespaceOf(workload)}/${name}`);
  const labels = { ...workload.template.labels, 'pod-template-hash': hash };
  return numberedPods(workload, replicasOf(workload) - active, `${child?.metadata.name ?? `${name}-${hash}`}-`, labels, present);
}

/** Pods with a random suffix behind `base`. */
function numberedPods(
  workload: WorkloadResource,
  count: number,
  base: string,
  labels: PlannedPod['labels'],
  present: readonly PodResource[],
): WantedPods {
  const taken = new Set(present.map(({ metadata }) => metadata.name));
  const owner = ownerKey(workload);
  const shared = templatePod(workload);
  return {
    count: Math.max(0, count),
    *create(limit) {
      for (let index = 0, made = 0; made < limit; index++) {
        const name = generatedName(base, standInSuffix(owner, index));
        if (taken.has(name)) continue;
        yield { ...shared, name, labels, ordinal: made, nameCertain: false };
        made++;
      }
    },
  };
}

/** kubernetes pkg/controller/statefulset/stateful_set_utils.go newStatefulSetPod, initIdentity, updateIdentity. */
function statefulPods(workload: WorkloadResource, ownership: Ownership): WantedPods {
  const start = Math.min(mostOrdinal, Math.max(0, workload.ordinalsStart));
  const replicas = replicasOf(workload);
  const { name: set } = workload.metadata;
  // A name is a name: a pod that is finished or going, or that somebody else made, stands in the way of its successor.
  const namespace = namespaceOf(workload);
  const isTaken = (ordinal: number) => ownership.hasPod(namespace, `${set}-${ordinal}`);
  let taken = 0;
  for (const ordinal of ownership.ordinals(namespace, set)) if (ordinal >= start && ordinal < start + replicas) taken++;
  const spec = { ...workload.template.spec, subdomain: workload.serviceName };
  const shared = templatePod(workload);
  return {
    count: replicas - taken,
    *create(limit) {
      for (let ordinal = start, made = 0; made < limit; ordinal++) {
        if (isTaken(ordinal)) continue;
        const name = `${set}-${ordinal}`;
        const labels = {
          ...workload.template.labels,
          'statefulset.kubernetes.io/pod-name': name,
          'apps.kubernetes.io/pod-index': String(ordinal),
        };
        yield { ...shared, name, labels, spec, ordinal, hostname: name };
        made++;
      }
    },
  };
}

/** The API's ordinals are 32-bit numbers. */
const mostOrdinal = 2 ** 31 - 1;

/** kubernetes pkg/controller/job/job_controller.go manageJob. What has succeeded, its finished pods or its status say. */
function jobPods(workload: WorkloadResource, active: readonly PodResource[], succeeded: readonly PodResource[]): WantedPods {
  const parallelism = Math.max(0, Math.floor(workload.parallelism ?? 1));
  // Without completions a job with parallelism is a work queue: once one pod has succeeded no further ones start.
  const completions = workload.completions ?? (workload.parallelism === undefined ? 1 : undefined);
  const done = Math.max(succeeded.length, workload.succeeded);
  const left = completions === undefined ? (done > 0 ? 0 : parallelism) : Math.floor(completions) - done;
  const count = Math.max(0, Math.min(parallelism, left) - active.length);
  const { name } = workload.metadata;
  const labels = { ...workload.template.labels, 'batch.kubernetes.io/job-name': name, 'job-name': name };
  if (!workload.indexed) return numberedPods(workload, count, `${name}-`, labels, [...active, ...succeeded]);
  const indexLabel = 'batch.kubernetes.io/job-completion-index';
  const started = new Set(
    [...active, ...succeeded].map(({ metadata }) => metadata.labels[indexLabel] ?? metadata.annotations[indexLabel] ?? ''),
  );
  const owner = ownerKey(workload);
  const shared = templatePod(workload);
  return {
    count,
    *create(limit) {
      for (let index = 0, made = 0; made < limit; index++) {
        if (started.has(String(index))) continue;
        yield {
          ...shared,
          name: generatedName(indexedBase(name, index), standInSuffix(owner, index)),
          labels: { ...labels, [indexLabel]: String(index) },
          annotations: { ...workload.template.annotations, [indexLabel]: String(index) },
          ordinal: index,
          hostname: `${name}-${index}`,
          nameCertain: false,
        };
        made++;
      }
    },
  };
}

function ownerKey(workload: WorkloadResource): string {
  return `${namespaceOf(workload)}/${workload.kind}/${workload.metadata.name}`;
}

/** What all pods of a workload share. */
export function templatePod(workload: WorkloadResource): PlannedPod {
  const { template } = workload;
  return {
    namespace: namespaceOf(workload),
    name: '',
    labels: template.labels,
    annotations: template.annotations,
    spec: template.spec,
    origin: workload,
    owner: { kind: workload.kind, name: workload.metadata.name },
    ordinal: 0,
    hostname: template.spec.hostname,
    ready: true,
    terminating: false,
    phase: 'Running',
    nameCertain: true,
  };
}
