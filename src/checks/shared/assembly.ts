import { Derived, sameItems } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { message, type Message } from '../../base/message.ts';
import { folderOf } from '../../base/path.ts';
import { namesakes } from '../../engine/lastApplied.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { ManifestDocument } from '../../manifests/document.ts';
import { groupOf } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';

/** Resources with one group, kind, namespace and name, in apply order: all but the last are overwritten. */
export type Repetition = readonly [Resource, Resource, ...Resource[]];

/**
 * How surely the manifests of a cluster are applied together. Of a folder that nothing declares to be a cluster we only assume it: when the same resources stand in
 * several of its files, the files are alternatives of each other, and what one file says against another is in doubt.
 */
export class Assembly {
  /** In the order of their first resource. Nameless resources repeat nothing. */
  readonly repetitions: readonly Repetition[];
  readonly #assumed: boolean;
  /** Folders of which files hold the same resources. */
  readonly #torn = new Derived(() => new Set(this.repetitions.flatMap(tornFolders)));
  readonly #byDocument = new Derived(() => this.#listByDocument());
  readonly #alternatives: boolean;

  constructor(cluster: Cluster) {
    this.repetitions = repetitionsOf(cluster);
    this.#assumed = cluster.rule === 'together';
    this.#alternatives =
      this.#assumed && this.repetitions.some(([first, ...others]) => others.some(({ document }) => document.file !== first.document.file));
  }

  #listByDocument(): ReadonlyMap<ManifestDocument, readonly Resource[]> {
    const lists = new Map<ManifestDocument, Resource[]>();
    for (const repetition of this.repetitions)
      for (const { document } of repetition) {
        const list = lists.get(document);
        if (list === undefined) lists.set(document, [...repetition]);
        else list.push(...repetition);
      }
    return lists;
  }

  /** Whether nothing declares the manifests to be one cluster. */
  get assumed(): boolean {
    return this.#assumed;
  }

  /**
   * Why two places may not be in one cluster after all; absent when they surely are: in one file, in one folder of which no two files are alternatives, or where
   * what stands at the one also stands in the folder of the other.
   */
  doubt(one: Place | undefined, other: Place | undefined): Message | undefined {
    if (!this.#alternatives || one === undefined || other === undefined) return undefined;
    return this.#isTogether(one.document.file, other.document.file) ||
      this.#counterparts(other).some((file) => this.#isTogether(one.document.file, file)) ||
      this.#counterparts(one).some((file) => this.#isTogether(other.document.file, file))
      ? undefined
      : this.mixed;
  }

  #isTogether(one: string, other: string): boolean {
    if (one === other) return true;
    const folder = folderOf(one);
    return folder === folderOf(other) && !this.#torn.get().has(folder);
  }

  /** Files that hold what stands at a place once more. */
  #counterparts({ document }: Place): readonly string[] {
    return (this.#byDocument.get().get(document) ?? []).map(({ document: { file } }) => file);
  }

  /** Why what all the files say together may not be said of one cluster; absent when it surely is. */
  get mixed(): Message | undefined {
    return this.#alternatives
      ? message('Files of this folder hold the same resources, so they may not be meant for one cluster.')
      : undefined;
  }
}

function tornFolders(repetition: Repetition): readonly string[] {
  const files = [...new Set(repetition.map(({ document }) => document.file))];
  const folders = files.map(folderOf);
  return folders.filter((folder, index) => folders.indexOf(folder) !== index);
}

/** Whether two say the same of everything. */
export function isSameAssembly(one: Assembly, other: Assembly): boolean {
  return (
    one.assumed === other.assumed &&
    (one.mixed === undefined) === (other.mixed === undefined) &&
    one.repetitions.length === other.repetitions.length &&
    one.repetitions.every((list, index) => sameItems<Resource>(list, other.repetitions[index] ?? []))
  );
}

function repetitionsOf(cluster: Cluster): readonly Repetition[] {
  return namesakes(cluster)
    .flatMap((group) => [...groupBy(group, (resource) => `${ownGroup(resource)} ${resource.metadata.namespace ?? ''}`).values()])
    .map((group) => {
      const list: Resource[] = [];
      for (const resource of group) if (!list.some((known) => isSamePlace(known, resource))) list.push(resource);
      return list;
    })
    .filter((list): list is [Resource, Resource, ...Resource[]] => list.length > 1);
}

/** A cluster may take in the same manifest by two ways; that repeats nothing. */
function isSamePlace(one: Resource, other: Resource): boolean {
  return (
    one.document === other.document && one.root.length === other.root.length && one.root.every((step, index) => step === other.root[index])
  );
}

/** The group that serves a kind today, where it has moved: both names mean the same object. */
function ownGroup(resource: Resource): string {
  return groupOf(kindOf(resource)?.apiVersions[0] ?? resource.apiVersion);
}
