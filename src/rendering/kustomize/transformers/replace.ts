import type { YamlMap } from '../../yaml/node.ts';
import { settled } from '../sharing.ts';
import { withReplacement } from '../replacements.ts';
import type { Transforming } from './transforming.ts';

/** Entries of `replacements`, one after the other: each sees what those before it wrote. */
export function replaceAll(entries: readonly YamlMap[], { list, report }: Transforming): void {
  for (const entry of entries) {
    const { resources, problem, warnings } = withReplacement(list.all, entry);
    for (const warning of warnings) report(warning);
    if (problem !== undefined) report({ ...problem, severity: problem.class === 'unsupported' ? 'unknown' : 'error' });
    list.map((before, index) => {
      const after = resources[index];
      return after?.hasShared === true && after !== before ? { ...after, root: settled(after.root) } : after;
    });
  }
}
