import type { Configuration } from '../configuration.ts';
import type { RootMemory } from '../memory.ts';
import { asNamed, withNameReferences } from '../nameReferences.ts';
import type { Resource } from '../resource.ts';
import type { Transforming } from './transforming.ts';

/** Lets names follow what was renamed, once, when all objects have their last names. */
export function fixReferences(configuration: Configuration, { list, report }: Transforming, memory?: RootMemory): void {
  if (memory !== undefined) {
    const before = memory.referring;
    if (before?.configuration === configuration && areNamedAlike(before.resources, list.all)) memory.references.begin();
    else memory.references.restart();
    memory.referring = { resources: list.all, configuration };
  }
  const { resources, problems } = withNameReferences(list.all, configuration.nameReference, memory?.references);
  for (const problem of problems) report({ ...problem, severity: 'error' });
  list.map((_, index) => resources[index]);
}

/** Whether what others may refer to is the same in both. */
function areNamedAlike(before: readonly Resource[], now: readonly Resource[]): boolean {
  return (
    before.length === now.length &&
    now.every((resource, index) => {
      const known = before[index];
      return known === resource || (known !== undefined && asNamed(known) === asNamed(resource));
    })
  );
}
