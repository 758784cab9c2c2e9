import { message } from '../../base/message.ts';
import { nodeAt, textAt, textNode, valueAt, withValue } from '../yaml/change.ts';
import { plainTag } from '../yaml/scalarTypes.ts';
import { hashSuffix } from './hash.ts';
import { placeOf, reaching, unsupported, type Report } from './problem.ts';
import { remembering, type Resource } from './resource.ts';
import type { ResourceList } from './resourceList.ts';

/** Generators say so by an annotation, and anybody else may. api/resource/resource.go (NeedHashSuffix) */
function needsHash({ root, needsHash: isAsked }: Resource): boolean {
  if (isAsked) return true;
  const value = nodeAt(root, 'metadata', 'annotations', 'internal.config.kubernetes.io/needsHashSuffix');
  return value?.type === 'scalar' && value.text === 'enabled';
}

/**
 * Puts the hash of its content behind the name of each generated object that is to have one. What a patch made another kind of is hashed with the lines, columns
 * and styles that kustomize keeps of its own texts, which are not known here. api/internal/builtins/HashTransformer.go, api/hasher/hasher.go
 */
export function hashed(list: ResourceList, report: Report): void {
  list.map((resource) => {
    const metadata = valueAt(resource.root, 'metadata');
    if (metadata?.type !== 'map' || !needsHash(resource)) return resource;
    const before = valueAt(metadata, 'name');
    const name = before?.type === 'scalar' ? before : textNode('', []);
    const suffix = hashSuffix(resource.root);
    if (suffix === undefined) {
      const kind = textAt(resource.root, 'kind') ?? '';
      const problem = unsupported(
        message(
          'The hash that kustomize puts behind the name {0} is not known here: it follows from more than the content of a {1}.',
          name.text,
          kind,
        ),
        placeOf(valueAt(resource.root, 'kind'), placeOf(name, { file: resource.source, start: 0, end: 0 })),
      );
      // No patch looks for what it is called in the end.
      report(reaching({ ...problem, class: 'unknown-hash' }, { kinds: [kind], names: [`${name.text}-*`], changes: 'unit' }));
      return { ...resource, root: withValue(resource.root, 'metadata', withValue(metadata, 'name', { ...name, unknown: true })) };
    }
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
