import { parseCIDR, type CIDR } from '../../base/ip.ts';
import { term, type Term } from '../../base/message.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { scalarAt } from '../../manifests/locate.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';

/** The range of the pool that calico-node makes when it starts in a cluster without one. Texts that are no CIDR are left out. */
export interface PoolVariable {
  readonly label: Term;
  readonly text: string;
  readonly cidr: CIDR;
  readonly place: FieldPlace;
}

/** `CALICO_IPV4POOL_CIDR` and its IPv6 fellow, where the manifests bring no pool of Calico's. calico node/pkg/lifecycle/startup/startup.go (configureIPPools) */
export function* poolVariables(cluster: Cluster): Generator<PoolVariable> {
  if (resourcesOf(cluster, 'IPPool').length > 0 || resourcesOf(cluster, 'Installation').length > 0) return;
  for (const workload of agents(cluster)) {
    if (workload.type !== 'Workload') continue;
    const index = workload.template.spec.containers.findIndex(({ name }) => name === 'calico-node');
    const variables = [...variablesOf(workload, index)];
    if (variables.some(({ name, text }) => name === 'NO_DEFAULT_POOLS' && text.toLowerCase() === 'true')) continue;
    for (const { name, text, place } of variables) {
      const cidr = names.has(name) ? parseCIDR(text) : undefined;
      if (cidr !== undefined) yield { label: term('{0} of {1}', name, nameOf(workload)), text, cidr, place };
    }
  }
}

const agents = resourcesWhere(
  (resource) =>
    resource.type === 'Workload' &&
    resource.controller === 'DaemonSet' &&
    resource.template.spec.containers.some(({ name }) => name === 'calico-node'),
);

/** Whether a place is one of these, rather than a field of a pool. */
export function isVariable({ path }: FieldPlace): boolean {
  return path.at(-1) === 'value' && path.at(-3) === 'env';
}

const names: ReadonlySet<string> = new Set(['CALICO_IPV4POOL_CIDR', 'CALICO_IPV6POOL_CIDR']);

/** Those of a container that are written as texts. */
function* variablesOf(
  workload: WorkloadResource,
  container: number,
): Generator<{ readonly name: string; readonly text: string; readonly place: FieldPlace }> {
  const at = (index: number, key: string) =>
    placeOf(workload, ...workload.templatePath, 'spec', 'containers', container, 'env', index, key);
  for (let index = 0; ; index++) {
    const name = scalarAt(at(index, 'name'));
    if (name === undefined) return;
    const value = scalarAt(at(index, 'value'));
    if (value !== undefined) yield { name: name.text, text: value.text, place: at(index, 'value') };
  }
}
