import type { FileRange, ResolvedFinding } from '../../analysis/resolve.ts';

/** One finding as both `check` and `topology` print it. */
export function findingJson({ code, severity, message, cluster, resource, range, related }: ResolvedFinding): object {
  return {
    code,
    severity,
    message,
    cluster,
    resource,
    file: range.path,
    range: rangeJson(range),
    related: related.map((other) => ({ message: other.message, file: other.range.path, range: rangeJson(other.range) })),
  };
}

/** Lines and columns from 1. */
function rangeJson({ start, end }: FileRange): object {
  return { start: { line: start.line + 1, column: start.character + 1 }, end: { line: end.line + 1, column: end.character + 1 } };
}
