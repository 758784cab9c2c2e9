import { html, type TemplateResult } from 'lit-html';
import type { PageStrings, PlanFinding } from '../../src/topology/protocol.ts';
import { icon, severityIcons } from '../shared/icons.ts';
import { format, words } from '../shared/text.ts';

/** What is wrong with a range, and what to take instead. `nextFree`: empty when there is no advice to give. */
export function notesOf(findings: readonly PlanFinding[], nextFree: string, strings: PageStrings): readonly TemplateResult[] {
  const notes = findings.map(
    ({ severity, message }) =>
      html`<p class="plan-note severity-${severity}">${icon(severityIcons[severity], 'severity')}<span class="spoken">${strings.severities[severity]}</span><span>${words(message)}</span></p>`,
  );
  return nextFree === ''
    ? notes
    : [
        ...notes,
        html`<p class="plan-note is-advice">${icon('lightbulb')}<span>${words(format(strings.plan.nextFree, nextFree))}</span></p>`,
      ];
}
