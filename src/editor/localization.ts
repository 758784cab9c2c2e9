import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Gives the core, which knows no editor, the translations that VS Code has for us; without one everything is English. */
export function configureLocalization(): void {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
}
