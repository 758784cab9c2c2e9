import { formatAddress } from '../../base/ip.ts';
import { list, message, plural, sentences, term, type Message } from '../../base/message.ts';
import type { AllocatedIPPool, AllocatedNode, Allocation } from '../../engine/allocation.ts';
import { nodeLossOf, type NodeLoss } from '../../engine/growth/nodeLoss.ts';
import { mostCounted, roomOf } from '../../engine/growth/room.ts';
import { poolPeakOf, updatePeakOf, type UpdatePeak } from '../../engine/growth/updates.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import { fact, type Fact } from './fact.ts';

export type GrowthFactKey = 'room' | 'update';

/** Whether a workload can grow and be updated where it is. Nothing is said of what nothing bounds. */
export function growthFacts(allocation: Allocation, workload: WorkloadResource): readonly Fact<GrowthFactKey>[] {
  const pods = allocation.pods.filter(({ origin }) => origin === workload).length;
  const room = roomOf(workload, allocation);
  const peak = room === undefined ? undefined : updatePeakOf(workload, pods);
  return [
    fact(
      'room',
      message('Room for'),
      room === undefined ? [] : [room.more === 0 ? term('no further pod') : plural(room.more, '{0} more pod', '{0} more pods')],
      room?.reason,
    ),
    fact(
      'update',
      message('During an update'),
      peak === undefined ? [] : [plural(peak.surge, '{0} more pod', '{0} more pods')],
      peak === undefined || room === undefined ? undefined : updateReason(peak, room.more, workload),
    ),
  ];
}

function updateReason({ surge, mostAddresses }: UpdatePeak, room: number, { template }: WorkloadResource): Message | undefined {
  const addresses = template.spec.hostNetwork
    ? undefined
    : message('Old pods that take long to end keep their addresses: it may hold {0} at a time.', mostAddresses);
  if (room >= surge) return addresses;
  return sentences(
    room === 0
      ? message('There is room for none of them: new pods wait until old ones have gone.')
      : message('There is room for {0} of them: the others wait until old ones have gone.', room),
    addresses,
  );
}

export type NodeLossFactKey = 'if-lost';

/** What does not come back by itself when a node fails. */
export function nodeLossFacts(allocation: Allocation, node: AllocatedNode): readonly Fact<NodeLossFactKey>[] {
  const loss = nodeLossOf(allocation, node);
  if (loss === undefined) return [];
  const losses = lossesOf(loss);
  return [
    fact(
      'if-lost',
      message('If it fails'),
      losses.length > 0
        ? losses
        : [
            loss.moved === 0
              ? message('Nothing is missing.')
              : plural(
                  loss.moved,
                  '{0} pod moves to another node, and nothing is missing.',
                  '{0} pods move to other nodes, and nothing is missing.',
                ),
          ],
      message('So it is when its pods have been evicted and replaced, some six minutes later.'),
    ),
  ];
}

const mostNames = 5;

function lossesOf({ stuck, notes, unreplaced, unannounced, unserved }: NodeLoss): readonly Message[] {
  return [
    ...notes,
    ...stuck,
    ...(unreplaced.length === 0
      ? []
      : [
          message(
            'Nobody puts another pod in the place of {0}: no controller made it.',
            list(
              unreplaced.map(({ namespace, name }) => `${namespace}/${name}`),
              mostNames,
            ),
          ),
        ]),
    ...unannounced.map(({ namespace, name, loadBalancer }) =>
      message('No node announces {0} of Service {1} any more.', list((loadBalancer?.ips ?? []).map(formatAddress)), `${namespace}/${name}`),
    ),
    ...(unserved.length === 0
      ? []
      : [
          message(
            'No ready endpoint is left for {0}.',
            list(
              unserved.map(({ namespace, name }) => `${namespace}/${name}`),
              mostNames,
            ),
          ),
        ]),
  ];
}

export type PoolPeakFactKey = 'all-updates';

/** What a pool must have left for all workloads to be updated at once. Nothing is said of a pool that is many times as large. */
export function poolPeakFacts(allocation: Allocation, pool: AllocatedIPPool): readonly Fact<PoolPeakFactKey>[] {
  const { more } = poolPeakOf(allocation, pool);
  if (more === 0 || pool.available > BigInt(mostCounted + more)) return [];
  return [
    fact(
      'all-updates',
      message('All workloads updated at once'),
      [plural(more, '{0} more address', '{0} more addresses')],
      pool.available >= BigInt(more)
        ? plural(pool.available, '{0} is free.', '{0} are free.')
        : plural(
            pool.available,
            '{0} is free: new pods wait until old ones have gone.',
            '{0} are free: new pods wait until old ones have gone.',
          ),
    ),
  ];
}
