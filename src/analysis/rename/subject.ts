import type { TextRange } from '../../base/text.ts';
import { labelsOfResource } from '../../engine/references/labelPlaces.ts';
import type { Labelled } from '../../engine/references/keys.ts';
import type { Target } from '../../engine/references/reference.ts';
import type { AnyMention, References } from '../../engine/references/references.ts';
import { thingsMadeAt } from '../../engine/references/things.ts';
import { locate, textsAt } from '../../manifests/locate.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { mentionAt } from '../references/references.ts';

/** What a name at a cursor is the name of. */
export type Subject =
  /** The value that things have under a key, and that selectors ask for. `from`: what has it, or asks for it. */
  | { readonly kind: 'label'; readonly what: Labelled; readonly key: string; readonly text: string; readonly from: Resource | AnyMention }
  /** A thing with a name of its own. */
  | { readonly kind: 'thing'; readonly text: string; readonly target: Target }
  | { readonly kind: 'namespace'; readonly text: string };

/** The subject, and where its name stands in the document. */
export interface SubjectAt {
  readonly subject: Subject;
  /** Without quotes. */
  readonly range: TextRange;
}

/** Absent where the cursor is on no name that can be given another one. */
export function subjectAt(references: References, manifest: ManifestAt): SubjectAt | undefined {
  const { field, resource } = manifest;
  if (field?.part !== 'value' || field.scalar === undefined) return undefined;
  const path = field.path.slice(resource.root.length);
  const whole = unquoted(manifest, field.range);
  const { text } = field.scalar;
  const labels = labelsOfResource(resource);
  const last = path.at(-1);
  if (
    labels !== undefined &&
    typeof last === 'string' &&
    path.length === labels.path.length + 1 &&
    labels.path.every((step, index) => path[index] === step)
  )
    return { subject: { kind: 'label', what: labels.what, key: last, text, from: resource }, range: whole };
  const mention = mentionAt(references, manifest);
  if (mention === undefined) {
    if (resource.type === 'Namespace' && path.join('.') === 'metadata.name') return { subject: { kind: 'namespace', text }, range: whole };
    const [target, another] = thingsMadeAt(resource, path, references.around);
    return target === undefined || another !== undefined || target.name !== text || target.name === ''
      ? undefined
      : { subject: { kind: 'thing', text, target }, range: whole };
  }
  if (mention.kind === 'namespace') return { subject: { kind: 'namespace', text }, range: whole };
  const asked = askedLabel(mention, manifest);
  if (asked !== undefined) return { subject: { kind: 'label', ...asked, text, from: mention }, range: whole };
  const range = mention.place.path !== undefined && mention.place.span === undefined ? whole : locate(mention.place);
  // Of several that may be meant any will do: why not all of them can be, the renaming says.
  const [target] = references.targets(mention);
  if (target === undefined || target.name.toLowerCase() !== mention.text.toLowerCase()) return undefined;
  return { subject: { kind: 'thing', text: target.name, target }, range };
}

const labelledBy: Partial<Record<AnyMention['kind'], Labelled>> = {
  'service-pods': 'pods',
  'own-pods': 'pods',
  'policy-pods': 'pods',
  'affinity-pods': 'pods',
  'selected-pods': 'pods',
  'calico-pods': 'pods',
  'cilium-pods': 'pods',
  'advertised-pools': 'load-balancer-pool',
  'advertised-services': 'service',
  'monitored-services': 'service',
  'advertising-nodes': 'node',
  'peer-nodes': 'node',
  'pod-nodes': 'node',
  'pool-nodes': 'node',
  'selected-namespaces': 'object',
};

/** What a selector asks for; absent for a mention by name. */
export function labelledOf(mention: AnyMention): Labelled | undefined {
  return labelledBy[mention.kind];
}

/** The label whose value a cursor in a selector is on: of a pair, or among the values of an expression. */
function askedLabel(mention: AnyMention, { field }: ManifestAt): { readonly what: Labelled; readonly key: string } | undefined {
  const what = labelledOf(mention);
  const path = field?.path ?? [];
  const start = mention.place.path?.length ?? 0;
  if (what === undefined || path.length <= start) return undefined;
  const last = path.at(-1);
  if (typeof last === 'string')
    return last === 'operator' || (last === 'key' && path.includes('matchExpressions')) ? undefined : { what, key: keyIn(mention, last) };
  const [key] =
    path.at(-2) === 'values' ? textsAt(placeOf({ document: mention.resource.document, root: [] }, ...path.slice(0, -2), 'key')) : [];
  return key === undefined ? undefined : { what, key };
}

/** The key of a label that is written so: policies of Cilium may have its source before it. */
function keyIn(mention: AnyMention, written: string): string {
  return mention.kind === 'cilium-pods' ? written.replace(/^(?:k8s|any):/, '') : written;
}

function unquoted({ text }: ManifestAt, { start, end }: TextRange): TextRange {
  const first = text[start];
  return (first === '"' || first === "'") && text[end - 1] === first && end - start >= 2
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}
