import type { YamlMap } from '../../yaml/node.ts';
import { settled } from '../sharing.ts';
import { withReplacement } from '../replacements.ts';
import type { Transforming } from './transforming.ts';

/** Entries of `replacements`, one after the other: each sees what those before it wrote. */
export function replaceAll(entries: readonly YamlMap[], { list, report }: Transforming): void {
  for (const [index, entry] of entries.entries()) {
    const before = list.memory?.replacements[index];
    const given = list.all;
    const { resources, problem, warnings, value } = withReplacement(given, entry, before);
    for (const warning of warnings) report(warning);
    if (problem !== undefined) report({ ...problem, severity: problem.class === 'unsupported' ? 'unknown' : 'error' });
    const made = resources.map((after, at) => {
      const isSettled = after.hasShared !== true || after === given[at] || after === before?.made[at];
      return isSettled ? after : { ...after, root: settled(after.root) };
    });
    list.map((_, at) => made[at]);
    if (list.memory !== undefined) list.memory.replacements[index] = value === undefined ? undefined : { given, made, value };
  }
}
