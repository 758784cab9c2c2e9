import { compareAddresses } from '../../base/ip.ts';
import { isFinished } from '../calico/observed.ts';
import type { WorkingPod, World } from './world.ts';

/** Takes pods away, and gives back the addresses that they have. */
export function bury(world: World, ended: readonly WorkingPod[]): void {
  const addresses = ended.flatMap(({ pod }) => (pod.spec.hostNetwork ? [] : pod.ips)).sort(compareAddresses);
  world.release(addresses);
  world.remove(new Set(ended));
}

/** Takes pods away of which their node knows nothing yet: there their sandboxes, and so their addresses, stay. */
export function abandon(world: World, gone: readonly WorkingPod[]): void {
  for (const { pod } of gone) {
    if (pod.spec.hostNetwork || isFinished(pod)) continue;
    for (const address of pod.ips)
      world.held.push({ address, pod: `${pod.namespace}/${pod.name}`, node: pod.node?.name ?? '', since: world.time });
  }
  world.remove(new Set(gone));
}

/** Marks pods for deletion. Who waits for a node has no kubelet to wait for. */
export function mark(world: World, pods: readonly WorkingPod[]): void {
  for (const each of pods) if (!each.pod.terminating) world.change(each, { terminating: true });
}
