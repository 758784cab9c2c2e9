import type { AddressEntry, AddressRange, ClusterAddresses } from '../../service/questions.ts';

/** `10.0.0.4`, or `10.0.0.4-10.0.0.9`. */
export function spanText({ first, last }: AddressEntry): string {
  return first === last ? first : `${first}-${last}`;
}

/** `2 of 7 used, 1 set aside, 4 free`; where nobody is given addresses out of it, how many are used alone. */
export function useText({ size, used, held, free }: AddressRange): string {
  if (free === undefined) return used === '0' ? '' : `${used} used`;
  return `${used} of ${size} used, ${held === '0' || held === undefined ? '' : `${held} set aside, `}${free} free`;
}

/** What stands in the place of an owner. */
export function whoText({ state, who, size }: AddressEntry): string {
  if (state === 'free') return size === '1' ? 'free' : `free (${size})`;
  return state === 'held' ? `kept: ${who}` : who;
}

export function whereText({ at }: Pick<AddressEntry, 'at'>): string {
  return at === undefined ? '' : `${at.path}:${at.range.start.line + 1}`;
}

/** Who claims a range. */
export function headingOf({ label, range, implied }: AddressRange): string {
  if (range === '') return 'In no range of the plan';
  return implied === undefined ? label : `${label} (implied by profile ${implied})`;
}

export function omittedText({ omittedPods }: ClusterAddresses): string {
  return omittedPods === 0 ? '' : `The addresses of ${omittedPods} more pods are not listed.`;
}
