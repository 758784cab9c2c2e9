import type { PageStrings, PluralForms } from '../protocol.ts';
import type { Shown } from './visible.ts';

/** Puts values in the places `{0}`, `{1}`… of a text. */
export function format(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** The form for a count, with the count in the place `{0}`, as `shown` where it is not simply written, and values in those that follow. */
export function formatCount(
  forms: PluralForms,
  count: number | bigint,
  language: string,
  values: readonly (string | number)[] = [],
  shown: string = String(count),
): string {
  return format(forms[new Intl.PluralRules(language).select(Number(count))] ?? forms.other, shown, ...values);
}

/** What a card says besides its name: counts of what is folded in it, or its note. */
export function noteOf(shown: Shown, strings: PageStrings): string {
  const { element, role, pods, services, ranges, group } = shown;
  if (!group || element.kind === 'loadBalancerPool' || isBundle(shown)) return element.note;
  // How many pods it had counts less, and there is no room for both.
  if (element.kind === 'node' && element.pending) return element.note;
  const counts: string[] = [];
  if (services > 0) counts.push(formatCount(strings.services, services, strings.language));
  if (pods > 0 && (role === 'card' || element.kind === 'node' || element.kind === 'cluster'))
    counts.push(formatCount(strings.pods, pods, strings.language));
  if (ranges > 0 && role === 'card' && element.kind === 'addressPlan') counts.push(formatCount(strings.ranges, ranges, strings.language));
  return [element.note, ...counts].filter((text) => text !== '').join(' · ');
}

/** Of the pods of a workload that are drawn as one, how many they are, and how many of them wait: a mark of its own beside the name. Empty for everything else. */
export function podCountOf(shown: Shown, strings: PageStrings): string {
  const { pods, waiting } = shown;
  if (!isBundle(shown)) return '';
  const count = formatCount(strings.pods, pods, strings.language);
  return waiting === 0 || waiting === pods ? count : `${count}, ${formatCount(strings.podsWaiting, waiting, strings.language)}`;
}

function isBundle({ element, role, group }: Shown): boolean {
  return element.kind === 'workload' && role === 'card' && group;
}

/** All that a card shows by text, shape and line, as one sentence for a screen reader. */
export function spokenText(shown: Shown, strings: PageStrings): string {
  const {
    element: { kind, label, isolated },
    detail,
    certainty,
    exposure,
    severity,
    pending,
    podsUnknown,
  } = shown;
  const parts = [
    `${strings.kinds[kind]} ${label}`,
    podCountOf(shown, strings),
    detail,
    noteOf(shown, strings),
    exposure === undefined ? '' : strings.exposures[exposure],
    isolated === undefined ? '' : strings.isolations[isolated],
    certainty === undefined || detail === '' ? '' : strings.certainties[certainty],
    pending ? strings.pending : '',
    podsUnknown ? strings.table.unknownEndpoints : '',
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
