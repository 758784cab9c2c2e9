import { isWithin } from '../../base/path.ts';
import { cursorContext, nodeAt, otherKeysAt, pairsAt, textAt, type CursorContext } from '../../manifests/halfTyped.ts';
import { isConfigurationFile } from '../../manifests/fileNames.ts';
import { flowText } from '../../manifests/newValue.ts';
import type { FieldPath } from '../../manifests/place.ts';
import { filesOf, isRendered } from '../../rendering/renderedDocument.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';
import { byRank, type Candidate, type Completions, type TypedPlace } from './candidate.ts';
import { selectorCompletions } from './calicoSelectors.ts';
import { chartValues } from './chartValues.ts';
import { fits, rules } from './rules.ts';
import { configurationSchema, offersOf } from './schema.ts';

/** More are not shown; the best stay. */
const mostCandidates = 300;

/**
 * What may be typed at an offset of a text, of which the snapshot may know an older one. Undefined where nothing is known of the place.
 * `textOf`: of another file, where that is known. `withSchema`: with the fields of our own formats, unless somebody else offers them.
 */
export function completionsAt(
  snapshot: Snapshot,
  path: string,
  text: string,
  offset: number,
  textOf: (path: string) => string | undefined,
  withSchema = true,
): Completions | undefined {
  const values = chartValues(path, text, offset, textOf);
  if (values !== undefined) return { word: values.word, candidates: values.candidates.map((each) => ({ ...each, text: each.label })) };
  const context = cursorContext(text, offset);
  if (context === undefined || context.block || context.typed.includes('{{')) return undefined;
  const place = placeOf(snapshot, path, context);
  const selects =
    context.part === 'value' ? rules.find((rule) => rule.selects !== undefined && fits(rule, place.kind, place.path))?.selects : undefined;
  if (selects !== undefined) return selectorCompletions(selects, place, text.slice(offset, context.word.end));
  const found = new Map<string, Candidate>();
  for (const candidate of offered(path, place, withSchema)) {
    const known = found.get(candidate.label);
    if (known === undefined || byRank(known, candidate) > 0) found.set(candidate.label, candidate);
  }
  if (found.size === 0) return undefined;
  const typed = context.typed.toLowerCase();
  const candidates = [...found.values()]
    .filter(({ label }) => found.size <= mostCandidates || label.toLowerCase().includes(typed))
    .sort(byRank)
    .slice(0, mostCandidates)
    .map((candidate) => ({ ...candidate, text: written(candidate, context) }));
  return { word: context.word, candidates };
}

function* offered(path: string, place: TypedPlace, withSchema: boolean): Generator<Candidate> {
  const { context } = place;
  const asKey = context.part === 'key' || context.mayBeKey;
  if (isConfigurationFile(path)) {
    if (!withSchema) return;
    const { keys, values } = offersOf(configurationSchema);
    if (asKey) yield* keys(place);
    if (context.part === 'value') yield* values(place);
    return;
  }
  for (const rule of rules) {
    if (!fits(rule, place.kind, place.path) || (rule.ofSchema === true && !withSchema)) continue;
    if (asKey && rule.keys !== undefined) yield* rule.keys(place);
    if (context.part === 'value' && rule.values !== undefined) yield* rule.values(place);
  }
}

function placeOf(snapshot: Snapshot, path: string, context: CursorContext): TypedPlace {
  const { root } = context;
  // An item of a `List` is a manifest of its own.
  const inItem =
    context.path[0] === 'items' && typeof context.path[1] === 'number' && textAt(root, 'items', context.path[1], 'kind') !== undefined;
  const start: FieldPath = inItem ? context.path.slice(0, 2) : [];
  const at = (...steps: FieldPath): string | undefined => textAt(root, ...start, ...steps);
  const kind = at('kind') ?? '';
  const clusters = clustersFor(snapshot, path);
  return {
    context,
    path: context.path.slice(start.length),
    kind,
    apiVersion: at('apiVersion') ?? '',
    namespace: at('metadata', 'namespace') ?? namespaceIn(clusters, path, kind, at('metadata', 'name')),
    textAt: at,
    pairsAt: (...steps) => (nodeAt(root, [...start, ...steps]) === undefined ? new Map() : pairsAt(root, ...start, ...steps)),
    otherKeysAt: (...steps) => otherKeysAt(context, ...start, ...steps),
    clusters,
  };
}

/** Those of the file; of one that is none's yet the nearest around it. */
function clustersFor(snapshot: Snapshot, path: string): readonly AnalysedCluster[] {
  const own = clustersOf(snapshot, path);
  if (own.length > 0) return own;
  const around = snapshot.clusters.filter(({ cluster }) => isWithin(cluster.root, path));
  const deepest = Math.max(...around.map(({ cluster }) => cluster.root.length));
  return around.filter(({ cluster }) => cluster.root.length === deepest);
}

/** What a manifest that does not write its namespace gets from a kustomization or a chart. */
function namespaceIn(clusters: readonly AnalysedCluster[], path: string, kind: string, name: string | undefined): string | undefined {
  if (kind === '' || name === undefined) return undefined;
  for (const { cluster } of clusters) {
    for (const { document, metadata, kind: own } of cluster.resources) {
      if (own === kind && metadata.name.includes(name) && isRendered(document) && filesOf(document).has(path)) return metadata.namespace;
    }
  }
  return undefined;
}

function written({ sort, label, text, snippet }: Candidate, { part, mayBeKey, quote, hasColon }: CursorContext): string {
  if (snippet === true) return text ?? label;
  const content = text ?? label;
  if (quote !== undefined) return content;
  if (part === 'key' || (mayBeKey && sort === 'key')) {
    if (text !== undefined && !hasColon) return text;
    const key = flowText(label, false);
    return hasColon ? key : `${key}: `;
  }
  // A number stands as it is, and so does what is written in its own way.
  if (text !== undefined || /^[0-9]+$/.test(content)) return content;
  return content.startsWith('[') ? `'${content}'` : flowText(content, false);
}
