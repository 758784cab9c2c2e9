import { formatAddress } from '../../base/ip.ts';
import { list, message, plural, term, withDoubt, type Message, type Term } from '../../base/message.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import type { Change } from '../../engine/events/changes.ts';
import type { ClusterState, EventOutcome } from '../../engine/events/state.ts';
import { usedEndpoints } from '../../engine/events/traffic.ts';

/** More of one sort are counted. */
const mostOfASort = 20;

/** An event in words: what changes, then what stays although something behind it changed, then what does not go on. */
export function sentencesOf(before: ClusterState, outcome: EventOutcome, changes: readonly Change[]): readonly Message[] {
  return linesOf(before, outcome, changes).map(({ text }) => text);
}

/** A sentence with what it is about: what came, went or changed, what stayed, what does not go on by itself, and what else there is to say. */
export interface EventLine {
  readonly kind: 'new' | 'gone' | 'changed' | 'stays' | 'stuck' | 'note';
  readonly text: Message;
  /** What it is about, as changes name it: `Pod shop/web-0`; absent where it is about several or none. */
  readonly object?: string;
}

/** The sentences of an event, each with what it is about. */
export function linesOf(
  before: ClusterState,
  { state, stuck, notes, rollout }: EventOutcome,
  changes: readonly Change[],
): readonly EventLine[] {
  const lines: EventLine[] = [];
  const said = { push: (...texts: readonly Message[]) => lines.push(...texts.map((text) => ({ kind: 'note', text }) as const)) };
  const counts = new Map<Change['kind'], number>();
  for (const change of changes) {
    const sentence = sentenceOf(change);
    if (sentence === undefined) continue;
    const count = (counts.get(change.kind) ?? 0) + 1;
    counts.set(change.kind, count);
    if (count <= mostOfASort)
      lines.push({
        kind: change.before === undefined ? 'new' : change.after === undefined ? 'gone' : 'changed',
        text: change.certainty === 'possible' ? withDoubt(sentence, doubtOf(change)) : sentence,
        object: change.object,
      });
  }
  const more = [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - mostOfASort), 0);
  if (more > 0) said.push(plural(more, '{0} further change is in the JSON.', '{0} further changes are in the JSON.'));
  if (changes.length === 0) said.push(message('Nothing changes.'));
  lines.push(...stays(before, state, changes), ...unanswered(state));
  if (rollout !== undefined && rollout.step === undefined) said.push(rolloutSentence(rollout));
  if (rollout?.step !== undefined)
    said.push(message('The new ReplicaSet gets {0} pods, the old ones {1}.', rollout.step.new, list(rollout.step.old.map(String))));
  lines.push(...stuck.map((text) => ({ kind: 'stuck', text }) as const));
  said.push(...notes);
  return lines;
}

function doubtOf({ oneOf }: Change): Message {
  return oneOf.length > 0 ? message('One of {0}.', list(oneOf, 8)) : message('Another outcome is as lawful.');
}

function sentenceOf({ kind, object, before, after }: Change): Message | undefined {
  const name = object.replace(/^(?:Pod|Service|Node) /, '');
  switch (kind) {
    case 'node':
      if (after === undefined) return message('Node {0} is no more.', name);
      return before === undefined ? message('Node {0} is new.', name) : message('Node {0}: {1}.', name, after);
    case 'pod':
      if (after === undefined) return message('{0} has gone; it had {1}.', name, before ?? '');
      return message('{0} is new and gets {1}.', name, after);
    case 'pod-address':
      if (after === undefined) return message('{0} has given {1} back.', name, before ?? '');
      return before === undefined ? message('{0} gets {1}.', name, after) : message('{0} gets {1}; it had {2}.', name, after, before);
    case 'pod-node':
      return before === undefined
        ? message('{0} runs on {1}.', name, after ?? '')
        : message('{0} runs on {1}, before on {2}.', name, after ?? '', before);
    case 'pod-state':
      return message('{0}: {1}, before: {2}.', name, after ?? '', before ?? '');
    case 'cluster-ip':
      if (after === undefined) return message('{0} has its cluster IP {1} no more.', name, before ?? '');
      return before === undefined
        ? message('{0} gets the cluster IP {1}.', name, after)
        : message('{0} gets the cluster IP {1}; it had {2}.', name, after, before);
    case 'node-port':
      return after === undefined ? message('{0} gives its node ports back.', name) : message('{0} has the node ports {1}.', name, after);
    case 'external-address':
      if (after === undefined) return message('{0} has given its external address {1} back.', name, before ?? '');
      return before === undefined
        ? message('{0} gets the external address {1}.', name, after)
        : message('{0} gets the external address {1}; it had {2}.', name, after, before);
    case 'announcer':
      if (after === undefined) return message('Nobody announces the external address of {0} any more; {1} did.', name, before ?? '');
      return before === undefined
        ? message('The external address of {0} is announced by {1}.', name, after)
        : message('The external address of {0} is now announced by {1}, before by {2}.', name, after, before);
    case 'endpoints':
      return after === undefined ? message('{0} has no endpoint any more.', name) : message('{0} leads to {1}.', name, after);
    case 'dns':
      if (after === undefined) return message('{0} has no address any more; it had {1}.', name, before ?? '');
      return before === undefined ? message('{0} is {1}.', name, after) : message('{0} is now {1}, before {2}.', name, after, before);
    case 'held-address':
      return after === undefined ? message('{0} is free again.', name) : message('{0} stays allocated, though nobody uses it.', name);
    case 'service':
      return after === undefined
        ? message('Service {0} is no more.', name)
        : before === undefined
          ? message('Service {0} is new.', name)
          : message('Service {0} is of type {1} now, before {2}.', name, after, before);
  }
}

/** Of services with other endpoints than before: what clients know of them and what is still so. */
function stays(before: ClusterState, after: ClusterState, changes: readonly Change[]): readonly EventLine[] {
  const touched = new Set(changes.flatMap(({ kind, object }) => (kind === 'endpoints' || kind === 'announcer' ? [object] : [])));
  const was = new Map(before.allocation.services.map((service) => [keyOf(service), service]));
  return after.allocation.services.flatMap((service) => {
    const old = was.get(keyOf(service));
    if (old === undefined || !touched.has(`Service ${keyOf(service)}`)) return [];
    const kept: Term[] = [];
    const [clusterIP] = service.clusterIPs;
    if (clusterIP !== undefined && formatAddress(clusterIP) === textOf(old.clusterIPs[0]))
      kept.push(term('the cluster IP {0}', formatAddress(clusterIP)));
    if (service.type !== 'ExternalName') kept.push(term('the name {0}', `${service.name}.${service.namespace}`));
    const [external] = service.loadBalancer?.ips ?? [];
    if (external !== undefined && formatAddress(external) === textOf(old.loadBalancer?.ips[0]))
      kept.push(term('the external address {0}', formatAddress(external)));
    const key = keyOf(service);
    return kept.length === 0
      ? []
      : [{ kind: 'stays', text: plural(kept.length, 'Of {1} {2} stays.', 'Of {1} {2} stay.', key, list(kept)), object: `Service ${key}` }];
  });
}

function rolloutSentence({ peakPods, minReady, peakAddresses: { atLeast, atMost } }: NonNullable<EventOutcome['rollout']>): Message {
  return atLeast === atMost
    ? message('At most {0} pods run at one time, at least {1} are ready, and the update needs {2} addresses.', peakPods, minReady, atLeast)
    : message(
        'At most {0} pods run at one time, at least {1} are ready, and the update needs {2} to {3} addresses.',
        peakPods,
        minReady,
        atLeast,
        atMost,
      );
}

/** Connections that end at a node which does not answer. */
function unanswered({ allocation }: ClusterState): readonly EventLine[] {
  const silent = new Set(allocation.nodes.flatMap((node) => (node.silent === true ? [node.name] : [])));
  if (silent.size === 0) return [];
  return allocation.services.flatMap((service) => {
    const used = usedEndpoints(service);
    const dead = used.filter(({ node }) => node !== undefined && silent.has(node)).length;
    const key = keyOf(service);
    return dead === 0
      ? []
      : [
          {
            kind: 'stuck',
            text: message('Of {1} endpoints that {0} uses {2} cannot answer.', key, used.length, dead),
            object: `Service ${key}`,
          },
        ];
  });
}

function keyOf({ namespace, name }: AllocatedService): string {
  return `${namespace}/${name}`;
}

function textOf(address: AllocatedService['clusterIPs'][number] | undefined): string | undefined {
  return address === undefined ? undefined : formatAddress(address);
}
