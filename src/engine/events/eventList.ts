import { nearestOf } from '../../base/nearest.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { Resource } from '../../manifests/resource.ts';
import { splitDocuments } from '../../manifests/documents.ts';
import { parseManifest } from '../../manifests/parseManifest.ts';
import { plainValue } from '../../manifests/plainValue.ts';
import { readDocument } from '../../manifests/read.ts';
import type { ClusterEvent, LabelChanges, PodReference, RolloutCounts, TaintPattern } from './event.ts';
import { fullReference } from './references.ts';
import { labelOf, readEventWords, taintOf, type EventReading } from './words.ts';

const known = [
  'restartPod',
  'deletePod',
  'terminated',
  'forceDeletePod',
  'podSucceeds',
  'podFails',
  'setReady',
  'containerRestart',
  'scale',
  'rollout',
  'rolloutStep',
  'nodeFails',
  'nodeReturns',
  'elapse',
  'deleteNode',
  'drain',
  'cordon',
  'uncordon',
  'taint',
  'untaint',
  'label',
  'apply',
  'delete',
  'start',
] as const;

type Word = (typeof known)[number];

type Fields = Readonly<Record<string, unknown>>;

/** More events than anybody thinks through; a bound. */
const mostEvents = 1_000;

/**
 * A list of events in YAML or JSON: `- { do: nodeFails, node: worker-1 }`, or the words of one as a text (`- fail worker-1`). Keys that are for others (`expect`, `note`) are passed over.
 * Each entry is one reading, so that a host can name it; `start` is none.
 */
export function readEventList(text: string): readonly EventReading[] | { readonly problem: Message } {
  const { root, problems } = parseManifest(text);
  const [broken] = problems.filter(({ code }) => code !== 'yaml/duplicate-key');
  if (broken !== undefined) return { problem: message('The list of events cannot be read: {0}', broken.text) };
  const value = plainValue(root);
  const whole = isFields(value) ? (value['steps'] ?? value['events'] ?? [value]) : value;
  if (!Array.isArray(whole)) return { problem: message('A list of events is expected: "- do: nodeFails" and so on.') };
  const entries: readonly unknown[] = whole;
  if (entries.length > mostEvents) return { problem: message('The list holds more than {0} events.', mostEvents) };
  return entries.map(readEntry).filter((reading) => 'problem' in reading || reading.events.length > 0);
}

function readEntry(entry: unknown): EventReading {
  if (typeof entry === 'string') return readEventWords(entry);
  if (!isFields(entry)) return { problem: message('An event is a map with the key "do", or a text.') };
  const word = entry['do'];
  if (typeof word !== 'string') return { problem: message('An event needs the key "do".') };
  const found = known.find((each) => each === word);
  if (found === undefined) {
    const near = nearestOf(
      word.toLowerCase(),
      known.map((each) => each.toLowerCase()),
    );
    const meant = known.find((each) => each.toLowerCase() === near);
    return {
      problem: sentences(
        message('"{0}" is no event.', word),
        meant === undefined ? message('There are {0}.', list(known)) : message('Is "{0}" meant?', meant),
      ),
    };
  }
  if (found === 'start') return { events: [] };
  try {
    return { events: [eventOf(found, entry)] };
  } catch (error) {
    if (error instanceof Lacking) return { problem: message('"{0}" needs the key "{1}".', found, error.key) };
    throw error;
  }
}

/** A key that an event cannot do without. It never leaves this file. */
class Lacking extends Error {
  readonly key: string;

  constructor(key: string) {
    super();
    this.key = key;
  }
}

function eventOf(word: Exclude<Word, 'start'>, fields: Fields): ClusterEvent {
  switch (word) {
    case 'restartPod':
      return { do: word, pod: podOf(fields) };
    case 'deletePod':
      return {
        do: word,
        pod: podOf(fields),
        until: fields['until'] === undefined || fields['until'] === 'settled' ? 'settled' : 'terminating',
      };
    case 'terminated':
      return { do: word, pod: fields['pod'] === undefined && fields['podAt'] === undefined ? undefined : podOf(fields) };
    case 'forceDeletePod':
      return { do: word, pod: podOf(fields) };
    case 'podSucceeds':
    case 'podFails':
      return { do: 'podSucceeds', pod: podOf(fields), phase: word === 'podFails' ? 'Failed' : 'Succeeded' };
    case 'setReady':
      return { do: word, pod: podOf(fields), ready: fields['ready'] !== false };
    case 'containerRestart':
      return {
        do: word,
        pod: podOf(fields),
        until: fields['until'] === undefined || fields['until'] === 'settled' ? 'settled' : 'starting',
      };
    case 'scale':
      return { do: word, workload: workloadOf(fields), replicas: numberAt(fields, 'replicas'), now: textAt(fields, 'now') };
    case 'rollout':
      return { do: word, workload: workloadOf(fields), becomesReady: fields['becomesReady'] !== false, now: textAt(fields, 'now') };
    case 'rolloutStep':
      return { do: word, workload: textAt(fields, 'workload') === undefined ? undefined : workloadOf(fields), counts: countsOf(fields) };
    case 'nodeFails':
      return { do: word, node: nodeOf(fields) };
    case 'nodeReturns':
      return { do: word, node: nodeOf(fields), rebooted: isRebooted(fields) };
    case 'elapse':
      return { do: word, seconds: Math.max(0, numberAt(fields, 'seconds')) };
    case 'deleteNode':
      return { do: word, node: nodeOf(fields) };
    case 'drain':
      return { do: word, node: nodeOf(fields), force: fields['force'] === true };
    case 'cordon':
    case 'uncordon':
      return { do: word, node: nodeOf(fields) };
    case 'taint':
    case 'untaint':
      return { do: 'taint', node: nodeOf(fields), ...taintsOf(fields, word === 'untaint' || fields['remove'] === true) };
    case 'label':
      return {
        do: word,
        node: fields['node'] === undefined ? undefined : nodeOf(fields),
        pod: textAt(fields, 'pod'),
        labels: labelsOf(fields),
      };
    case 'apply':
      return { do: word, resources: objectsOf(fields) };
    case 'delete': {
      const ref = textAt(fields, 'ref') ?? textAt(fields, 'object');
      if (ref === undefined) throw new Lacking('ref');
      return { do: word, ref: fullReference(ref) };
    }
  }
}

function isRebooted(fields: Fields): boolean {
  return fields['reboot'] === true || fields['rebooted'] === true || fields['sandboxes'] === 'new' || fields['sandboxes'] === false;
}

function podOf(fields: Fields): PodReference {
  const address = textAt(fields, 'podAt') ?? textAt(fields, 'at');
  if (address !== undefined) return { address };
  const name = textAt(fields, 'pod');
  if (name === undefined) throw new Lacking('pod');
  return { name };
}

function nodeOf(fields: Fields): string {
  const node = textAt(fields, 'node');
  if (node === undefined) throw new Lacking('node');
  return node;
}

function workloadOf(fields: Fields): string {
  const workload = textAt(fields, 'workload');
  if (workload === undefined) throw new Lacking('workload');
  return fullReference(workload);
}

function textAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

function numberAt(fields: Fields, key: string): number {
  const value = fields[key];
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) throw new Lacking(key);
  return Math.floor(number);
}

function countsOf(fields: Fields): Extract<ClusterEvent, { readonly do: 'rolloutStep' }>['counts'] {
  const amount = (...keys: readonly string[]): number | undefined => {
    const key = keys.find((each) => typeof fields[each] === 'number');
    return key === undefined ? undefined : Number(fields[key]);
  };
  const amounts = (...keys: readonly string[]): readonly number[] | undefined => {
    const value = keys.map((each) => fields[each]).find((each) => each !== undefined);
    if (typeof value === 'number') return [value];
    return Array.isArray(value) ? value.map(Number) : undefined;
  };
  const ready = isFields(fields['ready']) ? fields['ready'] : {};
  const call = textAt(fields, 'function') ?? textAt(fields, 'call') ?? '';
  return {
    only: functionOf(call),
    replicas: amount('replicas', 'wanted'),
    surge: textAt(fields, 'surge') ?? textAt(fields, 'maxSurge'),
    unavailable: textAt(fields, 'unavailable') ?? textAt(fields, 'maxUnavailable'),
    old: amounts('old', 'oldReplicas') ?? [],
    oldReady: amounts('oldReady', 'readyOld', 'oldAvailable') ?? (typeof ready['old'] === 'number' ? [ready['old']] : undefined),
    new: amount('new', 'newReplicas') ?? 0,
    newReady: amount('newReady', 'readyNew', 'newAvailable') ?? (typeof ready['new'] === 'number' ? ready['new'] : undefined),
  };
}

/** By a word of its name. kubernetes pkg/controller/deployment/rolling.go */
function functionOf(call: string): RolloutCounts['only'] {
  if (/unhealthy|cleanup/i.test(call)) return 'unhealthy';
  if (/scaleDown/i.test(call)) return 'healthy';
  return /old/i.test(call) ? 'old' : /new/i.test(call) ? 'new' : undefined;
}

function taintsOf(fields: Fields, away: boolean): { readonly taints: readonly Taint[]; readonly remove: readonly TaintPattern[] } {
  const given = fields['taints'] ?? fields['taint'] ?? (fields['key'] === undefined ? undefined : fields);
  if (given === undefined) throw new Lacking('taint');
  const entries: readonly unknown[] = Array.isArray(given) ? given : [given];
  const taints: Taint[] = [];
  const remove: TaintPattern[] = [];
  for (const entry of entries) {
    if (typeof entry === 'string') {
      const read = taintOf(away && !entry.endsWith('-') ? `${entry}-` : entry);
      if (read === undefined) throw new Lacking('taint');
      taints.push(...read.taints);
      remove.push(...read.remove);
    } else if (isFields(entry)) {
      const [key, effect] = [textAt(entry, 'key'), textAt(entry, 'effect')];
      if (key === undefined) throw new Lacking('key');
      if (away || entry['remove'] === true) remove.push({ key, effect });
      else if (effect === undefined) throw new Lacking('effect');
      else taints.push({ key, value: textAt(entry, 'value') ?? '', effect });
    }
  }
  return { taints, remove };
}

function labelsOf(fields: Fields): LabelChanges {
  const given = fields['labels'] ?? fields['label'];
  if (typeof given === 'string') {
    const read = labelOf(given);
    if (read === undefined) throw new Lacking('labels');
    return read;
  }
  const key = textAt(fields, 'key');
  if (given === undefined && key !== undefined) return { [key]: fields['remove'] === true ? undefined : (textAt(fields, 'value') ?? '') };
  if (!isFields(given)) throw new Lacking('labels');
  return Object.fromEntries(Object.entries(given).map(([label, value]) => [label, labelText(value)]));
}

/** What is written without quotes is a text all the same; nothing takes the label away. */
function labelText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function objectsOf(fields: Fields): readonly Resource[] {
  const given = fields['object'] ?? fields['objects'] ?? fields['manifest'];
  if (given === undefined) throw new Lacking('object');
  const entries: readonly unknown[] = Array.isArray(given) ? given : [given];
  const text = entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry))).join('\n---\n');
  return resourcesIn(text, 'events.yaml');
}

/** The objects of a text that is applied. */
export function resourcesIn(text: string, name: string): readonly Resource[] {
  return splitDocuments(name, text).documents.flatMap((document) => readDocument(document).resources);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
