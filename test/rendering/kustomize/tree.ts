import type { YamlMap, YamlNode } from '../../../src/rendering/yaml/node.ts';
import { toPlain, type Plain } from '../../../src/rendering/yaml/plain.ts';
import { inFile, readYaml } from '../../../src/rendering/yaml/read.ts';
import type { Dialect } from '../../../src/rendering/yaml/scalarTypes.ts';

export function tree(text: string, file = 'object.yaml', dialect: Dialect = 'yaml-1.2'): YamlNode {
  const [document] = readYaml(text, inFile(file), { dialect, duplicates: 'error' });
  if (document?.root === undefined || document.problems.some(({ class: name }) => name !== 'not-representable'))
    throw new Error(`not a document: ${text}`);
  return document.root;
}

export function map(text: string, file?: string, dialect?: Dialect): YamlMap {
  const root = tree(text, file, dialect);
  if (root.type !== 'map') throw new Error(`not a map: ${text}`);
  return root;
}

export function plain(text: string): Plain {
  return toPlain(tree(text));
}

/** The files of a node's places in order, with what stands there: `patch.yaml:80`. */
export function places(node: YamlNode | undefined, texts: Readonly<Record<string, string>>): readonly string[] {
  return (node?.origins ?? []).map(({ file, start, end }) => `${file}:${texts[file]?.slice(start, end) ?? ''}`);
}
