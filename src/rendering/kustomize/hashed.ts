import { nodeAt, textNode, valueAt, withValue } from '../yaml/change.ts';
import { plainTag } from '../yaml/scalarTypes.ts';
import { hashSuffix } from './hash.ts';
import { remembering, type Resource } from './resource.ts';
import type { ResourceList } from './resourceList.ts';

/** Generators say so by an annotation, and anybody else may. api/resource/resource.go (NeedHashSuffix) */
function needsHash({ root, needsHash: isAsked }: Resource): boolean {
  if (isAsked) return true;
  const value = nodeAt(root, 'metadata', 'annotations', 'internal.config.kubernetes.io/needsHashSuffix');
  return value?.type === 'scalar' && value.text === 'enabled';
}

/** Puts the hash of its content behind the name of each generated object that is to have one. api/internal/builtins/HashTransformer.go */
export function hashed(list: ResourceList): void {
  list.map((resource) => {
    const suffix = needsHash(resource) ? hashSuffix(resource.root) : undefined;
    const metadata = valueAt(resource.root, 'metadata');
    if (suffix === undefined || metadata?.type !== 'map') return resource;
    const before = valueAt(metadata, 'name');
    const name = before?.type === 'scalar' ? before : textNode('', []);
    const text = `${name.text}-${suffix}`;
    const tag = name.style === 'plain' ? plainTag(text, 'yaml-1.2') : '!!str';
    return {
      ...remembering(resource),
      root: withValue(
        resource.root,
        'metadata',
        withValue(metadata, 'name', { ...name, text, tag, ...(name.style === 'plain' ? { untyped: true } : {}) }),
      ),
    };
  });
}
