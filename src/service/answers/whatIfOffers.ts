import { clustersAmong, type Snapshot } from '../../analysis/snapshot.ts';
import { message, type Language } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService, AllocatedNode } from '../../engine/allocation.ts';
import { beginningOf } from '../../engine/events/begin.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { WorkloadResource } from '../../manifests/resources/workloads.ts';
import type { OfferedEvent } from '../../topology/offers.ts';
import type { Subject } from '../../topology/subject.ts';
import type { WhatIfObject } from '../questions.ts';

/** More of a sort are not listed: nobody chooses from a longer list than he can search. */
const mostOfASort = 2_000;

/** What something may happen to, with what may happen to it. */
export function whatIfObjects(snapshot: Snapshot, { say }: Language): readonly WhatIfObject[] {
  return clustersAmong(snapshot.clusters).flatMap(({ cluster, allocation }): readonly WhatIfObject[] => {
    const { standing } = beginningOf(allocation, allocation.network.profile.name);
    const of = (events: readonly OfferedEvent[]): readonly WhatIfObject[] => {
      const [first] = events;
      return first === undefined
        ? []
        : [
            {
              cluster: cluster.name,
              object: first.object,
              events: events.map(({ title, words, asks }) => ({ label: say(title), words, ...(asks === undefined ? {} : { asks }) })),
            },
          ];
    };
    const workloads = new Set(standing.flatMap(({ pod: { origin } }) => (origin.type === 'Workload' ? [origin] : [])));
    return [
      allocation.nodes.map(nodeEvents),
      [...workloads].map(workloadEvents),
      allocation.services.map(serviceEvents),
      standing.map(({ pod }) => podEvents(pod)),
    ].flatMap((sort) => sort.flatMap(of).slice(0, mostOfASort));
  });
}

/** What may happen to what an element stands for; nothing to most. */
export function eventsFor({ what, resource }: Subject): readonly OfferedEvent[] {
  switch (what.type) {
    case 'node':
      return nodeEvents(what.node);
    case 'pod':
      return podEvents(what.pod);
    case 'service':
      return serviceEvents(what.service);
    case 'workload':
      return resource?.type === 'Workload' ? workloadEvents(resource) : [];
    default:
      return [];
  }
}

function nodeEvents({ name, silent }: AllocatedNode): readonly OfferedEvent[] {
  if (name === '') return [];
  const object = `Node ${name}`;
  const deleted: OfferedEvent = { object, title: message('It is deleted'), words: [`delete node/${name}`] };
  if (silent === true)
    return [
      { object, title: message('It stays away'), words: ['elapse 400'] },
      { object, title: message('It returns'), words: [`return ${name}`] },
      deleted,
    ];
  return [
    { object, title: message('It fails'), words: [`fail ${name}`] },
    { object, title: message('It fails and stays away'), words: [`fail ${name}`, 'elapse 400'] },
    { object, title: message('It fails and returns later'), words: [`fail ${name}`, 'elapse 400', `return ${name}`] },
    { object, title: message('It is drained'), words: [`drain ${name}`] },
    deleted,
  ];
}

function podEvents({ namespace, name, ready }: AllocatedPod): readonly OfferedEvent[] {
  const object = `Pod ${namespace}/${name}`;
  return [
    { object, title: message('It restarts'), words: [`restart ${namespace}/${name}`] },
    ready
      ? { object, title: message('It is not ready'), words: [`unready ${namespace}/${name}`] }
      : { object, title: message('It is ready again'), words: [`ready ${namespace}/${name}`] },
  ];
}

function serviceEvents({ namespace, name, resource }: AllocatedService): readonly OfferedEvent[] {
  return resource === undefined
    ? []
    : [{ object: `Service ${namespace}/${name}`, title: message('It is deleted'), words: [`delete service/${namespace}/${name}`] }];
}

function workloadEvents(workload: WorkloadResource): readonly OfferedEvent[] {
  const path = `${namespaceOf(workload)}/${workload.metadata.name}`;
  const ref = `${workload.kind}/${path}`;
  const object = `${workload.kind} ${path}`;
  const replicas = workload.replicas ?? 1;
  const updated = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(workload.controller);
  const scaled = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(workload.controller);
  return [
    ...(updated
      ? [
          { object, title: message('It is updated'), words: [`rollout ${ref}`] },
          { object, title: message('It is updated, and its new pods never become ready'), words: [`rollout ${ref} failing`] },
        ]
      : []),
    ...(scaled
      ? [{ object, title: message('It has another number of pods…'), words: [`scale ${ref}=${replicas}`], asks: 'replicas' as const }]
      : []),
    { object, title: message('It is deleted'), words: [`delete ${ref}`] },
  ];
}
