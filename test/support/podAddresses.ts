import { formatAddress, formatCIDR } from '../../src/base/ip.ts';
import type { AllocatedIPPool, AllocatedNode, AllocatedPod } from '../../src/engine/allocation.ts';
import { assignPodAddresses } from '../../src/engine/calico/assign.ts';
import { networkOf } from '../../src/engine/network.ts';
import { nodesOf } from '../../src/engine/nodes/nodes.ts';
import { schedule } from '../../src/engine/scheduler/schedule.ts';
import { plannedPods } from '../../src/engine/workloads/pods.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { clusterOf } from './cluster.ts';

export interface PodAddresses {
  readonly nodes: readonly AllocatedNode[];
  readonly pods: readonly AllocatedPod[];
  readonly ipPools: readonly AllocatedIPPool[];
  readonly omitted: number;
}

/** The pipeline from nodes to pod addresses, without anything about services. */
export function podAddresses(...texts: readonly string[]): PodAddresses {
  return podAddressesOf(clusterOf(...texts));
}

export function podAddressesOf(cluster: Cluster): PodAddresses {
  const network = networkOf(cluster, 'custom');
  const nodes = nodesOf(cluster, network);
  const { pods, omitted } = plannedPods(cluster, nodes);
  return { ...assignPodAddresses({ cluster, network, nodes, pods: schedule(cluster, pods, nodes) }), omitted };
}

/** Each pod as `name@node=addresses`, or `name@node: reason` when pending, in order; the namespace only where it is not `default`. */
export function podLines({ pods }: Pick<PodAddresses, 'pods'>): readonly string[] {
  return pods.map(({ namespace, name, node, ips, pending }) => {
    const who = `${namespace === 'default' ? '' : `${namespace}/`}${name}@${node?.name ?? '?'}`;
    return pending === undefined ? `${who}=${ips.map(formatAddress).join()}` : `${who}: ${pending.reason}`;
  });
}

/** Each node as `name: blocks | tunnel addresses`. */
export function nodeLines({ nodes }: Pick<PodAddresses, 'nodes'>): readonly string[] {
  return nodes.map(
    ({ name, podBlocks, tunnelIPs }) => `${name}: ${podBlocks.map(formatCIDR).join()} | ${tunnelIPs.map(formatAddress).join()}`,
  );
}

/** A Node manifest; `more` is YAML for its top level. */
export function nodeYaml(name: string, labels: Readonly<Record<string, string>> = {}, more = ''): string {
  return `---\napiVersion: v1\nkind: Node\nmetadata:\n  name: "${name}"\n  labels: ${JSON.stringify(labels)}\n${more}\n`;
}

/** An IPPool manifest; `spec` is YAML for a flow map, without braces. */
export function poolYaml(name: string, spec: string, more = ''): string {
  return `---\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: ${JSON.stringify(name)}${more} }\nspec: { ${spec} }\n`;
}

/** A bare Pod; `spec` is YAML for a flow map, without braces. */
export function podYaml(
  name: string,
  {
    namespace = 'default',
    annotations = {},
    spec = '',
    status = '',
    labels = {},
    metadata = '',
  }: {
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly spec?: string;
    readonly status?: string;
    readonly metadata?: string;
  } = {},
): string {
  return (
    `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${JSON.stringify(name)}, namespace: ${namespace}, labels: ${JSON.stringify(labels)}, annotations: ${JSON.stringify(annotations)}${metadata} }\n` +
    `spec: { containers: [{ name: main }]${spec === '' ? '' : `, ${spec}`} }\n${status === '' ? '' : `status: { ${status} }\n`}`
  );
}

/** A workload; `spec` and `pod` (the template's spec) are YAML for flow maps, without braces. */
export function workloadYaml(
  kind: string,
  name: string,
  {
    spec = '',
    pod = '',
    labels = { app: name },
    annotations = {},
    namespace = 'default',
    metadata = '',
  }: {
    readonly spec?: string;
    readonly pod?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly namespace?: string;
    readonly metadata?: string;
  } = {},
): string {
  const apiVersion =
    kind === 'Job' || kind === 'CronJob'
      ? 'batch/v1'
      : kind === 'ReplicationController'
        ? 'v1'
        : kind === 'Rollout'
          ? 'argoproj.io/v1alpha1'
          : 'apps/v1';
  const template = `{ metadata: { labels: ${JSON.stringify(labels)}, annotations: ${JSON.stringify(annotations)} }, spec: { containers: [{ name: main }]${pod === '' ? '' : `, ${pod}`} } }`;
  const selector = kind === 'ReplicationController' ? JSON.stringify(labels) : `{ matchLabels: ${JSON.stringify(labels)} }`;
  const common = `${spec === '' ? '' : `${spec}, `}${kind === 'Job' ? '' : `selector: ${selector}, `}template: ${template}`;
  return `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${JSON.stringify(name)}, namespace: ${namespace}${metadata} }\nspec: { ${kind === 'CronJob' ? `schedule: "* * * * *", jobTemplate: { spec: { template: ${template} } }` : common} }\n`;
}
