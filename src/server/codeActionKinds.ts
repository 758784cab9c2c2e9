import { CodeActionKind, type ClientCapabilities } from 'vscode-languageserver';

/** Of the action that makes all safe fixes of a file. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.edgeNetwork`;

/** Whether a client can take actions at all; the oldest know commands alone. */
export function takesCodeActions(capabilities: ClientCapabilities): boolean {
  return capabilities.textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
}
