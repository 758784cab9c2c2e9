import type { Origins } from '../../origin.ts';
import type { ScalarTag, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { plainTag } from '../../yaml/scalarTypes.ts';
import { over } from '../sharing.ts';

/**
 * A scalar that kustomize writes over another: it takes the quotes of the one before. With a tag it has that type unless quotes make it a text;
 * without one it is typed anew. kyaml/yaml/fns.go (FieldSetter)
 */
export function written(before: YamlNode | undefined, text: string, tag: ScalarTag | undefined, origins: Origins): YamlScalar {
  const style = before?.type === 'scalar' ? before.style : 'plain';
  const isText = tag === '!!str' || style !== 'plain';
  const type = isText ? '!!str' : (tag ?? plainTag(text, 'yaml-1.2'));
  const after: YamlScalar = {
    type: 'scalar',
    tag: type,
    text,
    style,
    origins,
    ...(tag === undefined && style === 'plain' ? { untyped: true } : {}),
  };
  if (before?.type !== 'scalar') return after;
  // The same value again: for the reader nothing has changed.
  const isSame = before.text === text && before.tag === type;
  const [first, rest] = isSame ? [before.origins, origins] : [origins, before.origins];
  return over(before, { ...after, origins: [...first, ...rest.filter((place) => !first.includes(place))] });
}
