import { combined, type Permission } from './connections.ts';
import { criteriaMatch } from './criteriaMatch.ts';
import type { PodEnd } from './ends.ts';
import { open, type Judgement, type PolicyJudge } from './judge.ts';
import type { Match } from './match.ts';
import type { Criteria, Direction } from './policy.ts';

/**
 * Permissions between all of some ends, by their positions. What the policies of an end say of another depends on nothing but which of their peers it is, so that it is judged once for
 * all ends that are the same to them.
 */
export function permissionsAmong(judge: PolicyJudge, ends: readonly PodEnd[]): (from: number, to: number) => Permission {
  const peers = new Peers(ends.length);
  const sides: Record<Direction, readonly Side[]> = {
    egress: ends.map((end) => sideOf(judge, end, 'egress', peers)),
    ingress: ends.map((end) => sideOf(judge, end, 'ingress', peers)),
  };
  const permissions = new Map<Judgement, Map<Judgement, Permission>>();
  const judged = (direction: Direction, own: number, other: number): Judgement => {
    const side = sides[direction][own];
    if (side === undefined || side.isOpen) return open;
    let key = side.byPort ? `${other} ` : '';
    for (const peer of side.peers) key += digits[matchOf(judge, peer, ends, other)] ?? '';
    let judgement = side.known.get(key);
    if (judgement === undefined) {
      const [source, destination] = direction === 'egress' ? [ends[own], ends[other]] : [ends[other], ends[own]];
      judgement = source === undefined || destination === undefined ? open : judge.judge(direction, source, destination);
      side.known.set(key, judgement);
    }
    return judgement;
  };
  return (from, to) => {
    const egress = judged('egress', from, to);
    const ingress = judged('ingress', to, from);
    let known = permissions.get(egress);
    if (known === undefined) permissions.set(egress, (known = new Map<Judgement, Permission>()));
    let permission = known.get(ingress);
    if (permission === undefined) known.set(ingress, (permission = combined(egress, ingress)));
    return permission;
  };
}

/** What is asked of the other end, and which ends are it: 0 where it is not looked up yet. */
interface Peer {
  readonly criteria: Criteria;
  readonly matches: Int8Array;
}

/** The policies of one end in one direction. */
interface Side {
  readonly isOpen: boolean;
  readonly peers: readonly Peer[];
  /** Ports of the other end count as well. */
  readonly byPort: boolean;
  readonly known: Map<string, Judgement>;
}

const digits = ['', 'y', 'n', 'u'] as const;
const numbers: Readonly<Record<Match, number>> = { yes: 1, no: 2, unknown: 3 };

function sideOf(judge: PolicyJudge, end: PodEnd, direction: Direction, peers: Peers): Side {
  const tiers = judge.governing(end, direction);
  const own = new Set<Peer>();
  let byPort = false;
  for (const { policies } of tiers)
    for (const { policy } of policies)
      for (const { source, destination, traffic } of policy[direction] ?? []) {
        for (const criteria of (direction === 'egress' ? destination : source) ?? []) own.add(peers.of(criteria));
        if (
          direction === 'egress' &&
          (traffic.named.length > 0 || traffic.exceptNamed.length > 0 || destination?.[0]?.service?.withPorts === true)
        )
          byPort = true;
      }
  return { isOpen: tiers.length === 0, peers: [...own], byPort, known: new Map() };
}

/** Rules that ask the same share the answers. */
class Peers {
  readonly #ends: number;
  readonly #byObject = new Map<Criteria, Peer>();
  readonly #byContent = new Map<string, Peer>();

  constructor(ends: number) {
    this.#ends = ends;
  }

  of(criteria: Criteria): Peer {
    let peer = this.#byObject.get(criteria);
    if (peer !== undefined) return peer;
    const content = JSON.stringify(criteria, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    peer = this.#byContent.get(content) ?? { criteria, matches: new Int8Array(this.#ends) };
    this.#byContent.set(content, peer);
    this.#byObject.set(criteria, peer);
    return peer;
  }
}

function matchOf({ world }: PolicyJudge, { criteria, matches }: Peer, ends: readonly PodEnd[], at: number): number {
  const known = matches[at];
  const end = ends[at];
  if (known !== undefined && known !== 0) return known;
  const match = end === undefined ? numbers.no : numbers[criteriaMatch(criteria, end, world)];
  matches[at] = match;
  return match;
}
