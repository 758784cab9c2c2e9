import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanBar, PlanCell, PlanGroup, PlanHeading } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { styled } from '../shared/styled.ts';
import { format, formatCount, nameOf } from '../shared/text.ts';
import { cellItem } from './planCells.ts';
import { planItem } from './planItem.ts';
import { planIcons } from './planLegend.ts';
import { notesOf } from './planNotes.ts';
import { countText } from './planText.ts';

/** A group of more cells is shut until it is asked for. */
const mostOpen = 60;
/** Ranges of more cells do not stand beside each other. */
const mostBeside = 24;

/** Whether a group shows no cells. `open`: what the reader opened or shut, against the default. */
export function isShut({ id, cells }: PlanGroup, open: ReadonlySet<string>): boolean {
  return cells.length > mostOpen !== open.has(id);
}

/** What is written under `open` for a block of a group. */
export function blockKey(group: PlanGroup, { first }: PlanCell): string {
  return `${group.id}/${first}`;
}

/** Small ranges magnified, or single addresses. */
export function groupBox(group: PlanGroup, bar: PlanBar, open: ReadonlySet<string>, strings: PageStrings): TemplateResult {
  const { id, type, headings, cells, omitted, kind, findings } = group;
  const { plan } = strings;
  const named = headings.map(({ label, detail }) => `${label} ${detail}`).join(', ');
  const caption = type === 'blocks' ? plan.blocks : singleCaption(bar, strings);
  const beside = headings.length > 1 && cells.length <= mostBeside;
  const columns = beside ? cells.map(({ state, first, last }) => (state === 'free' && first === last ? '84px' : '132px')).join(' ') : '';
  // In a bar that is itself nothing but cells the title has said it.
  const titles = headings
    .filter(({ detail, label }) => detail !== bar.detail || label !== bar.label)
    .map((heading, index) => headingOf(heading, `${id}#${index}`, group, beside, strings));
  const advice = headings
    .filter(({ severity, nextFree }) => severity !== undefined && nextFree !== '')
    .map(({ nextFree, label }) => notesOf([], headings.length > 1 ? `${nextFree} (${label})` : nextFree, strings));
  return html`<div class="plan-group is-${type} kind-plan-${kind} ${beside ? 'is-overlapping' : ''}" data-group=${id} role="group"
    aria-label=${named === '' ? caption : named}
    >${beside ? nothing : titles}${type === 'ranges' ? nothing : html`<div class="plan-caption">${caption}</div>`}${cells.length > mostOpen ? toggleOf(group, open, strings) : nothing}<div
      class="plan-cells" tabindex=${beside ? '0' : nothing} role=${beside ? 'group' : nothing} aria-label=${beside ? named : nothing}
      ${styled({ 'grid-template-columns': columns })}
      >${beside ? titles : nothing}${isShut(group, open) ? nothing : cells.map((cell, index) => cellOf(cell, index, group, bar, open, strings))}${
        isShut(group, open) || omitted === 0
          ? nothing
          : html`<span class="plan-omitted">${formatCount(plan.omitted, omitted, strings.language)}</span>`
      }</div>${notesOf(findings, '', strings)}${advice}</div>`;
}

/** Over its cells, where ranges stand `beside` each other. */
function headingOf(heading: PlanHeading, key: string, group: PlanGroup, beside: boolean, strings: PageStrings): TemplateResult {
  const { kind, label, detail, elements, severity, from, to } = heading;
  const room = roomText(heading, group, strings);
  const said = (...more: readonly string[]) => [`${label} ${detail}`, room, ...more].filter((text) => text !== '').join(', ');
  return planItem({
    key,
    className: `plan-heading kind-plan-${kind}`,
    elements,
    spoken: said(severity === undefined ? '' : strings.severities[severity]),
    title: said(),
    styles: { 'grid-column': beside ? `${from + 1} / ${to + 1}` : '' },
    content: html`${icon(planIcons[kind], 'kind')}${nameOf(label)}<span class="detail">${detail}</span>${severity === undefined ? nothing : icon(severityIcons[severity], `severity severity-${severity}`)}${room === '' ? nothing : html`<span class="stats">${room}</span>`}`,
  });
}

function toggleOf(group: PlanGroup, open: ReadonlySet<string>, strings: PageStrings): TemplateResult {
  const { id, cells } = group;
  const expanded = !isShut(group, open);
  const taken = cells.filter(({ state }) => state !== 'free').length;
  const text = expanded
    ? strings.plan.hide
    : formatCount(strings.plan.show, taken, strings.language, [], countText(String(taken), strings.language));
  return planItem({
    key: `${id}#toggle`,
    className: 'plan-toggle',
    elements: [],
    spoken: text,
    toggle: id,
    expanded,
    content: html`${icon(expanded ? 'chevron-down' : 'chevron-right')}<span>${text}</span>`,
  });
}

function cellOf(
  cell: PlanCell,
  index: number,
  group: PlanGroup,
  bar: PlanBar,
  open: ReadonlySet<string>,
  strings: PageStrings,
): TemplateResult {
  const key = blockKey(group, cell);
  const opened = cell.state === 'block' && open.has(key);
  const heading = group.headings.findLast(({ from, to }) => from <= index && index < to);
  const range = (heading?.elements ?? bar.elements)[0];
  const item = cellItem(cell, { group: group.id, kind: heading?.kind ?? group.kind, range, open: opened }, strings);
  if (!opened) return item;
  return html`${item}<div class="plan-block" role="group" aria-label=${format(strings.plan.showBlock, `${cell.first}–${cell.last}`)}
    >${cell.cells.map((inner) => cellItem(inner, { group: key, kind: 'pod' }, strings))}</div>`;
}

/** How much of a range nobody has; empty when the range is one address, or is kept for others. Addresses that another range claims as well are not free. */
function roomText({ kind, from, to }: PlanHeading, { cells, omitted }: PlanGroup, { plan, language }: PageStrings): string {
  const own = cells.slice(from, to);
  if (kind === 'held' || kind === 'network' || omitted > 0 || own.length === 0) return '';
  const sum = (some: typeof own) => countText(String(some.reduce((size, cell) => size + BigInt(cell.size), 0n)), language);
  return own.length === 1 && own[0]?.size === '1'
    ? ''
    : format(plan.freeOf, sum(own.filter(({ state, overlap }) => state === 'free' && overlap === '')), sum(own));
}

function singleCaption({ kind }: PlanBar, { plan }: PageStrings): string {
  return kind === 'site' || kind === 'network' || kind === 'held' || kind === 'mixed' ? plan.single : plan.inUse;
}
