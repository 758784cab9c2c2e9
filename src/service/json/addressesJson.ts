import { printableJson } from '../../base/text.ts';
import { sourceJson } from './findingJson.ts';
import type { AddressEntry, AddressesAnswer, AddressRange } from '../questions.ts';

/** `addresses --format json`, contract version 1 (docs/json.md). Counts beyond what a number holds exactly are text. */
export function writeAddressesJson({ clusters }: AddressesAnswer): string {
  return printableJson({
    version: 1,
    clusters: clusters.map(({ name, root, alternative, ranges, omittedPods }) => ({
      name,
      root,
      ...(alternative !== undefined && { why: alternative }),
      ranges: ranges.map(rangeJson),
      omittedPods,
    })),
  });
}

function rangeJson({ kind, label, range, implied, size, used, held, free, at, entries }: AddressRange): object {
  return {
    kind,
    label,
    range: range === '' ? null : range,
    implied: implied ?? null,
    size: countJson(size),
    used: countJson(used),
    held: countJson(held),
    free: countJson(free),
    source: at === undefined ? null : sourceJson(at),
    addresses: entries.map(entryJson),
  };
}

function entryJson({ first, last, size, state, who, certainty, reason, at }: AddressEntry): object {
  return {
    first,
    last,
    size: countJson(size),
    state,
    who: state === 'free' ? null : who,
    certainty: certainty ?? null,
    reason: reason ?? null,
    source: at === undefined ? null : sourceJson(at),
  };
}

function countJson(text: string | undefined): number | string | null {
  if (text === undefined) return null;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : text;
}
