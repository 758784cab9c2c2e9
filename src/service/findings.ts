import { resolvePlace, type FileRange } from '../analysis/resolve.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Language } from '../base/message.ts';
import type { Finding } from '../checks/findings/finding.ts';
import type { FileFinding, FileLocation } from './fileFinding.ts';

/** A finding as hosts show it. Undefined when its text has gone. */
export function fileFindingOf(snapshot: Snapshot, finding: Finding, { say }: Language): FileFinding | undefined {
  const range = resolvePlace(snapshot, finding.place);
  if (range === undefined) return undefined;
  const { code, severity, resource, cluster } = finding;
  return {
    code,
    severity,
    message: say(finding.message),
    path: range.path,
    range: { start: range.start, end: range.end },
    related: finding.related.flatMap(({ message, place }) => {
      const at = resolvePlace(snapshot, place);
      return at === undefined ? [] : [{ message: say(message), at: locationOf(at) }];
    }),
    resource,
    cluster,
  };
}

export function locationOf({ path, start, end }: FileRange): FileLocation {
  return { path, range: { start, end } };
}
