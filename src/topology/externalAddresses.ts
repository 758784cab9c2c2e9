import { compareAddresses, formatAddress, type IPAddress } from '../base/ip.ts';
import { externalAddressesOf } from '../engine/addresses/external.ts';
import type { AllocatedService } from '../engine/allocation.ts';
import type { GraphElement } from './protocol.ts';

interface ExternalAddress {
  readonly address: IPAddress;
  readonly users: AllocatedService[];
  readonly certainty: GraphElement['certainty'];
}

/** Addresses by which services are reached from outside, ascending: given by the load balancer, or written in `spec.externalIPs`. */
export function externalAddresses(services: readonly AllocatedService[]): readonly ExternalAddress[] {
  const found = new Map<string, ExternalAddress>();
  const put = (address: IPAddress, user: AllocatedService, certainty: GraphElement['certainty']) => {
    const known = found.get(formatAddress(address));
    if (known === undefined) found.set(formatAddress(address), { address, users: [user], certainty });
    else if (!known.users.includes(user)) known.users.push(user);
  };
  for (const service of services) for (const { address, certainty } of externalAddressesOf(service)) put(address, service, certainty);
  return [...found.values()].sort((one, other) => compareAddresses(one.address, other.address));
}
