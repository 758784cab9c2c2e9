import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanBar, PlanSegment, PlanSpan } from '../../src/topology/protocol.ts';
import { countText, freeText, runText } from './planText.ts';
import { styled } from '../shared/styled.ts';
import { format, formatCount, words } from '../shared/text.ts';
import { elementsText } from './planItem.ts';

/** The height of one lane, in pixels. */
const lane = 26;
/** Shares of a bar from which there is room for words. */
const roomForName = 0.05;
const roomForCount = 0.05;
/** In a narrow panel as well. */
const roomForCountAnywhere = 0.12;
const roomForRun = 0.3;

/**
 * A bar to scale. For the pointer alone: all that it shows is there for the keyboard below it, so to a screen reader it is one picture with a sentence.
 * A range too small to be seen is drawn as wide as a line.
 */
export function stripOf(bar: PlanBar, strings: PageStrings): TemplateResult {
  const { segments, lanes, marks, gaps, overlaps, first, last } = bar;
  const parts = [
    ...segments.map(({ label, detail }) => `${label} ${detail}`),
    ...overlaps.map(({ text, owners }) => `${text}, ${format(strings.plan.overlap, owners.join(', '))}`),
  ];
  const spoken = format(
    strings.plan.scale,
    `${bar.label} ${bar.detail}`,
    parts.length === 0 ? format(strings.plan.used, bar.used) : parts.join('; '),
  );
  return html`<div class="plan-scale">
    <div class="plan-strip kind-plan-${bar.kind}" role="img" aria-label=${spoken} ${styled({ height: `${lanes * lane + 8}px` })}>
      ${gaps.map((gap) => gapOf(gap, bar.elements[0], strings))}${segments.map(segmentOf)}
      ${marks.map((mark) => html`<div class="used-mark" ${styled(stretch(mark))}></div>`)}
      ${overlaps.map(
        (overlap) =>
          html`<div class="overlap severity-${overlap.severity}" ${styled(stretch(overlap))}
            title=${`${overlap.text}, ${format(strings.plan.overlap, overlap.owners.join(', '))}`}></div>`,
      )}
    </div>
    <div class="plan-ends"><span>${first}</span><span>${last}</span></div>
  </div>`;
}

function gapOf(gap: PlanBar['gaps'][number], range: string | undefined, strings: PageStrings): TemplateResult {
  const width = gap.end - gap.start;
  const count = html`<span class="count">${countText(gap.size, strings.language)} ${strings.plan.free}</span>`;
  const room =
    width > roomForRun ? 'for-run' : width > roomForCountAnywhere ? 'for-count' : width > roomForCount ? 'for-count-if-wide' : '';
  // Where the bar is narrow, the count stands in the place of the run.
  return html`<div class="gap ${room}" title=${freeText(gap, strings)} data-range=${range ?? nothing} ${styled(stretch(gap))}
    >${room === 'for-run' ? html`<span class="run">${freeText(gap, strings)}</span>` : nothing}${room === '' ? nothing : count}</div>`;
}

function segmentOf({ label, detail, kind, elements, severity, lane: row, opens, ...span }: PlanSegment): TemplateResult {
  const styles = { ...stretch(span), top: `${row * lane + 4}px`, height: `${lane - 2}px` };
  return html`<div class="segment kind-plan-${kind} ${severity === undefined ? '' : `severity-${severity}`}" title=${`${label} ${detail}`}
    data-elements=${elementsText(elements)} data-opens=${opens ?? nothing} ${styled(styles)}
    >${span.end - span.start > roomForName ? html`<span>${words(label)}</span>` : nothing}</div>`;
}

function stretch({ start, end }: PlanSpan): { readonly left: string; readonly width: string } {
  return { left: `${start * 100}%`, width: `${(end - start) * 100}%` };
}

/**
 * Joins the places of small ranges in a bar with the boxes that magnify them. Only those of the first row: lines through boxes would say nothing.
 */
export function drawWedges(element: HTMLElement, bar: PlanBar): void {
  const canvas = element.querySelector(':scope > .plan-wedges');
  const strip = element.querySelector(':scope > .plan-scale > .plan-strip')?.getBoundingClientRect();
  if (canvas === null || strip === undefined) return;
  const origin = canvas.getBoundingClientRect();
  const boxes = new Map(
    [...element.querySelectorAll<HTMLElement>(':scope > .plan-groups > .plan-group')].map((box) => [
      box.dataset['group'],
      box.getBoundingClientRect(),
    ]),
  );
  const magnified = bar.groups.flatMap(({ id, type, kind, start, end }) => {
    const rect = boxes.get(id);
    return type !== 'ranges' || rect === undefined ? [] : [{ kind, start, end, rect }];
  });
  const top = Math.min(...magnified.map(({ rect }) => rect.top));
  const inFirstRow = magnified.filter(({ rect }) => rect.top <= top + 4 && rect.width > 0);
  canvas.replaceChildren(
    ...inFirstRow.map(({ kind, start, end, rect }) => {
      const from = strip.left - origin.left + start * strip.width;
      const to = Math.max(from + 2, strip.left - origin.left + end * strip.width);
      const polygon = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
      polygon.setAttribute('class', `kind-plan-${kind}`);
      const corners = [
        [from, 0],
        [to, 0],
        [rect.right - origin.left, origin.height],
        [rect.left - origin.left, origin.height],
      ];
      polygon.setAttribute('points', corners.map((corner) => corner.join(',')).join(' '));
      return polygon;
    }),
  );
}

export function gapsText(bar: PlanBar, strings: PageStrings, most: number): readonly string[] {
  const shown = new Set([...bar.gaps].sort((one, other) => (BigInt(one.size) > BigInt(other.size) ? -1 : 1)).slice(0, most));
  const lines = bar.gaps.filter((gap) => shown.has(gap)).map((gap) => `${runText(gap)} · ${countText(gap.size, strings.language)}`);
  return bar.gaps.length > shown.size
    ? [...lines, formatCount(strings.plan.moreFree, bar.gaps.length - shown.size, strings.language)]
    : lines;
}
