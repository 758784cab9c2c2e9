import { message, plural } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Assembly } from '../shared/assembly.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const duplicateResource: Check = {
  code: 'resource/duplicate',
  scope: 'cluster',
  severity: 'error',
  *run({ cluster, assembly }: CheckContext): Generator<Problem> {
    const [first, ...others] = resourcesOf(cluster, 'EdgeNetwork');
    for (const other of others) {
      if (first === undefined || (other.metadata.name === first.metadata.name && other.metadata.name !== '')) continue;
      yield {
        place: placeOf(other, 'kind'),
        message: message(
          'This folder has an EdgeNetwork already, {0}; only the first counts. Merge the two, or move this one into a folder of its own.',
          first.metadata.name,
        ),
        related: [{ message: message('{0}', nameOf(first)), place: placeOf(first, 'metadata', 'name') }],
      };
    }
    yield* assembly.assumed
      ? assumedRepetitions(assembly)
      : assembly.repetitions.flatMap(([original, ...copies]) => copies.map((copy) => repeated(original, copy)));
  },
};

function repeated(original: Resource, copy: Resource): Problem {
  return {
    place: placeOf(copy, 'metadata', 'name'),
    message: message(
      '{0} stands here a second time; whichever is applied last overwrites the other. Remove one of them, or rename it.',
      nameOf(copy),
    ),
    related: [{ message: message('The first {0}', nameOf(original)), place: placeOf(original, 'metadata', 'name') }],
  };
}

/** Inside a file a repetition is one; between files of an undeclared cluster the files are alternatives, which is said once for each. */
function* assumedRepetitions({ repetitions }: Assembly): Generator<Problem> {
  const alternatives = new Map<string, { readonly original: Resource; readonly copy: Resource; count: number }>();
  for (const resources of repetitions) {
    const firstOfFile = new Map<string, Resource>();
    for (const resource of resources) {
      const { file } = resource.document;
      const before = firstOfFile.get(file);
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
