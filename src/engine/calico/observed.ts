import { parseAddress, type IPAddress } from '../../base/ip.ts';
import type { ScheduledPod } from '../allocation.ts';

/** The containers are gone for good, and the address with them. */
export function isFinished({ phase }: ScheduledPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** The addresses that a snapshot's status shows, of pods that still hold them. Host-network pods show their node's. */
export function observedAddresses(pods: readonly ScheduledPod[]): ReadonlyMap<ScheduledPod, readonly IPAddress[]> {
  const observed = new Map<ScheduledPod, readonly IPAddress[]>();
  for (const pod of pods) {
    if (pod.origin.type !== 'Pod' || pod.spec.hostNetwork || isFinished(pod)) continue;
    const addresses = statusAddresses(pod);
    if (addresses.length > 0) observed.set(pod, addresses);
  }
  return observed;
}

/** `status.podIPs`, else `status.podIP`; what is no address is left out. */
export function statusAddresses({ origin }: ScheduledPod): readonly IPAddress[] {
  if (origin.type !== 'Pod') return [];
  const texts = origin.podIPs.length > 0 ? origin.podIPs : origin.podIP === undefined ? [] : [origin.podIP];
  return texts.map(parseAddress).filter((address) => address !== undefined);
}
