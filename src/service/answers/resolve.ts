import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { serviceOfUnknownAddress } from '../../engine/coredns/unknownAddress.ts';
import type { ResourceRecord } from '../../engine/coredns/answer.ts';
import { resolveFrom } from '../../engine/coredns/resolver.ts';
import type { Refusal, ResolveAnswer, ResolvedRecord, ResolveQuestion } from '../questions.ts';
import { chosenCluster, chosenPod, isRefusal } from './chosenCluster.ts';
import { locationsOf } from './explained.ts';

/** Asks one cluster's DNS. */
export function resolveIn(
  snapshot: Snapshot,
  { name, type, from, cluster: wanted }: ResolveQuestion,
  language: Language,
): ResolveAnswer | Refusal {
  const cluster = chosenCluster(snapshot, wanted, language);
  if (isRefusal(cluster)) return cluster;
  const pod = from === undefined ? undefined : chosenPod(cluster, from, language);
  if (pod !== undefined && isRefusal(pod)) return pod;
  const resolution = resolveFrom(cluster.allocation, pod, name, type);
  const { question, tried, reason, because } = resolution;
  const common = { type: 'resolved', question, tried, reason: language.say(reason), because: locationsOf(snapshot, because) } as const;
  if (resolution.kind === 'forwarded')
    return {
      ...common,
      rcode: 'SERVFAIL',
      answers: [],
      additional: [],
      authority: [],
      forwarded: true,
      forwardedTo: resolution.to,
      known: false,
    };
  const { rcode, answers, additional, authority, continued } = resolution;
  return {
    ...common,
    rcode,
    answers: answers.map(recordOf),
    additional: additional.map(recordOf),
    authority: authority.map(recordOf),
    forwarded: false,
    forwardedTo: continued?.to ?? [],
    known: continued === undefined && !(answers.length === 0 && rcode === 'NOERROR' && isUnknown(cluster.allocation, tried)),
  };
}

/** Whether the name is of a service whose address nothing here tells. */
function isUnknown(allocation: Allocation, tried: readonly string[]): boolean {
  return serviceOfUnknownAddress(allocation, tried.at(-1) ?? '') !== undefined;
}

function recordOf({ name, type, ttl, data }: ResourceRecord): ResolvedRecord {
  return { name, type, ttl, data };
}
