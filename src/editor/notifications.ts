import * as vscode from 'vscode';
import { plain } from './plainText.ts';

/** Notifications; whatever a text of the workspace in them says, it stays text. */
export function inform(text: string, ...actions: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(plain(text), ...actions);
}

export function warn(text: string, ...actions: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(plain(text), ...actions);
}

export function complain(text: string, ...actions: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(plain(text), ...actions);
}
