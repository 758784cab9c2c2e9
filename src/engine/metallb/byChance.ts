import { compareAddresses, formatAddress, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { AppliedOrder, type Applied } from '../../manifests/appliedOrder.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { LoadBalancerOutcome } from '../allocation.ts';
import type { ExternalService } from './externalService.ts';

/**
 * Services that objects apply side by side, of which none waits for the other: who comes first is as it happens. One that takes what comes may get the address of another such one, or one that the other asks for; and that
 * one may then find it taken; and of two that ask for one address either may have it. By each the one that it may change places with.
 */
export function byChance(
  externals: readonly ExternalService[],
  applied: readonly Applied[],
): ReadonlyMap<ExternalService, ExternalService> {
  const order = new AppliedOrder(applied);
  const result = new Map<ExternalService, ExternalService>();
  for (const group of rivals(externals).values()) {
    const taking = group.filter(takesWhatComes).slice(0, mostCompared);
    for (const one of group) {
      const others = takesWhatComes(one) ? group : taking;
      const other = others.find((each) => each !== one && mayMeet(one, each) && isOpen(order, one, each));
      if (other !== undefined) result.set(one, other);
    }
  }
  for (const group of contests(externals))
    for (const one of group) {
      const other = group.find((each) => each !== one && (isRefused(one) || isRefused(each)) && isOpen(order, one, each));
      if (other !== undefined) result.set(one, other);
    }
  return result;
}

/** Services that ask for one address, of which one at least does not get it. */
function contests(externals: readonly ExternalService[]): readonly (readonly ExternalService[])[] {
  const byAddress = new Map<string, ExternalService[]>();
  for (const external of externals) {
    const { request, resource } = external;
    if (request.kind !== 'addresses' || resource.statusIPs.length > 0) continue;
    for (const ip of request.ips) {
      const key = formatAddress(ip);
      const list = byAddress.get(key);
      if (list === undefined) byAddress.set(key, [external]);
      else if (list.length < mostCompared) list.push(external);
    }
  }
  return [...byAddress.values()].filter((group) => group.length > 1 && group.some(isRefused));
}

function isRefused({ grant }: ExternalService): boolean {
  return grant.kind === 'pending' && (grant.refusal.reason === 'sharing-conflict' || grant.refusal.reason === 'port-conflict');
}

/** Of very many that ask for an address of one pool the first stand for all. */
const mostCompared = 200;

export function asItHappens(outcome: LoadBalancerOutcome, other: ExternalService): LoadBalancerOutcome {
  const { explanation } = outcome;
  if (explanation.certainty === 'possible') return outcome;
  const reason = message(
    'Nothing says whether this service or {0} is applied first, and the one that is may get the address of the other.',
    nameOf(other.resource),
  );
  return { ...outcome, explanation: { certainty: 'possible', reason, because: explanation.because } };
}

function isOpen(order: AppliedOrder, one: ExternalService, other: ExternalService): boolean {
  return order.isOpen(one.resource.document.unitKey, other.resource.document.unitKey);
}

/** By the pool that they get an address of; what finds none is a rival of all. */
function rivals(externals: readonly ExternalService[]): ReadonlyMap<string, readonly ExternalService[]> {
  const byPool = new Map<string, ExternalService[]>();
  const without: ExternalService[] = [];
  for (const external of externals) {
    const { grant, resource, request } = external;
    if (resource.statusIPs.length > 0) continue;
    if (grant.kind === 'pending') {
      if (request.kind === 'none' && grant.refusal.reason === 'exhausted') without.push(external);
      continue;
    }
    const list = byPool.get(grant.pool.name);
    if (list === undefined) byPool.set(grant.pool.name, [external]);
    else list.push(external);
  }
  for (const list of byPool.values()) list.push(...without);
  return byPool;
}

function takesWhatComes({ grant, request }: ExternalService): boolean {
  return request.kind === 'none' && (grant.kind === 'automatic' || grant.kind === 'named-pool' || grant.kind === 'pending');
}

/** One that asks for an address only meets those that would have come to it by then. */
function mayMeet(one: ExternalService, other: ExternalService): boolean {
  if (takesWhatComes(one) && takesWhatComes(other)) return true;
  if (!takesWhatComes(one) && !takesWhatComes(other)) return false;
  const [asking, taking] = takesWhatComes(one) ? [other, one] : [one, other];
  const taken = ipsOf(taking);
  return (
    taken.length === 0 || ipsOf(asking).some((ip) => taken.some((each) => ip.family === each.family && compareAddresses(ip, each) < 0))
  );
}

function ipsOf({ grant }: ExternalService): readonly IPAddress[] {
  return grant.kind === 'pending' ? [] : grant.ips;
}
