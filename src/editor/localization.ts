import * as vscode from 'vscode';
import { languageOf, type Language } from '../base/message.ts';

/** The reader's language, with the translations that VS Code has for us. */
export function readerLanguage(): Language {
  return languageOf(vscode.env.language, vscode.l10n.bundle);
}
