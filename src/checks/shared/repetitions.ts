import { message, plural, type Message } from '../../base/message.ts';
import type { AppliedBy } from '../../manifests/document.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Problem } from '../findings/check.ts';
import type { Assembly } from './assembly.ts';

/** What two objects of a GitOps tool apply is said once for the two. `isOpen`: there may be units in the cluster that nobody applies, which are taken in as long as nothing says that they are elsewhere. */
export function* repetitions(assembly: Assembly, isOpen: boolean): Generator<Problem> {
  const shared = new Map<string, Shared>();
  for (const [original, ...copies] of assembly.repetitions)
    for (const copy of copies) {
      const { appliedBy: one } = original.document;
      const { appliedBy: other } = copy.document;
      const isOfTwoUnits = original.document.unitKey !== copy.document.unitKey;
      const doubt = isOpen && isOfTwoUnits ? message('Nobody is known to apply both of them to one cluster.') : undefined;
      if (one === undefined && other === undefined) {
        if (!isOfTwoUnits || !meansTheSame.has(copy.kind)) yield repeated(original, copy, doubt);
      } else if (one === undefined || other === undefined) {
        if (!meansTheSame.has(copy.kind)) yield repeated(original, copy, doubt);
      } else if (objectName(one) === objectName(other)) yield repeated(original, copy);
      else {
        const isSame = original.root.length === 0 && copy.root.length === 0 && original.document.text === copy.document.text;
        if (isSame && meansTheSame.has(copy.kind)) continue;
        const severity = meansTheSame.has(copy.kind) ? 'hint' : isSame ? 'warning' : 'error';
        const key = `${objectName(one)}\n${objectName(other)}`;
        const known = shared.get(key);
        if (known === undefined) shared.set(key, { original, copy, one, other, severity, count: 1 });
        else
          shared.set(key, {
            ...(weights.indexOf(severity) > weights.indexOf(known.severity) ? { ...known, original, copy, severity } : known),
            count: known.count + 1,
          });
      }
    }
  for (const each of shared.values()) yield sharedProblem(each);
}

const weights = ['hint', 'warning', 'error'] as const;

/** Resources that two objects apply. */
interface Shared {
  readonly original: Resource;
  readonly copy: Resource;
  readonly one: AppliedBy;
  readonly other: AppliedBy;
  /** What both make the same is overwritten with what it was. */
  readonly severity: (typeof weights)[number];
  readonly count: number;
}

/** Kinds of which whoever needs one brings it, and that mean the same wherever they stand. */
const meansTheSame: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition', 'HelmRepository']);

function objectName({ kind, namespace, name }: AppliedBy): string {
  return `${kind} ${namespace}/${name}`;
}

function sharedProblem({ original, copy, one, other, severity, count }: Shared): Problem {
  const [what, first, second] = [nameOf(copy), objectName(one), objectName(other)];
  return {
    place: placeOf(copy, 'metadata', 'name'),
    severity,
    message: sharedMessage(one.tool === other.tool ? one.tool : 'other', count, what, first, second),
    related: [{ message: message('What {0} applies', first), place: placeOf(original, 'metadata', 'name') }],
  };
}

function sharedMessage(tool: AppliedBy['tool'], count: number, what: string, first: string, second: string): Message {
  switch (tool) {
    case 'flux':
      return plural(
        count,
        '{2} and {3} both apply {1}: each reconciles it again and again, and undoes what the other wrote. Leave it to one of them.',
        '{2} and {3} both apply {0} resources, {1} among them: each reconciles them again and again, and undoes what the other wrote. Leave them to one of the two.',
        what,
        first,
        second,
      );
    case 'argo':
      return plural(
        count,
        '{2} and {3} both apply {1}: Argo CD says SharedResourceWarning, and each sync undoes what the other wrote. Leave it to one of them.',
        '{2} and {3} both apply {0} resources, {1} among them: Argo CD says SharedResourceWarning, and each sync undoes what the other wrote. Leave them to one of the two.',
        what,
        first,
        second,
      );
    case 'other':
      return plural(
        count,
        '{2} and {3} both apply {1}: each undoes what the other wrote. Leave it to one of them.',
        '{2} and {3} both apply {0} resources, {1} among them: each undoes what the other wrote. Leave them to one of the two.',
        what,
        first,
        second,
      );
  }
}

function repeated(original: Resource, copy: Resource, doubt?: Message): Problem {
  return {
    doubt,
    place: placeOf(copy, 'metadata', 'name'),
    message: message(
      '{0} stands here a second time; whichever is applied last overwrites the other. Remove one of them, or rename it.',
      nameOf(copy),
    ),
    related: [{ message: message('The first {0}', nameOf(original)), place: placeOf(original, 'metadata', 'name') }],
  };
}

/** Inside a file a repetition is one; between files of an undeclared cluster the files are alternatives, which is said once for each. */
export function* assumedRepetitions({ repetitions }: Assembly): Generator<Problem> {
  const alternatives = new Map<string, { readonly original: Resource; readonly copy: Resource; count: number }>();
  for (const resources of repetitions) {
    const firstOfFile = new Map<string, Resource>();
    for (const resource of resources) {
      const { file } = resource.document;
      const before = firstOfFile.get(file);
      // Two renderings of one base.
      if (before !== undefined && before.document.unitKey !== resource.document.unitKey && meansTheSame.has(resource.kind)) continue;
      if (before !== undefined) {
        yield repeated(before, resource);
        continue;
      }
      const known = alternatives.get(file);
      if (firstOfFile.size > 0) {
        if (known === undefined) alternatives.set(file, { original: resources[0], copy: resource, count: 1 });
        else known.count++;
      }
      firstOfFile.set(file, resource);
    }
  }
  for (const { original, copy, count } of alternatives.values()) {
    yield {
      place: placeOf(copy, 'metadata', 'name'),
      message:
        count === 1
          ? message('{0} also stands in {1}.', nameOf(copy), original.document.file)
          : plural(
              count,
              '{0} resource of this file also stands in another file; {1} does in {2}.',
              '{0} resources of this file also stand in other files; {1} does in {2}.',
              nameOf(copy),
              original.document.file,
            ),
      related: [{ message: message('The first {0}', nameOf(original)), place: placeOf(original, 'metadata', 'name') }],
      doubt: message('They may be meant for different clusters; then give each an EdgeNetwork manifest or a kustomization.'),
    };
  }
}
