import { html, nothing, type TemplateResult } from 'lit-html';
import { styled } from '../shared/styled.ts';

export interface PlanItem {
  /** Finds it again after it has been drawn anew. */
  readonly key: string;
  readonly className: string;
  /** Ids in the graph of what it stands for, the best to select first. */
  readonly elements: readonly string[];
  readonly spoken: string;
  readonly content: unknown;
  readonly title?: string;
  /** Id of the element to tell about where it stands for none itself. */
  readonly range?: string | undefined;
  /** What it opens and shuts, and whether that is open. */
  readonly toggle?: string;
  readonly expanded?: boolean;
  readonly styles?: Readonly<Record<string, string>>;
}

/** What the keyboard can stand on. Which of them can be reached by Tab, and what is marked, others set: it stays. */
export function planItem({
  key,
  className,
  elements,
  spoken,
  content,
  title,
  range,
  toggle,
  expanded,
  styles = {},
}: PlanItem): TemplateResult {
  return html`<button type="button" tabindex="-1" class="plan-item ${className}" data-key=${key} data-elements=${elementsText(elements)}
    data-range=${range ?? nothing} data-toggle=${toggle ?? nothing} aria-expanded=${expanded ?? nothing} aria-label=${spoken}
    title=${title ?? nothing} ${styled(styles)}>${content}</button>`;
}

/** For `elementsOf`. */
export function elementsText(elements: readonly string[]): string | typeof nothing {
  return elements.length === 0 ? nothing : JSON.stringify(elements);
}

/** Ids of what an item, or a segment of a bar, stands for. */
export function elementsOf(item: HTMLElement): readonly string[] {
  const text = item.dataset['elements'];
  // Written by elementsText, of checked texts.
  return text === undefined ? [] : (JSON.parse(text) as readonly string[]);
}
