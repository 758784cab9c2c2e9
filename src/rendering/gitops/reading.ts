import type { Span } from '../origin.ts';
import { isOfAddresses, isPublished } from '../published.ts';
import type { RenderingProblem } from '../rendered.ts';
import { nodeAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { valueOf } from '../yaml/scalarTypes.ts';
import type { Message } from '../../base/message.ts';
import type { Reach } from '../../manifests/reach.ts';
import type { ClusterObject } from './delivery.ts';

/** Small words for reading the fields of objects. */

/** A field below `spec`. */
export function specOf({ root }: ClusterObject, ...path: readonly string[]): YamlNode | undefined {
  return nodeAt(root, 'spec', ...path);
}

/** The text of a scalar; undefined for null, for an empty text and for what is no scalar. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.tag !== '!!null' && node.text !== '' ? node.text : undefined;
}

export function isTrue(node: YamlNode | undefined): boolean {
  return node?.type === 'scalar' && node.tag === '!!bool' && valueOf(node) === true;
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.type === 'list' ? node.items : [];
}

export function mapsOf(node: YamlNode | undefined): readonly YamlMap[] {
  return itemsOf(node).filter((item) => item.type === 'map');
}

export function scalarsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  return itemsOf(node).filter((item) => item.type === 'scalar');
}

export function textsOf(node: YamlNode | undefined): readonly string[] {
  return scalarsOf(node).map(({ text }) => text);
}

/** Where a field of an object is written; for one that is not, where the object begins. */
export function placeOf({ root }: Pick<ClusterObject, 'root'>, ...nodes: readonly (YamlNode | undefined)[]): Span {
  for (const node of nodes) if (node?.origins[0] !== undefined) return node.origins[0];
  const start = (valueAt(root, 'kind') ?? root).origins[0];
  return start ?? { file: '', start: 0, end: 0 };
}

/** What the tool would do, and is not known here; without a reach it may be anything. */
export function unknown(text: Message, at: Span, reach: Reach): RenderingProblem {
  return { class: 'elsewhere', severity: 'unknown', reach, message: text, at, related: [] };
}

/** Why the tool takes nothing of an object: what it would apply is not there. */
export function refused(text: Message, at: Span): RenderingProblem {
  return { class: 'refused', severity: 'error', reach: { makes: false, changes: 'nothing' }, message: text, at, related: [] };
}

/** What makes objects in one namespace, or in any, and changes none that is known. */
export function making(namespace: string | undefined): Reach {
  return namespace === undefined ? { changes: 'nothing' } : { namespace, changes: 'nothing' };
}

/** The same of what is fetched from elsewhere. */
export function fetching(namespace: string | undefined, url: string): Reach {
  return { ...making(namespace), ...(isPublished(url) && !isOfAddresses(url) && { foreign: true }) };
}
