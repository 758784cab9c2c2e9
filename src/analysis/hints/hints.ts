import { perObject } from '../../base/derived.ts';
import { formatAddress } from '../../base/ip.ts';
import { list, plural, sentences, term, type Message, type Text } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import { externalAddressesOf } from '../../engine/addresses/external.ts';
import { givesAddresses, inventoryOf, useOf } from '../../engine/addresses/inventory.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../../engine/allocation.ts';
import { podsMadeBy } from '../../engine/allocationIndex.ts';
import { selectorOf } from '../../engine/endpoints/selection.ts';
import type { Certainty, Explanation } from '../../engine/explanation.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { locate } from '../../manifests/locate.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { countsOf } from '../facts/rangeFacts.ts';
import { because } from '../hover/content.ts';
import { shortened } from '../hover/renderedValue.ts';
import { serviceOf } from '../navigation/outline.ts';
import { isExpression, renderedValues } from '../rendered/renderedValues.ts';
import { resourcesFrom } from '../navigation/resourcesFrom.ts';
import { clustersOf, type AnalysedCluster, type Snapshot } from '../snapshot.ts';

export const hintKinds = ['serviceAddresses', 'endpoints', 'rangeUse', 'podAddresses', 'renderedValues'] as const;
export type HintKind = (typeof hintKinds)[number];

/** A few words of what becomes of a manifest, behind what they are about. */
export interface Hint {
  readonly kind: HintKind;
  /** Offset in the file. */
  readonly offset: number;
  readonly text: Text;
  /** Why it is so. */
  readonly reason: Message | undefined;
  /** What decided it. */
  readonly cause: Place | undefined;
}

/** A base that many clusters share is told of for a few of them. */
const mostClusters = 3;
/** Of one answer; an editor asks for what it shows. */
const mostHints = 1_000;

/** The hints of the documents of a file that touch a stretch of it, in order. */
export function hintsIn(snapshot: Snapshot, path: string, { start, end }: TextRange, wanted: ReadonlySet<HintKind>): readonly Hint[] {
  const analysed = snapshot.files.get(path);
  if (analysed === undefined || wanted.size === 0) return [];
  const { file, documents } = analysed;
  const clusters = clustersOf(snapshot, path);
  const found: Hint[] = [];
  documents.forEach(({ document, resources }, index) => {
    const from = file.offsets[index] ?? 0;
    if (found.length >= mostHints || from > end || from + document.text.length < start) return;
    for (const resource of resources) {
      const lives = clusters.flatMap((each) => resourcesFrom(each, resource).map((own) => ({ each, own }))).slice(0, mostClusters);
      for (const [place, ...told] of placesOf(resource, lives, wanted)) {
        const offset = from + behind(document, place);
        if (start <= offset && offset <= end) found.push(...together(told, offset));
      }
    }
    if (wanted.has('rangeUse') && clusters.length > 0 && resources.some(mayClaim)) found.push(...rangesIn(clusters, document, from));
  });
  if (wanted.has('renderedValues')) found.push(...renderedHints(path, file.text, clusters, { start, end }));
  return found.filter(({ offset }) => start <= offset && offset <= end).sort((one, other) => one.offset - other.offset);
}

/** What each expression of a template becomes, behind the last of a value. */
function renderedHints(path: string, text: string, clusters: readonly AnalysedCluster[], { start, end }: TextRange): readonly Hint[] {
  if (!text.includes('{{')) return [];
  const told = new Map<
    number,
    { readonly values: Set<string>; readonly cause: Place | undefined; readonly fields: Map<Resource, number> }
  >();
  for (const { cluster } of clusters.slice(0, mostClusters))
    for (const { spans, resource, path: field, by, ...value } of renderedValues(cluster, path, text)) {
      // Behind all of the value: what stands around an expression is a part of it.
      const last = spans.some((span) => isExpression(text.slice(span.start, span.end))) ? spans.at(-1) : undefined;
      if (last === undefined || last.end < start || last.start > end) continue;
      const hint = told.get(last.end) ?? {
        values: new Set<string>(),
        cause: by.file === path ? undefined : placeOf({ document: resource.document, root: [] }, ...field),
        fields: new Map<Resource, number>(),
      };
      hint.values.add(value.unknown ? '…' : shortened(value.text));
      hint.fields.set(resource, (hint.fields.get(resource) ?? 0) + 1);
      told.set(last.end, hint);
    }
  return [...told]
    .filter(([, { fields }]) => [...fields.values()].every((count) => count === 1))
    .map(([offset, { values, cause }]): Hint => {
      const shown = [...values].slice(0, mostClusters);
      return {
        kind: 'renderedValues',
        offset,
        text: (values.size > mostClusters ? [...shown, '…'] : shown).join(', ') || '""',
        reason: undefined,
        cause,
      };
    });
}

/** Most manifests have no range, and need no inventory. */
function mayClaim({ type }: Resource): boolean {
  return !rangeless.has(type);
}

const rangeless: ReadonlySet<Resource['type']> = new Set<Resource['type']>([
  'Service',
  'Workload',
  'Pod',
  'ConfigMap',
  'Namespace',
  'Ingress',
  'NetworkPolicy',
  'Other',
]);

type Told = Omit<Hint, 'offset'>;
type Living = { readonly each: AnalysedCluster; readonly own: Resource };

/** What is told at places of a manifest, by cluster. */
function* placesOf(resource: Resource, lives: readonly Living[], wanted: ReadonlySet<HintKind>): Generator<readonly [Place, ...Told[]]> {
  const name = placeOf(resource, 'metadata', 'name');
  const of = (tell: (allocation: Allocation, own: Resource) => readonly Told[]): readonly Told[] =>
    lives.flatMap(({ each, own }) => tell(each.allocation, own));
  if (resource.type === 'Service') {
    if (wanted.has('serviceAddresses')) yield [name, ...of((allocation, own) => serviceHint(serviceOf(allocation, own)))];
    if (wanted.has('endpoints') && resource.selector !== undefined)
      yield [keyPlaceOf(resource, 'spec', 'selector'), ...of((allocation, own) => endpointHint(serviceOf(allocation, own)))];
  } else if ((resource.type === 'Workload' || resource.type === 'Pod') && wanted.has('podAddresses'))
    yield [name, ...of((allocation, own) => podHint(podsMadeBy(allocation, own)))];
}

/** Where several clusters say different things, all are shown. */
function together(told: readonly Told[], offset: number): readonly Hint[] {
  const [first] = told;
  if (first === undefined) return [];
  const texts = [...new Map(told.map(({ text }) => [JSON.stringify(text), text])).values()];
  return [
    {
      ...first,
      offset,
      text: texts.length === 1 ? first.text : list(texts.map((text) => (typeof text === 'string' ? text : term('{0}', asTerm(text))))),
    },
  ];
}

function asTerm(text: Message): ReturnType<typeof term> {
  return { ...text, term: true };
}

/** How sure it is, at a glance. */
export function marked(text: string, certainty: Certainty): string {
  return certainty === 'fixed' ? text : certainty === 'predicted' ? `≈ ${text}` : `? ${text}`;
}

function serviceHint(service: AllocatedService | undefined): readonly Told[] {
  if (service === undefined || service.rejected !== undefined) return [];
  const { loadBalancer, clusterIPs, explanation } = service;
  const kind = 'serviceAddresses';
  const external = externalAddressesOf(service);
  const [first] = external;
  if (loadBalancer?.pending !== undefined && first === undefined) {
    const { pending } = loadBalancer;
    return [{ kind, text: term('no external address'), reason: pending.message, cause: pending.because[0] }];
  }
  const parts = [
    ...external.map(({ address, certainty }) => marked(formatAddress(address), certainty)),
    ...clusterIPs.map((address) => marked(formatAddress(address), explanation.certainty)),
  ];
  if (parts.length === 0) return [];
  const why = first?.explanation ?? explanation;
  return [
    {
      kind,
      text: parts.join(' · '),
      reason: first?.explanation === undefined ? because(why) : sentences(because(why), because(explanation)),
      cause: causeOf(why, service.resource),
    },
  ];
}

function endpointHint(service: AllocatedService | undefined): readonly Told[] {
  if (service === undefined || service.rejected !== undefined || selectorOf(service) === undefined) return [];
  const endpoints = service.slices.flatMap((slice) => slice.endpoints);
  const count = endpointCount(service);
  const names = [...endpoints.flatMap(({ pod }) => pod ?? []), ...service.unaddressed].map(({ name }) => name);
  return [
    {
      kind: 'endpoints',
      text: plural(count, '{0} endpoint', '{0} endpoints'),
      reason: names.length === 0 ? undefined : list([...new Set(names)], 8),
      cause: undefined,
    },
  ];
}

/** A pod once, with however many addresses. */
export function endpointCount({ slices, unaddressed }: AllocatedService): number {
  const pods = new Set(slices.flatMap((slice) => slice.endpoints).map(({ pod, ip }) => pod ?? formatAddress(ip)));
  return pods.size + unaddressed.length;
}

function podHint(pods: readonly AllocatedPod[]): readonly Told[] {
  const [first] = pods;
  if (first === undefined) return [];
  const kind = 'podAddresses';
  const refusal = first.unschedulable ?? first.pending;
  if (refusal !== undefined && first.ips.length === 0)
    return [{ kind, text: term('pending'), reason: refusal.message, cause: refusal.because[0] }];
  const addresses = pods.flatMap(({ ips }) => ips).map(formatAddress);
  if (addresses.length === 0) return [];
  const shown = addresses.length > 3 ? `${addresses.slice(0, 3).join(', ')}, …` : addresses.join(', ');
  const { explanation } = first;
  return [{ kind, text: marked(shown, explanation.certainty), reason: because(explanation), cause: causeOf(explanation, first.origin) }];
}

/** What is worth going to: not the manifest itself. */
function causeOf({ because: places }: Explanation, own: Resource | undefined): Place | undefined {
  return places.find(({ document }) => document !== own?.document);
}

function rangesIn(clusters: readonly AnalysedCluster[], document: ManifestDocument, from: number): readonly Hint[] {
  return clusters.slice(0, 1).flatMap(({ allocation }) =>
    (claimsByDocument(allocation).get(document) ?? []).flatMap((claim): Hint[] => {
      if (claim.place === undefined || !givesAddresses(claim.kind) || claim.range.first === claim.range.last) return [];
      const use = useOf(allocation, claim.kind, [claim.range]);
      return [
        {
          kind: 'rangeUse',
          offset: from + behind(document, claim.place),
          text: term('{0} of {1} used', use.used, use.size),
          reason: countsOf(claim.kind, use),
          cause: undefined,
        },
      ];
    }),
  );
}

const claimsByDocument = perObject((allocation: Allocation): ReadonlyMap<ManifestDocument, readonly Claim[]> => {
  const claims = new Map<ManifestDocument, Claim[]>();
  for (const claim of inventoryOf(allocation).claims) {
    const document = claim.place?.document;
    if (document === undefined) continue;
    const known = claims.get(document);
    if (known === undefined) claims.set(document, [claim]);
    else known.push(claim);
  }
  return claims;
});

/** Behind what stands at a place; of a key behind its colon. */
function behind({ text }: ManifestDocument, place: Place): number {
  const { end } = locate(place);
  return place.path !== undefined && place.part === 'key' && text[end] === ':' ? end + 1 : end;
}
