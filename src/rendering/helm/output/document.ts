import { message } from '../../../base/message.ts';
import { Remembered } from '../../../base/remembered.ts';
import { isSameOrigins, type Origins, type Span } from '../../origin.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textOf, type Rope } from '../../rope.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import { scalarText } from '../chart/scalarText.ts';
import { placesIn, rooted, unknownIn } from './origins.ts';

/** One document that a template printed. */
export interface TemplateDocument {
  /** `web/templates/web.yaml` */
  readonly source: string;
  readonly text: Rope;
  /** Empty for nothing but comments. */
  readonly root: YamlMap;
  /** Empty where it does not say one. */
  readonly kind: string;
  readonly isHook: boolean;
  /** Whether a hook is (also) a test. */
  readonly isTest: boolean;
  /** A hook of a name that Helm does not know: it leaves the document out. */
  readonly isDropped: boolean;
}

const hooks: ReadonlySet<string> = new Set([
  'pre-install',
  'post-install',
  'pre-delete',
  'post-delete',
  'pre-upgrade',
  'post-upgrade',
  'pre-rollback',
  'post-rollback',
  'test',
  'test-success',
]);

/**
 * Reads a document as Helm does before it prints it: as YAML, of which it looks at the head. A problem where it refuses it, and with it the whole chart.
 * helm/pkg/release/v1/util/manifest_sorter.go
 */
export function readDocument(source: string, text: Rope, fallback: Span): TemplateDocument | RenderingProblem {
  const whole = textOf(text);
  const place = text[0]?.origins[0] ?? fallback;
  return read.of(
    `${source} ${place.start} ${place.file}`,
    whole,
    () => ({ text, fallback, document: documentIn(source, text, whole, fallback) }),
    (known) => isSameOrigins([known.fallback], [fallback]) && isSameRope(known.text, text),
  ).document;
}

/** Mostly an edit changes what one template prints, or one of its documents. */
const read = new Remembered<{ readonly text: Rope; readonly fallback: Span; readonly document: TemplateDocument | RenderingProblem }>(
  4_000_000,
);

function isSameRope(one: Rope, other: Rope): boolean {
  return (
    one.length === other.length &&
    one.every(({ text, origins, unknown }, index) => {
      const counterpart = other[index];
      return (
        counterpart !== undefined &&
        text === counterpart.text &&
        unknown === counterpart.unknown &&
        isSameOrigins(origins, counterpart.origins)
      );
    })
  );
}

function documentIn(source: string, text: Rope, whole: string, fallback: Span): TemplateDocument | RenderingProblem {
  const { root, problem } = firstDocument(whole, (start, end) => ({ file: '', start, end }));
  const at = (node: Origins | undefined): Span => rooted(text, node ?? [], fallback)[0] ?? fallback;
  const yaml = (said: ReturnType<typeof message>, place: Span): RenderingProblem => ({
    class: 'yaml',
    severity: text.some(({ unknown }) => unknown) ? 'unknown' : 'error',
    message: said,
    at: place,
    related: [],
  });
  if (problem?.class === 'too-large')
    return {
      class: 'unsupported',
      severity: 'unknown',
      message: message('{0} is larger than what is read.', source),
      at: fallback,
      related: [],
    };
  if (problem !== undefined) return yaml(message('What {0} makes is no YAML: {1}.', source, problem.text), at([problem.at]));
  if (root === undefined) return documentOf(source, text, { type: 'map', entries: [], origins: [] }, fallback);
  if (root.type !== 'map') return yaml(message('{0} makes a document that is no map.', source), at(root.origins));
  const wrong = wrongHead(root);
  if (wrong !== undefined) return yaml(message('{0} makes a document whose head is not that of a manifest.', source), at(wrong.origins));
  return documentOf(source, text, root, fallback);
}

function documentOf(source: string, text: Rope, root: YamlMap, fallback: Span): TemplateDocument {
  const hook = annotationsOf(root)?.entries.find(({ key }) => key === 'helm.sh/hook')?.value;
  const names =
    hook?.type === 'scalar'
      ? scalarText(hook)
          .split(',')
          .map((name) => name.trim().toLowerCase())
      : undefined;
  return {
    source,
    text,
    root: withPlacesIn(root, text, fallback),
    kind: textAt(root, 'kind'),
    isHook: names !== undefined,
    isTest: names?.some((name) => name === 'test' || name === 'test-success') ?? false,
    isDropped: names?.some((name) => !hooks.has(name)) ?? false,
  };
}

/** The first node that Go's struct of the head has no place for. */
function wrongHead(root: YamlMap): YamlNode | undefined {
  const texts = [field(root, 'apiVersion'), field(root, 'kind')];
  const metadata = field(root, 'metadata');
  if (metadata !== undefined && metadata.type !== 'map' && !isNull(metadata)) return metadata;
  if (metadata?.type === 'map') {
    texts.push(field(metadata, 'name'));
    const annotations = field(metadata, 'annotations');
    if (annotations !== undefined && annotations.type !== 'map' && !isNull(annotations)) return annotations;
    if (annotations?.type === 'map') texts.push(...annotations.entries.map(({ value }) => value));
  }
  return texts.find((node) => node !== undefined && node.type !== 'scalar');
}

function annotationsOf(root: YamlMap): YamlMap | undefined {
  const metadata = field(root, 'metadata');
  const annotations = metadata?.type === 'map' ? field(metadata, 'annotations') : undefined;
  return annotations?.type === 'map' ? annotations : undefined;
}

function textAt(map: YamlMap, name: string): string {
  const node = field(map, name);
  return node?.type === 'scalar' ? scalarText(node) : '';
}

/** As Go's JSON decoder finds a field: the name as written counts before one that differs in case. */
function field({ entries }: YamlMap, name: string): YamlNode | undefined {
  return (entries.find(({ key }) => key === name) ?? entries.find(({ key }) => key.toLowerCase() === name.toLowerCase()))?.value;
}

function isNull(node: YamlNode): node is YamlScalar {
  return node.type === 'scalar' && node.tag === '!!null';
}

/** A tree that was read from a text in pieces, with the places of the pieces that each node was read from; its own ones count in that text. */
export function withPlacesIn(root: YamlMap, text: Rope, fallback: Span): YamlMap {
  return placingIn(text, fallback)(root);
}

/** The same for all trees that were read from one text. */
export function placingIn(text: Rope, fallback: Span): (root: YamlMap) => YamlMap {
  const place = placesIn(text, fallback);
  const unknown = unknownIn(text);
  const visit = (node: YamlNode): YamlNode => {
    if (node.type === 'list') return { ...node, items: node.items.map(visit), origins: place(node, node.origins) };
    if (node.type === 'scalar')
      return { ...node, ...(unknown(node.origins) && { unknown: true as const }), origins: place(node, node.origins) };
    return visitMap(node);
  };
  const visitMap = (map: YamlMap): YamlMap => ({
    ...map,
    entries: map.entries.map(({ key, keyOrigins, value }) => ({ key, keyOrigins: place(undefined, keyOrigins), value: visit(value) })),
    origins: place(map, map.origins),
  });
  return visitMap;
}
