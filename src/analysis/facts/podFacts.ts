import { formatAddress } from '../../base/ip.ts';
import { message, sentences, term, type Message } from '../../base/message.ts';
import type { AllocatedPod, Allocation, PlannedPod } from '../../engine/allocation.ts';
import { selectedPods } from '../../engine/endpoints/selection.ts';
import type { Refusal } from '../../engine/explanation.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { hasUnknownReplicas } from '../../manifests/unknownReplicas.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { fact, type Fact, type FactValue } from './fact.ts';
import { labelTexts } from './labelTexts.ts';

export type PodFactKey = 'pending' | 'address' | 'pool' | 'node' | 'controlled-by' | 'name' | 'ports' | 'labels';

export function podFacts(pod: AllocatedPod): readonly Fact<PodFactKey>[] {
  const refusal = refusalOf(pod);
  const ports = pod.spec.containers.flatMap((container) =>
    container.ports.map(({ name, containerPort, protocol }) => `${containerPort}/${protocol}${name === undefined ? '' : ` (${name})`}`),
  );
  return [
    // The sentence is the fact itself; what remains to be said is where it comes from.
    fact('pending', message('Pending'), refusal === undefined ? [] : [refusal.message], refusal && { ...refusal, message: message('') }),
    fact('address', message('Address'), pod.ips.map(formatAddress), pod.ips.length === 0 ? undefined : pod.explanation),
    fact('pool', message('Pool'), pod.ipPool === undefined ? [] : [pod.ipPool]),
    fact(
      'node',
      message('Node'),
      pod.node === undefined ? [] : [pod.node.name === '' ? term('Unnamed node') : pod.node.name],
      pod.placement,
    ),
    fact('controlled-by', message('Controlled by'), isBare(pod) ? [] : [`${pod.owner.kind} ${pod.owner.name}`]),
    fact('name', message('Name'), pod.nameCertain ? [] : [message('It stands for a name that its controller makes up.')]),
    fact('ports', message('Ports'), ports),
    fact('labels', message('Labels'), labelTexts(pod.labels)),
  ];
}

/** Of the pods of one workload on one node. */
export function podGroupFacts(pods: readonly AllocatedPod[]): readonly Fact[] {
  const [first] = pods;
  if (first === undefined) return [];
  const refusals = new Map<string, Message>();
  for (const pod of pods) {
    const refusal = refusalOf(pod);
    if (refusal !== undefined) refusals.set(JSON.stringify(refusal.message), refusal.message);
  }
  return [
    fact('controlled-by', message('Controlled by'), [`${first.owner.kind} ${first.namespace}/${first.owner.name}`]),
    fact('node', message('Node'), first.node === undefined || first.node.name === '' ? [] : [first.node.name]),
    fact('pods', message('Pods here'), [String(pods.length)], hasUnknownReplicas(first.origin) ? ofUnknownNumber : undefined),
    fact(
      'address',
      message('Addresses'),
      pods.flatMap(({ ips }) => ips.map(formatAddress)),
    ),
    fact('pending', message('Pending'), [...refusals.values()]),
    fact(
      'labels',
      message('Labels'),
      labelTexts(
        Object.fromEntries(Object.entries(first.labels).filter(([key, value]) => pods.every(({ labels }) => labels[key] === value))),
      ),
    ),
  ];
}

const ofUnknownNumber = message('How many pods it has is filled in later. One stands for them.');

export type WorkloadFactKey = 'rejected' | 'pods' | 'address' | 'services';

/** Of a workload with all its pods, and the services in front of them. */
export function workloadFacts(allocation: Allocation, workload: WorkloadResource): readonly Fact<WorkloadFactKey>[] {
  const pods = allocation.pods.filter(({ origin }) => origin === workload);
  const [only] = pods;
  const services = allocation.services.filter((service) => selectedPods(allocation, service).some(({ origin }) => origin === workload));
  const refused = allocation.refusedWorkloads.find((one) => one.workload === workload);
  return [
    fact('rejected', message('Rejected'), refused === undefined ? [] : [refused.refusal.message]),
    fact('pods', message('Pods'), pods.map(podValue), hasUnknownReplicas(workload) ? ofUnknownNumber : undefined),
    fact('address', message('Address'), pods.length === 1 && only !== undefined ? only.ips.map(formatAddress) : [], only?.explanation),
    fact(
      'services',
      message('Services in front of it'),
      services.map(({ namespace, name, clusterIPs }): FactValue => ({
        value: `${namespace}/${name}`,
        text: clusterIPs.map(formatAddress).join(', '),
      })),
    ),
  ];
}

/** A pod in a list: its address, and which one it is, where. */
export function podValue(pod: AllocatedPod): FactValue {
  return { value: pod.ips.length === 0 ? '—' : pod.ips.map(formatAddress).join(', '), text: podText(pod) };
}

function podText(pod: AllocatedPod): Message | string {
  const { name, origin, namespace, node, ready } = pod;
  const label = namespace === namespaceOf(origin) ? name : `${namespace}/${name}`;
  const refusal = refusalOf(pod);
  if (refusal !== undefined) return sentences(message('{0} is pending.', label), refusal.message);
  if (node === undefined || node.name === '') return ready ? label : message('{0}, not ready', label);
  return ready ? message('{0} on {1}', label, node.name) : message('{0} on {1}, not ready', label, node.name);
}

function refusalOf({ pending, unschedulable }: AllocatedPod): Refusal<string> | undefined {
  return unschedulable ?? pending;
}

function isBare({ origin, owner }: PlannedPod): boolean {
  return origin.type === 'Pod' && owner.kind === 'Pod';
}
