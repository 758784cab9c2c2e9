import type { PageStrings } from '../protocol.ts';
import type { Shown } from './visible.ts';

/** Puts values in the places `{0}`, `{1}`… of a text. */
export function format(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}

/** What a card says besides its name: counts of what is folded in it, or its note. */
export function noteOf({ element, role, pods, services, group }: Shown, strings: PageStrings): string {
  if (!group || element.kind === 'addressPlan' || element.kind === 'loadBalancerPool') return element.note;
  const counts: string[] = [];
  if (services > 0) counts.push(services === 1 ? strings.service : format(strings.services, services));
  if (pods > 0 && (role === 'card' || element.kind === 'node' || element.kind === 'cluster')) counts.push(pods === 1 ? strings.pod : format(strings.pods, pods));
  return [element.note, ...counts].filter((text) => text !== '').join(' · ');
}

/** All that a card shows by text, shape and line, as one sentence for a screen reader. */
export function spokenText(shown: Shown, strings: PageStrings): string {
  const { element: { kind, label, detail, certainty }, severity, pending } = shown;
  const parts = [
    `${strings.kinds[kind]} ${label}`, detail, noteOf(shown, strings),
    certainty === undefined || detail === '' ? '' : strings.certainties[certainty],
    pending ? strings.pending : '', severity === undefined ? '' : strings.severities[severity],
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
