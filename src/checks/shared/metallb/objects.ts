import type { Network } from '../../../engine/network.ts';
import { resourcesWhere } from '../../../manifests/cluster.ts';
import { kindOf } from '../../../manifests/resources/kinds.ts';

/** Everything that configures MetalLB, in apply order: its own kinds, also the one that it has given up, and the ConfigMap that it read until v0.12. */
export const metalLBObjects = resourcesWhere((resource) => kindOf(resource)?.configures === 'metallb');

/** Whether MetalLB's configuration is the device's own, so that no manifest for it is ever applied. Users of an AKS Edge Essentials node may apply what they like. */
export function isOwnedByDevice({ profile }: Network): boolean {
  return profile.name === 'azure-stack-edge' && profile.deviceOwnsPool;
}
