import type { AllocatedServicePort, PlannedPod, ResolvedPort } from '../allocation.ts';

/**
 * The ports of an EndpointSlice that a pod belongs to, in the service's order: a numeric target as it is, never checked against the containers; a name by the first
 * container port of that name and protocol, over the containers and then the native sidecars. A name that the pod does not have is left out.
 * kubernetes staging/src/k8s.io/endpointslice/utils.go getEndpointPorts, FindPort
 */
export function resolvePorts(ports: readonly AllocatedServicePort[], pod: PlannedPod): readonly ResolvedPort[] {
  const resolved: ResolvedPort[] = [];
  for (const { name, protocol, targetPort } of ports) {
    const port = typeof targetPort === 'number' ? targetPort : containerPortNamed(pod, targetPort, protocol);
    if (port !== undefined) resolved.push({ name, protocol, port });
  }
  return resolved;
}

/** The number of a pod's port by name and protocol; absent when no running container declares it. */
export function containerPortNamed(
  { spec: { containers, initContainers } }: PlannedPod,
  name: string,
  protocol: string,
): number | undefined {
  for (const list of [containers, initContainers]) {
    for (const container of list) {
      if (list === initContainers && !container.sidecar) continue;
      const found = container.ports.find((port) => port.name === name && port.protocol === protocol);
      if (found !== undefined) return found.containerPort;
    }
  }
  return undefined;
}
