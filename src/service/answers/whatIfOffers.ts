import { clustersAmong, type Snapshot } from '../../analysis/snapshot.ts';
import { message, type Language } from '../../base/message.ts';
import { beginningOf } from '../../engine/events/begin.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { WhatIfObject } from '../questions.ts';

/** More of a sort are not listed: nobody chooses from a longer list than he can search. */
const mostOfASort = 2_000;

/** What something may happen to, with what may happen to it. */
export function whatIfObjects(snapshot: Snapshot, { say }: Language): readonly WhatIfObject[] {
  return clustersAmong(snapshot.clusters).flatMap(({ cluster, allocation }): readonly WhatIfObject[] => {
    const { standing } = beginningOf(allocation, allocation.network.profile.name);
    const of = (object: string, events: WhatIfObject['events']): WhatIfObject => ({ cluster: cluster.name, object, events });
    const nodes = allocation.nodes
      .filter(({ name }) => name !== '')
      .map(({ name }) =>
        of(`Node ${name}`, [
          { label: say(message('It fails')), words: [`fail ${name}`] },
          { label: say(message('It fails and stays away')), words: [`fail ${name}`, 'elapse 400'] },
          { label: say(message('It fails and returns later')), words: [`fail ${name}`, 'elapse 400', `return ${name}`] },
          { label: say(message('It is drained')), words: [`drain ${name}`] },
          { label: say(message('It is deleted')), words: [`delete node/${name}`] },
        ]),
      );
    const workloads = new Set(standing.flatMap(({ pod: { origin } }) => (origin.type === 'Workload' ? [origin] : [])));
    const pods = standing.map(({ pod }) => {
      const name = `${pod.namespace}/${pod.name}`;
      return of(`Pod ${name}`, [
        { label: say(message('It restarts')), words: [`restart ${name}`] },
        { label: say(message('It is not ready')), words: [`unready ${name}`] },
      ]);
    });
    const services = allocation.services
      .filter(({ resource }) => resource !== undefined)
      .map(({ namespace, name }) =>
        of(`Service ${namespace}/${name}`, [{ label: say(message('It is deleted')), words: [`delete service/${namespace}/${name}`] }]),
      );
    return [nodes, [...workloads].map((workload) => of(titleOf(workload), workloadEvents(workload, say))), services, pods].flatMap((sort) =>
      sort.slice(0, mostOfASort),
    );
  });
}

function titleOf(workload: WorkloadResource): string {
  return `${workload.kind} ${namespaceOf(workload)}/${workload.metadata.name}`;
}

function workloadEvents(workload: WorkloadResource, say: Language['say']): WhatIfObject['events'] {
  const ref = `${workload.kind}/${namespaceOf(workload)}/${workload.metadata.name}`;
  const replicas = workload.replicas ?? 1;
  const updated = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(workload.controller);
  const scaled = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(workload.controller);
  return [
    ...(updated
      ? [
          { label: say(message('It is updated')), words: [`rollout ${ref}`] },
          { label: say(message('It is updated, and its new pods never become ready')), words: [`rollout ${ref} failing`] },
        ]
      : []),
    ...(scaled
      ? [{ label: say(message('It has another number of pods…')), words: [`scale ${ref}=${replicas}`], asks: 'replicas' as const }]
      : []),
    { label: say(message('It is deleted')), words: [`delete ${ref}`] },
  ];
}
