import type { Container, PodSpec, ResourceAmounts } from '../../manifests/resources/workloads.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { ClusterNode } from '../allocation.ts';
import { quantity } from './quantity.ts';

/** Amounts by resource name: `cpu` in thousandths, all others in whole units. What is no quantity is left out. */
export type Amounts = ReadonlyMap<string, number>;

/**
 * What the scheduler sets aside for a pod: containers and sidecars together, or the most that an init container needs beside the sidecars before it; a request
 * for the pod as a whole takes its place, and overhead comes on top. A limit without a request is the request too.
 * component-helpers resource/helpers.go PodRequests; kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Pod
 */
export function requestsOf({ containers, initContainers, resources, overhead }: PodSpec): Amounts {
  const total = new Map<string, number>();
  for (const container of containers) add(total, requestsOfContainer(container));
  const sidecars = new Map<string, number>();
  const starting = new Map<string, number>();
  for (const container of initContainers) {
    const own = requestsOfContainer(container);
    if (container.sidecar) {
      add(total, own);
      add(sidecars, own);
      raise(starting, sidecars);
    } else {
      const together = new Map(sidecars);
      add(together, own);
      raise(starting, together);
    }
  }
  raise(total, starting);
  for (const [name, amount] of amountsOf(withLimits(resources))) {
    if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) total.set(name, amount);
  }
  add(total, amountsOf(overhead));
  return total;
}

/** `status.allocatable` without `pods`; empty when the node states nothing. */
export function allocatableOf({ resource }: ClusterNode): Amounts {
  if (resource === undefined) return nothing;
  const amounts = amountsOf(resource.allocatable);
  amounts.delete('pods');
  return amounts;
}

/**
 * The first resource of which less is left than requested. One that the node does not state is unknown, and in nobody's way; but a node that states
 * its processors and memory states its devices too. kubernetes pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest
 */
export function lackingResource(requests: Amounts, left: Amounts): string | undefined {
  for (const [name, amount] of requests) {
    if (amount > (left.get(name) ?? (isDevice(name) && left.has('cpu') && left.has('memory') ? 0 : Infinity)) && amount > 0) return name;
  }
  return undefined;
}

export function takeResources(left: Map<string, number>, requests: Amounts): void {
  for (const [name, amount] of requests) {
    const had = left.get(name);
    if (had !== undefined) left.set(name, had - amount);
  }
}

const nothing: Amounts = new Map();

function isDevice(name: string): boolean {
  return name.includes('/') && !name.startsWith('kubernetes.io/');
}

function requestsOfContainer({ resources }: Container): Amounts {
  return amountsOf(withLimits(resources));
}

function withLimits({ requests, limits }: ResourceAmounts): StringMap {
  return { ...limits, ...requests };
}

function amountsOf(quantities: StringMap): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [name, text] of Object.entries(quantities)) {
    const amount = quantity(text, name === 'cpu' ? 1000 : 1);
    if (amount !== undefined) amounts.set(name, amount);
  }
  return amounts;
}

function add(total: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) total.set(name, (total.get(name) ?? 0) + amount);
}

function raise(total: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) total.set(name, Math.max(total.get(name) ?? 0, amount));
}
