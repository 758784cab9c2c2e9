import { html, nothing, type TemplateResult } from 'lit-html';
import { overlaps, type Rect } from '../../src/topology/placement/geometry.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';
import type { Tag, Tags } from '../find/focus.ts';
import { icon } from '../shared/icons.ts';
import { styled } from '../shared/styled.ts';
import { words } from '../shared/text.ts';

/** Words over the upper edge of cards, and below the card where a connection ends short of its goal why it does. */
export function tagsOn(tags: Tags, placement: Placement): readonly TemplateResult[] {
  return [...tags].flatMap(([id, own]) => {
    const [rect] = placement.get(id) ?? [];
    if (rect === undefined) return [];
    const above = own.filter(({ kind }) => !isEnd(kind));
    const below = own.filter(({ kind }) => isEnd(kind));
    return [
      ...(above.length === 0
        ? []
        : [
            html`<div class="card-tag-row" ${styled({ left: `${rect.x + rect.width - 5}px`, top: `${rect.y - 9}px`, 'max-width': `${rect.width + 20}px` })}>${above.map(
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
