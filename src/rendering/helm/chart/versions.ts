import { semver } from '../functions/semver.ts';
import { versionOf } from '../functions/version.ts';
import { string, type CallContext } from '../value.ts';

/** Whether a text is a version, as Masterminds/semver reads it: `1`, `v1.2` and `1.2.3-rc.1` are. */
export function isVersion(text: string): boolean {
  return !('kind' in versionOf(text));
}

/** Whether a version suits a constraint; what is no version, or no constraint, suits nothing. helm/pkg/chart/v2/util/compatible.go */
export function satisfies(constraint: string, version: string): boolean {
  const result = semver['semverCompare']?.call(outside, [string(constraint), string(version)]);
  return result?.kind === 'bool' && result.value;
}

/** A call that no template makes. */
const outside: CallContext = { at: { file: '', start: 0, end: 0 }, spend: () => undefined };
