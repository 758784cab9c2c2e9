import { contains, encloses, formatRange, sizeOf, type IPRange } from '../../base/ip.ts';
import { list, message, plural, term, type Term } from '../../base/message.ts';
import { rangesOf, type NetworkRange } from '../../engine/network.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import { describe, isLoose, textOf, type Claim } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import type { Overlap } from '../shared/range/overlaps.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import { without, writtenAs } from '../shared/range/runs.ts';

export const specialAddress: Check = {
  code: 'range/special-address',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const taken = new Map<Claim, Special[]>();
    const add = (claim: Claim, special: Special) => {
      const list = taken.get(claim);
      if (list === undefined) taken.set(claim, [special]);
      else list.push(special);
    };
    for (const overlap of context.overlaps) {
      if (isSpecialAddress(overlap))
        add(overlap.claim, { range: overlap.common, what: overlap.other.label, party: overlap.other, edge: false });
    }
    const givers = context.claims.filter((claim): claim is WrittenClaim => claim.place !== undefined && isGiver(claim));
    if (givers.length === 0) return;
    const lans = rangesOf(context.network, 'lan-subnet').filter(
      ({ range, place }) => place !== undefined && range.family === 4 && sizeOf(range) > 2n,
    );
    const edges = new EdgeJudge(context, lans);
    for (const claim of givers) {
      for (const special of edges.of(claim)) add(claim, special);
      const specials = taken.get(claim);
      if (specials !== undefined) yield problemOf(claim, specials, context);
    }
  },
};

/** Overlaps that this rule speaks of instead of `range/overlap`: a pool over single addresses that somebody has. */
export function isSpecialAddress({ claim, other }: Overlap): boolean {
  return isGiver(claim) && (other.kind === 'gateway' || other.kind === 'reserved' || other.kind === 'device-address');
}

interface Special {
  readonly range: IPRange;
  readonly what: Term | undefined;
  readonly party: Pick<Claim, 'label' | 'range' | 'cidr' | 'place'> | undefined;
  /** Network or broadcast address. */
  readonly edge: boolean;
}

type WrittenClaim = Claim & { readonly place: FieldPlace };

/** What has its addresses handed out to others. */
function isGiver({ kind }: Claim): boolean {
  return kind === 'load-balancer-pool' || kind === 'service-ips' || kind === 'node-ips' || kind === 'virtual-machine-ips';
}

/** Which network and broadcast addresses a range holds. */
class EdgeJudge {
  readonly #context: CheckContext;
  readonly #lans: readonly NetworkRange[];
  readonly #layer2: boolean;
  readonly #routed: boolean;

  constructor(context: CheckContext, lans: readonly NetworkRange[]) {
    this.#context = context;
    this.#lans = lans;
    this.#layer2 = resourcesOf(context.cluster, 'L2Advertisement').length > 0;
    this.#routed = resourcesOf(context.cluster, 'BGPAdvertisement').length > 0;
  }

  *of(claim: Claim): Generator<Special> {
    // A prefix with host bits reaches further than it looks; that has its own finding.
    if (claim.kind === 'virtual-machine-ips' || claim.range.family !== 4 || isLoose(claim)) return;
    const pool = claim.kind === 'load-balancer-pool' ? poolOf(claim, this.#context.cluster) : undefined;
    const layer2 = pool?.layer2 ?? this.#layer2;
    if (claim.kind === 'load-balancer-pool' && !layer2 && (pool?.layer2 === false || this.#routed)) return;
    const avoids = (value: bigint) => pool?.avoidBuggyIPs === true && isBuggy(value);
    for (const lan of this.#lans) {
      // What reaches beyond the subnet is wrong as a whole: `range/outside-subnet`.
      if (!encloses(lan.range, claim.range)) continue;
      for (const [value, what] of [
        [lan.range.first, term('network address of {0}', textOf(lan))],
        [lan.range.last, term('broadcast address of {0}', textOf(lan))],
      ] as const) {
        if (contains(claim.range, { family: 4, value }) && !avoids(value))
          yield { range: { family: 4, first: value, last: value }, what, party: lan, edge: true };
      }
    }
    if (
      this.#lans.length > 0 ||
      claim.kind !== 'load-balancer-pool' ||
      pool?.autoAssign !== true ||
      pool.avoidBuggyIPs ||
      !layer2 ||
      this.#routed
    )
      return;
    for (const value of buggyIn(claim.range))
      yield { range: { family: 4, first: value, last: value }, what: undefined, party: undefined, edge: true };
  }
}

interface PoolFacts {
  readonly autoAssign: boolean;
  readonly avoidBuggyIPs: boolean;
  /** Of the old ConfigMap alone, where the pool itself says so. */
  readonly layer2: boolean | undefined;
}

function poolOf({ place }: Claim, cluster: Cluster): PoolFacts | undefined {
  const resource = place === undefined ? undefined : resourceAt(cluster, place);
  if (resource?.type === 'IPAddressPool')
    return { autoAssign: resource.autoAssign, avoidBuggyIPs: resource.avoidBuggyIPs, layer2: undefined };
  if (resource?.type !== 'MetalLBConfig' || place === undefined) return undefined;
  const index = place.path[place.path.indexOf('address-pools') + 1];
  const pool = typeof index === 'number' ? resource.pools[index] : undefined;
  return pool === undefined
    ? undefined
    : { autoAssign: pool.autoAssign, avoidBuggyIPs: pool.avoidBuggyIPs, layer2: pool.protocol === 'layer2' };
}

/** metallb internal/allocator/allocator.go ipConfusesBuggyFirmwares */
function isBuggy(value: bigint): boolean {
  const octet = value & 255n;
  return octet === 0n || octet === 255n;
}

/** The first and the last such address of the range. */
function buggyIn({ first, last }: IPRange): readonly bigint[] {
  const next = [first, first + 1n, first | 255n, (first | 255n) + 1n].find((value) => value >= first && value <= last && isBuggy(value));
  const before = [last, last - 1n, last & ~255n, (last & ~255n) - 1n].find((value) => value >= first && value <= last && isBuggy(value));
  return [...new Set([next, before])].filter((value) => value !== undefined);
}

function problemOf(claim: WrittenClaim, specials: readonly Special[], { cluster, assembly }: CheckContext): Problem {
  const ordered = [...specials].sort((one, other) => (one.range.first < other.range.first ? -1 : 1));
  const listed = list(
    ordered.map(({ range, what }) => (what === undefined ? formatRange(range) : term('{0} ({1})', formatRange(range), what))),
    mostListed,
  );
  const guessed = ordered.every(({ party }) => party === undefined);
  const manual = claim.kind === 'load-balancer-pool' && poolOf(claim, cluster)?.autoAssign === false;
  return {
    place: claim.place,
    severity: guessed ? 'information' : manual ? 'warning' : undefined,
    message: guessed
      ? message(
          'Services may get {1} from {0}, which many networks keep for themselves. Where the network begins or ends there, nobody is reached at it.',
          describe(claim),
          listed,
        )
      : plural(
          ordered.length,
          'One address of {1} must not be given away: {2}. Leave it out of the range.',
          '{0} addresses of {1} must not be given away: {2}. Leave them out of the range.',
          describe(claim),
          listed,
        ),
    related: ordered
      .slice(0, mostListed)
      .flatMap(({ party }): readonly RelatedPlace[] =>
        party?.place === undefined ? [] : [{ message: term('{0} {1}', party.label, textOf(party)), place: party.place }],
      ),
    fixes: fixesOf(claim, ordered, !guessed, cluster),
    doubt: ordered.map(({ party }) => assembly.doubt(claim.place, party?.place)).find((doubt) => doubt !== undefined),
  };
}

const mostListed = 5;

/** Writes what is left: one run in the place of the entry, two as two entries where a list takes them, else the larger one. */
function fixesOf(claim: WrittenClaim, specials: readonly Special[], certain: boolean, cluster: Cluster): readonly Fix[] {
  const { place, text: replaces } = claim;
  const runs = without(
    claim.range,
    specials.map(({ range }) => range),
  );
  const [first, second, ...more] = runs;
  if (first === undefined) return [];
  const texts = runs.map((run) => writtenAs(claim, run));
  if (second === undefined) return [replacing(message('Write {0}', texts[0] ?? ''), certain, { place, replaces, text: texts[0] ?? '' })];
  const pool = resourceAt(cluster, place);
  if (more.length === 0 && pool?.type === 'IPAddressPool') {
    const write = replacing(message('Write {0} and {1}', texts[0] ?? '', texts[1] ?? ''), certain, {
      place,
      replaces,
      text: texts[0] ?? '',
    });
    const { edits } = inserting(write.title, certain, {
      place: { ...place, path: [...place.path.slice(0, -1), pool.addresses.length], span: undefined },
      value: texts[1] ?? '',
    });
    return [{ ...write, edits: [...write.edits, ...edits] }];
  }
  const largest = runs.reduce((best, run) => (sizeOf(run) > sizeOf(best) ? run : best));
  const text = writtenAs(claim, largest);
  return [replacing(message('Write {0}, the largest part without them', text), false, { place, replaces, text })];
}
