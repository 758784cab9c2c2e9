import { message } from '../../../base/message.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import { kindKey, objectKey, type ClusterObject, type Surroundings } from '../delivery.ts';
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
    const awaited = surroundings.object(kind, namespace, name);
    if (typeof awaited === 'object') after.push(...awaitedBy(awaited, surroundings));
    if (awaited !== undefined || (name === bootstrap && namespace === bootstrap)) continue;
    const missing = missingObject({ kind, namespace, name, at: placeOf(object, valueAt(other, 'name'), other) }, surroundings, {
      consequence: message('{0} {1} waits for it, and is not applied before it is there.', object.kind, object.name),
      isWritten: !fetchesMore(object.namespace, surroundings),
    });
    if (missing !== undefined) problems.push(missing);
  }
  return { after, problems };
}

/** Name and namespace of what Flux applies first, which its installation makes and often no file shows. */
const bootstrap = 'flux-system';

/** What something waits for of which nothing is rendered here, because its chart or source is elsewhere: whoever waits for it comes after that, too. */
function awaitedBy(first: ClusterObject, surroundings: Surroundings): readonly string[] {
  const kind = kindKey(first);
  const names = new Set<string>();
  const waiting = [first];
  for (let object = waiting.pop(); object !== undefined && names.size < mostAwaited; object = waiting.pop()) {
    if (!isElsewhere(object, surroundings)) continue;
    for (const other of mapsOf(specOf(object, 'dependsOn'))) {
      const namespace = textAt(other, 'namespace') ?? object.namespace;
      const key = `${kind}/${namespace}/${textAt(other, 'name') ?? ''}`;
      const found = names.has(key) ? undefined : surroundings.object(kind, namespace, textAt(other, 'name') ?? '');
      if (typeof found !== 'object' || objectKey(found) === objectKey(first)) continue;
      names.add(key);
      waiting.push(found);
    }
  }
  return [...names];
}

const mostAwaited = 100;

function isElsewhere(object: ClusterObject, surroundings: Surroundings): boolean {
  const chart = specOf(object, 'chart', 'spec', 'sourceRef');
  const ref = kindKey(object) === kinds.fluxKustomization ? specOf(object, 'sourceRef') : (specOf(object, 'chartRef') ?? chart);
  return textAt(ref, 'kind') === 'HelmRepository' || fluxSource(ref, object.namespace, surroundings).type === 'elsewhere';
}

/** Whether more objects of Flux may come from sources that are not here. */
function fetchesMore(namespace: string, surroundings: Surroundings): boolean {
  return [...new Set([namespace, 'flux-system'])].some((place) =>
    surroundings
      .objects(kinds.fluxKustomization, place)
      .some((other) => fluxSource(specOf(other, 'sourceRef'), other.namespace, surroundings).type === 'elsewhere'),
  );
}
