import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { languageOf, type Language } from '../base/message.ts';

/** Gives the core, which knows no editor, the translations that VS Code has for us; without one everything is English. */
export function configureLocalization(): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
}

/** The reader's language, with the translations that VS Code has for us. */
export function readerLanguage(): Language {
  return languageOf(vscode.env.language, vscode.l10n.bundle);
}
