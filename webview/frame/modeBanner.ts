import { html, render, type TemplateResult } from 'lit-html';
import { button } from '../shared/controls.ts';
import { icon } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { words } from '../shared/text.ts';

export interface BannerContent {
  readonly icon: string;
  readonly text: string | TemplateResult;
  /** What can be done, most helpful first. */
  readonly actions: readonly { readonly icon: string; readonly label: string; readonly onClick: () => void }[];
}

/** Says that the picture is not simply that of the manifests, and leads back. */
export class ModeBanner {
  readonly element: HTMLElement;

  /** `label`: what it is, for who does not see it. */
  constructor(className: string, label: string) {
    this.element = place('div', `mode-banner ${className}`, { role: 'group', 'aria-label': label });
    this.element.hidden = true;
  }

  show(content: BannerContent | undefined): void {
    this.element.hidden = content === undefined;
    if (content === undefined) return;
    render(
      html`${icon(content.icon)}<div class="text">${typeof content.text === 'string' ? words(content.text) : content.text}</div>
        <div class="actions">${content.actions.map((action) => button(action.icon, action.label, action.onClick))}</div>`,
      this.element,
    );
  }
}
