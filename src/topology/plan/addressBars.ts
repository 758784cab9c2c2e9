import { encloses, formatRange, intersection, rangeOfAddress, rangeOfCIDR, sizeOf, type CIDR, type IPRange } from '../../base/ip.ts';
import { blockCells, cellsOf, isPoint, runOf, usesIn } from './addressCells.ts';
import { claimKindOf, edgesOf, textOf, type AddressClaim, type AddressUse, type PlannedOverlap, type ClaimTree } from './addressClaims.ts';
import { givesAddresses, useOf } from '../../engine/addresses/inventory.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { worst } from '../badges.ts';
import { freeRuns } from '../../engine/addresses/freeRanges.ts';
import { hostsOf, nextIn, nextPrefix, suggestion } from '../../engine/addresses/nextFree.ts';
import type { PlanKind, PlanMark, PlanSpan } from './planProtocol.ts';
import { keyOf } from './texts.ts';
import type { UnsaidBar, UnsaidCell, UnsaidFinding, UnsaidGroup, UnsaidSegment } from './unsaidPlan.ts';

/** A range of at most so many addresses is shown as cells in the bar that it lies in; a larger one is a bar of its own. */
const small = 64n;
/** Cells of one group, beyond which they are only counted. */
const mostCells = 2000;
/** Uses nearer to each other than this share of a bar are one mark. */
const nearest = 1 / 400;
const mostGaps = 50;

/** A pool's block and the node that owns it. */
export interface OwnedBlock {
  readonly cidr: CIDR;
  readonly owner: string;
  readonly element: string | undefined;
}

/** What the bars of one cluster are made of. */
export interface PlanSource {
  readonly id: string;
  readonly allocation: Allocation;
  readonly claims: readonly AddressClaim[];
  readonly uses: readonly AddressUse[];
  readonly overlaps: readonly PlannedOverlap[];
  readonly blocks: readonly OwnedBlock[];
}

/** A stretch to be shown as one bar: a claim, or several that none of them encloses. */
interface Stretch {
  readonly range: IPRange;
  readonly trees: readonly ClaimTree[];
}

/** The bars of one cluster, each before what it holds: the LAN first, then pods and services, other networks last; IPv4 before IPv6. */
export function barsOf(source: PlanSource, roots: readonly ClaimTree[]): readonly UnsaidBar[] {
  const bars = new BarBuilder(source);
  const stretches = together(roots).map((stretch) => ({ stretch, rank: rankOf(stretch) }));
  stretches.sort((one, other) => one.rank - other.rank);
  for (const { stretch } of stretches) bars.add(stretch, undefined, 0, []);
  return bars.bars;
}

const order: readonly PlanKind[] = ['site', 'node', 'external', 'held', 'pod', 'service', 'network', 'mixed'];

function rankOf({ trees, range }: Stretch): number {
  const ranks = (list: readonly ClaimTree[]): readonly number[] =>
    list.flatMap(({ claim, inner }) => [order.indexOf(claim.kind), ...ranks(inner)]);
  const first = Math.min(...ranks(trees));
  // What has to do with the site stays in the order of its addresses.
  return range.family * 100 + (first <= order.indexOf('held') ? 0 : first);
}

/** Ranges that overlap, and small ones near to each other, are shown together. */
function together(trees: readonly ClaimTree[]): readonly Stretch[] {
  const stretches: { range: IPRange; trees: ClaimTree[] }[] = [];
  for (const tree of trees) {
    const { range } = tree.claim;
    const last = stretches.at(-1);
    const near =
      last !== undefined &&
      last.range.family === range.family &&
      (range.first <= last.range.last || (sizeOf(last.range) <= small && sizeOf(range) <= small && range.first - last.range.last <= small));
    if (!near) stretches.push({ range, trees: [tree] });
    else {
      last.trees.push(tree);
      if (range.last > last.range.last) last.range = { ...last.range, last: range.last };
    }
  }
  return stretches;
}

function all(trees: readonly ClaimTree[]): readonly AddressClaim[] {
  return trees.flatMap(({ claim, inner }) => [claim, ...all(inner)]);
}

class BarBuilder {
  readonly bars: UnsaidBar[] = [];
  readonly #source: PlanSource;
  readonly #ids = new Set<string>();
  readonly #subnets: readonly AddressClaim[];
  readonly #claims: ReadonlySet<AddressClaim>;

  constructor(source: PlanSource) {
    this.#source = source;
    this.#claims = new Set(source.claims);
    this.#subnets = source.claims.filter(({ role }) => role === 'lan-subnet');
  }

  add(stretch: Stretch, parent: IPRange | undefined, depth: number, said: readonly UnsaidFinding[]): string {
    const { range, trees } = stretch;
    const [only] = trees;
    const claim = trees.length === 1 ? only?.claim : undefined;
    const inner = claim === undefined || only === undefined ? trees : only.inner;
    const kind = claim?.kind ?? 'mixed';
    const id = this.#id(`bar/${claim?.role ?? 'mixed'}/${formatRange(range)}`);
    const uses = usesIn(this.#source.uses, range);

    // What a bar around it has said need not be said again.
    const findings = findingsOf(claim === undefined ? [] : [claim]).filter(
      (finding) => !said.some((other) => keyOf(other.message) === keyOf(finding.message)),
    );

    // A bar that is small itself is all cells.
    const tiny = sizeOf(range) <= small * 2n && all(trees).length <= 60;
    const groups = tiny ? [this.#rangeGroup(id, range, trees, range)] : this.#groups(id, claim, range, inner, uses);
    const ownFindings = findings.filter(
      (finding) => !groups.some(({ group }) => group.findings.some(({ message }) => keyOf(message) === keyOf(finding.message))),
    );
    const position = this.bars.length;
    const opens = new Map<ClaimTree, string>();
    for (const tree of inner) {
      const group = groups.find(({ claims }) => claims.includes(tree.claim));
      if (group !== undefined) opens.set(tree, group.group.id);
      else if (!tiny) opens.set(tree, this.add({ range: tree.claim.range, trees: [tree] }, range, depth + 1, [...said, ...findings]));
    }

    const claimKind = claim === undefined ? undefined : claimKindOf(claim);
    const use = claimKind !== undefined && givesAddresses(claimKind) ? useOf(this.#source.allocation, claimKind, [range]) : undefined;
    // What lies in the bar draws its own.
    const drawn = [...inner.map((tree) => tree.claim.range), ...this.#blocksIn(claim).map(({ cidr }) => rangeOfCIDR(cidr))];
    const gaps = (use?.freeRanges ?? []).flatMap((run) => freeRuns(run, drawn));
    const { segments, lanes } = tiny ? { segments: [], lanes: 1 } : segmentsOf(range, inner, opens);
    this.bars.splice(position, 0, {
      id,
      depth,
      kind,
      label: claim?.label ?? '',
      detail: claim === undefined ? formatRange(range) : textOf(claim),
      note: claim?.implied === true ? 'implied' : '',
      elements: claim?.elements ?? [],
      severity: claim === undefined ? undefined : worst(claim.badges),
      ...runOf(range),
      within: parent === undefined ? undefined : spanOf(range, parent),
      used: uses.length,
      free: use === undefined ? undefined : String(use.free),
      nextFree: claim === undefined ? '' : this.#nextFree(claim),
      lanes,
      segments,
      marks: tiny ? [] : marksOf(range, uses),
      gaps: tiny ? [] : largest(gaps).map((run) => ({ ...spanOf(run, range), ...runOf(run) })),
      overlaps: tiny ? [] : this.#overlapsOf(range, claim, inner, depth === 0),
      groups: groups.map(({ group }) => group),
      findings: ownFindings,
    });
    return id;
  }

  /** What is magnified below the bar: its small ranges, the single addresses beside them, the blocks of a pool. */
  #groups(
    bar: string,
    claim: AddressClaim | undefined,
    range: IPRange,
    inner: readonly ClaimTree[],
    uses: readonly AddressUse[],
  ): readonly BuiltGroup[] {
    const isSmall = ({ claim: { range: own } }: ClaimTree) => sizeOf(own) <= small;
    const points = inner.filter(
      (tree) =>
        isPoint(tree.claim) &&
        !inner.some((other) => other !== tree && isSmall(other) && intersection(other.claim.range, tree.claim.range) !== undefined),
    );
    const ranges = inner.filter((tree) => isSmall(tree) && !points.includes(tree));
    const groups = touching(ranges).map((trees) => this.#rangeGroup(bar, extentOf(trees), trees, range));

    const blocks = this.#blocksIn(claim);
    const shown = [
      ...inner.filter((tree) => !points.includes(tree)).map((tree) => tree.claim.range),
      ...blocks.map(({ cidr }) => rangeOfCIDR(cidr)),
    ];
    const outside = freeRuns(range, shown).flatMap((run) => usesIn(uses, run));
    const single: BuiltGroup[] = [];
    if (points.length + outside.length > 0) {
      const claims = points.map((tree) => tree.claim);
      // A range of the cluster itself shows what is free between its addresses, a network only what somebody has.
      const fine =
        claim !== undefined &&
        (claim.kind === 'node' || claim.kind === 'external' || claim.kind === 'service' || (claim.kind === 'pod' && blocks.length === 0)) &&
        inner.length === points.length;
      // What all of the bar shares with another range is said by the bar.
      const overlaps = this.#source.overlaps.filter(({ common }) => !encloses(common, range));
      const { cells } = cellsOf(
        fine ? [{ ...claim, range: usable(claim) }, ...claims] : claims.length > 0 ? claims : enclosing(range),
        outside,
        overlaps,
        !fine,
      );
      single.push(this.#built(`${bar}/single`, claim?.kind ?? 'mixed', 'single', [], cells, { start: 0, end: 1 }, claims));
    }
    if (blocks.length > 0)
      groups.push(this.#built(`${bar}/blocks`, 'pod', 'blocks', [], blockCells(blocks, uses), { start: 0, end: 1 }, []));
    return [...single, ...groups];
  }

  #rangeGroup(bar: string, range: IPRange, trees: readonly ClaimTree[], outer: IPRange): BuiltGroup {
    const claims = [...all(trees)];
    const edges = edgesOf(claims, this.#source.allocation).filter((edge) => encloses(range, edge.range));
    const { cells, positions } = cellsOf(
      [...claims, ...edges].sort((one, other) => (one.range.first < other.range.first ? -1 : one.range.first > other.range.first ? 1 : 0)),
      usesIn(this.#source.uses, range),
      this.#source.overlaps.filter(({ common }) => encloses(range, common)),
      false,
    );
    const named = claims.some((claim) => !isPoint(claim)) ? claims.filter((claim) => !isPoint(claim)) : claims;
    const headings = named.map((claim) => {
      const [from, to] = positions.get(claim) ?? [0, 0];
      return {
        kind: claim.kind,
        label: claim.label,
        detail: textOf(claim),
        elements: claim.elements,
        severity: worst(claim.badges),
        from,
        to,
        nextFree: this.#nextFree(claim),
      };
    });
    return this.#built(`${bar}/${formatRange(range)}`, named[0]?.kind ?? 'mixed', 'ranges', headings, cells, spanOf(range, outer), claims);
  }

  #built(
    id: string,
    kind: PlanKind,
    type: UnsaidGroup['type'],
    headings: UnsaidGroup['headings'],
    cells: readonly UnsaidCell[],
    span: PlanSpan,
    claims: readonly AddressClaim[],
  ): BuiltGroup {
    return {
      group: {
        id: this.#id(id),
        kind,
        type,
        headings,
        cells: cells.slice(0, mostCells),
        omitted: Math.max(0, cells.length - mostCells),
        findings: findingsOf(claims),
        ...span,
      },
      claims,
    };
  }

  /** Overlaps in which something takes part that lies in this bar. */
  #overlapsOf(range: IPRange, claim: AddressClaim | undefined, inner: readonly ClaimTree[], isOutermost: boolean): UnsaidBar['overlaps'] {
    const own = new Set(inner.map((tree) => tree.claim));
    return this.#source.overlaps
      .filter(({ claims: parties, common }) => {
        if (!encloses(range, common)) return false;
        // A party that no bar shows is where the other one is.
        const shown = parties.filter((party) => this.#claims.has(party));
        return (
          shown.every((party) => party === claim || own.has(party)) &&
          (shown.some((party) => own.has(party)) || (shown.length === 1 && isOutermost))
        );
      })
      .map(({ common, claims: [one, other], badge }) => ({
        ...spanOf(common, range),
        text: formatRange(common),
        owners: [one.label, other.label] as const,
        severity: badge.severity,
      }));
  }

  /** A range of the site goes on in the site's subnet, one inside the cluster in private space. */
  #nextFree(claim: AddressClaim): string {
    const { role, kind, range, cidr } = claim;
    if ((role === 'pod-subnet' || role === 'service-subnet' || (role === 'pool' && kind === 'pod')) && cidr !== undefined)
      return suggestion(this.#nextPrefix(claim, cidr));
    if (role !== 'node-ips' && role !== 'service-ips' && role !== 'dhcp' && role !== 'pool') return '';
    const subnets = this.#subnets.filter((subnet) => subnet.range.family === range.family);
    const subnet = subnets.find((one) => intersection(one.range, range) !== undefined) ?? subnets[0];
    if (subnet === undefined) return '';
    const taken = [
      ...this.#source.claims.filter((other) => other !== subnet && !encloses(other.range, subnet.range)).map((other) => other.range),
      ...this.#source.uses.map(({ address }) => rangeOfAddress(address)),
    ];
    return suggestion(
      nextIn(
        freeRuns(
          hostsOf(subnet),
          taken.filter(({ family }) => family === range.family),
        ),
        { range, cidr },
      ),
    );
  }

  /** Prefixes that were suggested: who has to move pods and services must not be sent to one place with both. */
  readonly #suggested = new Map<AddressClaim, CIDR>();

  /** A pool of pods stays in the pod subnet that holds it; as long as that must move itself, it knows no place. */
  #nextPrefix(claim: AddressClaim, cidr: CIDR): CIDR | undefined {
    if (worst(claim.badges) === undefined) return undefined;
    const known = this.#suggested.get(claim);
    if (known !== undefined) return known;
    const { claims } = this.#source;
    const holder =
      claim.role === 'pool'
        ? claims.find(({ role, range }) => role === 'pod-subnet' && encloses(range, claim.range) && sizeOf(range) > sizeOf(claim.range))
        : undefined;
    if (holder !== undefined) {
      const taken = claims.filter(({ range }) => !encloses(range, holder.range)).map(({ range }) => range);
      const found = worst(holder.badges) === undefined ? nextIn(freeRuns(holder.range, taken), claim) : undefined;
      return found === undefined ? undefined : { ...cidr, network: found.first, address: found.first };
    }
    const found = nextPrefix(cidr, [...claims.map(({ range }) => range), ...[...this.#suggested.values()].map(rangeOfCIDR)]);
    if (found !== undefined) this.#suggested.set(claim, found);
    return found;
  }

  #blocksIn(claim: AddressClaim | undefined): readonly OwnedBlock[] {
    if (claim?.kind !== 'pod') return [];
    // Of a pool inside the pod subnet, the pool shows them.
    const narrower = this.#source.claims.filter((other) => other !== claim && other.kind === 'pod' && encloses(claim.range, other.range));
    return this.#source.blocks.filter(
      ({ cidr }) => encloses(claim.range, rangeOfCIDR(cidr)) && !narrower.some((other) => encloses(other.range, rangeOfCIDR(cidr))),
    );
  }

  #id(local: string): string {
    let id = local.startsWith(`${this.#source.id}|`) ? local : `${this.#source.id}|${local}`;
    while (this.#ids.has(id)) id += '~';
    this.#ids.add(id);
    return id;
  }
}

interface BuiltGroup {
  readonly group: UnsaidGroup;
  readonly claims: readonly AddressClaim[];
}

/** What of a range can be given to anybody: neither a LAN nor a service subnet gives away its first address, nor its last in IPv4. */
function usable(claim: AddressClaim): IPRange {
  return claim.role === 'lan-subnet' || claim.role === 'service-subnet' ? hostsOf(claim) : claim.range;
}

/** Stands for what no claim covers. */
function enclosing(range: IPRange): readonly AddressClaim[] {
  return [{ kind: 'mixed', role: 'pool', label: '', range, cidr: undefined, elements: [], implied: false, badges: [] }];
}

/** Runs of trees that share addresses. */
function touching(trees: readonly ClaimTree[]): readonly (readonly ClaimTree[])[] {
  const runs: { trees: ClaimTree[]; last: bigint }[] = [];
  for (const tree of trees) {
    const run = runs.at(-1);
    const { first, last } = tree.claim.range;
    if (run === undefined || first > run.last) runs.push({ trees: [tree], last });
    else {
      run.trees.push(tree);
      if (last > run.last) run.last = last;
    }
  }
  return runs.map((run) => run.trees);
}

function extentOf(trees: readonly ClaimTree[]): IPRange {
  const ranges = trees.map(({ claim: { range } }) => range);
  return ranges.reduce((one, other) => ({
    family: one.family,
    first: one.first < other.first ? one.first : other.first,
    last: one.last > other.last ? one.last : other.last,
  }));
}

/** Where a range lies in a wider one; what sticks out is cut. */
function spanOf({ first, last }: IPRange, outer: IPRange): PlanSpan {
  const size = sizeOf(outer);
  const share = (offset: bigint) => Math.min(1, Math.max(0, Number((offset * 10_000_000n) / size) / 10_000_000));
  return { start: share(first - outer.first), end: share(last - outer.first + 1n) };
}

function segmentsOf(
  range: IPRange,
  inner: readonly ClaimTree[],
  opens: ReadonlyMap<ClaimTree, string>,
): { readonly segments: readonly UnsaidSegment[]; readonly lanes: number } {
  const ends: bigint[] = [];
  const segments = inner.map((tree): UnsaidSegment => {
    const { claim } = tree;
    let lane = ends.findIndex((last) => last < claim.range.first);
    if (lane < 0) lane = ends.length;
    ends[lane] = claim.range.last;
    return {
      ...spanOf(claim.range, range),
      kind: claim.kind,
      label: claim.label,
      detail: textOf(claim),
      elements: claim.elements,
      severity: worst(claim.badges),
      lane,
      opens: opens.get(tree),
    };
  });
  return { segments, lanes: Math.max(1, ends.length) };
}

function marksOf(range: IPRange, uses: readonly AddressUse[]): readonly PlanMark[] {
  const marks: { start: number; end: number }[] = [];
  for (const { address } of uses) {
    const { start, end } = spanOf(rangeOfAddress(address), range);
    const mark = marks.at(-1);
    if (mark === undefined || start - mark.end > nearest) marks.push({ start, end });
    else mark.end = end;
  }
  return marks;
}

function largest(runs: readonly IPRange[]): readonly IPRange[] {
  if (runs.length <= mostGaps) return runs;
  const kept = new Set([...runs].sort((one, other) => (sizeOf(one) > sizeOf(other) ? -1 : 1)).slice(0, mostGaps));
  return runs.filter((run) => kept.has(run));
}

function findingsOf(claims: readonly AddressClaim[]): readonly UnsaidFinding[] {
  const findings = new Map<string, UnsaidFinding>();
  for (const { badges } of claims) for (const { severity, message } of badges) findings.set(keyOf(message), { severity, message });
  return [...findings.values()];
}
