import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanCell, PlanKind } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { styled } from '../shared/styled.ts';
import { format, nameOf } from '../shared/text.ts';
import { planItem } from './planItem.ts';
import { addressParts, countText, shortRun, spokenCell } from './planText.ts';

export interface CellPlace {
  /** Of the group that it is in; begins the cell's key. */
  readonly group: string;
  readonly kind: PlanKind;
  /** Element of the range that it lies in: of what nobody has, there is that to tell about. */
  readonly range?: string | undefined;
  /** Of a block. */
  readonly open?: boolean;
}

/** One address or stretch; a block opens and shuts by `toggle`. */
export function cellItem(cell: PlanCell, { group, kind, range, open = false }: CellPlace, strings: PageStrings): TemplateResult {
  const { first, last, state, elements, overlap, severity } = cell;
  const spoken = spokenCell(cell, strings);
  const key = `${group}/${first}`;
  const isBlock = state === 'block';
  return planItem({
    key,
    className: `plan-cell kind-plan-${kind} is-${state}${first === last ? '' : ' is-run'}${overlap === '' ? '' : ` is-overlap severity-${severity ?? 'error'}`}`,
    elements,
    spoken,
    title: spoken,
    range: elements.length === 0 ? range : undefined,
    ...(isBlock ? { toggle: key, expanded: open } : {}),
    content: isBlock ? blockContent(cell, strings, open) : cellContent(cell, strings),
  });
}

function cellContent({ first, last, state, size, owner, certainty, overlap, severity }: PlanCell, strings: PageStrings): TemplateResult {
  const { plan, language } = strings;
  const word =
    state === 'free' && owner === ''
      ? // What two ranges claim is nobody's, and yet not to be had.
        `${first === last ? '' : `${countText(size, language)} `}${overlap === '' ? plan.free : plan.overlapping}`
      : state === 'held' && first !== last
        ? countText(size, language)
        : '';
  const [common, own] = addressParts(first);
  const isCertain = certainty !== undefined && state === 'used';
  const address =
    first === last
      ? html`<span class="detail ${isCertain ? `certainty-${certainty}` : ''}"><span class="common">${common}</span><span class="own">${own}</span></span>`
      : html`<span class="detail">${shortRun({ first, last, size })}</span>`;
  return html`${address}<span class="owner"
    >${overlap === '' ? nothing : icon(severityIcons[severity ?? 'error'], 'severity')}${owner === '' ? nothing : nameOf(shortOwner(owner))}${word === '' ? nothing : html`<span class="state">${word}</span>`}</span>`;
}

/** The kind is told by the range that a cell lies in: `shop/web` says enough to the eye. */
function shortOwner(owner: string): string {
  return owner.replace(/^(Service|Pod|Node) /, '');
}

function blockContent({ first, owner, used, size }: PlanCell, strings: PageStrings, open: boolean): TemplateResult {
  const width = `${Math.min(100, (used / Number(size)) * 100)}%`;
  return html`<span class="block-head">${icon(open ? 'chevron-down' : 'chevron-right', 'twisty')}<span class="detail">${first}</span></span
    ><span class="owner">${icon('vm', 'kind')}${nameOf(owner === '' ? '–' : owner)}<span class="count">${format(strings.plan.blockUse, used, size)}</span></span
    ><span class="level"><span class="fill" ${styled({ width })}></span></span>`;
}
