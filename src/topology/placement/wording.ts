import type { PageStrings } from '../protocol.ts';
import type { Shown } from './visible.ts';

/** Puts values in the places `{0}`, `{1}`… of a text. */
export function format(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** What a card says besides its name: counts of what is folded in it, or its note. */
export function noteOf(shown: Shown, strings: PageStrings): string {
  const { element, role, pods, services, ranges, group } = shown;
  if (!group || element.kind === 'loadBalancerPool' || isBundle(shown)) return element.note;
  const counts: string[] = [];
  if (services > 0) counts.push(services === 1 ? strings.service : format(strings.services, services));
  if (pods > 0 && (role === 'card' || element.kind === 'node' || element.kind === 'cluster'))
    counts.push(pods === 1 ? strings.pod : format(strings.pods, pods));
  if (ranges > 0 && role === 'card' && element.kind === 'addressPlan')
    counts.push(ranges === 1 ? strings.range : format(strings.ranges, ranges));
  return [element.note, ...counts].filter((text) => text !== '').join(' · ');
}

/** Of the pods of a workload that are drawn as one, how many they are, and how many of them wait: a mark of its own beside the name. Empty for everything else. */
export function podCountOf(shown: Shown, strings: PageStrings): string {
  const { pods, waiting } = shown;
  if (!isBundle(shown)) return '';
  const count = pods === 1 ? strings.pod : format(strings.pods, pods);
  return waiting === 0 || waiting === pods ? count : `${count}, ${format(strings.podsWaiting, waiting)}`;
}

function isBundle({ element, role, group }: Shown): boolean {
  return element.kind === 'workload' && role === 'card' && group;
}

/** All that a card shows by text, shape and line, as one sentence for a screen reader. */
export function spokenText(shown: Shown, strings: PageStrings): string {
  const {
    element: { kind, label },
    detail,
    certainty,
    exposure,
    severity,
    pending,
  } = shown;
  const parts = [
    `${strings.kinds[kind]} ${label}`,
    podCountOf(shown, strings),
    detail,
    noteOf(shown, strings),
    exposure === undefined ? '' : strings.exposures[exposure],
    certainty === undefined || detail === '' ? '' : strings.certainties[certainty],
    pending ? strings.pending : '',
    severity === undefined ? '' : strings.severities[severity],
  ];
  return parts.filter((text) => text !== '').join(', ');
}

/** The nearest cut at or before an offset that parts no character as people see it. */
export function wholeCharacters(text: string, offset: number): number {
  let cut = 0;
  for (const { index } of new Intl.Segmenter().segment(text)) {
    if (index > offset) break;
    cut = index;
  }
  return cut;
}
