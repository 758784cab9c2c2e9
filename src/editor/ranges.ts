import * as vscode from 'vscode';
import type { FileRange } from '../analysis/resolve.ts';

export function editorRange({ start, end }: Pick<FileRange, 'start' | 'end'>): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
