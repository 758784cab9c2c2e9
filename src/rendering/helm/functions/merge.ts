import { mapType, type MapValue, unknownOf, type CallContext } from '../value.ts';
import { isEmpty } from './empty.ts';

/**
 * Puts the entries of the sources into the target, which changes (dario.cat/mergo, merge.go). Without overwriting an entry of the target stays
 * unless it is empty: also false, 0 and "" are replaced. Maps that both have are merged, lists and all else taken whole.
 */
export function merged(context: CallContext, target: MapValue, sources: readonly MapValue[], overwrites: boolean): MapValue {
  // A target that is nil gets a map that nobody else holds.
  const result = asMap(target, target.isNil && sources.every((source) => source.isNil));
  for (const source of sources) mergeInto(context, result, source, overwrites);
  return result;
}

function mergeInto(context: CallContext, target: MapValue, source: MapValue, overwrites: boolean): void {
  for (const [key, entry] of [...source.entries]) {
    context.spend(1);
    const existing = target.entries.get(key)?.value;
    const { value } = entry;
    const take = (): void => {
      target.entries.set(key, source.unknown && !value.unknown ? { ...entry, value: unknownOf(value) } : entry);
    };
    if (value.kind === 'nil' || value.kind === 'invalid') {
      if (overwrites) take();
      continue;
    }
    if (value.kind === 'map' && existing?.kind === 'map' && existing.entries !== value.entries && !existing.isNil)
      mergeInto(context, existing, value, overwrites);
    const isKept = existing !== undefined && !isEmpty(existing);
    if (isKept && value.kind === 'map' && existing.kind === 'map') continue;
    if (overwrites || !isKept) take();
  }
}

/** The same entries, as a map without a name of its own. */
export function asMap({ element, entries, origins, unknown, isNil }: MapValue, staysNil: boolean = isNil ?? false): MapValue {
  return { kind: 'map', type: mapType, element, entries, origins, ...(unknown && { unknown }), ...(staysNil && { isNil: true }) };
}
