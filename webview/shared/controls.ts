// The buttons that more than one view has.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Offer } from '../../src/topology/protocol.ts';
import { icon } from './icons.ts';
import { words } from './text.ts';

export function button(iconName: string, label: string, onClick: () => void, className = ''): TemplateResult {
  return html`<vscode-button secondary class=${className || nothing} icon=${iconName} @click=${onClick}>${label}</vscode-button>`;
}

export interface ToolbarButton {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly className?: string;
  readonly hidden?: boolean;
  /** It is there, and nothing can be done with it. */
  readonly inert?: boolean;
  readonly content?: TemplateResult | string;
}

export function toolbarButton({
  icon,
  label,
  onClick,
  className = '',
  hidden = false,
  inert = false,
  content,
}: ToolbarButton): TemplateResult {
  return html`<vscode-toolbar-button class=${className || nothing} icon=${icon} label=${label} title=${label} ?hidden=${hidden} ?inert=${inert}
    @click=${onClick}>${content ?? nothing}</vscode-toolbar-button>`;
}

/** A button that stays down while `checked`, whatever it makes of a press itself. */
export function toggleButton({ icon, label, onClick, content }: ToolbarButton, checked: boolean): TemplateResult {
  return html`<vscode-toolbar-button toggleable icon=${icon} label=${label} title=${label} .checked=${live(checked)}
    @click=${onClick}>${content ?? nothing}</vscode-toolbar-button>`;
}

/** A button with a word that is on or off. */
export function pressButton(iconName: string, text: string, pressed: boolean, onClick: () => void): TemplateResult {
  return html`<button type="button" class="press-button" aria-pressed=${pressed} @click=${onClick}>${icon(iconName)}<span>${text}</span></button>`;
}

/** Something that a description offers. */
export function offerButton(offer: Offer, iconName: string | undefined, onChoose: (offer: Offer) => void): TemplateResult {
  return html`<button type="button" class=${iconName === 'lightbulb-autofix' ? 'link fix' : 'link'} @click=${() => onChoose(offer)}
    >${iconName === undefined ? nothing : icon(iconName)}<span class="name">${words(offer.text)}</span></button>`;
}
