import * as vscode from 'vscode';
import type { ExtensionExports } from '../../../src/editor/activate.ts';
import { eventually, extensionUnderTest, workspaceUri } from './window.ts';

/** The extension, activated, with the workspace read and judged. */
export async function readyExtension(): Promise<ExtensionExports> {
  const exports = (await extensionUnderTest().activate()) as ExtensionExports;
  await exports.whenReady();
  return exports;
}

/** A finding as the Problems view has it. */
export interface Shown {
  readonly code: string;
  readonly severity: vscode.DiagnosticSeverity;
  readonly message: string;
  readonly range: vscode.Range;
  readonly diagnostic: vscode.Diagnostic;
}

/** Our problems of a file. */
export function problemsOf(uri: vscode.Uri): readonly Shown[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'Edge Network')
    .map((diagnostic) => {
      const { code, severity, message, range } = diagnostic;
      return { code: typeof code === 'object' ? String(code.value) : String(code), severity, message, range, diagnostic };
    });
}

/** Waits until a file has exactly the problems with these codes, in any order. */
export function problemsToBe(file: string | vscode.Uri, codes: readonly string[]): Promise<readonly Shown[]> {
  const uri = typeof file === 'string' ? workspaceUri(file) : file;
  return eventually(() => {
    const problems = problemsOf(uri);
    const found = problems
      .map(({ code }) => code)
      .sort()
      .join(' ');
    if (found !== [...codes].sort().join(' ')) throw new Error(`${uri.path} has the problems [${found}], not [${codes.join(' ')}].`);
    return problems;
  });
}
