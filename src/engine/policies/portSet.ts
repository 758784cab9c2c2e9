/** The protocols that ports belong to, in the order in which they are listed. */
export const protocols = ['SCTP', 'TCP', 'UDP'] as const;
export type Protocol = (typeof protocols)[number];

/** Ports of one protocol: pairs of first and last, both inclusive, ascending, apart from each other. */
export type PortIntervals = readonly number[];

/** Ports 1 to 65535 of each protocol. */
export type PortSet = Readonly<Record<Protocol, PortIntervals>>;

const firstPort = 1;
const lastPort = 65535;

const none: PortIntervals = [];
const every: PortIntervals = [firstPort, lastPort];

export const noPorts: PortSet = { SCTP: none, TCP: none, UDP: none };
export const allPorts: PortSet = { SCTP: every, TCP: every, UDP: every };

/** Ports of one protocol, ends inclusive; none where the first is behind the last. */
export function portsOf(protocol: Protocol, first: number = firstPort, last: number = lastPort): PortSet {
  const from = Math.max(first, firstPort);
  const to = Math.min(last, lastPort);
  if (from > to) return noPorts;
  return { ...noPorts, [protocol]: from === firstPort && to === lastPort ? every : [from, to] };
}

export function unite(one: PortSet, other: PortSet): PortSet {
  if (one === other || other === noPorts || one === allPorts) return one;
  if (one === noPorts || other === allPorts) return other;
  return each((protocol) => uniteIntervals(one[protocol], other[protocol]));
}

export function intersect(one: PortSet, other: PortSet): PortSet {
  if (one === other || other === allPorts || one === noPorts) return one;
  if (one === allPorts || other === noPorts) return other;
  return each((protocol) => subtractIntervals(one[protocol], complement(other[protocol])));
}

/** What is in the first and not in the second. */
export function subtract(one: PortSet, other: PortSet): PortSet {
  if (other === noPorts || one === noPorts) return one;
  if (other === allPorts || one === other) return noPorts;
  return each((protocol) => subtractIntervals(one[protocol], other[protocol]));
}

export function isEmpty(ports: PortSet): boolean {
  return ports === noPorts || (ports.SCTP.length === 0 && ports.TCP.length === 0 && ports.UDP.length === 0);
}

export function isEveryPort(ports: PortSet): boolean {
  return ports === allPorts || protocols.every((protocol) => ports[protocol][0] === firstPort && ports[protocol][1] === lastPort);
}

export function hasPort(ports: PortSet, protocol: Protocol, port: number): boolean {
  const intervals = ports[protocol];
  for (let index = 0; index < intervals.length; index += 2)
    if ((intervals[index] ?? 0) <= port && port <= (intervals[index + 1] ?? 0)) return true;
  return false;
}

/** The same for the same ports: `TCP 80,443-445,UDP 53`; `All` for every port of every protocol, empty for none. */
export function formatPorts(ports: PortSet): string {
  if (isEveryPort(ports)) return 'All';
  return protocols
    .filter((protocol) => ports[protocol].length > 0)
    .map((protocol) => `${protocol} ${intervalsOf(ports, protocol).map(formatInterval).join(',')}`)
    .join(',');
}

function formatInterval([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** Ascending; both ends inclusive. */
export function intervalsOf(ports: PortSet, protocol: Protocol): readonly (readonly [first: number, last: number])[] {
  const intervals = ports[protocol];
  const pairs: [number, number][] = [];
  for (let index = 0; index < intervals.length; index += 2) pairs.push([intervals[index] ?? 0, intervals[index + 1] ?? 0]);
  return pairs;
}

/** The one object for nothing and for everything, so that the quick answers are found again. */
function each(portsFor: (protocol: Protocol) => PortIntervals): PortSet {
  const ports = { SCTP: portsFor('SCTP'), TCP: portsFor('TCP'), UDP: portsFor('UDP') };
  return isEmpty(ports) ? noPorts : isEveryPort(ports) ? allPorts : ports;
}

function uniteIntervals(one: PortIntervals, other: PortIntervals): PortIntervals {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  return complement(subtractIntervals(complement(one), other));
}

function complement(intervals: PortIntervals): PortIntervals {
  return subtractIntervals(every, intervals);
}

function subtractIntervals(one: PortIntervals, other: PortIntervals): PortIntervals {
  if (one.length === 0 || other.length === 0) return one;
  const left: number[] = [];
  let at = 0;
  for (let index = 0; index < one.length; index += 2) {
    let first = one[index] ?? 0;
    const last = one[index + 1] ?? 0;
    while (at < other.length && (other[at + 1] ?? 0) < first) at += 2;
    for (let next = at; next < other.length && (other[next] ?? 0) <= last; next += 2) {
      const cut = other[next] ?? 0;
      if (cut > first) left.push(first, cut - 1);
      first = Math.max(first, (other[next + 1] ?? 0) + 1);
    }
    if (first <= last) left.push(first, last);
  }
  return left;
}
