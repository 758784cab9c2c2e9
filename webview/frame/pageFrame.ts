import { html, render } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';

/** What the page is made of, from top to bottom. */
export interface FrameParts {
  /** Header: tools, filters, what the picture is worth. */
  readonly header: readonly HTMLElement[];
  /** The views and what lies over them. */
  readonly stage: readonly HTMLElement[];
  readonly details: HTMLElement;
  readonly foot: readonly HTMLElement[];
}

/** Puts the page together, with the descriptions of the keyboard that its views refer to. */
export function assemble(root: HTMLElement, strings: PageStrings, { header, stage, details, foot }: FrameParts): void {
  root.replaceChildren();
  render(
    html`<header><h1 class="spoken">${strings.title}</h1>${header}</header>
      <div class="middle">
        <main class="stage">
          ${stage}
          <div class="spoken" id="keyboard-help">${strings.keyboardHelp}</div>
          <div class="spoken" id="list-help">${strings.table.keyboardHelp}</div>
        </main>
        ${details}
      </div>
      ${foot}`,
    root,
  );
}
