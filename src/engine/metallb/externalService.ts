import { parseAddress, type Family, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService, LoadBalancerPendingReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import { claimOf, type ServiceClaim } from './claim.ts';
import type { LoadBalancerPool } from './pool.ts';
import { addressRequestOf, poolRequestOf, type AddressRequest } from './requests.ts';

/** A service of type LoadBalancer on its way to an address. */
export interface ExternalService {
  readonly service: AdmittedService;
  readonly resource: ServiceResource;
  readonly request: AddressRequest;
  readonly poolRequest: ReturnType<typeof poolRequestOf>;
  /** Absent when its families cannot be told, with the reason why it gets nothing. */
  readonly claim: ServiceClaim | undefined;
  readonly unfit: Refusal<LoadBalancerPendingReason> | undefined;
  /** `status.loadBalancer.ingress`: at first the manifest's, then what the controller wrote. Undefined: it holds an address that is none. */
  status: readonly IPAddress[] | undefined;
  grant: Grant;
  /** Who else shows or asks for an address of this service, where they cannot share it: whichever MetalLB looks at first has it. */
  rival: Rival | undefined;
}

export interface Rival {
  readonly claim: ServiceClaim;
  /** Whether this service, rather than the rival, is looked at first here. */
  readonly first: boolean;
}

export type Grant =
  | {
      readonly kind: 'held' | 'completed' | 'requested' | 'named-pool';
      readonly ips: readonly IPAddress[];
      readonly pool: LoadBalancerPool;
    }
  | {
      readonly kind: 'automatic';
      readonly ips: readonly IPAddress[];
      readonly pool: LoadBalancerPool;
      readonly equals: readonly LoadBalancerPool[];
    }
  | { readonly kind: 'pending'; readonly refusal: Refusal<LoadBalancerPendingReason> };

export function externalService(service: AdmittedService, resource: ServiceResource): ExternalService {
  const families =
    service.clusterIPs.length > 0 ? service.clusterIPs.map(({ family }) => family) : service.headless ? [] : service.ipFamilies;
  const unfit = unfitness(service, resource, families);
  const status = resource.statusIPs.filter((text) => text !== '').map(parseAddress);
  return {
    service,
    resource,
    unfit,
    request: addressRequestOf(resource),
    poolRequest: poolRequestOf(resource),
    claim: unfit === undefined ? claimOf(service, resource, families.length === 1 ? (families[0] ?? 4) : 'dual') : undefined,
    status: status.every((address) => address !== undefined) ? status : undefined,
    rival: undefined,
    grant: unfit === undefined ? { kind: 'pending', refusal: notYet } : { kind: 'pending', refusal: unfit },
  };
}

const notYet: Refusal<LoadBalancerPendingReason> = {
  reason: 'no-pools',
  message: message('MetalLB has not looked at this service.'),
  because: [],
};

function unfitness(service: AdmittedService, resource: ServiceResource, families: readonly Family[]): ExternalService['unfit'] {
  if (families.length === 0)
    return {
      reason: 'no-cluster-ip',
      message: message('The service has no cluster IP, so MetalLB leaves it alone.'),
      because: [placeOf(resource, 'spec', 'clusterIP')],
    };
  if (service.ipFamilyPolicy === 'RequireDualStack' && families.length < 2) {
    return {
      reason: 'not-enough-cluster-ips',
      message: message('The service requires both families but has one cluster IP.'),
      because: [placeOf(resource, 'spec', 'ipFamilyPolicy')],
    };
  }
  return undefined;
}
