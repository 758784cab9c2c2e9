import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import { nodeAt, textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { readYaml, type Placing, type YamlDocument, type YamlReading } from '../yaml/read.ts';
import { failure } from './problem.ts';
import { passedOver as passedOverAt, yamlFailure } from './yamlFailure.ts';

export interface ReadObjects {
  readonly objects: readonly YamlMap[];
  readonly problems: readonly RenderingProblem[];
  /** Warnings of what stands behind the end of a document. */
  readonly passedOver: readonly RenderingProblem[];
}

/**
 * The objects of a text: empty documents passed over, lists (a kind that ends in `List`, with `items`) put apart behind the others.
 * What is no object is a problem and left out. kyaml/kio/byteio_reader.go, api/resource/factory.go (SliceFromBytes)
 */
export function readObjects(text: string, place: Placing, duplicates: YamlReading['duplicates'] = 'error'): ReadObjects {
  return objectsIn(readYaml(text, place, { dialect: 'yaml-1.2', duplicates }));
}

/** The objects of documents that have been read so. */
export function objectsIn(documents: readonly YamlDocument[]): ReadObjects {
  const problems: RenderingProblem[] = [];
  const roots: { readonly node: YamlNode; readonly at: Span }[] = [];
  const passedOver = documents.flatMap(({ passedOver: rest }) => (rest === undefined ? [] : [passedOverAt(rest)]));
  for (const { root, problems: found, span } of documents) {
    for (const problem of found) problems.push(yamlFailure(problem, 'malformed-yaml'));
    // What is cut short by an error in its text is not what its author means.
    const isBroken = found.some((problem) => problem.class === 'malformed-yaml');
    if (root !== undefined && !isBroken) roots.push({ node: root, at: root.origins[0] ?? span });
  }
  const objects: YamlMap[] = [];
  const waiting = unwrapped(roots);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { node, at } = next;
    if (isEmpty(node)) continue;
    const problem = objectProblem(node, at);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    if (node.type !== 'map') continue;
    const items = textAt(node, 'kind')?.endsWith('List') === true ? valueAt(node, 'items') : undefined;
    if (items === undefined) objects.push(node);
    else if (items.type === 'list') waiting.push(...items.items.map((item) => ({ node: item, at: item.origins[0] ?? at })));
    else if (items.type !== 'scalar' || items.tag !== '!!null')
      problems.push(failure('malformed-yaml', message('The items of a list must be a list.'), items.origins[0] ?? at));
  }
  return { objects, problems, passedOver };
}

/** A file of nothing but a `List` is its items from the first, whatever else it lacks. */
function unwrapped(roots: readonly { readonly node: YamlNode; readonly at: Span }[]): { readonly node: YamlNode; readonly at: Span }[] {
  const [only] = roots;
  if (only === undefined || roots.length > 1) return [...roots];
  const kind = textAt(only.node, 'kind');
  const items = kind === 'List' || kind === 'ResourceList' ? valueAt(only.node, 'items') : undefined;
  if (items?.type !== 'list') return [...roots];
  return items.items.map((node) => ({ node, at: node.origins[0] ?? only.at }));
}

export function isEmpty(node: YamlNode): boolean {
  if (node.type === 'scalar') return node.tag === '!!null';
  return node.type === 'map' ? node.entries.length === 0 : node.items.length === 0;
}

/** kyaml/yaml/rnode.go (GetValidatedMetadata) */
export function objectProblem(node: YamlNode, at: Span): RenderingProblem | undefined {
  if (node.type !== 'map') return failure('missing-name', message('This is no Kubernetes object: it has no kind and no metadata.'), at);
  const kind = textAt(node, 'kind') ?? '';
  if (kind === '') return failure('missing-name', message('This object has no kind.'), at);
  if (kind.endsWith('List')) return undefined;
  if ((textAt(valueAt(node, 'metadata'), 'name') ?? '') !== '') return undefined;
  const metadata = nodeAt(node, 'metadata')?.origins[0];
  return failure('missing-name', message('This {0} has no metadata.name, without which kustomize takes no object.', kind), metadata ?? at);
}
