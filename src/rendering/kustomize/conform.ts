import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { Span } from '../origin.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import { goFloatText } from '../goYaml/number.ts';
import type { Shape } from './kustomizationShape.ts';

export interface Misfit {
  readonly message: Message;
  readonly at: Span;
}

export interface Conforming {
  /** Whether a field that the shape does not have is a misfit; else it is passed over. */
  readonly strict: boolean;
  /** Whether numbers and booleans are read as texts where texts are expected. sigs.k8s.io/yaml/yaml.go (convertToJSONableObject) */
  readonly asTexts?: boolean;
  readonly misfit: (misfit: Misfit) => void;
}

/**
 * What Go's JSON decoder makes of a value: fields by their own names whatever the letter case, the last of several, null as if it were not there.
 * What does not fit is reported and left out. Absent for what is left out.
 */
export function conform(node: YamlNode, shape: Shape, conforming: Conforming): YamlNode | undefined {
  if (node.type === 'scalar' && node.tag === '!!null') return shape === 'any' ? node : undefined;
  if (shape === 'any') return node;
  if (shape === 'text') return conformText(node, conforming);
  if (shape === 'boolean')
    return node.type === 'scalar' && node.tag === '!!bool'
      ? node
      : wrong(node, message('Either true or false is expected here.'), conforming);
  if (shape === 'integer') return isInteger(node) ? node : wrong(node, message('A whole number is expected here.'), conforming);
  if ('list' in shape) {
    if (node.type !== 'list') return wrong(node, message('A list is expected here.'), conforming);
    return { ...node, items: node.items.map((item) => conform(item, shape.list, conforming) ?? zero(shape.list, item)) };
  }
  if (node.type !== 'map') return wrong(node, message('A map is expected here.'), conforming);
  return 'map' in shape ? conformMap(node, shape.map, conforming) : conformFields(node, shape.fields, conforming);
}

function wrong(node: YamlNode, text: Message, { misfit }: Conforming): undefined {
  const [at] = node.origins;
  if (at !== undefined) misfit({ message: text, at });
  return undefined;
}

function conformText(node: YamlNode, conforming: Conforming): YamlNode | undefined {
  const value = node.type === 'scalar' ? valueOf(node) : undefined;
  if (typeof value === 'string') return node;
  if (node.type !== 'scalar' || conforming.asTexts !== true) return wrong(node, message('A text is expected here.'), conforming);
  return { ...node, tag: '!!str', text: typeof value === 'number' ? goFloatText(value) : String(value) };
}

function isInteger(node: YamlNode): boolean {
  if (node.type !== 'scalar') return false;
  const value = valueOf(node);
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** What an element that is null, or does not fit, counts as. */
function zero(shape: Shape, { origins }: YamlNode): YamlNode {
  if (shape === 'text' || shape === 'any') return { type: 'scalar', tag: '!!str', text: '', style: 'plain', origins };
  if (shape === 'boolean') return { type: 'scalar', tag: '!!bool', text: 'false', style: 'plain', origins };
  if (shape === 'integer') return { type: 'scalar', tag: '!!int', text: '0', style: 'plain', origins };
  return 'list' in shape ? { type: 'list', items: [], origins } : { type: 'map', entries: [], origins };
}

function conformMap(node: YamlMap, shape: Shape, conforming: Conforming): YamlMap {
  return {
    ...node,
    entries: node.entries.map((entry) => ({ ...entry, value: conform(entry.value, shape, conforming) ?? zero(shape, entry.value) })),
  };
}

function conformFields(node: YamlMap, fields: Readonly<Record<string, Shape>>, conforming: Conforming): YamlMap {
  const entries = new Map<string, YamlEntry>();
  // On the way to Go the keys are sorted, so that of several spellings the last one in that order counts.
  const sorted = node.entries.toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  for (const { key, keyOrigins, value } of sorted) {
    const name = Object.hasOwn(fields, key) ? key : Object.keys(fields).find((field) => field.toLowerCase() === key.toLowerCase());
    const shape = name === undefined ? undefined : fields[name];
    if (name === undefined || shape === undefined) {
      const [at] = keyOrigins;
      if (conforming.strict && at !== undefined) conforming.misfit({ message: unknownField(key, Object.keys(fields)), at });
      continue;
    }
    const fitting = conform(value, shape, conforming);
    if (fitting !== undefined) entries.set(name, { key: name, keyOrigins, value: fitting });
  }
  return { ...node, entries: [...entries.values()] };
}

function unknownField(key: string, fields: readonly string[]): Message {
  const similar = nearestOf(key, fields);
  return similar === undefined
    ? message('Kustomize knows no field "{0}" here, and refuses the file.', key)
    : message('Kustomize knows no field "{0}" here, and refuses the file. Perhaps "{1}" is meant.', key, similar);
}
