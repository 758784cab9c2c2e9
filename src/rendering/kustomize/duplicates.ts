import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import { failure, lostChanges, placeOf, reaching, type Related, type Report } from './problem.ts';
import { currentIdentity, type Resource } from './resource.ts';
import type { ResourceList } from './resourceList.ts';

/** Appends an object unless one of its identity is there, which is an error: the first stays. */
export function appendNew(list: ResourceList, resource: Resource, report: Report, at: Span): void {
  const known = list.appendNew(resource);
  if (known !== undefined) reportTwice(known, resource, report, at);
}

export function reportTwice(first: Resource, second: Resource, report: Report, at: Span): void {
  const { kind, name, namespace } = currentIdentity(second);
  const text =
    namespace === ''
      ? message('There are two {0} "{1}".', kind, name)
      : message('There are two {0} "{1}" in the namespace {2}.', kind, name, namespace);
  const [one, other] = [placeOf(first.root, at), placeOf(second.root, at)];
  const brought = (entry: Span): Related[number] => ({ message: message('This entry brings it.'), at: entry });
  // One object that is brought in on two ways: the ways are what is wrong.
  const problem =
    isSamePlace(one, other) && second.broughtBy.length > 0
      ? failure('duplicate-id', text, partingOf(second, first) ?? at, [
          { message: message('The first stands here.'), at: one },
          ...[partingOf(first, second)].flatMap((entry) => (entry === undefined ? [] : [brought(entry)])),
        ])
      : failure('duplicate-id', text, other, [
          { message: message('The first stands here.'), at: one },
          ...[...first.broughtBy.slice(-1), ...second.broughtBy.slice(-1)].map(brought),
        ]);
  report(reaching(problem, { ...lostChanges, kinds: [kind] }));
}

/** The outermost entry on an object's way where it parts from that of another. */
function partingOf({ broughtBy }: Resource, other: Resource): Span | undefined {
  return broughtBy.find((entry, index) => {
    const beside = other.broughtBy[index];
    return beside === undefined || !isSamePlace(entry, beside);
  });
}

function isSamePlace(one: Span, other: Span): boolean {
  return one.file === other.file && one.start === other.start && one.end === other.end;
}
