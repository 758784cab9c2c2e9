import type { AllocatedPod, AllocatedService, AllocatedServicePort, Allocation } from '../../../engine/allocation.ts';
import { endpointsOfPort } from '../../../engine/paths/byService.ts';
import { podEnd, type End } from '../../../engine/policies/ends.ts';
import type { Decider, PolicyJudge } from '../../../engine/policies/judge.ts';
import type { Direction, Policy } from '../../../engine/policies/policy.ts';
import { isEmpty, portsOf, type Protocol } from '../../../engine/policies/portSet.ts';
import { keyPlaceOf, type Place } from '../../../manifests/place.ts';

/** The policy that surely stops a connection, and where it does. */
export interface Stopper {
  readonly policy: Policy['resource'];
  readonly direction: Direction;
  readonly place: Place;
  readonly port: number;
  readonly protocol: Protocol;
  readonly pod: AllocatedPod;
}

/** What stops every connection from all of the sources to the ports of a Service; undefined: something may get through, or there is nobody to reach. */
export function stopperOf(
  judge: PolicyJudge,
  allocation: Allocation,
  sources: readonly End[],
  service: AllocatedService,
  ports: readonly AllocatedServicePort[],
): Stopper | undefined {
  let first: Stopper | undefined;
  for (const port of ports) {
    const protocol: Protocol = port.protocol === 'UDP' || port.protocol === 'SCTP' ? port.protocol : 'TCP';
    for (const { target, port: number } of endpointsOfPort(allocation, service, port)) {
      // What policies do not govern is open.
      if (target.kind !== 'pod' || target.pod.spec.hostNetwork) return undefined;
      for (const source of sources) {
        const stopper = stopped(judge, source, podEnd(allocation, target.pod, target.address), target.pod, number, protocol);
        if (stopper === undefined) return undefined;
        first ??= stopper;
      }
    }
  }
  return first;
}

function stopped(
  judge: PolicyJudge,
  source: End,
  destination: End,
  pod: AllocatedPod,
  port: number,
  protocol: Protocol,
): Stopper | undefined {
  if (source.kind === 'pod' && source.pod !== undefined && source.pod === pod) return undefined;
  for (const direction of ['egress', 'ingress'] as const) {
    const deciders: Decider[] = [];
    const { mayPass } = judge.judge(direction, source, destination, portsOf(protocol, port, port), (decider) => deciders.push(decider));
    const denying = deciders.find(({ action }) => action === 'deny');
    if (!isEmpty(mayPass) || denying === undefined) continue;
    const { resource } = denying.policy;
    return { policy: resource, direction, place: denying.rule?.place ?? keyPlaceOf(resource, 'spec', direction), port, protocol, pod };
  }
  return undefined;
}
