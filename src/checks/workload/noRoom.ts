import { groupBy } from '../../base/groupBy.ts';
import { message, plural, sentences, term, type Message } from '../../base/message.ts';
import type { AllocatedPod } from '../../engine/allocation.ts';
import { isAPoolFull, isBounded, limitsOf, type Limit } from '../../engine/growth/limits.ts';
import { rollingUpdateOf } from '../../engine/workloads/rollout.ts';
import { resourcesOf, resourcesWhere } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import type { CheckContext } from '../shared/context.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const noRoom: Check = {
  code: 'workload/no-room',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster } = context;
    const updating = isAPoolFull(allocation.ipPools) ? resourcesOf(cluster, 'Workload') : boundedWorkloads(cluster);
    const autoscalers = resourcesOf(cluster, 'Autoscaler');
    if (updating.length + autoscalers.length === 0) return;
    const standing = groupBy(allocation.pods, ({ origin }) => origin);
    // Who does not fit even once has a finding for that.
    const fits = (workload: WorkloadResource) => {
      const pods = standing.get(workload) ?? [];
      return pods.length > 0 && pods.every(({ pending }) => pending === undefined) ? pods : undefined;
    };
    for (const workload of updating) {
      const pods = fits(workload);
      if (pods !== undefined) yield* duringUpdates(workload, pods, context);
    }
    for (const autoscaler of autoscalers) {
      const { most } = autoscaler;
      if (most === undefined) continue;
      const target = context.references
        .ofKindIn('scaled-object', autoscaler)
        .flatMap((mention) => context.references.targets(mention))
        .map(({ resource }) => resource)
        .find((resource) => resource.type === 'Workload');
      const pods = target === undefined ? undefined : fits(target);
      if (target === undefined || pods === undefined) continue;
      const limit = limitsOf(target, pods, allocation).find(({ room }) => room < most);
      if (limit === undefined) continue;
      yield {
        place: placeOf(autoscaler, ...autoscaler.mostPath),
        message: sentences(
          message('{0} may scale {1} to {2} pods, of which {3} fit.', nameOf(autoscaler), nameOf(target), most, limit.room),
          limit.reason,
        ),
        related: [{ message: message('{0}', nameOf(target)), place: limit.place }, ...relatedOf(limit)],
        doubt: doubtOf(target, context),
      };
    }
  },
};

const boundedWorkloads = resourcesWhere((resource): resource is WorkloadResource => resource.type === 'Workload' && isBounded(resource));

/** Updates that start a new pod before an old one goes, where there is room for none. */
function* duringUpdates(workload: WorkloadResource, pods: readonly AllocatedPod[], context: CheckContext): Generator<Problem> {
  const update = workload.controller === 'DaemonSet' ? surgeOfDaemons(workload) : rollingUpdateOf(workload);
  if (update === undefined || update.surge === 0 || update.unavailable > 0) return;
  const limits = limitsOf(workload, pods, context.allocation);
  const limit =
    workload.controller === 'DaemonSet'
      ? limits.find(({ kind }) => kind === 'host-port' || kind === 'address')
      : limits.find(({ room }) => room <= pods.length);
  if (limit === undefined) return;
  yield {
    place: limit.place,
    message: sentences(
      workload.controller === 'DaemonSet'
        ? message('Every update of {0} hangs: it starts the new pod of a node before the old one goes (maxSurge).', nameOf(workload))
        : plural(
            pods.length,
            'Every update of {1} hangs: it starts a new pod before its {0} pod goes ({2}), and there is no room for one more.',
            'Every update of {1} hangs: it starts a new pod before any of its {0} pods goes ({2}), and there is no room for one more.',
            nameOf(workload),
            update.surge === 1 ? 'maxSurge 1, maxUnavailable 0' : `maxSurge ${update.surge}, maxUnavailable 0`,
          ),
      limit.reason,
      advice(limit, workload),
    ),
    related: relatedOf(limit),
    doubt: doubtOf(workload, context),
  };
}

function relatedOf({ about }: Limit): readonly RelatedPlace[] {
  return about.map(({ kind, name, place }) => ({ message: kind === 'node' ? term('node {0}', name) : term('pool {0}', name), place }));
}

function advice({ kind }: Limit, { controller }: WorkloadResource): Message {
  if (controller === 'DaemonSet') return message('Write maxSurge: 0, and maxUnavailable: 1.');
  return kind === 'pool'
    ? message('Let one pod go first (maxUnavailable: 1), or widen the pool.')
    : message('Let the old pod go first: strategy type Recreate, or maxUnavailable: 1.');
}

function surgeOfDaemons({ rollout: { strategy = 'RollingUpdate', maxSurge = '0' } }: WorkloadResource) {
  return strategy === 'RollingUpdate' && /^[1-9][0-9]*%?$/.test(maxSurge) ? { surge: 1, unavailable: 0 } : undefined;
}

function doubtOf(workload: WorkloadResource, { cluster, assembly }: CheckContext): Message | undefined {
  return assembly.mixed ?? unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster, workload);
}
