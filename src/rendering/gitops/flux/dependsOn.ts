import { message } from '../../../base/message.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import { kindKey, type ClusterObject, type Surroundings } from '../delivery.ts';
import { missingObject } from '../missingObject.ts';
import { kinds } from '../object.ts';
import { mapsOf, placeOf, specOf } from '../reading.ts';
import { fluxSource } from './source.ts';

/** What an object of Flux waits for: others of its kind. */
export function dependenciesOf(
  object: ClusterObject,
  surroundings: Surroundings,
): { readonly after: readonly string[]; readonly problems: readonly RenderingProblem[] } {
  const kind = kindKey(object);
  const after: string[] = [];
  const problems: RenderingProblem[] = [];
  for (const other of mapsOf(specOf(object, 'dependsOn'))) {
    const namespace = textAt(other, 'namespace') ?? object.namespace;
    const name = textAt(other, 'name') ?? '';
    after.push(`${kind}/${namespace}/${name}`);
    if (surroundings.object(kind, namespace, name) !== undefined) continue;
    const missing = missingObject({ kind, namespace, name, at: placeOf(object, valueAt(other, 'name'), other) }, surroundings, {
      consequence: message('{0} {1} waits for it, and is not applied before it is there.', object.kind, object.name),
      isWritten: !fetchesMore(object.namespace, surroundings),
    });
    if (missing !== undefined) problems.push(missing);
  }
  return { after, problems };
}

/** Whether more objects of Flux may come from sources that are not here. */
function fetchesMore(namespace: string, surroundings: Surroundings): boolean {
  return [...new Set([namespace, 'flux-system'])].some((place) =>
    surroundings
      .objects(kinds.fluxKustomization, place)
      .some((other) => fluxSource(specOf(other, 'sourceRef'), other.namespace, surroundings).type === 'elsewhere'),
  );
}
