import { html, nothing, type TemplateResult } from 'lit-html';
import type { ElementCertainty, ElementSeverity, PageStrings } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from './icons.ts';

/** A sign and what it means. */
export interface LegendEntry {
  readonly mark: TemplateResult;
  readonly text: string;
  /** Of the line, for the sign's colour. */
  readonly className?: string;
}

export function legendList(entries: readonly LegendEntry[]): TemplateResult {
  return html`<ul>${entries.map(({ mark, text, className }) => html`<li class=${className ?? nothing}>${mark}<span>${text}</span></li>`)}</ul>`;
}

/** `mark`: how it shows. */
export function certaintyEntries(strings: PageStrings, mark: (certainty: ElementCertainty) => TemplateResult): readonly LegendEntry[] {
  return (['fixed', 'predicted', 'possible'] as const).map((certainty) => ({
    mark: mark(certainty),
    text: strings.certainties[certainty],
  }));
}

export function severityEntries(strings: PageStrings, severities: readonly ElementSeverity[]): readonly LegendEntry[] {
  return severities.map((severity) => ({
    mark: icon(severityIcons[severity], 'severity'),
    className: `severity-${severity}`,
    text: strings.severities[severity],
  }));
}
