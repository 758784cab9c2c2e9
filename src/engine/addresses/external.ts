import { parseAddress, type IPAddress } from '../../base/ip.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { AllocatedService } from '../allocation.ts';
import type { Certainty, Explanation } from '../explanation.ts';

/** An address by which a service is reached from outside. */
export interface ExternalAddress {
  readonly address: IPAddress;
  /** `load-balancer`: given by it. `written`: in `spec.externalIPs`. */
  readonly source: 'load-balancer' | 'written';
  readonly certainty: Certainty;
  /** Absent where the manifest simply says so. */
  readonly explanation: Explanation | undefined;
  readonly place: Place | undefined;
}

/** First what the load balancer gives, then `spec.externalIPs` in written order. A service that the API server refuses has none. */
export function externalAddressesOf({ resource, loadBalancer, rejected }: AllocatedService): readonly ExternalAddress[] {
  if (rejected !== undefined) return none;
  const given = loadBalancer?.ips ?? [];
  const written = resource?.externalIPs ?? [];
  if (given.length + written.length === 0) return none;
  const name = resource === undefined ? undefined : placeOf(resource, 'metadata', 'name');
  return [
    ...given.map((address): ExternalAddress => {
      const explanation = loadBalancer?.explanation;
      return { address, source: 'load-balancer', certainty: explanation?.certainty ?? 'fixed', explanation, place: name };
    }),
    ...written.flatMap((text, index): ExternalAddress | readonly [] => {
      const address = parseAddress(text);
      return address === undefined
        ? []
        : {
            address,
            source: 'written',
            certainty: 'fixed',
            explanation: undefined,
            place: resource && placeOf(resource, 'spec', 'externalIPs', index),
          };
    }),
  ];
}

const none: readonly ExternalAddress[] = [];
