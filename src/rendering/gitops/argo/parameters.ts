import { message, type Message } from '../../../base/message.ts';
import type { Origins } from '../../origin.ts';
import { listNode, mapNode, textNode, valueAt, withValue } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { normalized } from './goText.ts';

/** One set of parameters: a tree for Go templates, else texts with dotted names. */
export type Parameters = YamlMap;

export function scalarText(scalar: YamlScalar): string {
  const value = valueOf(scalar);
  return value === null ? '' : String(value);
}

/** All scalars of a tree by dotted names, as texts: `cluster.name`, of lists `list.0`. */
export function flattened(tree: YamlMap): YamlMap {
  const entries: YamlEntry[] = [];
  const visit = (prefix: string, node: YamlNode, keyOrigins: Origins): void => {
    if (node.type === 'scalar') entries.push({ key: prefix, keyOrigins, value: textNode(scalarText(node), node.origins) });
    else if (node.type === 'list') node.items.forEach((item, index) => visit(joined(prefix, String(index)), item, keyOrigins));
    else for (const entry of node.entries) visit(joined(prefix, entry.key), entry.value, entry.keyOrigins);
  };
  visit('', tree, tree.origins);
  return mapNode(entries, tree.origins);
}

function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

/** The parameters that say where something lies. `file`: the name of a file in the folder `path`. argo-cd applicationset/generators/git.go */
export function pathParameters(path: string, file: string | undefined, prefix: string, isGo: boolean, origins: Origins): YamlMap {
  const segments = path.split('/');
  const basename = segments.at(-1) ?? '';
  const texts: readonly (readonly [string, string])[] = [
    ['basename', basename],
    ['basenameNormalized', normalized(basename)],
    ...(file === undefined
      ? []
      : ([
          ['filename', file],
          ['filenameNormalized', normalized(file)],
        ] as const)),
  ];
  const entry = (key: string, value: YamlNode): YamlEntry => ({ key, keyOrigins: origins, value });
  if (isGo) {
    const inner = mapNode(
      [
        entry('path', textNode(path, origins)),
        ...texts.map(([key, text]) => entry(key, textNode(text, origins))),
        entry(
          'segments',
          listNode(
            segments.map((segment) => textNode(segment, origins)),
            origins,
          ),
        ),
      ],
      origins,
    );
    const own = mapNode([entry('path', inner)], origins);
    return prefix === '' ? own : mapNode([entry(prefix, own)], origins);
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`;
  return mapNode(
    [
      entry(name, textNode(path, origins)),
      ...texts.map(([key, text]) => entry(`${name}.${key}`, textNode(text, origins))),
      ...segments.map((segment, index) => entry(`${name}[${index}]`, textNode(segment, origins))),
    ],
    origins,
  );
}

/** Deep: what the first says wins, maps are joined. */
export function firstWins(first: YamlMap, second: YamlMap): YamlMap {
  let result = first;
  for (const { key, keyOrigins, value } of second.entries) {
    const own = valueAt(first, key);
    if (own === undefined || isEmpty(own)) result = withValue(result, key, value, keyOrigins);
    else if (own.type === 'map' && value.type === 'map') result = withValue(result, key, firstWins(own, value));
  }
  return result;
}

/** mergo takes the zero of a type for nothing. */
function isEmpty(node: YamlNode): boolean {
  if (node.type === 'scalar') return node.text === '' || node.tag === '!!null';
  return node.type === 'list' ? node.items.length === 0 : node.entries.length === 0;
}

/** Flat parameters of two generators; equal names must have equal values. */
export function combined(first: YamlMap, second: YamlMap): YamlMap | Message {
  let result = first;
  for (const { key, keyOrigins, value } of second.entries) {
    const own = valueAt(first, key);
    if (own?.type === 'scalar' && value.type === 'scalar' && own.text !== value.text)
      return message('Both generators give the parameter {0}, with different values.', key);
    if (own === undefined) result = withValue(result, key, value, keyOrigins);
  }
  return result;
}
