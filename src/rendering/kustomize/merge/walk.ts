import { message } from '../../../base/message.ts';
import type { MergeSchema, MergeType } from '../mergeSchema.ts';
import { takeDirective, takeDirectiveLeniently, removalIn } from './directive.ts';
import { entryOf, fieldOf, isMissingOrNull, isNothing, isNull, removeField, setField, type Draft, type Pair } from './draft.ts';
import { MergeFailure } from './failure.ts';
import { mergeElements } from './list.ts';

/**
 * Merges a patch into an object, both of which change; the result is made of the nodes of both, undefined where nothing is left.
 * Every field of the object is visited, also those of which the patch says nothing. kyaml/yaml/walk, kyaml/yaml/merge2
 */
export function walk(pair: Pair, known: MergeType | undefined, schema: MergeSchema | undefined): Draft | undefined {
  const type = known ?? typeOf(pair, schema);
  const [object, patch] = pair;
  const first = isMissingOrNull(object) ? (isMissingOrNull(patch) ? undefined : patch) : object;
  if (first === undefined) return walkNothing(pair);
  expectKind(pair, first);
  switch (first.type) {
    case 'map':
      return walkMap(pair, type, schema);
    case 'scalar':
      return patch ?? object;
    case 'list': {
      if (type?.mergeKeys === undefined) return patch ?? object;
      const list = visitList(pair);
      return list === undefined
        ? undefined
        : mergeElements(list, patch, type.mergeKeys, (elements) => walk(elements, type.elements, schema));
    }
  }
}

/** A tree without schema may hold a whole object, which brings its own. */
function typeOf(pair: Pair, schema: MergeSchema | undefined): MergeType | undefined {
  for (const node of pair) {
    const apiVersion = fieldOf(node, 'apiVersion');
    const kind = fieldOf(node, 'kind');
    if (apiVersion === undefined || kind === undefined || isNothing(apiVersion) || isNothing(kind)) continue;
    const type = schema?.typeOf(apiVersion.text, kind.text);
    if (type !== undefined) return type;
  }
  return undefined;
}

function expectKind([object, patch]: Pair, { type }: Draft): void {
  if (patch === undefined || isNull(patch) || patch.type === type) return;
  const text =
    type === 'map'
      ? message('The patch has no map here, but the object has one.')
      : type === 'list'
        ? message('The patch has no list here, but the object has one.')
        : message('The patch has a map or a list here, but the object has a single value.');
  throw new MergeFailure('wrong-node-kind', text, patch, object);
}

function walkMap(pair: Pair, type: MergeType | undefined, schema: MergeSchema | undefined): Draft | undefined {
  const [, patch] = pair;
  const result = visitMap(pair);
  if (result === undefined) return undefined;
  const keys = new Set([result, patch].flatMap((node) => node?.entries.map(({ key }) => key) ?? []));
  // The field of no name is the map itself for it. kyaml/yaml/fns.go (FieldMatcher)
  const nameless = fieldOf(patch, '') ?? fieldOf(result, '');
  if (nameless !== undefined)
    throw new MergeFailure('wrong-node-kind', message('Kustomize merges no map that has a field without a name.'), nameless);
  for (const key of [...keys].sort()) {
    const { value: patched, keyOrigins = result.origins } = entryOf(patch, key) ?? {};
    const by = result === patch ? undefined : removalIn(patched);
    const value = walk([fieldOf(result, key), patched], type?.field(key), schema);
    if (value === undefined || (isNull(value) && !keptNulls.has(value))) removeField(result, key, by);
    else setField(result, key, keyOrigins, value);
  }
  return result;
}

/** merge2.go (VisitMap) */
function visitMap([object, patch]: Pair): Draft | undefined {
  if (isMissingOrNull(object)) return takeDirectiveLeniently(patch) === 'delete' ? undefined : patch;
  return visit([object, patch]);
}

/** Nulls that an object spells and no patch mentions: they stay, while those written as nothing at all go. */
const keptNulls = new WeakSet<Draft>();

function walkNothing([object, patch]: Pair): Draft | undefined {
  if (patch !== undefined || object === undefined || object.text === '') return patch;
  const kept = { ...object };
  keptNulls.add(kept);
  return kept;
}

/** merge2.go (VisitList, of a list that is joined) */
function visitList([object, patch]: Pair): Draft | undefined {
  return isMissingOrNull(object) ? patch : visit([object, patch]);
}

function visit([object, patch]: Pair): Draft | undefined {
  if (isNull(patch)) return undefined;
  switch (takeDirective(patch)) {
    case 'delete':
      return undefined;
    case 'replace':
      return patch;
    case 'merge':
      return object;
  }
}
