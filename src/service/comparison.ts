/** What of a workspace is compared with another state of it: plain data, so that two services, or one at two times, can be held against each other. */
export interface ComparableWorkspace {
  readonly clusters: readonly ComparableCluster[];
  /** Of texts, without a cluster. */
  readonly findings: readonly ComparableFinding[];
}

export interface ComparableCluster {
  readonly name: string;
  /** Its folder; empty for the root. */
  readonly root: string;
  readonly facts: readonly ComparableFact[];
  readonly findings: readonly ComparableFinding[];
}

/** In the order in which a reader asks. */
const factKinds = [
  'range',
  'node',
  'pods',
  'service',
  'cluster-ip',
  'ports',
  'external-address',
  'announcer',
  'endpoints',
  'name',
  'reachability',
] as const;

export interface ComparableFact {
  readonly kind: (typeof factKinds)[number];
  /** `Service shop/web`, `Node worker`, a name. */
  readonly object: string;
  /** What of the object, in the reader's language. */
  readonly label: string;
  readonly value: string;
}

export interface ComparableFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly resource: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What differs between two states. Clusters in which nothing does are left out; all lists are in a stable order. */
export interface Comparison {
  readonly clusters: readonly ComparedCluster[];
}

export interface ComparedCluster {
  /** Empty for findings about texts. */
  readonly name: string;
  readonly root: string;
  readonly state: 'new' | 'gone' | 'changed';
  readonly changes: readonly ComparedFact[];
  readonly findings: { readonly new: readonly ComparableFinding[]; readonly gone: readonly ComparableFinding[] };
}

export interface ComparedFact {
  readonly kind: ComparableFact['kind'];
  readonly object: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function compareWorkspaces(before: ComparableWorkspace, after: ComparableWorkspace): Comparison {
  const pairs = pairsOf(before.clusters, after.clusters);
  const texts: ComparedCluster = {
    name: '',
    root: '',
    state: 'changed',
    changes: [],
    findings: comparedFindings(before.findings, after.findings),
  };
  return {
    clusters: [...pairs.map(([old, now]) => compared(old, now)), texts].filter(
      ({ state, changes, findings }) => state !== 'changed' || changes.length > 0 || findings.new.length > 0 || findings.gone.length > 0,
    ),
  };
}

type Pair = readonly [ComparableCluster | undefined, ComparableCluster | undefined];

/** By folder and name, then by either; one that is left on each side is the same under another name. */
function pairsOf(before: readonly ComparableCluster[], after: readonly ComparableCluster[]): readonly Pair[] {
  const old = new Set(before);
  const found = new Map<ComparableCluster, ComparableCluster>();
  const tests: readonly ((one: ComparableCluster, other: ComparableCluster) => boolean)[] = [
    (one, other) => one.name === other.name && one.root === other.root,
    (one, other) => one.root === other.root,
    (one, other) => one.name === other.name,
  ];
  for (const isSame of tests) {
    for (const now of after) {
      if (found.has(now)) continue;
      const match = [...old].find((each) => isSame(each, now));
      if (match === undefined) continue;
      found.set(now, match);
      old.delete(match);
    }
  }
  const [left, ...others] = [...old];
  const open = after.filter((now) => !found.has(now));
  const [only] = open;
  if (left !== undefined && others.length === 0 && only !== undefined && open.length === 1) {
    found.set(only, left);
    old.delete(left);
  }
  return [...after.map((now): Pair => [found.get(now), now]), ...[...old].map((gone): Pair => [gone, undefined])];
}

function compared(before: ComparableCluster | undefined, after: ComparableCluster | undefined): ComparedCluster {
  const { name, root } = after ?? before ?? { name: '', root: '' };
  return {
    name,
    root,
    state: before === undefined ? 'new' : after === undefined ? 'gone' : 'changed',
    changes: comparedFacts(before?.facts ?? [], after?.facts ?? []),
    findings: comparedFindings(before?.findings ?? [], after?.findings ?? []),
  };
}

function comparedFacts(before: readonly ComparableFact[], after: readonly ComparableFact[]): readonly ComparedFact[] {
  const key = ({ kind, object, label }: ComparableFact) => JSON.stringify([kind, object, label]);
  const was = new Map(before.map((fact) => [key(fact), fact]));
  const is = new Map(after.map((fact) => [key(fact), fact]));
  const all = new Map([...was, ...is]);
  return [...all]
    .flatMap(([each, { kind, object, label }]): readonly ComparedFact[] => {
      const [old, now] = [was.get(each)?.value ?? null, is.get(each)?.value ?? null];
      return old === now ? [] : [{ kind, object, label, before: old, after: now }];
    })
    .sort(
      (one, other) =>
        factKinds.indexOf(one.kind) - factKinds.indexOf(other.kind) ||
        compareTexts(one.object, other.object) ||
        compareTexts(one.label, other.label),
    );
}

/** One and the same wherever its line has moved; of several alike as many as there are more. */
function comparedFindings(before: readonly ComparableFinding[], after: readonly ComparableFinding[]): ComparedCluster['findings'] {
  return { new: without(after, before), gone: without(before, after) };
}

function without(findings: readonly ComparableFinding[], others: readonly ComparableFinding[]): readonly ComparableFinding[] {
  const key = ({ code, severity, message, resource }: ComparableFinding) => JSON.stringify([code, severity, message, resource]);
  const counts = new Map<string, number>();
  for (const other of others) counts.set(key(other), (counts.get(key(other)) ?? 0) + 1);
  return findings
    .filter((finding) => {
      const count = counts.get(key(finding)) ?? 0;
      counts.set(key(finding), count - 1);
      return count <= 0;
    })
    .toSorted(
      (one, other) =>
        severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
        compareTexts(one.file, other.file) ||
        compareTexts(one.code, other.code) ||
        one.line - other.line,
    );
}

const severities: readonly ComparableFinding['severity'][] = ['error', 'warning', 'information', 'hint'];

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
