import { message } from '../../../base/message.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, textNode, valueAt, withoutKey, withValue } from '../../yaml/change.ts';
import type { YamlList, YamlMap, YamlNode } from '../../yaml/node.ts';
import { withHiddenAnnotations, withoutEmptyAnnotations } from '../annotations.ts';
import { sizeOf } from '../budget.ts';
import { identityKey, identityOf } from '../identity.ts';
import { jsonPatch } from '../jsonPatch.ts';
import type { MergeSchema } from '../mergeSchema.ts';
import { isEmpty } from '../objects.ts';
import { lostInPatch, onceAPlace } from '../patchTraps.ts';
import { failure, lostChanges, placeOf, reaching, type Report } from '../problem.ts';
import { currentIdentity, forgetting, remembering, type Resource } from '../resource.ts';
import type { Selecting } from '../select.ts';
import { strategicMerge, withIdentityOf, type AllowedChanges } from '../strategicMerge.ts';
import { textsAt } from '../select.ts';
import { unshared } from '../sharing.ts';
import { changeEach, changeOne } from './changeEach.ts';
import type { Transforming } from './transforming.ts';

/** Merges a patch into the one object that it names exactly. api/internal/builtins/PatchTransformer.go, PatchStrategicMergeTransformer.go */
export function mergeByIdentity(
  patch: YamlMap,
  allowed: AllowedChanges,
  schema: MergeSchema,
  transforming: Transforming,
  /** As `patchesStrategicMerge` does: labels and annotations of the patch become texts first. */
  asTexts: boolean,
): void {
  const { list, report, at } = transforming;
  const identity = identityOf(patch);
  const [index, ...others] = list.withAny(identityKey(identity));
  const resource = index === undefined ? undefined : list.all[index];
  const name = placeOf(valueAt(valueAt(patch, 'metadata'), 'name') ?? patch, at);
  if (index === undefined || resource === undefined) {
    const related = list.all
      .filter(({ root }) => identityOf(root).kind === identity.kind && identityOf(root).name === identity.name)
      .slice(0, 5)
      .map(({ root }) => ({
        message: message('This one has that kind and name, but another namespace or version.'),
        at: placeOf(root, at),
      }));
    const text = message('There is no {0} "{1}" here that this patch could be for.', identity.kind, identity.name);
    report(reaching(failure('patch-no-match', text, name, related), { ...lostChanges, kinds: [identity.kind] }));
    return;
  }
  if (others.length > 0) {
    const related = [index, ...others]
      .slice(0, 5)
      .map((other) => ({ message: message('It could be for this one.'), at: placeOf(list.all[other]?.root, at) }));
    const text = message('There is more than one {0} "{1}" here that this patch could be for.', identity.kind, identity.name);
    report(reaching(failure('patch-ambiguous', text, name, related), { ...lostChanges, kinds: [identity.kind] }));
    return;
  }
  const patched = changeOne(transforming, resource, () =>
    merged(resource, asTexts ? targeted(patch, resource.root) : patch, allowed, schema, { ...transforming, warn: report }),
  );
  if (patched === undefined) list.map((other) => (other === resource ? undefined : other));
  else list.replace(index, patched);
}

/** Merges a patch into all objects that are selected, whatever it calls itself. */
export function mergeIntoSelected(
  patch: YamlMap,
  selects: Selecting,
  allowed: AllowedChanges,
  schema: MergeSchema,
  transforming: Transforming,
): void {
  const warn = onceAPlace(transforming.report);
  const told: Warning = {
    ...transforming,
    warn: (problem) => {
      // Another object may be the first to say it the next time.
      transforming.list.reported++;
      warn(problem);
    },
  };
  changeEach(transforming, (resource) =>
    selects(resource) ? withVersion(merged(resource, targeted(patch, resource.root), allowed, schema, told), resource, patch) : resource,
  );
  if (allowed.name || allowed.kind) reportDuplicates(transforming, placeOf(patch, transforming.at));
}

/** An object without an apiVersion gets one that says nothing, in the quotes of the patch's. api/resource/resource.go (SetGvk) */
function withVersion(patched: Resource | undefined, { root }: Resource, patch: YamlMap): Resource | undefined {
  const version = valueAt(root, 'apiVersion');
  if (patched === undefined || (version !== undefined && !(version.type === 'scalar' && version.tag === '!!null'))) return patched;
  const written = valueAt(patch, 'apiVersion');
  const origins = (version ?? root).origins;
  const empty: YamlNode =
    version === undefined && written?.type === 'scalar' && written.style !== 'plain'
      ? { ...written, tag: '!!str', text: '' }
      : { type: 'scalar', tag: '!!null', text: 'null', style: 'plain', origins };
  return { ...patched, root: withValue(patched.root, 'apiVersion', empty) };
}

function reportDuplicates({ list, report, at }: Transforming, by: RenderingProblem['at']): void {
  const known = new Map<string, Resource>();
  for (const resource of list.all) {
    const identity = currentIdentity(resource);
    const key = identityKey(identity);
    const before = known.get(key);
    if (before !== undefined)
      report(
        failure('duplicate-id', message('This makes two {0} "{1}".', identity.kind, identity.name), by, [
          { message: message('One stands here.'), at: placeOf(before.root, at) },
          { message: message('The other stands here.'), at: placeOf(resource.root, at) },
        ]),
      );
    known.set(key, resource);
  }
}

interface Warning extends Transforming {
  readonly warn: Report;
}

/** undefined: the object is deleted. */
function merged(
  resource: Resource,
  patch: YamlMap,
  allowed: AllowedChanges,
  schema: MergeSchema,
  { report, warn, budget, at }: Warning,
): Resource | undefined {
  if (!budget.change(effortOf(patch, resource), at, report)) return resource;
  const { result, problem } = strategicMerge(resource.root, patch, schema);
  if (problem !== undefined) {
    report({ ...problem, severity: 'error', reach: { ...lostChanges, kinds: [currentIdentity(resource).kind] } });
    return resource;
  }
  if (result === undefined || isEmpty(result)) return undefined;
  for (const trap of lostInPatch(resource.root, patch, result, schema)) warn(trap);
  // What a patch brings in as a whole has its keys twice, too, and is refused in the end.
  const doubled = doubledIn(patch) === undefined ? undefined : doubledIn(result);
  if (doubled !== undefined)
    report(failure('duplicate-key', message('"{0}" stands twice in one map, which is an error for kustomize.', doubled.key), doubled.at));
  const before = allowed.name || allowed.kind ? remembering(resource) : resource;
  return { ...(dropsAnnotations(patch) ? forgetting(before) : before), root: withIdentityOf(resource.root, result, allowed) };
}

/** Whether nothing of the annotations is left that an object had: the map is removed or replaced, or the metadata around it. */
function dropsAnnotations(patch: YamlMap): boolean {
  const metadata = valueAt(patch, 'metadata');
  const annotations = valueAt(metadata, 'annotations');
  return isDropped(metadata) || isDropped(annotations);
}

function isDropped(node: YamlNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.type !== 'map') return true;
  const directive = valueAt(node, '$patch');
  return directive?.type === 'scalar' && (directive.text === 'replace' || directive.text === 'delete');
}

/** Changes that a patch asks for; in a large object each of them costs more. */
function effortOf(patch: YamlNode, { root }: Resource): number {
  return sizeOf(patch) * (1 + sizeOf(root) / 500);
}

function doubledIn(node: YamlNode): YamlMap['doubled'] {
  if (node.type === 'scalar') return undefined;
  if (node.type === 'map' && node.doubled !== undefined) return node.doubled;
  const children = node.type === 'list' ? node.items : node.entries.map(({ value }) => value);
  for (const child of children) {
    const found = doubledIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What kustomize makes of a patch before it merges it into an object: the object's apiVersion, and labels and annotations that are texts, `null` among them. */
function targeted(patch: YamlMap, object: YamlMap): YamlMap {
  let changed = patch;
  const apiVersion = valueAt(object, 'apiVersion');
  if (apiVersion !== undefined) changed = withValue(changed, 'apiVersion', apiVersion);
  let metadata = valueAt(changed, 'metadata');
  if (metadata?.type !== 'map') return changed;
  for (const field of ['labels', 'annotations'] as const) {
    const written = valueAt(metadata, field);
    if (written === undefined) continue;
    if (textsAt(changed, field).size === 0 || written.type !== 'map') metadata = withoutKey(metadata, field);
    else {
      const entries = written.entries.map((entry) => ({
        ...entry,
        value: entry.value.type === 'scalar' ? textNode(entry.value.text, entry.value.origins) : textNode('', entry.value.origins),
      }));
      metadata = withValue(metadata, field, { ...written, entries });
    }
  }
  return withValue(changed, 'metadata', metadata);
}

/** Whether an operation leaves nothing of the annotations that an object had: it writes over them, or takes them away, or does so with the metadata around them. */
function replacesAnnotations(operation: YamlNode): boolean {
  const op = textAt(operation, 'op');
  const places = [...(op === 'test' ? [] : [textAt(operation, 'path')]), ...(op === 'move' ? [textAt(operation, 'from')] : [])];
  return places.includes('/metadata/annotations') || places.includes('/metadata');
}

/** Applies operations to all objects that are selected. `remembers`: as `patches` does, which keeps what each was before; `patchesJson6902` does not. */
export function patchSelected(operations: YamlList, selects: Selecting, remembers: boolean, transforming: Transforming): void {
  const { report, budget, at } = transforming;
  const forgets = operations.items.some(replacesAnnotations);
  changeEach(transforming, (resource) => {
    if (!selects(resource) || !budget.change(effortOf(operations, resource), at, report)) return resource;
    const before = remembers ? remembering(resource) : resource;
    const { result, problem } = jsonPatch(withHiddenAnnotations(before), operations);
    if (problem !== undefined) {
      report({ ...problem, severity: 'error' });
      return before;
    }
    const { hasShared, origin, transformations, ...rest } = before;
    const root = withoutEmptyAnnotations(result);
    return {
      ...rest,
      // Unlike all else that kustomize keeps in annotations, these are not put back. api/internal/builtins/PatchTransformer.go (transformJson6902)
      ...(!forgets && origin !== undefined && { origin }),
      ...(!forgets && transformations !== undefined && { transformations }),
      root: hasShared === true ? unshared(root) : root,
    };
  });
}
