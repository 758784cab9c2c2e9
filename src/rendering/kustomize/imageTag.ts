import { goRegexp, type GoRegexp } from '../../base/goRegexp.ts';
import { message } from '../../base/message.ts';
import type { Origins } from '../origin.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { textAt, valueAt, withItems, withValues } from '../yaml/change.ts';
import { changeSelected, isSelectedBy, WrongShape, type FieldSpec, type GroupVersionKind } from './fieldSpec.ts';
import { identityOf } from './identity.ts';
import { placeOf } from './problem.ts';
import type { NodeProblem } from './strategicMerge.ts';
import { written } from './transformers/written.ts';

/** An entry of `images`, ready to be applied. */
export interface ImageChange {
  readonly entry: YamlMap;
  readonly name: GoRegexp;
  /** Whether the name matches a text, of those that have been tried. */
  readonly tried: Map<string, boolean>;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
  readonly tagSuffix: string;
  /** The places of what it writes. */
  readonly origins: Origins;
}

/** The name is a regular expression, of which the first part alone is anchored in `a|b`. api/internal/image/image.go */
export function imageChange(entry: YamlMap): ImageChange | NodeProblem {
  const text = textAt(entry, 'name') ?? '';
  const name = goRegexp(`^${text}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  const at = placeOf(valueAt(entry, 'name'), placeOf(entry, { file: '', start: 0, end: 0 }));
  if (name === 'invalid')
    return { class: 'invalid-kustomization', message: message('"{0}" is no regular expression that Go takes.', text), at, related: [] };
  if (name === 'too-large')
    return { class: 'unsupported', message: message('"{0}" is too large an expression to be tried here.', text), at, related: [] };
  const fields = ['newTag', 'newName', 'digest', 'tagSuffix'] as const;
  const [newTag, newName, digest, tagSuffix] = fields.map((field) => textAt(entry, field) ?? '');
  const origins = fields.flatMap((field) => ((textAt(entry, field) ?? '') === '' ? [] : (valueAt(entry, field)?.origins ?? [])));
  return {
    entry,
    name,
    tried: new Map(),
    newTag: newTag ?? '',
    newName: newName ?? '',
    digest: digest ?? '',
    tagSuffix: tagSuffix ?? '',
    origins,
  };
}

/**
 * Sets the image of containers: first in every list called `containers` or `initContainers`, at any depth, then at the fields of the list; an image that both reach
 * is changed twice, so that it gets a `tagSuffix` twice. api/internal/builtins/ImageTagTransformer.go
 */
export function withImage(
  root: YamlMap,
  image: ImageChange,
  fields: readonly FieldSpec[],
  identity: GroupVersionKind = identityOf(root),
): { readonly root: YamlMap; readonly problem?: NodeProblem } {
  if (identity.kind === 'CustomResourceDefinition') return { root };
  try {
    let changed: YamlNode = inContainers(root, image);
    for (const spec of fields)
      if (changed.type === 'map' && isSelectedBy(spec, identity))
        changed = changeSelected(changed, spec, (before) => changedImage(before, image), { origins: image.origins });
    return { root: changed.type === 'map' ? changed : root };
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error;
    const at = placeOf(error.node, placeOf(root, { file: '', start: 0, end: 0 }));
    const related = image.entry.origins.slice(0, 1).map((place) => ({ message: message('The entry of images stands here.'), at: place }));
    return {
      root,
      problem: {
        class: 'wrong-node-kind',
        message: message('Kustomize looks for images of containers here, and stops at a value of another shape.'),
        at,
        related,
      },
    };
  }
}

/** api/filters/imagetag/legacy.go */
function inContainers(node: YamlNode, image: ImageChange): YamlNode {
  switch (node.type) {
    case 'scalar':
      return node;
    case 'list':
      return withItems(node, (item) => (item.type === 'scalar' ? item : inContainers(item, image)));
    case 'map':
      return withValues(node, (value, key) => {
        const inside = value.type === 'scalar' ? value : inContainers(value, image);
        return key === 'containers' || key === 'initContainers' ? ofContainers(inside, image) : inside;
      });
  }
}

function ofContainers(list: YamlNode, image: ImageChange): YamlNode {
  if (list.type !== 'list') return list;
  return withItems(list, (container) => {
    if (container.type === 'scalar' && container.tag === '!!null') return container;
    if (container.type !== 'map') throw new WrongShape(container);
    return withValues(container, (value, key) => (key === 'image' ? changedImage(value, image) : value));
  });
}

/** api/filters/imagetag/updater.go */
function changedImage(before: YamlNode | undefined, image: ImageChange): YamlScalar {
  if (before?.type !== 'scalar') throw new WrongShape(before ?? image.entry);
  if (!isNamed(image, before.text)) return before;
  const text = imageText(before.text, image);
  return written(before, text, undefined, image.origins);
}

/** Workspaces run few images in many places. */
function isNamed({ name, tried }: ImageChange, text: string): boolean {
  let matches = tried.get(text);
  if (matches === undefined) {
    matches = name.compiled.test(text);
    if (tried.size < mostTried) tried.set(text, matches);
  }
  return matches;
}

const mostTried = 100;

function imageText(written: string, { newName, newTag, digest, tagSuffix }: ImageChange): string {
  const before = splitImage(written);
  const name = newName === '' ? before.name : newName;
  const [tag, hash] =
    newTag !== ''
      ? [newTag, digest]
      : digest !== ''
        ? ['', digest]
        : tagSuffix !== ''
          ? [before.tag + tagSuffix, '']
          : [before.tag, before.digest];
  return name + (tag === '' ? '' : `:${tag}`) + (hash === '' ? '' : `@${hash}`);
}

export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** `host:5000/path/name:tag@digest`. What stands before the first slash is never split. api/internal/image/image.go (Split) */
export function splitImage(image: string): ImageParts {
  const from = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', from);
  const colon = image.indexOf(':', from);
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' };
  if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (at >= 0) return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
}
