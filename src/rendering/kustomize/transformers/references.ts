import type { NameReference } from '../nameReferenceTable.ts';
import { withNameReferences } from '../nameReferences.ts';
import type { Transforming } from './transforming.ts';

/** Lets names follow what was renamed, once, when all objects have their last names. */
export function fixReferences(table: readonly NameReference[], { list, report }: Transforming): void {
  const { resources, problems } = withNameReferences(list.all, table);
  for (const problem of problems) report({ ...problem, severity: 'error' });
  list.map((_, index) => resources[index]);
}
