import type { FieldPath } from '../../manifests/place.ts';
import type { Container, ContainerPort, PodSpec } from '../../manifests/resources/workloads.ts';
import type { PodOwner } from './podOwners.ts';

/** A port of a container, with the path from the resource to it. */
export interface DeclaredPort {
  readonly owner: PodOwner;
  readonly container: Container;
  readonly port: ContainerPort;
  readonly path: FieldPath;
}

/** Containers that run beside one another: the containers, and native sidecars. */
function runningContainers({
  containers,
  initContainers,
}: PodSpec): readonly { readonly container: Container; readonly path: FieldPath }[] {
  return [
    ...containers.map((container, index) => ({ container, path: ['containers', index] })),
    ...initContainers
      .map((container, index) => ({ container, path: ['initContainers', index] }))
      .filter(({ container }) => container.sidecar),
  ];
}

/** As the endpoints controller looks a name up: in the containers, then in the native sidecars. */
export function declares({ spec }: PodOwner, name: string, protocol: string): boolean {
  const has = ({ ports }: Container) => ports.some((port) => port.name === name && port.protocol === protocol);
  return spec.containers.some(has) || spec.initContainers.some((container) => container.sidecar && has(container));
}

/** Ports of all containers that run beside one another. */
export function portsOf(owner: PodOwner): readonly DeclaredPort[] {
  return runningContainers(owner.spec).flatMap(({ container, path }) =>
    container.ports.map((port, position) => ({ owner, container, port, path: [...owner.specPath, ...path, 'ports', position] })),
  );
}
