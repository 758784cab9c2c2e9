import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { assumedRepetitions, repetitions } from '../shared/repetitions.ts';

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
    if (assembly.repetitions.length > 0)
      yield* assembly.assumed ? assumedRepetitions(assembly) : repetitions(assembly, cluster.rule === 'applied');
  },
};
