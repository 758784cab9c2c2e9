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
  /** It holds what a cluster itself has told, as `kubectl get … -o yaml` prints it. */
  readonly observed: boolean;
  readonly facts: readonly ComparableFact[];
  readonly reach: ComparableReach;
  readonly findings: readonly ComparableFinding[];
}

/** What policies let workloads connect to, as `edge-network reach` tells it. Texts in the reader's language. */
export interface ComparableReach {
  /** `shop/web`, and what stands for the addresses outside, which comes last. */
  readonly ends: readonly string[];
  /** What a pair is that is not listed: open on every port. */
  readonly open: string;
  /** What a pair is between which nothing is open. */
  readonly closed: string;
  /** What a change of a pair is about. */
  readonly label: string;
  /** By source and destination: the ports that are open, of addresses outside by ranges. */
  readonly pairs: ReadonlyMap<string, ReadonlyMap<string, string>>;
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
  /** Absent: it is in none. */
  readonly namespace: string | undefined;
  /** Why a cluster may have another value all the same; absent: the rules leave only this one. */
  readonly open: string | undefined;
  /** The value is by chance, so that an unrelated edit may change it: only a cluster itself is held against it. */
  readonly chance: boolean;
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
  /** What the older side calls it, where that is something else. */
  readonly older?: { readonly name: string; readonly root: string };
  readonly changes: readonly ComparedFact[];
  /** Where one side is a cluster itself: what differs from the prediction by a rule that leaves it open. */
  readonly explained: readonly ExplainedFact[];
  /** Where one side is a cluster itself: so many facts of namespaces that the other side says nothing of. */
  readonly leftOut: number;
  readonly findings: { readonly new: readonly ComparableFinding[]; readonly gone: readonly ComparableFinding[] };
}

export interface ExplainedFact extends ComparedFact {
  readonly reason: string;
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
    explained: [],
    leftOut: 0,
    findings: comparedFindings(before.findings, after.findings),
  };
  return {
    clusters: [...pairs.map(([old, now]) => compared(old, now)), texts].filter(
      ({ state, changes, explained, findings }) =>
        state !== 'changed' || changes.length > 0 || explained.length > 0 || findings.new.length > 0 || findings.gone.length > 0,
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
  const reach = before === undefined || after === undefined ? [] : comparedReach(before.reach, after.reach);
  const base = {
    name,
    root,
    state: before === undefined ? ('new' as const) : after === undefined ? ('gone' as const) : ('changed' as const),
    ...(before === undefined || (before.name === name && before.root === root) ? {} : { older: { name: before.name, root: before.root } }),
  };
  if (before !== undefined && after !== undefined && before.observed !== after.observed) {
    const predicted = before.observed ? after : before;
    const told = new Set(predicted.facts.map(({ namespace }) => namespace));
    const isTold = ({ namespace }: ComparableFact): boolean => namespace === undefined || told.has(namespace);
    // A cluster does not say which network it stands in.
    const [old, now] = [before.facts, after.facts].map((facts) => facts.filter(({ kind, object }) => kind !== 'range' || object !== ''));
    const reasons = new Map(predicted.facts.map((fact) => [keyOf(fact), fact.open]));
    const all = comparedFacts(old?.filter(isTold) ?? [], now?.filter(isTold) ?? []).map((change) => ({
      change,
      reason: change.before === null || change.after === null ? undefined : reasons.get(keyOf(change)),
    }));
    return {
      ...base,
      changes: [...all.flatMap(({ change, reason }) => (reason === undefined ? [change] : [])), ...reach],
      explained: all.flatMap(({ change, reason }) => (reason === undefined ? [] : [{ ...change, reason }])),
      leftOut: [...(old ?? []), ...(now ?? [])].filter((fact) => !isTold(fact)).length,
      // A snapshot is no text to judge: what is found in it is found in other files.
      findings: { new: [], gone: [] },
    };
  }
  const steady = (facts: readonly ComparableFact[] = []) => facts.filter(({ chance }) => !chance);
  return {
    ...base,
    changes: [...comparedFacts(steady(before?.facts), steady(after?.facts)), ...reach],
    explained: [],
    leftOut: 0,
    findings: comparedFindings(before?.findings ?? [], after?.findings ?? []),
  };
}

function keyOf({ kind, object, label }: Pick<ComparableFact, 'kind' | 'object' | 'label'>): string {
  return JSON.stringify([kind, object, label]);
}

function comparedFacts(before: readonly ComparableFact[], after: readonly ComparableFact[]): readonly ComparedFact[] {
  const was = new Map(before.map((fact) => [keyOf(fact), fact]));
  const is = new Map(after.map((fact) => [keyOf(fact), fact]));
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

interface ChangedPair {
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
}

/** Between ends that are there on both sides: what comes and goes with a workload is no news of its own. What all others share is one row. */
function comparedReach(before: ComparableReach, after: ComparableReach): readonly ComparedFact[] {
  const known = new Set(before.ends);
  const common = after.ends.filter((end) => known.has(end));
  const ends = new Set(common);
  const changed: ChangedPair[] = [];
  for (const from of new Set([...before.pairs.keys(), ...after.pairs.keys()])) {
    const [was, is] = [before.pairs.get(from), after.pairs.get(from)];
    if (!ends.has(from)) continue;
    for (const to of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const [old, now] = [was?.get(to) ?? before.open, is?.get(to) ?? after.open];
      if (ends.has(to) && old !== now) changed.push({ from, to, before: old, after: now });
    }
  }
  return folded(folded(changed, 'to', common.length - 1), 'from', common.length - 1)
    .map(({ from, to, before: old, after: now }): ComparedFact => ({
      kind: 'reachability',
      object: `${from} → ${to}`,
      label: after.label,
      before: old === before.closed ? null : old,
      after: now === after.closed ? null : now,
    }))
    .sort((one, other) => compareTexts(one.object, other.object));
}

/** One pair with `*` for all that have the same end and change alike, where these are all there are. */
function folded(pairs: readonly ChangedPair[], side: 'from' | 'to', all: number): readonly ChangedPair[] {
  const groups = new Map<string, ChangedPair[]>();
  for (const pair of pairs) {
    const key = JSON.stringify([pair[side], pair.before, pair.after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pair]);
    else group.push(pair);
  }
  return [...groups.values()].flatMap((group): readonly ChangedPair[] => {
    const [first] = group;
    if (first === undefined || all < 2 || group.length < all || group.some(({ from, to }) => from === '*' || to === '*')) return group;
    return [side === 'to' ? { ...first, from: '*' } : { ...first, to: '*' }];
  });
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
