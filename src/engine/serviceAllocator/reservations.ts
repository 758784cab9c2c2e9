import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { ServiceRejectedReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import type { Network } from '../network.ts';
import type { AddressPlan } from './addressPlan.ts';
import type { ClusterIPs } from './clusterIPs.ts';
import type { AddressSource } from './explainAddresses.ts';
import { addressPath } from './ipFields.ts';
import type { NodePorts } from './nodePorts.ts';
import type { Owner } from './owner.ts';

export interface ReservedFrom {
  readonly network: Network;
  readonly plan: AddressPlan;
  readonly addresses: ClusterIPs;
  readonly nodePorts: NodePorts;
}

/** What one service holds by name, so that it can be given back as a whole. */
export class Reservations {
  readonly ports: number[] = [];
  readonly #addresses: IPAddress[] = [];
  readonly #stores: ReservedFrom;
  readonly #owner: Owner;

  constructor(stores: ReservedFrom, owner: Owner) {
    this.#stores = stores;
    this.#owner = owner;
  }

  address(resource: ServiceResource, source: AddressSource): Refusal<ServiceRejectedReason> | undefined {
    if (source.kind !== 'requested' && source.kind !== 'built-in') return undefined;
    const { address } = source;
    const { plan, addresses } = this.#stores;
    const reservation = addresses.reserve(address, this.#owner);
    const place = placeOf(resource, 'spec', ...(source.kind === 'requested' ? addressPath(resource, source.index) : []));
    switch (reservation.kind) {
      case 'reserved':
        this.#addresses.push(address);
        return undefined;
      case 'out-of-range':
        return {
          reason: 'ip-out-of-range',
          because: [place, ...plan.places[address.family]],
          message: message('{0} is not a usable address of the service subnet {1}.', formatAddress(address), plan.texts[address.family]),
        };
      case 'taken': {
        const { by } = reservation;
        return {
          reason: 'ip-taken',
          message: message('{0} is already the cluster IP of {1}.', formatAddress(address), by.label),
          because: by.place === undefined ? [place] : [place, by.place],
        };
      }
    }
  }

  port(resource: ServiceResource, port: number, path: FieldPath): Refusal<ServiceRejectedReason> | undefined {
    const { first, last } = this.#stores.network.nodePortRange;
    const reservation = this.#stores.nodePorts.reserve(port, this.#owner);
    const place = placeOf(resource, 'spec', ...path);
    switch (reservation.kind) {
      case 'reserved':
        this.ports.push(port);
        return undefined;
      case 'out-of-range':
        return { reason: 'port-out-of-range', message: message('Node port {0} is outside {1}-{2}.', port, first, last), because: [place] };
      case 'taken': {
        const { by } = reservation;
        return {
          reason: 'port-taken',
          message: message('Node port {0} is already taken by {1}.', port, by.label),
          because: by.place === undefined ? [place] : [place, by.place],
        };
      }
    }
  }

  undo(): void {
    for (const address of this.#addresses) this.#stores.addresses.release(address);
    for (const port of this.ports) this.#stores.nodePorts.release(port);
  }
}
