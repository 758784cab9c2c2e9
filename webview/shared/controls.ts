// The buttons that more than one view has.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { icon } from './icons.ts';
import { textElement } from './text.ts';

export function button(iconName: string, label: string, onClick: () => void): HTMLElement {
  const element = document.createElement('vscode-button');
  element.setAttribute('secondary', '');
  element.setAttribute('icon', iconName);
  element.textContent = label;
  element.addEventListener('click', onClick);
  return element;
}

export function toolbarButton(iconName: string, label: string, onClick: () => void): HTMLElement {
  const element = document.createElement('vscode-toolbar-button');
  element.setAttribute('icon', iconName);
  element.setAttribute('label', label);
  element.title = label;
  element.addEventListener('click', onClick);
  return element;
}

/** A button that stays down; the caller says which way it is. */
export function toggleButton(iconName: string, text: string, onClick: () => void): HTMLElement & { checked?: boolean } {
  const button = toolbarButton(iconName, text, onClick);
  button.setAttribute('toggleable', '');
  return button;
}

/** A button that is on or off (`aria-pressed`); the caller says which. */
export function pressButton(iconName: string, text: string, onClick: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'press-button';
  button.append(icon(iconName), textElement('span', '', text));
  button.addEventListener('click', onClick);
  return button;
}
