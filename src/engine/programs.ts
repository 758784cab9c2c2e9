import { resourcesWhere, type Cluster } from '../manifests/cluster.ts';
import type { FieldPath } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { ContainerProgram, NetworkProgram, PodResource, WorkloadResource } from '../manifests/resources/workloads.ts';
import { ownerOf } from './references/podOwners.ts';

/** A program of the cluster's network with the container that runs it. */
export interface RunningProgram {
  readonly resource: WorkloadResource | PodResource;
  readonly program: ContainerProgram;
  /** From the resource to the container. */
  readonly path: FieldPath;
}

/** Every container that runs a program, in the order of the manifests. */
export function programsNamed(cluster: Cluster, name: NetworkProgram): readonly RunningProgram[] {
  return withPrograms(cluster).flatMap((resource) =>
    resource.type === 'Workload' || resource.type === 'Pod' ? programsOf(resource).filter(({ program }) => program.name === name) : [],
  );
}

const withPrograms = resourcesWhere(hasProgram);

function hasProgram(resource: Resource): boolean {
  return (resource.type === 'Workload' || resource.type === 'Pod') && programsOf(resource).length > 0;
}

function programsOf(resource: WorkloadResource | PodResource): readonly RunningProgram[] {
  const { spec, specPath } = ownerOf(resource);
  return (['containers', 'initContainers'] as const).flatMap((key) =>
    spec[key].flatMap(({ program }, index) => (program === undefined ? [] : [{ resource, program, path: [...specPath, key, index] }])),
  );
}

/** The value of a variable; absent when it is not written. */
export function variableOf({ program, path, resource }: RunningProgram, name: string) {
  const found = program.variables.findLast((variable) => variable.name === name);
  return found === undefined ? undefined : { text: found.text, resource, path: [...path, ...found.path] };
}

/** Whether a program is started with a switch: `--name`, `--name=true`; with one hyphen or two. */
export function hasFlag(program: ContainerProgram, name: string): boolean {
  const value = flagOf(program, name);
  return value === '' || value === 'true' || value === '1';
}

/** The value of a flag, empty where it has none; absent when it is not given. */
export function flagOf({ words }: ContainerProgram, name: string): string | undefined {
  for (const { text } of words) {
    const bare = text.startsWith('--') ? text.slice(2) : text.startsWith('-') ? text.slice(1) : undefined;
    if (bare === name) return '';
    if (bare?.startsWith(`${name}=`) === true) return bare.slice(name.length + 1);
  }
  return undefined;
}
