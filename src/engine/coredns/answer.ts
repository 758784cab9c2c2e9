import type { Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';

/** Types are as in zone files: `A`, `AAAA`, `SRV`, `PTR`, `CNAME`, `NS`, `SOA`, `TXT`, `MX`, or any other. */
export interface DNSQuestion {
  /** With or without the dot at its end; it is taken as fully qualified. */
  readonly name: string;
  readonly type: string;
}

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';

/** One record as in a zone file: the name with its last dot, the data of the type. */
export interface ResourceRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** `172.28.0.12`, or for SRV `0 100 80 web.shop.svc.cluster.local.` */
  readonly data: string;
}

/** What the cluster's DNS server does with a question: it answers, or it asks a server that is not part of the manifests, whose answer nobody here can know. */
export type DNSAnswer = Answered | Forwarded;

export interface Answered {
  readonly kind: 'answered';
  readonly rcode: Rcode;
  readonly answers: readonly ResourceRecord[];
  /** The addresses that go with SRV and NS answers. */
  readonly additional: readonly ResourceRecord[];
  /** The zone's SOA of a negative answer. */
  readonly authority: readonly ResourceRecord[];
  readonly authoritative: boolean;
  /** The end of a CNAME chain that is asked elsewhere: what comes back is added to the answers. */
  readonly continued: Forwarding | undefined;
  readonly reason: Message;
  /** Most decisive first. */
  readonly because: readonly Place[];
}

export interface Forwarded extends Forwarding {
  readonly kind: 'forwarded';
  readonly reason: Message;
  readonly because: readonly Place[];
}

export interface Forwarding {
  /** The name asked there, fully qualified. */
  readonly name: string;
  /** As written in the Corefile or the pod: addresses, or a file that holds them. The first is asked first; the real choice is random. Empty when nobody else is asked, but the answer is not known either. */
  readonly to: readonly string[];
}

/** An answer without records: NXDOMAIN and the like, or NOERROR for a name without data of the type. */
export function emptyAnswer(
  rcode: Rcode,
  reason: Message,
  because: readonly Place[] = [],
  authority: readonly ResourceRecord[] = [],
): Answered {
  return {
    kind: 'answered',
    rcode,
    answers: [],
    additional: [],
    authority,
    authoritative: authority.length > 0,
    continued: undefined,
    reason,
    because,
  };
}

/** What cannot be known from the manifests: data of another program or service decides. */
export function unknownAnswer(name: string, reason: Message, because: readonly Place[]): Forwarded {
  return { kind: 'forwarded', name, to: [], reason, because };
}

/** Whether the name exists as far as the answer says. */
export function isNameError(answer: DNSAnswer): boolean {
  return answer.kind === 'answered' && answer.rcode === 'NXDOMAIN';
}
