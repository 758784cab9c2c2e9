import type { YamlNode, YamlScalar } from '../../yaml/node.ts';
import { WrongShape, isSelectedBy, type FieldSpec } from '../fieldSpec.ts';
import { originalIdentity, remembering, type Resource } from '../resource.ts';
import { over } from '../sharing.ts';
import { changeEach } from './changeEach.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';
import { written } from './written.ts';

/** Kinds whose names are never changed, going by what they were at first. */
function keepsName(resource: Resource): boolean {
  const { group, kind } = originalIdentity(resource);
  return kind === 'CustomResourceDefinition' || kind === 'Namespace' || (kind === 'APIService' && group === 'apiregistration.k8s.io');
}

/** api/internal/builtins/PrefixTransformer.go, SuffixTransformer.go */
export function addToNames(part: 'prefix' | 'suffix', added: YamlScalar, specs: readonly FieldSpec[], transforming: Transforming): void {
  const add = (before: YamlNode | undefined): YamlNode => {
    if (before !== undefined && before.type !== 'scalar') throw new WrongShape(before);
    const text = before?.text ?? '';
    const after = written(before, part === 'prefix' ? added.text + text : text + added.text, undefined, added.origins);
    // The name is what a person edits; what was added to it stands behind, the outermost first.
    if (before === undefined) return after;
    const [name, ...others] = before.origins;
    return over(before, { ...after, origins: [...(name === undefined ? [] : [name]), ...added.origins, ...others] });
  };
  changeEach(transforming, (resource) => {
    if (keepsName(resource)) return resource;
    const original = originalIdentity(resource);
    let changed = resource;
    for (const spec of specs) {
      if (!isSelectedBy(spec, original)) continue;
      if (spec.path === 'metadata/name' && added.text !== '') {
        const parts = [...(part === 'prefix' ? changed.prefixes : changed.suffixes), added.text];
        changed = { ...remembering(changed), ...(part === 'prefix' ? { prefixes: parts } : { suffixes: parts }) };
      }
      const root = changeBySpecs(changed.root, [spec], add, { end: 'scalar', origins: added.origins }, transforming);
      if (root !== changed.root) changed = { ...changed, root };
    }
    return changed;
  });
}
