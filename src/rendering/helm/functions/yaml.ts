import { Remembered } from '../../../base/remembered.ts';
import { prettyYamlText, yamlText } from '../../goYaml/manifestText.ts';
import { textOf, indexedRope, slicedRope, type IndexedRope } from '../../rope.ts';
import { inFile, readYaml, type YamlDocument } from '../../yaml/read.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { failure, goFunction } from '../function.ts';
import {
  bool,
  float,
  list,
  map,
  nil,
  string,
  stringOf,
  type GoValue,
  type StringValue,
  unknownOf,
  type CallContext,
  type GoFunction,
} from '../value.ts';
import { jsonKind } from './jsonRead.ts';
import { originsOf } from './text.ts';
import { yamlComplaint } from './yamlComplaint.ts';
import { yamlNode, yamlNodeThroughJson } from './yamlNode.ts';

const mostCharacters = 1_000_000;

/** What templates have read as YAML: the same texts in each rendering of a chart. */
const documents = new Remembered<readonly YamlDocument[]>(mostCharacters);

/** What stands in the first document of a text; each value is from where it is written. */
function read(context: CallContext, text: StringValue): GoValue | { readonly error: string } {
  context.spend(text.text.length);
  const [document] = documents.of(text.text, text.text, () => readYaml(text.text, inFile(''), { dialect: 'yaml-1.1', duplicates: 'last' }));
  const problem = document?.problems[0];
  if (problem !== undefined) return { error: `error converting YAML to JSON: ${yamlComplaint(text.text, problem)}` };
  if (document?.root === undefined) return nil;
  const value = valueFrom(document.root, indexedRope(text.rope));
  return text.unknown && value.kind !== 'string' ? unknownOf(value) : value;
}

/** The writers of a map or a list are those of its beginning: each level is not walked for all that is in it. */
const mostPieces = 64;

function valueFrom(node: YamlNode, source: IndexedRope): GoValue {
  const [place] = node.origins;
  const pieces = place === undefined ? [] : slicedRope(source, place.start, place.end, node.type === 'scalar' ? undefined : mostPieces);
  const origins = originsOf(pieces);
  switch (node.type) {
    case 'map':
      return map(
        node.entries.map(({ key, keyOrigins: [at], value }) => [
          key,
          { value: valueFrom(value, source), keyOrigins: at === undefined ? [] : originsOf(slicedRope(source, at.start, at.end)) },
        ]),
        origins,
      );
    case 'list':
      return list(
        node.items.map((item) => valueFrom(item, source)),
        origins,
      );
    case 'scalar': {
      const value = valueOf(node);
      const unknown = pieces.some((piece) => piece.unknown) && { unknown: true as const };
      if (value === null) return { ...nil, origins, ...unknown };
      if (typeof value === 'boolean') return { ...bool(value, origins), ...unknown };
      if (typeof value !== 'string') return { ...float(Number(value), origins), ...unknown };
      // Written as it is, each part keeps its place.
      if (textOf(pieces) === value) return stringOf(pieces);
      const text = string(value, origins);
      return unknown ? { ...text, unknown: true, rope: text.rope.map((piece) => ({ ...piece, unknown: true })) } : text;
    }
  }
}

function wrongKind(value: GoValue, type: string): string {
  return `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type ${type}`;
}

function toYaml(refuses: boolean): GoFunction {
  return goFunction(
    ['interface {}'],
    (context, value) => {
      const node = yamlNodeThroughJson(context, value);
      const rope = 'error' in node ? undefined : yamlText(node);
      if (rope !== undefined) return stringOf(rope);
      return refuses
        ? failure('error' in node ? `error marshaling into JSON: ${node.error}` : 'error converting YAML to JSON')
        : string('');
    },
    { tracksUnknown: true },
  );
}

export const yaml: Readonly<Record<string, GoFunction>> = {
  toYaml: toYaml(false),
  mustToYaml: toYaml(true),
  toYamlPretty: goFunction(
    ['interface {}'],
    (context, value) => {
      const node = yamlNode(context, value);
      return 'error' in node ? string('') : stringOf(prettyYamlText(node));
    },
    { tracksUnknown: true },
  ),
  fromYaml: goFunction(
    ['string'],
    (context, text) => {
      const value = read(context, text);
      if ('error' in value) return map([['Error', string(value.error)]]);
      if (value.kind === 'map') return value;
      if (value.kind === 'nil') return { ...map(), origins: value.origins };
      return map([['Error', string(wrongKind(value, 'map[string]interface {}'))]]);
    },
    { tracksUnknown: true },
  ),
  fromYamlArray: goFunction(
    ['string'],
    (context, text) => {
      const value = read(context, text);
      if ('error' in value) return list([string(value.error)]);
      if (value.kind === 'list') return value;
      if (value.kind === 'nil') return list([], value.origins);
      return list([string(wrongKind(value, '[]interface {}'))]);
    },
    { tracksUnknown: true },
  ),
};
