import { formatAddress } from '../../src/base/ip.ts';
import { languageOf } from '../../src/base/message.ts';
import { allocate } from '../../src/engine/allocate.ts';
import type { AllocatedService } from '../../src/engine/allocation.ts';
import { beginningOf } from '../../src/engine/events/begin.ts';
import type { ClusterEvent } from '../../src/engine/events/event.ts';
import { readEventList } from '../../src/engine/events/eventList.ts';
import { happen } from '../../src/engine/events/happen.ts';
import type { ClusterState, EventOutcome } from '../../src/engine/events/state.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { clusterOf } from './cluster.ts';

/** A cluster as its manifests allocate it. */
export function begun(cluster: Cluster): ClusterState {
  const allocation = allocate(cluster);
  return beginningOf(allocation, allocation.network.profile.name);
}

/** The events of a YAML list. */
export function eventsOf(text: string): readonly ClusterEvent[] {
  const read = readEventList(text);
  if ('problem' in read) throw new Error(languageOf('en').say(read.problem));
  return read.flatMap((reading) => {
    if ('problem' in reading) throw new Error(languageOf('en').say(reading.problem));
    return reading.events;
  });
}

/** What came of each event of a list in a cluster of these manifests; the events must be possible. */
export function outcomesOf(manifests: string, events: string): readonly EventOutcome[] {
  let state = begun(clusterOf(manifests));
  return eventsOf(events).map((event) => {
    const outcome = happen(state, event);
    if ('problem' in outcome) throw new Error(languageOf('en').say(outcome.problem));
    ({ state } = outcome);
    return outcome;
  });
}

/** What came of the last one. */
export function lastOf(manifests: string, events: string): EventOutcome {
  const last = outcomesOf(manifests, events).at(-1);
  if (last === undefined) throw new Error('The test has no event.');
  return last;
}

/** `web-0 10.0.0.1 alpha`, with `-` for no address and marks for what ends (`†`), is not ready (`!`) or has finished (`.`); names that chance makes end in `*`. */
export function podLines({ standing }: ClusterState): readonly string[] {
  return standing.map(({ pod }) => {
    const name = pod.nameCertain ? pod.name : `${pod.owner.name}-*`;
    const mark = pod.terminating ? '†' : pod.phase === 'Succeeded' || pod.phase === 'Failed' ? '.' : pod.ready ? '' : '!';
    return `${name}${mark} ${pod.ips.map(formatAddress).join(',') || (pod.pending?.reason ?? '-')} ${pod.node?.name ?? '-'}`;
  });
}

/** `10.0.0.1 10.0.0.2! 10.0.0.3†` */
export function endpointText({ allocation }: ClusterState, name: string): string {
  return serviceOf(allocation.services, name)
    .slices.flatMap(({ endpoints }) => endpoints)
    .map(({ ip, ready, terminating }) => `${formatAddress(ip)}${terminating ? '†' : ready ? '' : '!'}`)
    .join(' ');
}

export function externalText({ allocation }: ClusterState, name: string): string {
  const { loadBalancer } = serviceOf(allocation.services, name);
  return loadBalancer?.ips.map(formatAddress).join(',') || (loadBalancer?.pending?.reason ?? '-');
}

export function announcerOf({ allocation }: ClusterState, name: string): string {
  return serviceOf(allocation.services, name).loadBalancer?.announcedBy?.nodes.join(',') || '-';
}

function serviceOf(services: readonly AllocatedService[], name: string): AllocatedService {
  const service = services.find((each) => each.name === name);
  if (service === undefined) throw new Error(`There is no service ${name}.`);
  return service;
}

export function addressesOf({ standing }: ClusterState): string {
  return standing
    .flatMap(({ pod }) => pod.ips.map(formatAddress))
    .sort()
    .join(' ');
}
