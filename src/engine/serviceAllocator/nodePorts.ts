import type { ServicePort, ServiceResource } from '../../manifests/resources/core.ts';
import { BandedRange, type AutomaticChoice } from './bandedRange.ts';
import type { Owner } from './owner.ts';
import { bandOffset } from './serviceRange.ts';

/** Where one port's node port comes from. */
export type NodePortSource =
  | { readonly kind: 'none' }
  /** A number that the manifest asks for, at this port or a later one of the same number. */
  | { readonly kind: 'requested'; readonly nodePort: number; /** Index of the port that asks. */ readonly writtenAt: number }
  | { readonly kind: 'automatic' }
  /** The one that an earlier port of the same number has. */
  | { readonly kind: 'same'; readonly as: number };

/**
 * Ports are handled in order, with a memory from port number to node port. A port that differs from the remembered one is allocated on its own and not remembered.
 * kubernetes pkg/registry/core/service/storage/alloc.go initNodePorts
 */
export function planNodePorts({ serviceType, ports, allocateLoadBalancerNodePorts }: ServiceResource): readonly NodePortSource[] {
  if (serviceType !== 'NodePort' && serviceType !== 'LoadBalancer') return ports.map(() => none);
  const automatic = serviceType === 'NodePort' || allocateLoadBalancerNodePorts !== false;
  const firstRequests = new Map<number, number>();
  for (const [index, { port, nodePort }] of ports.entries())
    if (isWritten(nodePort) && !firstRequests.has(port)) firstRequests.set(port, index);

  const remembered = new Map<number, { readonly index: number; readonly nodePort: number | undefined }>();
  return ports.map(({ port, nodePort }, index): NodePortSource => {
    if (!isWritten(nodePort) && !automatic) return none;
    const earlier = remembered.get(port);
    if (earlier !== undefined) {
      if (!isWritten(nodePort) || nodePort === earlier.nodePort) return { kind: 'same', as: earlier.index };
      return { kind: 'requested', nodePort, writtenAt: index };
    }
    const writtenAt = firstRequests.get(port);
    const requested = writtenAt === undefined ? undefined : ports[writtenAt]?.nodePort;
    remembered.set(port, { index, nodePort: requested });
    return requested === undefined || writtenAt === undefined
      ? { kind: 'automatic' }
      : { kind: 'requested', nodePort: requested, writtenAt };
  });
}

const none: NodePortSource = { kind: 'none' };

/** 0 counts as not written, as everywhere in the Kubernetes API. */
export function isWritten(nodePort: number | undefined): nodePort is number {
  return nodePort !== undefined && nodePort !== 0;
}

/** Index of the first port that repeats the protocol and node port of an earlier one. */
export function repeatedNodePort(ports: readonly ServicePort[]): number | undefined {
  const seen = new Set<string>();
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!isWritten(nodePort)) continue;
    const key = `${protocol}/${nodePort}`;
    if (seen.has(key)) return index;
    seen.add(key);
  }
  return undefined;
}

export type PortReservation =
  { readonly kind: 'reserved' } | { readonly kind: 'out-of-range' } | { readonly kind: 'taken'; readonly by: Owner };

/** The node ports of one cluster: a number is taken or free, whatever the protocol. kubernetes pkg/registry/core/service/portallocator/allocator.go */
export class NodePorts {
  readonly #taken = new Map<bigint, Owner>();
  readonly #numbers: BandedRange;

  constructor({ first, last }: { readonly first: number; readonly last: number }) {
    const size = BigInt(last - first + 1);
    this.#numbers = new BandedRange(BigInt(first), BigInt(last), bandOffset(size, { divisor: 32n, largest: 128n }), this.#taken);
  }

  reserve(port: number, owner: Owner): PortReservation {
    const value = BigInt(port);
    if (!this.#numbers.has(value)) return { kind: 'out-of-range' };
    const by = this.#taken.get(value);
    if (by !== undefined) return { kind: 'taken', by };
    this.#taken.set(value, owner);
    return { kind: 'reserved' };
  }

  next(owner: Owner): (AutomaticChoice & { readonly port: number }) | undefined {
    const choice = this.#numbers.next();
    if (choice === undefined) return undefined;
    this.#taken.set(choice.value, owner);
    return { ...choice, port: Number(choice.value) };
  }

  release(port: number): void {
    this.#taken.delete(BigInt(port));
    this.#numbers.released(BigInt(port));
  }
}
