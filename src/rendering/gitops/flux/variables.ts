import { message } from '../../../base/message.ts';
import type { Origins } from '../../origin.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import { dataOf } from '../data.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { missingObject } from '../missingObject.ts';
import { kinds } from '../object.ts';
import { isTrue, mapsOf, placeOf, specOf } from '../reading.ts';
import type { ValueOf } from './expand.ts';

/** What a Kustomization of Flux fills in after the build. */
export interface Variables {
  readonly valueOf: ValueOf;
  readonly problems: readonly RenderingProblem[];
}

interface Value {
  readonly text: string;
  readonly origins: Origins;
}

const isName = /^[_A-Za-z][_A-Za-z0-9]*$/;

/**
 * The variables of `postBuild`: of `substituteFrom` a later source wins, and `substitute` wins over all. Undefined where nothing is filled in: without `postBuild`, and
 * where no variable is known. A source that cannot be seen may set any variable. fluxcd/pkg kustomize/kustomize_varsub.go
 */
export function variablesOf(object: ClusterObject, surroundings: Surroundings): Variables | undefined {
  const postBuild = specOf(object, 'postBuild');
  if (postBuild?.type !== 'map') return undefined;
  const problems: RenderingProblem[] = [];
  const values = new Map<string, Value | 'unknown'>();
  /** Names that are not among the values may have one. */
  let mayHoldMore = false;
  const overlay = (name: string, value: Value | 'unknown', at: Origins): void => {
    if (!isName.test(name))
      problems.push({
        class: 'substitution',
        severity: 'error',
        message: message('{0} is no name for a variable, and Flux applies nothing of this Kustomization.', name),
        at: at[0] ?? placeOf(object, postBuild),
        related: [],
      });
    values.set(name, value);
  };
  for (const reference of mapsOf(valueAt(postBuild, 'substituteFrom'))) {
    const name = textAt(reference, 'name') ?? '';
    const kind = textAt(reference, 'kind') === 'Secret' ? kinds.secret : kinds.configMap;
    const source = surroundings.object(kind, object.namespace, name);
    if (source === undefined && isTrue(valueAt(reference, 'optional'))) continue;
    if (typeof source !== 'object') {
      // What this source says again is not known either; nobody says the same in a Secret once more.
      if (kind === kinds.configMap) for (const known of values.keys()) values.set(known, 'unknown');
      mayHoldMore = true;
      const missing = missingObject(
        { kind, namespace: object.namespace, name, at: placeOf(object, valueAt(reference, 'name'), reference) },
        surroundings,
        {
          consequence: message('Without it Flux does not apply this Kustomization, and the values of its variables are not known here.'),
          isWritten: kind === kinds.configMap,
          isSilent: true,
        },
      );
      if (missing !== undefined && !isTrue(valueAt(reference, 'optional'))) problems.push(missing);
      continue;
    }
    for (const [key, datum] of dataOf(source))
      overlay(
        key,
        datum === 'unknown' ? datum : { text: withoutLineEnds(datum.text), origins: datum.scalar.origins },
        datum === 'unknown' ? [] : datum.scalar.origins,
      );
  }
  const own = valueAt(postBuild, 'substitute');
  if (own?.type === 'map')
    for (const { key, keyOrigins, value } of own.entries) {
      if (value.type !== 'scalar') continue;
      if (value.tag !== '!!str')
        problems.push({
          class: 'substitution',
          severity: 'error',
          message: message('The value of {0} is no text: without quotes the API server refuses this Kustomization.', key),
          at: placeOf(object, value),
          related: [],
        });
      overlay(key, { text: withoutLineEnds(value.text), origins: value.origins }, keyOrigins);
    }
  const always = textAt(specOf(object), 'substituteStrategy') ?? textAt(postBuild, 'substituteStrategy');
  if (values.size === 0 && !mayHoldMore && always !== 'Always')
    return problems.length === 0 ? undefined : { valueOf: () => undefined, problems };
  return { valueOf: (name) => values.get(name) ?? (mayHoldMore ? 'unknown' : undefined), problems };
}

function withoutLineEnds(text: string): string {
  return text.replaceAll('\n', '');
}
