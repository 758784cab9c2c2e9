import { perObject } from '../base/derived.ts';
import { list, message, plural, type Message } from '../base/message.ts';
import type { Cluster } from '../manifests/cluster.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import type { Unknown } from '../manifests/unknown.ts';
import { unitKey, type Unit } from '../rendering/clusters/unit.ts';
import type { Applied } from '../rendering/gitops/delivery.ts';
import { isRendered } from '../rendering/renderedDocument.ts';
import type { AnalysedCluster } from './snapshot.ts';

/** What a cluster is made of, and why just that. */
export interface Composition {
  readonly cluster: Cluster;
  /** By which rule it is one, as a sentence. */
  readonly sentence: Message;
  /** In the order of creation. */
  readonly units: readonly ComposedUnit[];
  /** Manifests that stand in plain files. */
  readonly plain: number;
  /** What of it is not known, each once. */
  readonly unknown: readonly Message[];
}

export interface ComposedUnit {
  readonly unit: Unit;
  readonly kind: 'kustomization' | 'chart' | 'files' | 'modules';
  /** The folder that is built; empty for what lies nowhere here. */
  readonly root: string;
  /** The object that applies it, `Kustomization flux-system/apps`; absent for a folder alone. */
  readonly by: string | undefined;
  readonly manifests: number;
}

export const compositionOf = perObject(({ cluster, plan }: AnalysedCluster): Composition => {
  const counts = new Map<string, number>();
  const seen = new Set<ManifestDocument>();
  let plain = 0;
  for (const { document } of cluster.resources) {
    if (!isRendered(document)) plain++;
    else if (!seen.has(document)) {
      seen.add(document);
      counts.set(unitKey(document.unit), (counts.get(unitKey(document.unit)) ?? 0) + 1);
    }
  }
  // Of modules nothing is made elsewhere than on a device.
  const units = plan.units
    .filter((unit) => unit.kind !== 'modules' || counts.has(unitKey(unit)))
    .map((unit) => composed(unit, counts.get(unitKey(unit)) ?? 0));
  return { cluster, sentence: sentenceOf(cluster, units), units, plain, unknown: sentencesOf(cluster.unknowns) };
});

function composed(unit: Unit, manifests: number): ComposedUnit {
  switch (unit.kind) {
    case 'kustomization':
    case 'chart':
    case 'modules':
      return { unit, kind: unit.kind, root: unit.folder, by: undefined, manifests };
    case 'delivery': {
      const { by, applied } = unit.delivery;
      return { unit, ...builtOf(applied), by: `${by.kind} ${by.namespace}/${by.name}`, manifests };
    }
  }
}

function builtOf(applied: Applied): Pick<ComposedUnit, 'kind' | 'root'> {
  switch (applied.type) {
    case 'kustomization':
      return { kind: 'kustomization', root: applied.folder };
    case 'release':
      return { kind: 'chart', root: applied.chart };
    case 'application':
      return { kind: 'files', root: applied.sources[0]?.folder ?? '' };
    case 'bundle':
      return { kind: 'files', root: applied.folder };
    case 'packed-chart':
      return { kind: 'chart', root: '' };
  }
}

function sentenceOf({ rule, alternative, root }: Cluster, units: readonly ComposedUnit[]): Message {
  const folder = root || './';
  if (alternative === 'not-applied') return message('{0} is not applied by the entry points around it, and is judged by itself.', folder);
  if (alternative === 'indistinct') return message('Something else at {0} holds the same resources, so it is judged by itself.', folder);
  switch (rule) {
    case 'applied': {
      const objects = new Set(units.flatMap(({ by }) => by ?? []));
      if (objects.size === 0) return message('It is what the objects in {0} apply; of that nothing is known here.', folder);
      if (objects.size <= mostNamed) return message('It is what {0} applies, from {1}.', list([...objects]), folder);
      return plural(
        objects.size,
        '{0} object applies it, beginning with those in {1}.',
        '{0} objects apply it, beginning with those in {1}.',
        folder,
      );
    }
    case 'unit':
      return message('{0} stands alone.', folder);
    case 'together':
      return message('{0} and what does not contradict it are taken to live together; nothing says who applies them.', folder);
    default:
      return message('{0} describes the cluster, and all below belongs to it.', folder);
  }
}

/** More objects are counted. */
const mostNamed = 3;

function sentencesOf(unknowns: readonly Unknown[]): readonly Message[] {
  const known = new Map<string, Message>();
  for (const { sentence } of unknowns) known.set(JSON.stringify([sentence.key, sentence.args]), sentence);
  return [...known.values()];
}
