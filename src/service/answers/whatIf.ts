import { clustersAmong, type AnalysedCluster, type Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress } from '../../base/ip.ts';
import type { Language } from '../../base/message.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import { beginningOf } from '../../engine/events/begin.ts';
import { changesBetween, type Change } from '../../engine/events/changes.ts';
import type { ClusterEvent } from '../../engine/events/event.ts';
import { readEventList, resourcesIn } from '../../engine/events/eventList.ts';
import { happen } from '../../engine/events/happen.ts';
import type { ClusterState, EventOutcome } from '../../engine/events/state.ts';
import { usedEndpoints } from '../../engine/events/traffic.ts';
import { readEventWords, type EventReading } from '../../engine/events/words.ts';
import { topologyObject } from '../json/topologyJson.ts';
import type { Refusal, WhatIfAnswer, WhatIfChange, WhatIfCluster, WhatIfEvent, WhatIfQuestion, WhatIfStep } from '../questions.ts';
import { chosenCluster, isRefusal, refusal } from './chosenCluster.ts';
import { sentencesOf } from './whatIfWords.ts';

interface Named {
  readonly title: string;
  readonly reading: EventReading;
}

/** What events change, one after the other: in the cluster that is named, else in all in which they can happen. */
export function whatIf(snapshot: Snapshot, question: WhatIfQuestion, language: Language): WhatIfAnswer | Refusal {
  const events: Named[] = [];
  for (const event of question.events) {
    const read = namedEvents(event, language);
    if (isRefusal(read)) return read;
    events.push(...read);
  }
  const clusters = clustersAskedFor(snapshot, question.cluster, language);
  if (isRefusal(clusters)) return clusters;
  const runs = clusters.map((cluster) => runIn(snapshot, cluster, events, question.whole, language));
  const done = runs.filter((run): run is WhatIfCluster => !isRefusal(run));
  const [failed] = runs.filter(isRefusal);
  return done.length === 0 && failed !== undefined ? failed : { type: 'what-if', clusters: done };
}

function clustersAskedFor(snapshot: Snapshot, wanted: string | undefined, language: Language): readonly AnalysedCluster[] | Refusal {
  const real = clustersAmong(snapshot.clusters);
  if (wanted === undefined && real.length > 1) return real;
  const chosen = chosenCluster(snapshot, wanted, language);
  return isRefusal(chosen) ? chosen : [chosen];
}

function namedEvents(event: WhatIfEvent, language: Language): readonly Named[] | Refusal {
  switch (event.kind) {
    case 'words':
      return [{ title: event.text.trim(), reading: readEventWords(event.text) }];
    case 'apply':
      return [{ title: `apply ${event.name}`, reading: { events: [{ do: 'apply', resources: resourcesIn(event.text, event.name) }] } }];
    case 'list': {
      const read = readEventList(event.text);
      if ('problem' in read) return refusal(read.problem, language);
      return read.map((reading) => ({ title: 'problem' in reading ? '' : reading.events.map(titleOf).join(', '), reading }));
    }
  }
}

/** `nodeFails worker-1` */
export function titleOf(event: ClusterEvent): string {
  switch (event.do) {
    case 'restartPod':
    case 'deletePod':
    case 'forceDeletePod':
    case 'podSucceeds':
    case 'setReady':
    case 'containerRestart':
      return `${event.do} ${'name' in event.pod ? event.pod.name : event.pod.address}`;
    case 'terminated':
      return event.pod === undefined ? event.do : `${event.do} ${'name' in event.pod ? event.pod.name : event.pod.address}`;
    case 'scale':
      return `scale ${event.workload}=${event.replicas}`;
    case 'rollout':
    case 'rolloutStep':
      return `${event.do} ${event.workload ?? ''}`.trimEnd();
    case 'elapse':
      return `elapse ${event.seconds}`;
    case 'apply':
      return `apply ${event.resources.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(', ')}`;
    case 'delete':
      return `delete ${event.ref}`;
    case 'label':
      return `label ${event.node ?? event.pod ?? ''}`;
    case 'nodeFails':
    case 'nodeReturns':
    case 'deleteNode':
    case 'drain':
    case 'cordon':
    case 'uncordon':
    case 'taint':
      return `${event.do} ${event.node}`;
  }
}

function runIn(
  snapshot: Snapshot,
  analysed: AnalysedCluster,
  events: readonly Named[],
  whole: boolean,
  language: Language,
): WhatIfCluster | Refusal {
  let state = beginningOf(analysed.allocation, analysed.allocation.network.profile.name);
  const steps: WhatIfStep[] = [];
  for (const { title, reading } of events) {
    if ('problem' in reading) return refusal(reading.problem, language);
    for (const event of reading.events) {
      const outcome = happen(state, event);
      if ('problem' in outcome) return refusal(outcome.problem, language);
      steps.push(stepOf({ snapshot, analysed, before: state, outcome, title, whole, language }));
      ({ state } = outcome);
    }
  }
  return {
    name: analysed.cluster.name,
    root: analysed.cluster.root,
    steps,
    ...(whole && events.length === 0 ? { cluster: topologyObject(snapshot, analysed, language) } : {}),
  };
}

function stepOf({
  snapshot,
  analysed,
  before,
  outcome,
  title,
  whole,
  language,
}: {
  readonly snapshot: Snapshot;
  readonly analysed: AnalysedCluster;
  readonly before: ClusterState;
  readonly outcome: EventOutcome;
  readonly title: string;
  readonly whole: boolean;
  readonly language: Language;
}): WhatIfStep {
  const { state, stuck, notes, rollout, removed, replaced } = outcome;
  const changes = changesBetween(before, outcome);
  const { say } = language;
  return {
    event: title,
    seconds: state.time,
    sentences: sentencesOf(before, outcome, changes).map(say),
    changes: changes.map((change) => changeOf(change, language)),
    stuck: stuck.map(say),
    notes: notes.map(say),
    rollout: rollout ?? null,
    removed,
    replaced,
    running: state.standing.flatMap(({ pod }) =>
      isRunning(pod) ? [{ pod: `${pod.namespace}/${pod.name}`, node: pod.node?.name ?? null, ips: pod.ips.map(formatAddress) }] : [],
    ),
    held: heldIn(state),
    blocks: state.blocks.map(({ cidr, owner }) => ({
      block: `${formatAddress({ family: cidr.family, value: cidr.network })}/${cidr.prefix}`,
      node: owner ?? null,
    })),
    traffic: state.allocation.services.flatMap((service) => trafficOf(service, state)),
    ...(whole
      ? {
          cluster: topologyObject(
            snapshot,
            { ...analysed, cluster: state.allocation.cluster, allocation: state.allocation, findings: [] },
            language,
          ),
        }
      : {}),
  };
}

function changeOf({ kind, object, what, before, after, certainty, reason, oneOf }: Change, { say }: Language): WhatIfChange {
  return {
    kind,
    object,
    what: say(what),
    before: before === undefined ? null : say(before),
    after: after === undefined ? null : say(after),
    certainty,
    reason: say(reason),
    oneOf,
  };
}

function isRunning({ phase, terminating, node, pending }: ClusterState['standing'][number]['pod']): boolean {
  return phase === 'Running' && !terminating && pending === undefined && node?.silent !== true;
}

/** Addresses that are allocated and of no use: of pods that have gone, that end, or that nobody can reach. */
function heldIn({ held, standing }: ClusterState): WhatIfStep['held'] {
  return [
    ...standing.flatMap(({ pod }) =>
      isRunning(pod) || pod.spec.hostNetwork
        ? []
        : pod.ips.map((ip) => ({ ip: formatAddress(ip), pod: `${pod.namespace}/${pod.name}`, node: pod.node?.name ?? null })),
    ),
    ...held.map(({ address, pod, node }) => ({ ip: formatAddress(address), pod, node })),
  ];
}

function trafficOf(service: AllocatedService, { allocation }: ClusterState): WhatIfStep['traffic'] {
  const used = usedEndpoints(service);
  if (service.slices.every(({ endpoints }) => endpoints.length === 0)) return [];
  const silent = new Set(allocation.nodes.flatMap((node) => (node.silent === true ? [node.name] : [])));
  return [
    {
      service: `${service.namespace}/${service.name}`,
      used: used.map(({ ip }) => formatAddress(ip)),
      dead: used.filter(({ node }) => node !== undefined && silent.has(node)).length,
    },
  ];
}
