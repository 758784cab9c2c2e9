import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { problemsOf } from '../find/problems.ts';
import { leadsSomewhere } from '../../src/topology/placement/endpoints.ts';
import { exposureOf } from '../../src/topology/placement/exposure.ts';
import { severityOf } from '../../src/topology/placement/visible.ts';
import { icon, iconOf, isolationIcons, serviceIcons, severityIcons, unknownIcon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { addressPieces, nameOf, words } from '../shared/text.ts';
import { columns, type Column, type Sorting } from '../state/viewState.ts';
import { cellText, type Row } from './rows.ts';

/** The columns' names, which sort. */
export function headerRow(sorting: Sorting | undefined, strings: PageStrings, onPress: (column: Column) => void): TemplateResult {
  const header = (column: Column, index: number) => {
    const sorted = sorting?.column === column ? sorting : undefined;
    return html`<div class="cell of-${column}" role="columnheader" aria-colindex=${index + 1}
      aria-sort=${sorted === undefined ? 'none' : sorted.descending ? 'descending' : 'ascending'}
      ><button type="button" @click=${() => onPress(column)}><span>${strings.table[column]}</span>${sorted === undefined ? nothing : icon(sorted.descending ? 'chevron-down' : 'chevron-up')}</button></div>`;
  };
  return html`<div class="row" role="row" aria-rowindex="1">${columns.map(header)}</div>`;
}

/** `index`: of all rows, from 0. */
export function rowElement(row: Row, index: number, picture: Picture, strings: PageStrings): HTMLElement {
  const { element, level, open, position, siblings } = row;
  const drawn = place('div', `row kind-${element.kind}`, {
    id: `row-${index}`,
    'data-element': element.id,
    'data-index': String(index),
    role: 'row',
    'aria-rowindex': String(index + 2),
    'aria-level': String(level),
    'aria-posinset': String(position),
    'aria-setsize': String(siblings),
    ...(open === undefined ? {} : { 'aria-expanded': String(open) }),
  });
  drawn.style.setProperty('--level', String(level));
  render(
    columns.map((column, at) => {
      const text =
        open === false && column === 'problem' ? hiddenProblems(picture, element, strings) : cellText(picture, element, column, strings);
      // It may be cut off.
      const title = column === 'name' && element.note !== '' ? `${text}  ${element.note}` : text;
      return html`<div class="cell of-${column}" role="gridcell" aria-colindex=${at + 1} title=${title === '' ? nothing : title}
        >${cellContent(row, column, text, picture, strings)}</div>`;
    }),
    drawn,
  );
  return drawn;
}

/** Of a shut row, with the worst of what it hides. */
function hiddenProblems(picture: Picture, element: Row['element'], strings: PageStrings): string {
  return problemsOf(picture, { ...element, ...severityOf(picture, element) }, strings).join(', ');
}

function cellContent({ element, open }: Row, column: Column, text: string, picture: Picture, strings: PageStrings): TemplateResult {
  const { kind, label, note, certainty, isolated } = element;
  switch (column) {
    case 'name': {
      const exposure = exposureOf(picture, element);
      // The kind is said here while the room is too narrow for its column.
      return html`${icon(open === undefined ? 'blank' : open ? 'chevron-down' : 'chevron-right', 'twisty')}${icon(exposure === undefined ? iconOf(element) : serviceIcons[exposure], 'kind')}${nameOf(label)}<span class="spoken kind-word">${strings.kinds[kind]}</span>${exposure === undefined ? nothing : html`<span class="spoken">${strings.exposures[exposure]}</span>`}${isolated === undefined ? nothing : html`<span class="isolation" title=${strings.isolations[isolated]}>${icon('shield')}${icon(isolationIcons[isolated])}<span class="spoken">${strings.isolations[isolated]}</span></span>`}${note === '' ? nothing : html`<span class="note">${words(note)}</span>`}`;
    }
    case 'problem': {
      // A shut row answers for what it hides.
      const { severity, pending } = open === false ? severityOf(picture, element) : element;
      const mark =
        severity !== undefined
          ? icon(severityIcons[severity], `severity severity-${severity}`)
          : pending
            ? icon('clockface', 'severity')
            : element.podsUnknown === true && !leadsSomewhere(picture, element.id)
              ? icon(unknownIcon, 'severity')
              : nothing;
      return html`${mark}<span>${words(text)}</span>`;
    }
    case 'address':
      return html`<span class=${certainty === undefined || text === '' ? 'detail' : `detail certainty-${certainty}`}>${addressPieces(text)}</span>`;
    default:
      return html`<span>${words(text)}</span>`;
  }
}
