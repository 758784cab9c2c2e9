import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import { failure, lostChanges, placeOf, reaching, type Report } from './problem.ts';
import { currentIdentity, type Resource } from './resource.ts';
import type { ResourceList } from './resourceList.ts';

/** Appends an object unless one of its identity is there, which is an error: the first stays. */
export function appendNew(list: ResourceList, resource: Resource, report: Report, at: Span): void {
  const known = list.appendNew(resource);
  if (known !== undefined) reportTwice(known, resource, report, at);
}

export function reportTwice(first: Resource, second: Resource, report: Report, at: Span): void {
  const { kind, name, namespace } = currentIdentity(second);
  const entries = [...first.broughtBy.slice(-1), ...second.broughtBy.slice(-1)];
  const problem = failure(
    'duplicate-id',
    namespace === ''
      ? message('There are two {0} "{1}".', kind, name)
      : message('There are two {0} "{1}" in the namespace {2}.', kind, name, namespace),
    placeOf(second.root, at),
    [
      { message: message('The first stands here.'), at: placeOf(first.root, at) },
      ...entries.map((entry) => ({ message: message('This entry brings it.'), at: entry })),
    ],
  );
  report(reaching(problem, { ...lostChanges, kinds: [kind] }));
}
