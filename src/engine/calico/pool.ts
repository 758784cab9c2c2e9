import { formatCIDR, rangeOfCIDR, type CIDR, type IPRange } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { IPPoolResource } from '../../manifests/resources/calico.ts';
import { defaultBlockSize, isOn, type PoolSpec } from './poolValidity.ts';
import { parseSelector, type Selector } from './selector.ts';

export type PoolUse = 'Workload' | 'Tunnel' | 'LoadBalancer';

/** An IPPool as Calico's IPAM sees it, whoever made it. */
export interface Pool {
  readonly name: string;
  readonly cidr: CIDR;
  readonly range: IPRange;
  /** Prefix length of its blocks. */
  readonly blockSize: number;
  readonly ipip: boolean;
  readonly vxlan: boolean;
  readonly disabled: boolean;
  readonly deleting: boolean;
  readonly automatic: boolean;
  readonly uses: readonly string[];
  readonly nodeSelector: Selector;
  readonly namespaceSelector: Selector;
  /** Condition Allocatable; what a snapshot says, until `decideOverlaps` has judged. */
  readonly allocatable: boolean | undefined;
  /** Creation time in a snapshot, as text that sorts by time. */
  readonly created: string | undefined;
  /** Why Calico does not use it. */
  readonly refused: Message | undefined;
  readonly resource: IPPoolResource | undefined;
  readonly place: Place | undefined;
}

/** A pool as its fields describe it, defaults filled in; what its manifest alone can say is left to the caller. */
export function poolFromSpec(
  name: string,
  spec: PoolSpec,
  cidr: CIDR,
): Omit<Pool, 'refused' | 'resource' | 'place' | 'deleting' | 'allocatable' | 'created'> {
  return {
    name,
    cidr: { ...cidr, address: cidr.network },
    range: rangeOfCIDR(cidr),
    blockSize: spec.blockSize ?? defaultBlockSize(cidr),
    ipip: isOn(spec.ipipMode),
    vxlan: isOn(spec.vxlanMode),
    disabled: spec.disabled,
    automatic: spec.assignmentMode !== 'Manual',
    uses: spec.allowedUses === undefined || spec.allowedUses.length === 0 ? defaultUses : spec.allowedUses,
    nodeSelector: selectorOf(spec.nodeSelector),
    namespaceSelector: selectorOf(spec.namespaceSelector),
  };
}

/** Pods and tunnels, when nothing is written (or an empty list). */
const defaultUses: readonly string[] = ['Workload', 'Tunnel'];

/** A text that does not parse is a fault of its pool, which is then not used. */
function selectorOf(text: string | undefined): Selector {
  const parsed = parseSelector(text ?? '');
  return parsed.ok ? parsed.selector : { kind: 'all' };
}

/** `default-ipv4-ippool` for a single pool or one of a dual-stack pair; else the address in full with its prefix. operator pkg/controller/ippool/defaults.go */
export function defaultPoolName(cidr: CIDR, all: readonly CIDR[]): string {
  return all.length <= 2 && all.filter(({ family }) => family === cidr.family).length === 1
    ? `default-ipv${cidr.family}-ippool`
    : fullPoolName(cidr);
}

/** `192.168.0.0-16`, `dead.beef.0000.0000.0000.0000.0000.0000-64` */
export function fullPoolName(cidr: CIDR): string {
  if (cidr.family === 4) return formatCIDR(cidr).replace('/', '-');
  const groups = cidr.network.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return `${groups.join('.')}-${cidr.prefix}`;
}
