import type { Resource } from '../resource.ts';
import type { Transforming } from './transforming.ts';

/**
 * Another object for each, which nothing but the object and the transformer decides: so the same one again is what it became the last time. undefined: it goes.
 * What has anything to report is changed again each time.
 */
export function changeEach({ list, budget, report, at }: Transforming, change: (resource: Resource) => Resource | undefined): void {
  const pass = list.pass();
  if (pass === undefined) {
    list.map(change);
    return;
  }
  list.map((resource) => {
    const known = pass.recall(resource);
    if (known !== undefined) {
      if (known.steps > 0) budget.spend(known.steps, at, report);
      return known.after;
    }
    const { reported } = list;
    const spent = budget.exact;
    const after = change(resource);
    if (reported === list.reported) pass.remember(resource, { after, steps: budget.exact - spent });
    else pass.skip();
    return after;
  });
}

/** The same for one object alone. */
export function changeOne(
  { list, budget, report, at }: Transforming,
  resource: Resource,
  change: (resource: Resource) => Resource | undefined,
): Resource | undefined {
  const pass = list.pass();
  const known = pass?.recall(resource);
  if (known !== undefined) {
    if (known.steps > 0) budget.spend(known.steps, at, report);
    return known.after;
  }
  const { reported } = list;
  const spent = budget.exact;
  const after = change(resource);
  if (reported === list.reported) pass?.remember(resource, { after, steps: budget.exact - spent });
  return after;
}
