import type { AllocatedNode, Endpoint } from '../allocation.ts';
import { labelOf } from '../labels.ts';

/** How far an endpoint may be overloaded before no hints are given at all. */
const OVERLOAD = 0.2;

/**
 * The zone hint of each ready endpoint of one family, so that the zones' shares of endpoints come near their shares of processors; absent when the controller
 * gives no hints: a worker without zone or allocatable processors, fewer than two zones, fewer endpoints than zones, an endpoint without zone, or a zone that
 * could not be given enough. Where the controller walks its zones in random order, they are taken by name.
 * kubernetes staging/src/k8s.io/endpointslice/topologycache/topologycache.go, utils.go
 */
export function proportionalZones(
  nodes: readonly AllocatedNode[],
  endpoints: readonly Endpoint[],
): ReadonlyMap<Endpoint, readonly string[]> | undefined {
  const ratios = processorRatios(nodes);
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const desired = ratios === undefined ? undefined : desiredEndpoints(ratios, ready.length);
  if (desired === undefined) return undefined;

  const hints = new Map<Endpoint, readonly string[]>();
  const given = new Map<string, number>();
  for (const endpoint of ready) {
    if (endpoint.zone === undefined) return undefined;
    hints.set(endpoint, [endpoint.zone]);
    given.set(endpoint.zone, (given.get(endpoint.zone) ?? 0) + 1);
  }
  const { giving, receiving } = transfers(desired, given);
  for (const endpoint of ready) {
    const zone = endpoint.zone ?? '';
    const toGive = giving.get(zone) ?? 0;
    const receiver = [...receiving.keys()].find((name) => (receiving.get(name) ?? 0) > 0);
    if (toGive === 0 || receiver === undefined) continue;
    hints.set(endpoint, [receiver]);
    giving.set(zone, toGive - 1);
    receiving.set(receiver, (receiving.get(receiver) ?? 0) - 1);
  }
  return hints;
}

/** Share of the workers' allocatable processors by zone, zones in name order. */
function processorRatios(nodes: readonly AllocatedNode[]): ReadonlyMap<string, number> | undefined {
  const byZone = new Map<string, number>();
  let total = 0;
  for (const { role, labels, resource } of nodes) {
    if (
      role === 'control-plane' ||
      labels['node-role.kubernetes.io/control-plane'] !== undefined ||
      labels['node-role.kubernetes.io/master'] !== undefined
    )
      continue;
    const zone = labelOf(labels, 'topology.kubernetes.io/zone') ?? '';
    const processors = milliProcessors(resource?.allocatable['cpu'] ?? '');
    if (zone === '' || processors === 0) return undefined;
    byZone.set(zone, (byZone.get(zone) ?? 0) + processors);
    total += processors;
  }
  if (byZone.size < 2) return undefined;
  return new Map([...byZone].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([zone, processors]) => [zone, processors / total]));
}

/** A Kubernetes quantity in thousandths, rounded up as MilliValue does; 0 when it is none. */
function milliProcessors(text: string): number {
  const match = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(n|u|m|k)?$/.exec(text);
  const scale = { n: 1e-6, u: 1e-3, m: 1, k: 1e6 }[match?.[2] ?? ''] ?? 1000;
  return match === null ? 0 : Math.ceil(Number(match[1]) * scale);
}

function desiredEndpoints(ratios: ReadonlyMap<string, number>, count: number): ReadonlyMap<string, number> | undefined {
  if (ratios.size > count) return undefined;
  const desired = new Map<string, number>();
  let remaining = count;
  for (const [zone, ratio] of ratios) {
    const share = ratio * count;
    const minimum = Math.ceil(share * (1 / (1 + OVERLOAD)));
    remaining -= minimum;
    if (remaining < 0) return undefined;
    desired.set(zone, Math.max(share, minimum));
  }
  return desired;
}

/** How many endpoints each zone gives to or receives from others. */
function transfers(
  desired: ReadonlyMap<string, number>,
  given: ReadonlyMap<string, number>,
): { giving: Map<string, number>; receiving: Map<string, number> } {
  const surplus = new Map<string, number>();
  const shortage = new Map<string, number>();
  for (const [zone, target] of desired) {
    const difference = (given.get(zone) ?? 0) - target;
    if (difference > 0) surplus.set(zone, difference);
    else if (difference < 0) shortage.set(zone, -difference);
  }
  const giving = new Map<string, number>();
  const receiving = new Map<string, number>();
  for (;;) {
    const giver = greatest(surplus);
    const receiver = greatest(shortage);
    if (giver === undefined || receiver === undefined) break;
    if ((giver.amount < 1 && receiver.amount < 1) || giver.amount < 0.5 || receiver.amount < 0.5) break;
    giving.set(giver.zone, (giving.get(giver.zone) ?? 0) + 1);
    receiving.set(receiver.zone, (receiving.get(receiver.zone) ?? 0) + 1);
    surplus.set(giver.zone, giver.amount - 1);
    shortage.set(receiver.zone, receiver.amount - 1);
  }
  return { giving, receiving };
}

function greatest(amounts: ReadonlyMap<string, number>): { readonly zone: string; readonly amount: number } | undefined {
  let found: { zone: string; amount: number } | undefined;
  for (const [zone, amount] of amounts) {
    if (amount > (found?.amount ?? 0)) found = { zone, amount };
  }
  return found;
}
