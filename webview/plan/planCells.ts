import type { PageStrings, PlanCell, PlanKind } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { addressParts, countText, shortRun, spokenCell } from './planText.ts';
import { format, nameElement, textElement } from '../shared/text.ts';

/** What the keyboard can stand on. `key` finds it again after it has been drawn anew; `elements` are the graph's. */
export function planItem(key: string, className: string, elements: readonly string[], spoken: string): HTMLButtonElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.className = `plan-item ${className}`;
  item.dataset['key'] = key;
  if (elements.length > 0) item.dataset['elements'] = JSON.stringify(elements);
  item.setAttribute('aria-label', spoken);
  item.tabIndex = -1;
  return item;
}

/** One address or stretch; a block opens and shuts by `toggle`. */
export function cellElement(
  group: string,
  cell: PlanCell,
  strings: PageStrings,
  { kind, open = false }: { readonly kind: PlanKind; readonly open?: boolean },
): HTMLElement {
  const { first, last, state, owner, elements, certainty, overlap, severity } = cell;
  const spoken = spokenCell(cell, strings);
  const item = planItem(
    `${group}/${first}`,
    `plan-cell kind-plan-${kind} is-${state}${first === last ? '' : ' is-run'}${overlap === '' ? '' : ` is-overlap severity-${severity ?? 'error'}`}`,
    elements,
    spoken,
  );
  item.title = spoken;
  if (state === 'block') return blockElement(item, group, cell, strings, open);
  if (first === last) {
    const [common, own] = addressParts(first);
    const address = textElement('span', `detail${certainty === undefined || state !== 'used' ? '' : ` certainty-${certainty}`}`, '');
    address.append(textElement('span', 'common', common), textElement('span', 'own', own));
    item.append(address);
  } else {
    item.append(textElement('span', 'detail', shortRun(cell)));
  }
  const line = textElement('span', 'owner', '');
  if (overlap !== '') line.append(icon(severityIcons[severity ?? 'error'], 'severity'));
  if (owner !== '') line.append(nameElement('name', shortOwner(owner)));
  if (state === 'free' && owner === '') {
    // What two ranges claim is nobody's, and yet not to be had.
    const word = overlap === '' ? strings.plan.free : strings.plan.overlapping;
    line.append(textElement('span', 'state', first === last ? word : `${countText(cell.size, strings.language)} ${word}`));
  }
  if (state === 'held' && first !== last) line.append(textElement('span', 'state', countText(cell.size, strings.language)));
  item.append(line);
  return item;
}

/** The kind is told by the range that a cell lies in: `shop/web` says enough to the eye. */
function shortOwner(owner: string): string {
  return owner.replace(/^(Service|Pod|Node) /, '');
}

function blockElement(
  item: HTMLElement,
  group: string,
  { first, owner, used, size }: PlanCell,
  strings: PageStrings,
  open: boolean,
): HTMLElement {
  item.dataset['toggle'] = `${group}/${first}`;
  item.setAttribute('aria-expanded', String(open));
  const level = document.createElement('span');
  level.className = 'level';
  const fill = document.createElement('span');
  fill.className = 'fill';
  fill.style.width = `${Math.min(100, (used / Number(size)) * 100)}%`;
  level.append(fill);
  const line = textElement('span', 'owner', '');
  line.append(
    icon('vm', 'kind'),
    nameElement('name', owner === '' ? '–' : owner),
    textElement('span', 'count', format(strings.plan.blockUse, used, size)),
  );
  const top = textElement('span', 'detail', first);
  const head = textElement('span', 'block-head', '');
  head.append(icon(open ? 'chevron-down' : 'chevron-right', 'twisty'), top);
  item.append(head, line, level);
  return item;
}
