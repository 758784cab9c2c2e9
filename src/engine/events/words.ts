import { nearestOf } from '../../base/nearest.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import { parseAddress } from '../../base/ip.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { ClusterEvent, LabelChanges, PodReference, TaintPattern } from './event.ts';
import { fullReference, isWorkloadReference } from './references.ts';

export type EventReading = { readonly events: readonly ClusterEvent[] } | { readonly problem: Message };

/** The words that begin an event, with what follows them; `apply` is read where the manifests are. */
export const eventWords: readonly { readonly word: string; readonly follows: string }[] = [
  { word: 'restart', follows: 'NAMESPACE/POD' },
  { word: 'restart-container', follows: 'NAMESPACE/POD' },
  { word: 'scale', follows: 'KIND/NAMESPACE/NAME=REPLICAS' },
  { word: 'rollout', follows: 'KIND/NAMESPACE/NAME [failing]' },
  { word: 'fail', follows: 'NODE' },
  { word: 'return', follows: 'NODE [rebooted]' },
  { word: 'elapse', follows: 'SECONDS' },
  { word: 'drain', follows: 'NODE [force]' },
  { word: 'cordon', follows: 'NODE' },
  { word: 'uncordon', follows: 'NODE' },
  { word: 'taint', follows: 'NODE KEY[=VALUE]:EFFECT' },
  { word: 'label', follows: 'NODE KEY=VALUE' },
  { word: 'delete', follows: 'KIND/NAMESPACE/NAME' },
  { word: 'force-delete', follows: 'NAMESPACE/POD' },
  { word: 'succeed', follows: 'NAMESPACE/POD' },
  { word: 'ready', follows: 'NAMESPACE/POD' },
  { word: 'unready', follows: 'NAMESPACE/POD' },
  { word: 'apply', follows: 'FILE' },
];

/** One event in words: `fail worker-1`, `scale deployment/shop/web=4`, `elapse 400`. */
export function readEventWords(text: string): EventReading {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  const [first, second] = rest;
  const known = eventWords.find((each) => each.word === word);
  if (known === undefined) {
    const near = nearestOf(
      word,
      eventWords.map((each) => each.word),
    );
    return problem(
      near === undefined
        ? sentences(message('"{0}" is no event.', word), message('Events begin with {0}.', list(eventWords.map((each) => each.word))))
        : sentences(message('"{0}" is no event.', word), message('Is "{0}" meant?', near)),
    );
  }
  const wrong = problem(message('"{0}" is written {1}, not "{2}".', word, `${word} ${known.follows}`, text.trim()));
  if (first === undefined || (rest.length > 1 && !takesMore.has(word))) return wrong;
  switch (word) {
    case 'restart':
      return isWorkloadReference(first)
        ? one({ do: 'rollout', workload: fullReference(first), becomesReady: true, now: undefined })
        : one({ do: 'restartPod', pod: podReference(first) });
    case 'restart-container':
      return one({ do: 'containerRestart', pod: podReference(first), until: 'settled' });
    case 'scale': {
      const match = /^(.+)=([0-9]{1,6})$/.exec(first);
      if (match === null) return wrong;
      return one({ do: 'scale', workload: fullReference(match[1] ?? ''), replicas: Number(match[2]), now: undefined });
    }
    case 'rollout':
      if (second !== undefined && second !== 'failing') return wrong;
      return one({ do: 'rollout', workload: fullReference(first), becomesReady: second === undefined, now: undefined });
    case 'fail':
      return one({ do: 'nodeFails', node: nodeName(first) });
    case 'return':
      if (second !== undefined && second !== 'rebooted') return wrong;
      return one({ do: 'nodeReturns', node: nodeName(first), rebooted: second !== undefined });
    case 'elapse': {
      const seconds = durationOf(first);
      return seconds === undefined ? wrong : one({ do: 'elapse', seconds });
    }
    case 'drain':
      if (second !== undefined && second !== 'force' && second !== '--force') return wrong;
      return one({ do: 'drain', node: nodeName(first), force: second !== undefined });
    case 'cordon':
    case 'uncordon':
      return one({ do: word, node: nodeName(first) });
    case 'taint': {
      const taint = second === undefined ? undefined : taintOf(second);
      if (taint === undefined) return wrong;
      return one({ do: 'taint', node: nodeName(first), ...taint });
    }
    case 'label': {
      const labels = second === undefined ? undefined : labelOf(second);
      if (labels === undefined) return wrong;
      return one(
        first.includes('/') && !first.startsWith('node/')
          ? { do: 'label', node: undefined, pod: podName(first), labels }
          : { do: 'label', node: nodeName(first), pod: undefined, labels },
      );
    }
    case 'delete': {
      // `delete service shop/web` as well.
      const ref = fullReference(second === undefined ? first : `${first}/${second}`);
      return ref.includes('/') ? one({ do: 'delete', ref }) : wrong;
    }
    case 'force-delete':
      return one({ do: 'forceDeletePod', pod: podReference(first) });
    case 'succeed':
      return one({ do: 'podSucceeds', pod: podReference(first), phase: 'Succeeded' });
    case 'ready':
    case 'unready':
      return one({ do: 'setReady', pod: podReference(first), ready: word === 'ready' });
    default:
      return wrong;
  }
}

const takesMore: ReadonlySet<string> = new Set(['rollout', 'return', 'drain', 'taint', 'label', 'delete']);

function one(event: ClusterEvent): EventReading {
  return { events: [event] };
}

function problem(text: Message): EventReading {
  return { problem: text };
}

function nodeName(text: string): string {
  return text.replace(/^(?:node|nodes|no|Node)\//, '');
}

/** A pod by its name, or by its address. */
function podReference(text: string): PodReference {
  return parseAddress(text) === undefined ? { name: podName(text) } : { address: text };
}

function podName(text: string): string {
  return text.replace(/^(?:pod|pods|po|Pod)\//, '');
}

/** `400`, `90s`, `5m`, `1h`. */
function durationOf(text: string): number | undefined {
  const match = /^([0-9]{1,9})(s|m|h|d)?$/.exec(text);
  if (match === null) return undefined;
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return Number(match[1]) * (units[match[2] ?? 's'] ?? 1);
}

/** `key=value:Effect`, `key:Effect`; with `-` behind it is taken away, of all effects where none is named. */
export function taintOf(text: string): { readonly taints: readonly Taint[]; readonly remove: readonly TaintPattern[] } | undefined {
  const away = /^([^=:]+)(?:=[^:]*)?(?::([A-Za-z]+))?-$/.exec(text);
  if (away !== null) return { taints: [], remove: [{ key: away[1] ?? '', effect: away[2] }] };
  const match = /^([^=:]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text);
  if (match === null) return undefined;
  return { taints: [{ key: match[1] ?? '', value: match[2] ?? '', effect: match[3] ?? '' }], remove: [] };
}

/** `key=value`; `key-` takes it away. */
export function labelOf(text: string): LabelChanges | undefined {
  if (/^[^=]+-$/.test(text)) return { [text.slice(0, -1)]: undefined };
  const at = text.indexOf('=');
  return at <= 0 ? undefined : { [text.slice(0, at)]: text.slice(at + 1) };
}
