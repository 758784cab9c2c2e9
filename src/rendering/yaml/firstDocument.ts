import type { YamlNode } from './node.ts';
import { Remembered } from '../../base/remembered.ts';
import { inFile, readYaml, type Placing, type YamlProblem } from './read.ts';

/** A document as Go's `yaml.Unmarshal` reads a text: the first one, whatever comes behind a line `...`. */
export interface FirstDocument {
  /** Absent for nothing but comments, and for `null`. */
  readonly root: YamlNode | undefined;
  /** Why it cannot be read. */
  readonly problem: YamlProblem | undefined;
}

/** With the dialect of sigs.k8s.io/yaml: YAML 1.1, of two keys of one name the last counts. */
export function firstDocument(text: string, place: Placing): FirstDocument {
  const [document] = readYaml(text.slice(0, endOfFirst(text)), place, { dialect: 'yaml-1.1', duplicates: 'last' });
  const root = document?.root;
  const isNull = root?.type === 'scalar' && root.tag === '!!null';
  return { root: isNull ? undefined : root, problem: document?.problems[0] };
}

const mostCharacters = 1_000_000;
const documents = new Remembered<FirstDocument>(mostCharacters);

/** The first document of a file, or of a text that stands in none (`''`): what was read of it before, while it says the same. */
export function firstDocumentOf(text: string, file: string): FirstDocument {
  return documents.of(file, text, () => firstDocument(text, inFile(file)));
}

/** Where the line is that ends a document; anywhere in it, since even a quoted text may not hold one. What ends before it has begun is refused. */
function endOfFirst(text: string): number {
  const found = /^\.\.\.(?=[ \t\r\n]|$)/m.exec(text);
  return found === null || /^(?:[^\S\n]*(?:#[^\n]*)?\n)*$/.test(text.slice(0, found.index)) ? text.length : found.index;
}
