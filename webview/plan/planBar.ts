import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanBar } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { format, nameOf } from '../shared/text.ts';
import { groupBox } from './planGroup.ts';
import { planItem } from './planItem.ts';
import { planIcons } from './planLegend.ts';
import { notesOf } from './planNotes.ts';
import { gapsText, stripOf } from './planStrip.ts';
import { countText, sizeText } from './planText.ts';

/** How many free stretches a bar names. */
const mostGaps = 6;

/** One bar: its title, to scale, and what is too small to see in it magnified. What is a bar of its own goes into `.plan-inner`. `open`: groups and blocks opened or shut against the default. */
export function barContent(bar: PlanBar, open: ReadonlySet<string>, strings: PageStrings): TemplateResult {
  const { kind, segments, marks, groups, findings, severity, nextFree } = bar;
  const blank = segments.length + marks.length === 0;
  const allCells = blank && groups.some(({ type }) => type === 'ranges');
  // Of what is kept for others, or is elsewhere, there is nothing to see.
  const strip = allCells || (blank && (kind === 'held' || kind === 'network')) ? nothing : stripOf(bar, strings);
  // What is magnified stands first, below its place in the bar.
  const magnified = groups.filter(({ type }) => type === 'ranges');
  const boxes = [...magnified, ...groups.filter(({ type }) => type !== 'ranges')].map((group) => groupBox(group, bar, open, strings));
  const row = boxes.length === 0 ? nothing : html`<div class="plan-groups">${boxes}</div>`;
  const wedged = strip !== nothing && magnified.length > 0;
  return html`${titleOf(bar, strings)}${strip}${wedged ? html`${wedges}${row}` : nothing}${freeOf(bar, strings)}${notesOf(findings, severity === undefined ? '' : nextFree, strings)}${wedged ? nothing : row}
    <div class="plan-inner"></div>`;
}

/** Drawn by `drawWedges`, once it is known where things stand. */
const wedges = html`<svg class="plan-wedges" aria-hidden="true"></svg>`;

function titleOf({ id, kind, label, detail, note, elements, severity, size, used, free }: PlanBar, strings: PageStrings): TemplateResult {
  const { plan, language, severities } = strings;
  const stats = [
    sizeText(size, strings),
    used > 0 || free !== undefined ? format(plan.used, countText(String(used), language)) : '',
    free === undefined ? '' : `${countText(free, language)} ${plan.free}`,
  ]
    .filter((text) => text !== '')
    .join(' · ');
  const name = label === '' ? plan.kinds[kind] : label;
  return planItem({
    key: id,
    className: 'plan-title',
    elements,
    spoken: [`${name} ${detail}`, note === '' ? '' : plan.implied, stats, severity === undefined ? '' : severities[severity]]
      .filter((text) => text !== '')
      .join(', '),
    content: html`${icon(planIcons[kind], 'kind')}${nameOf(name)}<span class="detail">${detail}</span>${note === '' ? nothing : html`<span class="note">${plan.implied}</span>`}${severity === undefined ? nothing : icon(severityIcons[severity], `severity severity-${severity}`)}<span class="stats">${stats}</span>`,
  });
}

/** The largest free stretches, where no cells say what is free between them. */
function freeOf(bar: PlanBar, strings: PageStrings): TemplateResult | typeof nothing {
  const lines = bar.kind === 'site' || bar.groups.some(({ type }) => type === 'blocks') ? gapsText(bar, strings, mostGaps) : [];
  if (lines.length === 0) return nothing;
  return html`<p class="plan-free"><span class="free-word">${strings.plan.free}</span>${lines.map((line) => html`<span class="free-run">${line}</span>`)}</p>`;
}
