import type { CIDR, IPRange, RangeFault } from '../base/ip.ts';
import type { Term } from '../base/message.ts';
import type { FieldPlace } from '../manifests/place.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';

/** What a declared range is for. */
export type RangeRole =
  | 'node-ips'
  | 'service-ips'
  | 'pod-subnet'
  | 'service-subnet'
  | 'lan-subnet'
  | 'dhcp'
  | 'gateway'
  | 'reserved'
  | 'device-address'
  | 'external-network'
  | 'virtual-network'
  | 'virtual-machine-ips'
  | 'cluster-dns';

/** A range of the cluster's address plan, as declared or as the profile implies it. */
export interface NetworkRange {
  readonly role: RangeRole;
  /** For people: `Kubernetes node IPs`, `external network "head office"`. */
  readonly label: Term;
  readonly range: IPRange;
  /** When it was written as a prefix. */
  readonly cidr: CIDR | undefined;
  /** As written, or the profile's text. */
  readonly text: string;
  readonly place: FieldPlace | undefined;
  /** The profile that implies it; absent when it is written. */
  readonly implied: ProfileName | undefined;
}

/** A text where a range should be that is none. */
export interface RangeTextFault {
  readonly role: RangeRole;
  readonly label: Term;
  readonly text: string;
  readonly fault: RangeFault;
  /** Canonical text of what was surely meant. */
  readonly meant: string | undefined;
  readonly place: FieldPlace;
}
