import { html, nothing, type TemplateResult } from 'lit-html';
import { overlaps, type Rect } from '../../src/topology/placement/geometry.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';
import type { Tag, Tags } from '../find/focus.ts';
import { icon } from '../shared/icons.ts';
import { styled } from '../shared/styled.ts';
import { words } from '../shared/text.ts';

/**
 * Words over the upper edge of cards, and below the card where a connection ends short of its goal why it does. `isFirst`: the lines of a frame stand right above the card;
 * words that would reach them go over its lower edge.
 */
export function tagsOn(tags: Tags, placement: Placement, isFirst: (id: string) => boolean): readonly TemplateResult[] {
  return [...tags].flatMap(([id, own]) => {
    const [rect] = placement.get(id) ?? [];
    if (rect === undefined) return [];
    const above = own.filter(({ kind }) => !isEnd(kind));
    const below = own.filter(({ kind }) => isEnd(kind));
    const isLow = below.length === 0 && widthOf(above) > rect.width - mostOfLine && isFirst(id);
    const at = { left: rect.x + rect.width - 5, top: isLow ? rect.y + rect.height - 7 : rect.y - 9 };
    return [
      ...(above.length === 0
        ? []
        : [
            html`<div class="card-tag-row" ${styled({ left: `${at.left}px`, top: `${at.top}px`, 'max-width': `${rect.width + 20}px` })}>${above.map(
              ({ kind, text }) =>
                html`<span class="card-tag of-${kind}">${kind === 'end-passes' ? icon('pass') : nothing}${words(text)}</span>`,
            )}</div>`,
          ]),
      ...below.map(
        ({ kind, text }) =>
          html`<div class="card-end of-${kind}" ${styled(
            placeFor(
              text,
              rect,
              [...tags.keys()].flatMap((other) => (other === id ? [] : (placement.get(other)?.slice(0, 1) ?? []))),
            ),
          )}
            >${icon(endIcons[kind] ?? 'info')}<span>${words(text)}</span></div>`,
      ),
    ];
  });
}

/** Pixels from the left of a card that the last line of its frame takes: an address, `1 of 7 used`. */
const mostOfLine = 115;

/** About so many pixels, the space between them included. */
function widthOf(tags: readonly Tag[]): number {
  return tags.reduce((sum, { text }) => sum + text.length * 6.3 + 17, 0);
}

/** Below the card, or beside it where that would hide something else that is looked at. */
function placeFor(text: string, { x, y, width, height }: Rect, others: readonly Rect[]): Readonly<Record<string, string>> {
  const own = { width: Math.max(width, 220), height: 12 + Math.ceil((text.length * 6.6) / (Math.max(width, 220) - 40)) * 15 };
  const places: readonly [Rect, ...Rect[]] = [
    { ...own, x, y: y + height + 5 },
    { ...own, x: x + width + 12, y: y - 2 },
    { ...own, x: x - own.width - 12, y: y - 2 },
    { ...own, x, y: y - own.height - 14 },
  ];
  const [first] = places;
  const best = places.find((place) => !others.some((other) => overlaps(place, other))) ?? first;
  return { left: `${best.x}px`, top: `${best.y}px`, width: `${best.width}px` };
}

function isEnd(kind: Tag['kind']): boolean {
  return endIcons[kind] !== undefined;
}

const endIcons: Partial<Readonly<Record<Tag['kind'], string>>> = { 'end-stops': 'error', 'end-unknown': 'question' };
