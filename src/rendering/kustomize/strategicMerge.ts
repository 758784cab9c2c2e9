import type { Message } from '../../base/message.ts';
import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import type { YamlMap } from '../yaml/node.ts';
import { entryAt, mapNode, valueAt, withoutKey, withValue } from '../yaml/change.ts';
import { draftOf, finished, type Draft } from './merge/draft.ts';
import { MergeFailure } from './merge/failure.ts';
import { walk } from './merge/walk.ts';
import type { MergeSchema } from './mergeSchema.ts';

export interface Merged {
  /** Undefined: the patch deletes the object. Of a patch that cannot be applied: the object as it was. */
  readonly result: YamlMap | undefined;
  readonly problem?: NodeProblem;
}

/** Why a change of one object cannot be made. */
export interface NodeProblem {
  readonly class: string;
  readonly message: Message;
  readonly at: Span;
  readonly related: readonly { readonly message: Message; readonly at: Span }[];
}

/**
 * Merges a patch into an object as kustomize does, which is not what an API server does: `$retainKeys` and its like are ordinary keys, lists that the schema does not join
 * are replaced, and a value takes the quotes of the one that it replaces. Values have the places of the patch first, and those of the object behind;
 * what the patch says again keeps its place in the object first. kyaml/yaml/merge2
 *
 * A scalar of the result may be a text without quotes that reads as a number (`80`, tagged `!!str`): a later patch has to see that there are none.
 */
export function strategicMerge(target: YamlMap, patch: YamlMap, schema: MergeSchema | undefined): Merged {
  try {
    const object = draftOf(target);
    if (walk([object, draftOf(patch)], undefined, schema) === undefined) return { result: undefined };
    // Of the walk's own result the real tool asks no more than whether there is one: `$patch: replace` at the root makes a new tree, and leaves the object as it was.
    const result = finished(object);
    return { result: result.type === 'map' ? result : target };
  } catch (error) {
    if (!(error instanceof MergeFailure)) throw error;
    return { result: target, problem: problemOf(error, target, patch) };
  }
}

function problemOf({ class: type, text, at, other }: MergeFailure, target: YamlMap, patch: YamlMap): NodeProblem {
  const place = placeOf(at) ?? patch.origins[0] ?? target.origins[0] ?? nowhere;
  const related = other === undefined ? undefined : placeOf(other);
  return {
    class: type,
    message: text,
    at: place,
    related: related === undefined ? [] : [{ message: message('This is the value in the object.'), at: related }],
  };
}

const nowhere: Span = { file: '', start: 0, end: 0 };

function placeOf({ origins }: Draft): Span | undefined {
  return origins[0];
}

/** What of an object's identity a patch may change; namespaces it never may. */
export interface AllowedChanges {
  readonly name: boolean;
  readonly kind: boolean;
}

/** The patched object with the kind, name and namespace that it had before. api/resource/resource.go (ApplySmPatch) */
export function withIdentityOf(before: YamlMap, patched: YamlMap, allowed: AllowedChanges): YamlMap {
  if (patched.entries.length === 0) return patched;
  let result = allowed.kind ? patched : withEntryOf(before, patched, 'kind');
  const metadata = valueAt(before, 'metadata');
  if (metadata?.type !== 'map') return result;
  const found = valueAt(result, 'metadata');
  let changed = found?.type === 'map' ? found : mapNode([], metadata.origins);
  if (!allowed.name) changed = withEntryOf(metadata, changed, 'name');
  changed = withEntryOf(metadata, changed, 'namespace');
  if (changed !== found) result = withValue(result, 'metadata', changed, entryAt(before, 'metadata')?.keyOrigins);
  return result;
}

function withEntryOf(before: YamlMap, map: YamlMap, key: string): YamlMap {
  const old = entryAt(before, key);
  if (old === undefined || (old.value.type === 'scalar' && (old.value.tag === '!!null' || old.value.text === '')))
    return withoutKey(map, key);
  const now = valueAt(map, key);
  return now?.type === 'scalar' && old.value.type === 'scalar' && now.text === old.value.text
    ? map
    : withValue(map, key, old.value, old.keyOrigins);
}
