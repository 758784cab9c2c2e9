import { VscodeIcon } from '@vscode-elements/elements/dist/vscode-icon/index.js';

/** The rules of `codicon.css` without its font, put here by the build, which keeps those of the icons in use (`esbuild.mjs`). */
const rules = '__CODICON_RULES__';

/**
 * Gives the elements of the library the rules of their icons. By itself each icon asks for the sheet of the page once more, when it is first drawn: a page that is closed while that is on its way
 * leaves the next one blank for half a minute in VS Code 1.100 (see `esbuild.mjs`). It looks for an element with this id, and asks for nothing where that has no address.
 */
export function adoptCodicons(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  VscodeIcon.elementStyles.unshift(sheet);
  const mark = document.createElement('meta');
  mark.id = 'vscode-codicon-stylesheet';
  document.head.append(mark);
}
