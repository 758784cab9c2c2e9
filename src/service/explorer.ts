import type { FileLocation } from './fileFinding.ts';

/** What a tree of the clusters shows below each of them. */
export type ExplorerGroup = 'problems' | 'ranges' | 'nodes' | 'services';

export interface ExplorerCluster {
  /** Tells it from the others, also after an edit. */
  readonly key: string;
  readonly name: string;
  /** How it came together, as a sentence. */
  readonly reason: string;
  /** It is no cluster, but judged by itself. */
  readonly alternative: boolean;
  /** Where its site is described. */
  readonly at: FileLocation | undefined;
  readonly counts: Readonly<Record<ExplorerGroup, number>>;
  readonly errors: number;
}

export type ExplorerSort = 'error' | 'warning' | 'information' | 'range' | 'node' | 'service';

export interface ExplorerEntry {
  readonly sort: ExplorerSort;
  readonly label: string;
  /** A few words behind the label. */
  readonly detail: string;
  /** Whole sentences. */
  readonly reason: string | undefined;
  readonly at: FileLocation | undefined;
  /** The address that others use first. */
  readonly address: string | undefined;
  /** With the zone of the cluster. */
  readonly dnsName: string | undefined;
  /** As `trace` takes it as a goal. */
  readonly goal: string | undefined;
  /** As `whatIfObjects` has it. */
  readonly object: string | undefined;
}
