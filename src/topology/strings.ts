import type { PluralForms } from '../base/message.ts';
import type { EdgeKind, ElementCertainty, ElementKind, ElementSeverity, GraphElement, StatusAction } from './graphProtocol.ts';
import type { PlanStrings } from './plan/planProtocol.ts';
import type { ChangeLine, Mark, ReachDirection, Way, WayStep } from './wayProtocol.ts';

/** Every text of the page that does not come from a manifest, in the reader's language. `{0}` stands for a value, in a text with forms for the count. */
export interface PageStrings {
  /** BCP 47 tag of the language. */
  readonly language: string;
  readonly title: string;
  readonly toolbar: string;
  readonly graphView: string;
  readonly listView: string;
  readonly search: string;
  readonly searchCount: string;
  readonly searchNone: string;
  readonly next: string;
  readonly previous: string;
  readonly problems: string;
  readonly noProblems: string;
  readonly errorCount: PluralForms;
  readonly warningCount: PluralForms;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly tidy: string;
  readonly export: string;
  readonly unfoldAll: string;
  readonly foldAll: string;
  readonly legend: string;
  readonly close: string;
  readonly open: string;
  readonly fold: string;
  readonly unfold: string;
  readonly details: string;
  readonly findings: string;
  readonly connections: string;
  readonly holds: string;
  readonly reveal: string;
  readonly showing: PluralForms;
  readonly more: PluralForms;
  readonly pods: PluralForms;
  readonly services: PluralForms;
  readonly podsWaiting: PluralForms;
  readonly ranges: PluralForms;
  readonly quiet: string;
  readonly elements: PluralForms;
  readonly pending: string;
  readonly waiting: string;
  readonly selected: string;
  readonly graphChanged: PluralForms;
  readonly keyboardHelp: string;
  readonly find: FindStrings;
  readonly table: TableStrings;
  readonly way: WayStrings;
  readonly reach: ReachStrings;
  readonly whatIf: WhatIfStrings;
  readonly comparison: ComparisonStrings;
  readonly states: StateStrings;
  readonly lanes: Readonly<Record<'outside' | 'addresses' | 'entrances' | 'services' | 'nodes' | 'networks', string>>;
  readonly kinds: Readonly<Record<ElementKind, string>>;
  /** A workload or pod that is made of one. */
  readonly module: string;
  /** What stands above services of a kind, and what is said of one. */
  readonly exposures: Readonly<Record<'exposed' | 'internal' | 'alias', string>>;
  /** Of pods that policies isolate. */
  readonly isolations: Readonly<Record<NonNullable<GraphElement['isolated']>, string>>;
  /** Words on a line, followed by its ports. */
  readonly edgeWords: Readonly<Record<EdgeKind, string>>;
  readonly severities: Readonly<Record<ElementSeverity, string>>;
  readonly certainties: Readonly<Record<ElementCertainty, string>>;
  readonly edges: Readonly<Record<EdgeKind, string>>;
  readonly edgesBackward: Readonly<Record<EdgeKind, string>>;
  readonly plan: PlanStrings;
}

/** Filters, chains and the choice of a cluster. */
export interface FindStrings {
  readonly filter: string;
  readonly filters: string;
  readonly cluster: string;
  readonly allClusters: string;
  readonly notApplied: string;
  readonly indistinct: string;
  readonly namespaces: string;
  readonly kinds: string;
  readonly chosen: string;
  readonly onlyProblems: string;
  readonly onlyExposed: string;
  readonly clear: string;
  readonly showing: PluralForms;
  readonly nothing: string;
  readonly hidden: PluralForms;
  readonly lifted: string;
  readonly trace: string;
  readonly traced: string;
  readonly untrace: string;
  readonly untraced: string;
}

/** The list. */
export interface TableStrings {
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  readonly address: string;
  readonly node: string;
  readonly problem: string;
  readonly noEndpoints: string;
  readonly unknownEndpoints: string;
  readonly sorted: string;
  readonly unsorted: string;
  readonly keyboardHelp: string;
}

/** A connection that is traced. */
export interface WayStrings {
  readonly arrives: string;
  readonly label: string;
  readonly chooseFirst: string;
  readonly from: string;
  readonly start: string;
  /** How the pointer does it. */
  readonly drag: string;
  readonly choose: string;
  readonly cancel: string;
  readonly cancelled: string;
  readonly ends: string;
  readonly asking: string;
  readonly verdicts: Readonly<Record<Way['verdict'], string>>;
  readonly outcomes: Readonly<Record<WayStep['outcome'], string>>;
  readonly places: Readonly<Record<WayStep['at'], string>>;
  readonly said: string;
  readonly step: string;
  readonly steps: string;
  readonly showSteps: string;
  readonly port: string;
  readonly again: string;
  readonly end: string;
  readonly ended: string;
}

/** Who may talk to whom. */
export interface ReachStrings {
  readonly label: string;
  readonly chooseFirst: string;
  readonly ask: Readonly<Record<ReachDirection, string>>;
  readonly shown: Readonly<Record<ReachDirection, string>>;
  readonly allowed: string;
  readonly unknown: string;
  readonly none: string;
  readonly end: string;
  readonly ended: string;
}

/** Events that the reader has happen. */
export interface WhatIfStrings {
  readonly heading: string;
  readonly replicas: string;
  readonly happen: string;
  readonly event: string;
  readonly banner: string;
  readonly back: string;
  readonly now: string;
  readonly isNow: string;
  readonly show: string;
  readonly changes: string;
  readonly said: PluralForms;
  readonly chooseFirst: string;
  readonly kinds: Readonly<Record<ChangeLine['kind'], string>>;
}

/** The picture against another state. */
export interface ComparisonStrings {
  /** Of things that one card stands for, and how many. */
  readonly marks: Readonly<Record<Mark['kind'], string>>;
  readonly several: string;
  readonly banner: string;
  readonly show: string;
  readonly differences: string;
  readonly label: string;
  readonly nothing: string;
  readonly end: string;
  readonly ended: string;
  readonly said: PluralForms;
}

/** What the page says when it cannot show what it should. */
export interface StateStrings {
  readonly silent: string;
  /** While there is no picture. */
  readonly silentAtFirst: string;
  readonly retry: string;
  readonly actions: Readonly<Record<StatusAction, string>>;
  readonly fixed: string;
}
