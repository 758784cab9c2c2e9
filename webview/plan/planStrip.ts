import type { PageStrings, PlanBar, PlanSpan } from '../../src/topology/protocol.ts';
import { countText, freeText, runText } from './planText.ts';
import { format, textElement } from '../shared/text.ts';

/** The height of one lane, in pixels. */
const lane = 26;
/** Shares of a bar from which there is room for words. */
const roomForName = 0.05;
const roomForCount = 0.05;
const roomForRun = 0.3;

/**
 * A bar to scale. For the pointer alone: all that it shows is there for the keyboard below it, so to a screen reader it is one picture with a sentence.
 * A range too small to be seen is drawn as wide as a line.
 */
export function stripElement(bar: PlanBar, strings: PageStrings): HTMLElement {
  const { segments, lanes, marks, gaps, overlaps } = bar;
  const strip = document.createElement('div');
  strip.className = `plan-strip kind-plan-${bar.kind}`;
  strip.setAttribute('role', 'img');
  const parts = [
    ...segments.map(({ label, detail }) => `${label} ${detail}`),
    ...overlaps.map(({ text, owners }) => `${text} ${format(strings.plan.overlap, owners.join(', '))}`),
  ];
  strip.setAttribute(
    'aria-label',
    format(strings.plan.scale, `${bar.label} ${bar.detail}`, parts.length === 0 ? format(strings.plan.used, bar.used) : parts.join('; ')),
  );
  strip.style.height = `${lanes * lane + 8}px`;
  for (const gap of gaps) {
    const width = gap.end - gap.start;
    const element = place(textElement('div', 'gap', ''), gap);
    element.title = freeText(gap, strings);
    const [range] = bar.elements;
    if (range !== undefined) element.dataset['range'] = range;
    if (width > roomForRun) element.append(textElement('span', '', freeText(gap, strings)));
    else if (width > roomForCount) element.append(textElement('span', '', `${countText(gap.size, strings.language)} ${strings.plan.free}`));
    strip.append(element);
  }
  for (const { label, detail, kind, elements, severity, lane: row, opens, ...span } of segments) {
    const element = place(
      textElement('div', `segment kind-plan-${kind}${severity === undefined ? '' : ` severity-${severity}`}`, ''),
      span,
    );
    element.title = `${label} ${detail}`;
    element.style.top = `${row * lane + 4}px`;
    element.style.height = `${lane - 2}px`;
    if (elements.length > 0) element.dataset['elements'] = JSON.stringify(elements);
    if (opens !== undefined) element.dataset['opens'] = opens;
    if (span.end - span.start > roomForName) element.append(textElement('span', '', label));
    strip.append(element);
  }
  for (const mark of marks) strip.append(place(textElement('div', 'used-mark', ''), mark));
  for (const overlap of overlaps) {
    const element = place(textElement('div', `overlap severity-${overlap.severity}`, ''), overlap);
    element.title = `${overlap.text}: ${format(strings.plan.overlap, overlap.owners.join(', '))}`;
    strip.append(element);
  }
  const ends = textElement('div', 'plan-ends', '');
  ends.append(textElement('span', '', bar.first), textElement('span', '', bar.last));
  const whole = textElement('div', 'plan-scale', '');
  whole.append(strip, ends);
  return whole;
}

function place(element: HTMLElement, { start, end }: PlanSpan): HTMLElement {
  element.style.left = `${start * 100}%`;
  element.style.width = `${(end - start) * 100}%`;
  return element;
}

/**
 * Joins the places of small ranges in a bar with the boxes that magnify them. Only those of the first row: lines through boxes would say nothing.
 */
export function drawWedges(
  strip: HTMLElement,
  canvas: SVGElement,
  groups: readonly { readonly span: PlanSpan; readonly kind: string; readonly box: HTMLElement }[],
): void {
  const origin = canvas.getBoundingClientRect();
  const bar = strip.getBoundingClientRect();
  const top = Math.min(...groups.map(({ box }) => box.getBoundingClientRect().top));
  canvas.replaceChildren(
    ...groups.flatMap(({ span, kind, box }) => {
      const rect = box.getBoundingClientRect();
      if (rect.top > top + 4 || rect.width === 0) return [];
      const from = bar.left - origin.left + span.start * bar.width;
      const to = Math.max(from + 2, bar.left - origin.left + span.end * bar.width);
      const polygon = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
      polygon.setAttribute('class', `kind-plan-${kind}`);
      polygon.setAttribute(
        'points',
        [
          [from, 0],
          [to, 0],
          [rect.right - origin.left, origin.height],
          [rect.left - origin.left, origin.height],
        ]
          .map((point) => point.join(','))
          .join(' '),
      );
      return [polygon];
    }),
  );
}

export function gapsText(bar: PlanBar, strings: PageStrings, most: number): readonly string[] {
  const shown = new Set([...bar.gaps].sort((one, other) => (BigInt(one.size) > BigInt(other.size) ? -1 : 1)).slice(0, most));
  const lines = bar.gaps.filter((gap) => shown.has(gap)).map((gap) => `${runText(gap)} · ${countText(gap.size, strings.language)}`);
  return bar.gaps.length > shown.size ? [...lines, format(strings.plan.moreFree, bar.gaps.length - shown.size)] : lines;
}
