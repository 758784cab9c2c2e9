import { baseName } from '../../../base/path.ts';
import type { GoYamlNode } from '../../goYaml/node.ts';
import { yamlText } from '../../goYaml/manifestText.ts';
import type { Origins } from '../../origin.ts';
import { failure, goFunction } from '../function.ts';
import { textOfBytes } from '../goText.ts';
import {
  bytes,
  int,
  string,
  stringOf,
  strings,
  type CallContext,
  type GoValue,
  type ListValue,
  type MapValue,
  type Methods,
  type StringValue,
} from '../value.ts';
import { costOfNode } from '../functions/cost.ts';
import type { ChartFile } from './chart.ts';
import { fileGlob } from './fileGlob.ts';
import { OutOfRange } from './glob/bytes.ts';
import { compareBytes } from '../byteOrder.ts';

/**
 * `.Files` of a chart: a map of contents in bytes, with methods. Nothing is read before it is asked for. helm/pkg/engine/files.go
 * `known`: the files that have been looked at; each brings, once, the steps that reading and printing all of it takes.
 */
export function filesObject(files: readonly ChartFile[], known = new Set<ChartFile>()): MapValue {
  const byPath = new Map(files.map((file) => [file.path, file] as const));
  return {
    kind: 'map',
    type: 'engine.files',
    element: '[]uint8',
    entries: new Map(files.map((file) => [file.path, { value: contentOf(file), keyOrigins: [] }])),
    origins: [],
    methods: methodsOf(byPath, known),
  };
}

function methodsOf(files: ReadonlyMap<string, ChartFile>, known: Set<ChartFile>): Methods {
  const look = (context: CallContext, file: ChartFile, bytesPerStep: number): void => {
    const { length } = file.bytes();
    if (!known.has(file)) context.spend(-stepsBrought * length);
    known.add(file);
    context.spend(length / bytesPerStep);
  };
  return new Map([
    [
      'Get',
      goFunction(['string'], (context, { text }) => {
        const file = files.get(text);
        if (file === undefined) return string('');
        look(context, file, asOneText);
        return textOf(file);
      }),
    ],
    [
      'GetBytes',
      goFunction(['string'], (context, { text }) => {
        const file = files.get(text);
        if (file === undefined) return bytes([]);
        look(context, file, asOneText);
        return contentOf(file);
      }),
    ],
    [
      'Glob',
      goFunction(['string'], (context, { text }) => {
        context.spend(4 * text.length + costOfNode * files.size);
        const matches = fileGlob(text, (bytes) => {
          context.spend(bytes);
        });
        try {
          return filesObject(
            [...files.values()].filter(({ path }) => matches(path)),
            known,
          );
        } catch (error) {
          if (error instanceof OutOfRange) return failure(error.message);
          throw error;
        }
      }),
    ],
    ['AsConfig', goFunction([], (context) => yamlOf(context, files, (file) => ({ type: 'text', rope: textOf(file).rope })))],
    [
      'AsSecrets',
      goFunction([], (context) =>
        yamlOf(context, files, (file) => ({ type: 'text', rope: [{ text: base64(file.bytes()), origins: placeOf(file) }] })),
      ),
    ],
    [
      'Lines',
      goFunction(['string'], (context, { text }) => {
        const file = files.get(text);
        if (file === undefined) return strings([]);
        look(context, file, inLines);
        const content = file.text();
        // Helm looks at the last character of what has none.
        if (content === '') return failure('runtime error: index out of range [-1]');
        return strings(linesOf(file, content.endsWith('\n') ? content.slice(0, -1) : content));
      }),
    ],
  ]);
}

/** Bytes a step of a file that is read as one text: nothing looks at each of its bytes by itself. */
const asOneText = 256;
const inLines = 8;

/** Steps a byte. */
const stepsBrought = 2;

function linesOf({ file }: ChartFile, content: string): readonly StringValue[] {
  let start = 0;
  return content.split('\n').map((line) => {
    const from = start;
    start += line.length + 1;
    return string(line, [{ file, start: from, end: from + line.length }]);
  });
}

/** Keys are base names; of two files of one name Helm takes either, here it is the later path. */
function yamlOf(context: CallContext, files: ReadonlyMap<string, ChartFile>, value: (file: ChartFile) => GoYamlNode): StringValue {
  for (const { bytes: content } of files.values()) context.spend(costOfNode + content().length / 4);
  const entries = new Map(
    [...files.values()].sort((one, other) => compareBytes(one.path, other.path)).map((file) => [baseName(file.path), file] as const),
  );
  return stringOf(
    yamlText({
      type: 'map',
      entries: [...entries].map(([key, file]) => ({ key, keyOrigins: placeOf(file).slice(0, 1), value: value(file) })),
      origins: [],
    }) ?? [],
  );
}

function placeOf(file: ChartFile): Origins {
  return [{ file: file.file, start: 0, end: file.text().length }];
}

/** Character for character the file, unless bytes in it are no text. */
function textOf(file: ChartFile): StringValue {
  return string(textOfBytes(file.bytes()), placeOf(file));
}

/** Made when somebody looks: a number a byte takes room. */
function contentOf(file: ChartFile): ListValue {
  let items: readonly GoValue[] | undefined;
  return {
    kind: 'list',
    type: '[]uint8',
    element: 'uint8',
    get items() {
      return (items ??= Array.from(file.bytes(), (byte) => smallInts[byte] ?? int(byte, 'uint8')));
    },
    get origins() {
      return placeOf(file);
    },
  };
}

const smallInts = Array.from({ length: 256 }, (_, byte) => int(byte, 'uint8'));

function base64(content: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < content.length; at += 0x8000) binary += String.fromCharCode(...content.subarray(at, at + 0x8000));
  return btoa(binary);
}
