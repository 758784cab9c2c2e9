import { html, nothing, type TemplateResult } from 'lit-html';
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
          html`<div class="card-end of-${kind}" ${styled({ left: `${rect.x}px`, top: `${rect.y + rect.height + 5}px`, width: `${Math.max(rect.width, 200)}px` })}
            >${icon(endIcons[kind] ?? 'info')}<span>${words(text)}</span></div>`,
      ),
    ];
  });
}

function isEnd(kind: Tag['kind']): boolean {
  return endIcons[kind] !== undefined;
}

const endIcons: Partial<Readonly<Record<Tag['kind'], string>>> = { 'end-stops': 'error', 'end-unknown': 'question' };
