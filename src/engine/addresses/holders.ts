import { compareAddresses, parseAddress, type IPAddress, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { Allocation, AllocatedService } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';

/** Somebody who has an address. */
export interface AddressHolder {
  readonly address: IPAddress;
  /** `Service shop/web` */
  readonly holder: Message;
  /** Why; absent where a manifest simply says so. */
  readonly explanation: Explanation | undefined;
}

/** Who has which address in a cluster, by address. Made when first asked for. */
export function addressBook(allocation: Allocation): readonly AddressHolder[] {
  let book = books.get(allocation);
  if (book === undefined) {
    book = [...holders(allocation)].sort((one, other) => compareAddresses(one.address, other.address));
    books.set(allocation, book);
  }
  return book;
}

/** The entries inside a range, in order. */
export function holdersIn(allocation: Allocation, { family, first, last }: IPRange): readonly AddressHolder[] {
  const book = addressBook(allocation);
  const start = firstFrom(book, { family, value: first });
  const end = firstFrom(book, { family, value: last + 1n });
  return book.slice(start, end);
}

const books = new WeakMap<Allocation, readonly AddressHolder[]>();

function* holders({ nodes, pods, services, network }: Allocation): Generator<AddressHolder> {
  for (const { name, ips, tunnelIPs, explanation } of nodes) {
    const node = name === '' ? message('the node') : message('Node {0}', name);
    for (const address of ips) yield { address, holder: node, explanation };
    for (const address of tunnelIPs) yield { address, holder: message('{0}, its tunnel', node), explanation: undefined };
  }
  for (const { namespace, name, ips, spec, explanation } of pods) {
    // Pods on the host's network have no address of their own.
    if (!spec.hostNetwork) for (const address of ips) yield { address, holder: message('Pod {0}', `${namespace}/${name}`), explanation };
  }
  for (const service of services) yield* heldByService(service);
  for (const { role, label, range } of network.ranges) {
    if (range.first === range.last && singles.has(role))
      yield { address: { family: range.family, value: range.first }, holder: label, explanation: undefined };
  }
}

const singles: ReadonlySet<string> = new Set(['gateway', 'reserved', 'device-address']);

function* heldByService({ namespace, name, clusterIPs, loadBalancer, resource, explanation }: AllocatedService): Generator<AddressHolder> {
  const service = message('Service {0}', `${namespace}/${name}`);
  for (const address of clusterIPs) yield { address, holder: message('{0}, cluster IP', service), explanation };
  for (const address of loadBalancer?.ips ?? [])
    yield { address, holder: message('{0}, external address', service), explanation: loadBalancer?.explanation };
  for (const text of resource?.externalIPs ?? []) {
    const address = parseAddress(text);
    if (address !== undefined) yield { address, holder: message('{0}, external IP', service), explanation: undefined };
  }
}

function firstFrom(book: readonly AddressHolder[], address: IPAddress): number {
  let low = 0;
  let high = book.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = book[middle];
    if (entry !== undefined && compareAddresses(entry.address, address) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
