import type { Cluster } from '../../manifests/cluster.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Span } from '../../rendering/origin.ts';
import { isRendered } from '../../rendering/renderedDocument.ts';
import type { YamlNode } from '../../rendering/yaml/node.ts';
import { renderedBySource } from '../manifestsAt.ts';

/** A scalar of a rendered manifest that a file has a part in. */
export interface RenderedValue {
  readonly resource: Resource;
  readonly path: FieldPath;
  readonly text: string;
  /** A part of it is not known here. */
  readonly unknown: boolean;
  /** The parts of the file that it comes from, in their order. */
  readonly spans: readonly Span[];
  /** Who has written it last. */
  readonly by: Span;
}

/** A template may make very many manifests. */
const mostNodes = 50_000;

/** What becomes of the values, patches and expressions of a file in the manifests that a cluster gets. Only where it is not simply what stands there: a template makes it, or somebody else writes it anew. */
export function* renderedValues(cluster: Cluster, file: string, text: string): Generator<RenderedValue> {
  let nodes = 0;
  function* visit(resource: Resource, node: YamlNode, path: FieldPath): Generator<RenderedValue> {
    if (nodes++ > mostNodes) return;
    if (node.type === 'list') for (const [index, item] of node.items.entries()) yield* visit(resource, item, [...path, index]);
    else if (node.type === 'map') for (const { key, value } of node.entries) yield* visit(resource, value, [...path, key]);
    else {
      const [by] = node.origins;
      const spans = node.origins.filter((origin) => origin.file === file).sort((one, other) => one.start - other.start);
      if (by === undefined || spans.length === 0) return;
      if (by.file === file && !spans.some(({ start, end }) => isExpression(text.slice(start, end)))) return;
      yield { resource, path, text: node.text, unknown: node.unknown === true, spans, by };
    }
  }
  for (const resource of renderedBySource(cluster, file)) {
    const { document } = resource;
    if (isRendered(document)) yield* visit(resource, document.root, []);
  }
}

/** Of a template: `{{ … }}`. */
export function isExpression(text: string): boolean {
  return text.startsWith('{{') && text.endsWith('}}');
}
