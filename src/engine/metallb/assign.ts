import { perObject } from '../../base/derived.ts';
import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { list, message, sentences, type Term } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import { moduleLabel } from '../../manifests/iotEdge/names.ts';
import type { AdmittedService, AllocatedLoadBalancerPool, LoadBalancerOutcome, LoadBalancerPendingReason } from '../allocation.ts';
import type { Explanation, Refusal } from '../explanation.ts';
import type { Network } from '../network.ts';
import { Allocator } from './allocator.ts';
import { asItHappens, byChance } from './byChance.ts';
import { capacityOf } from './capacity.ts';
import { configurationOf, type MetalLBConfiguration } from './configuration.ts';
import { isSureWhateverPools } from './sureRefusals.ts';
import { convergeAll } from './converge.ts';
import { poolNames } from './explainFailure.ts';
import { externalService, type ExternalService, type Grant, type Rival } from './externalService.ts';
import { cidrsOf, type LoadBalancerPool } from './pool.ts';
import type { AddressUse } from './poolSpace.ts';

/**
 * What MetalLB gives to the services of type LoadBalancer: holders of an address first (most addresses first), then apply order.
 * A service that the API server refused has no outcome. Who announces an address is told by `announce`.
 * metallb internal/k8s/controllers/service_controller_reload.go, controller/main.go
 */
export function assignExternalAddresses({
  cluster,
  network,
  services,
}: {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly services: readonly AdmittedService[];
}): {
  readonly outcomes: ReadonlyMap<AdmittedService, LoadBalancerOutcome>;
  readonly pools: readonly AllocatedLoadBalancerPool[];
  readonly refusal: Refusal<'invalid-configuration'> | undefined;
} {
  const configuration = configurationOf(cluster, network);
  const allocator = new Allocator(configuration.refusal === undefined ? configuration.pools : []);
  const externals = new Map<AdmittedService, ExternalService>();
  const outcomes = new Map<AdmittedService, LoadBalancerOutcome>();
  for (const service of services) {
    const { resource } = service;
    if (resource === undefined || service.type !== 'LoadBalancer' || service.rejected !== undefined) continue;
    const untouched = untouchedOutcome(resource, network, configuration);
    if (untouched !== undefined) {
      outcomes.set(service, untouched);
      continue;
    }
    externals.set(service, externalService(service, resource));
  }
  if (configuration.refusal !== undefined) {
    for (const [service, besides] of besidesOf(services, outcomes, configuration))
      outcomes.set(service, pendingOutcome(configuration.refusal, undefined, besides));
  }
  const ordered = [...externals.values()].sort((one, other) => other.resource.statusIPs.length - one.resource.statusIPs.length);
  convergeAll(ordered, allocator);
  settleRivals(ordered);
  const several = new Set(modulesAtOnce([...externals.values()]));
  const { applied = [] } = cluster;
  const chances = applied.length === 0 || externals.size < 2 ? undefined : byChance([...externals.values()], applied);
  return {
    outcomes: new Map(
      services.flatMap((service) => {
        const external = externals.get(service);
        const settled = external === undefined ? outcomes.get(service) : outcomeOf(external, allocator);
        const other = external === undefined ? undefined : chances?.get(external);
        const outcome =
          settled !== undefined && external !== undefined && several.has(external)
            ? asOneOfSeveral(settled)
            : settled !== undefined && other !== undefined
              ? asItHappens(settled, other)
              : settled;
        return outcome === undefined ? [] : [[service, outcome] as const];
      }),
    ),
    pools: [...configuration.pools, ...configuration.unseen].map((pool) => allocatedPool(pool, allocator)),
    refusal: configuration.refusal,
  };
}

/** What would keep services from an address were the configuration right: asked for those that only its refusal keeps from one. */
function* besidesOf(
  services: readonly AdmittedService[],
  outcomes: ReadonlyMap<AdmittedService, LoadBalancerOutcome>,
  { pools }: MetalLBConfiguration,
): Generator<readonly [AdmittedService, Refusal<LoadBalancerPendingReason>]> {
  const externals = services.flatMap((service) =>
    service.resource !== undefined && outcomes.get(service)?.pending?.reason === 'invalid-configuration'
      ? [externalService(service, service.resource)]
      : [],
  );
  convergeAll(externals, new Allocator(pools));
  for (const external of externals) {
    const { grant } = external;
    if (grant.kind === 'pending' && isSureWhateverPools(grant.refusal, external, externals, pools)) yield [external.service, grant.refusal];
  }
}

/** The outcome of a service that MetalLB does not process at all. */
function untouchedOutcome(
  resource: ServiceResource,
  network: Network,
  { known, refusal, pools }: ReturnType<typeof configurationOf>,
): LoadBalancerOutcome | undefined {
  const name = placeOf(resource, 'metadata', 'name');
  const unknown = unknownRequest(resource);
  if (unknown !== undefined) return pendingOutcome(unknown);
  const lbClass = resource.loadBalancerClass ?? '';
  if (lbClass !== (network.loadBalancerClass ?? '')) {
    return pendingOutcome({
      reason: 'class-not-handled',
      because: [lbClass === '' ? name : placeOf(resource, 'spec', 'loadBalancerClass')],
      message:
        lbClass === ''
          ? message('MetalLB handles services of loadBalancerClass "{0}" only; this one has none.', network.loadBalancerClass ?? '')
          : message('MetalLB does not handle services of loadBalancerClass "{0}".', lbClass),
    });
  }
  if (refusal !== undefined) return pendingOutcome(refusal);
  if (!known) return unknownPoolsOutcome(resource);
  return pools.length > 0
    ? undefined
    : pendingOutcome({ reason: 'no-pools', message: message('MetalLB has no address pools.'), because: [name] });
}

/** Why nothing can be said of a service that will yet ask for an address or a pool: what it asks for is filled in later. */
function unknownRequest(resource: ServiceResource): Refusal<'no-pools'> | undefined {
  const annotation = resource.unknownFields?.find(([, second, third]) => second === 'annotations' && String(third).includes('metallb'));
  const path = annotation ?? (isUnknown(resource, 'spec', 'loadBalancerIP') ? ['spec', 'loadBalancerIP'] : undefined);
  if (path === undefined) return undefined;
  return {
    reason: 'no-pools',
    message: message('What the service asks MetalLB for is filled in later or could not be read, so its address is not known.'),
    because: [placeOf(resource, ...path)],
  };
}

/** Another team, a cloud provider or the device hands out addresses; what the manifest shows of it is taken as it is. */
function unknownPoolsOutcome(resource: ServiceResource): LoadBalancerOutcome {
  const ips = resource.statusIPs.map(parseAddress).filter((address) => address !== undefined);
  const name = placeOf(resource, 'metadata', 'name');
  if (ips.length === 0)
    return pendingOutcome({
      reason: 'no-pools',
      message: message("The load balancer's address pools are not in these manifests, so the address is not known."),
      because: [name],
    });
  return outcome(ips, undefined, {
    certainty: 'fixed',
    because: [placeOf(resource, 'status', 'loadBalancer', 'ingress')],
    reason: message("The manifest's status shows {0}.", addressTexts(ips)),
  });
}

/** Services of IoT Edge modules that take what comes: the agent makes them at once, in the order of a hash table. iotedge Agent.Kubernetes/edgedeployment/EdgeDeploymentController.cs */
function modulesAtOnce(externals: readonly ExternalService[]): readonly ExternalService[] {
  const asking = externals.filter(
    ({ resource, request }) =>
      resource.metadata.labels[moduleLabel] !== undefined &&
      resource.metadata.name !== 'edgehub' &&
      resource.statusIPs.length === 0 &&
      request.kind !== 'addresses',
  );
  return asking.length > 1 ? asking : [];
}

function asOneOfSeveral(outcome: LoadBalancerOutcome): LoadBalancerOutcome {
  const { certainty, because } = outcome.explanation;
  if (certainty !== 'predicted' || (outcome.pending !== undefined && outcome.pending.reason !== 'exhausted')) return outcome;
  const reason =
    outcome.pending === undefined
      ? message(
          'The agent of the device makes the Services of all new modules at once, so that each of them may have the address of another.',
        )
      : sentences(
          outcome.pending.message,
          message(
            'The agent of the device makes the Services of all new modules at once, so that it may be another of them that gets none.',
          ),
        );
  return { ...outcome, explanation: { certainty: 'possible', reason, because } };
}

/** Only among services with equally many addresses in their status is it open which one MetalLB looks at first. metallb service_controller_reload.go */
function settleRivals(externals: readonly ExternalService[]): void {
  const losers = externals.filter(({ rival }) => rival !== undefined);
  if (losers.length === 0) return;
  const byId = new Map(externals.map((external) => [external.claim?.id, external]));
  for (const loser of losers) {
    const winner = byId.get(loser.rival?.claim.id);
    if (winner === undefined || winner.resource.statusIPs.length !== loser.resource.statusIPs.length) loser.rival = undefined;
    else if (loser.claim !== undefined) winner.rival ??= { claim: loser.claim, first: true };
  }
}

function pendingOutcome(
  pending: Refusal<LoadBalancerPendingReason>,
  rival?: Rival,
  besides?: Refusal<LoadBalancerPendingReason>,
): LoadBalancerOutcome {
  const explanation: Explanation =
    rival === undefined
      ? { certainty: 'predicted', reason: pending.message, because: pending.because }
      : { certainty: 'possible', reason: pending.message, because: [...pending.because, rival.claim.place] };
  return { ips: [], pool: undefined, pending, explanation, announcedBy: undefined, sharedWith: [], besides };
}

function outcome(
  ips: readonly IPAddress[],
  pool: string | undefined,
  explanation: Explanation,
  sharedWith: readonly string[] = [],
): LoadBalancerOutcome {
  return { ips, pool, pending: undefined, explanation, announcedBy: undefined, sharedWith, besides: undefined };
}

function outcomeOf(external: ExternalService, allocator: Allocator): LoadBalancerOutcome {
  const { grant, claim, rival } = external;
  if (grant.kind === 'pending') return pendingOutcome(grant.refusal, rival);
  const others = grant.ips
    .map((address) => otherUsers(allocator.useOf(address), claim?.id))
    .reduce((one, other) => (one.length === 0 ? other : other.length === 0 ? one : [...new Set([...one, ...other])]), []);
  return outcome(
    grant.ips,
    grant.pool.name,
    rival === undefined ? explainGrant(grant, external, others.length > 0) : explainRivalry(grant, external.resource, rival),
    others,
  );
}

/** Hundreds of services may share one address: its users are listed once. */
function otherUsers(use: AddressUse | undefined, own: string | undefined): readonly string[] {
  if (use === undefined || use.users.size < 2) return [];
  const listed = usersOf(use);
  const position = listed.positions.get(own ?? '');
  return position === undefined ? listed.ids : [...listed.ids.slice(0, position), ...listed.ids.slice(position + 1)];
}

const usersOf = perObject(({ users }: AddressUse) => {
  const ids = [...users.keys()];
  return { ids, positions: new Map(ids.map((id, index) => [id, index])) };
});

function explainGrant(
  grant: Exclude<Grant, { readonly kind: 'pending' }>,
  { resource, request, poolRequest }: ExternalService,
  shared: boolean,
): Explanation {
  const { ips, pool } = grant;
  const poolPlace = pool.place === undefined ? [] : [pool.place];
  switch (grant.kind) {
    case 'held':
      return {
        certainty: 'fixed',
        reason: message('The manifest\'s status shows {0}, and pool "{1}" still has it.', addressTexts(ips), pool.name),
        because: [placeOf(resource, 'status', 'loadBalancer', 'ingress'), ...poolPlace],
      };
    case 'completed':
      return {
        certainty: 'predicted',
        reason: message(
          'The service holds one address of pool "{0}" and prefers two, so the pool adds its first free one of the other family.',
          pool.name,
        ),
        because: [placeOf(resource, 'status', 'loadBalancer', 'ingress'), ...poolPlace],
      };
    case 'requested':
      return {
        certainty: 'fixed',
        reason: message('The service asks for {0}, and pool "{1}" has it.', addressTexts(ips), pool.name),
        because: request.kind === 'addresses' ? [request.place, ...poolPlace] : poolPlace,
      };
    case 'named-pool':
      return {
        certainty: 'predicted',
        reason: firstAddressReason(pool, shared),
        because: poolRequest === undefined ? poolPlace : [poolRequest.place, ...poolPlace],
      };
    case 'automatic':
      return grant.equals.length > 1
        ? {
            certainty: 'possible',
            because: grant.equals.slice(0, 8).flatMap(({ place }) => (place === undefined ? [] : [place])),
            reason: message(
              'MetalLB tries pools {0} in no fixed order; from pool "{1}" the service gets {2}.',
              poolNames(grant.equals),
              pool.name,
              addressTexts(ips),
            ),
          }
        : { certainty: 'predicted', reason: firstAddressReason(pool, shared), because: poolPlace };
  }
}

function explainRivalry(
  { ips, pool }: Exclude<Grant, { readonly kind: 'pending' }>,
  resource: ServiceResource,
  { claim, first }: Rival,
): Explanation {
  return {
    certainty: 'possible',
    because: [placeOf(resource, 'status', 'loadBalancer', 'ingress'), claim.place],
    reason: first
      ? message(
          'An address that the status of {0} shows cannot be shared with this service; whichever MetalLB looks at first has it, here this one, with {1} of pool "{2}".',
          claim.id,
          addressTexts(ips),
          pool.name,
        )
      : message(
          'The address that the status shows cannot be shared with {0}; whichever MetalLB looks at first has it, here the other, and this one gets {1} of pool "{2}".',
          claim.id,
          addressTexts(ips),
          pool.name,
        ),
  };
}

function firstAddressReason({ name }: LoadBalancerPool, shared: boolean): Explanation['reason'] {
  return shared
    ? message(
        'The first address of pool "{0}" that is free or shared under the service\'s allow-shared-ip key when services are created in file order.',
        name,
      )
    : message('The first free address of pool "{0}" when services are created in file order.', name);
}

function addressTexts(ips: readonly IPAddress[]): Term {
  return list(ips.map(formatAddress));
}

function allocatedPool(pool: LoadBalancerPool, allocator: Allocator): AllocatedLoadBalancerPool {
  const spaces = allocator.poolNamed(pool.name)?.spaces;
  return {
    name: pool.name,
    ranges: pool.entries.map(({ range }) => range).filter((range) => range !== undefined),
    autoAssign: pool.autoAssign,
    avoidBuggyIPs: pool.avoidBuggyIPs,
    capacity: capacityOf(cidrsOf(pool), pool.avoidBuggyIPs),
    used: spaces === undefined || pool.fault !== undefined ? 0 : spaces[4].used.size + spaces[6].used.size,
    free:
      spaces === undefined || pool.fault !== undefined
        ? []
        : [spaces[4].firstFree(), spaces[6].firstFree()].filter((address) => address !== undefined),
    valid: pool.fault === undefined,
    refused: pool.fault?.message,
    place: pool.place,
  };
}
