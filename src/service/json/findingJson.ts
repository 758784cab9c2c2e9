import type { Range } from 'vscode-languageserver-types';
import type { FileFinding, FileLocation } from '../fileFinding.ts';

/** One finding as both `check` and `topology` print it. */
export function findingJson({ code, severity, message, cluster, resource, path, range, related }: FileFinding): object {
  return {
    code,
    severity,
    message,
    cluster,
    resource,
    file: path,
    range: rangeJson(range),
    related: related.map(({ message: text, at }) => ({ message: text, file: at.path, range: rangeJson(at.range) })),
  };
}

/** Where something is written; line and column from 1. */
export function sourceJson({ path, range }: FileLocation): object {
  return { file: path, line: range.start.line + 1, column: range.start.character + 1 };
}

/** Lines and columns from 1. */
function rangeJson({ start, end }: Range): object {
  return { start: { line: start.line + 1, column: start.character + 1 }, end: { line: end.line + 1, column: end.character + 1 } };
}
