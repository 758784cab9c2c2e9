import type { CIDR, IPAddress } from '../../base/ip.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import type { NodeResource, Taint } from '../../manifests/resources/core.ts';
import type { ClusterNode } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';

/** A node before it has an address from the node range. */
export interface NodeDraft {
  readonly name: string;
  readonly role: ClusterNode['role'];
  readonly labels: StringMap;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly ips: readonly IPAddress[];
  readonly podCIDRs: readonly CIDR[];
  readonly resource: NodeResource | undefined;
  readonly place: Place | undefined;
  /** Of its addresses, should the node range give it none. */
  readonly explanation: Explanation;
}
