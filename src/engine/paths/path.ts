import type { Message } from '../../base/message.ts';
import type { IPAddress } from '../../base/ip.ts';
import type { Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { AllocatedPod, AllocatedService, ClusterNode } from '../allocation.ts';
import type { Protocol } from '../policies/portSet.ts';

/** `mixed`: some connections get there, by the endpoint or the node that they happen to meet. */
export type Verdict = 'allowed' | 'blocked' | 'mixed' | 'unknown';

export type StepKind =
  'dns' | 'service' | 'kube-proxy' | 'policy-egress' | 'policy-ingress' | 'endpoint' | 'loadbalancer' | 'ingress' | 'gateway';

/** One thing that happens to a connection on its way. */
export interface PathStep {
  readonly at: StepKind;
  readonly outcome: 'passes' | 'stops' | 'unknown';
  readonly what: Message;
  readonly why: Message | undefined;
  /** The manifests that decide it, most decisive first. */
  readonly because: readonly Place[];
  /** What the packet carries there; absent where nobody looks at it. */
  readonly seen: SeenPacket | undefined;
  /** What of the cluster the connection meets there, in the order of the way; the last is where it ends if it does. Absent: nothing of it. */
  readonly meets?: readonly PathThing[];
}

/** Something that a connection meets. */
export type PathThing =
  | { readonly kind: 'pod'; readonly pod: AllocatedPod }
  | { readonly kind: 'service'; readonly service: AllocatedService }
  /** From outside: that of a Service or of somebody elsewhere. */
  | { readonly kind: 'address'; readonly address: IPAddress }
  | { readonly kind: 'node'; readonly node: Pick<ClusterNode, 'name'> }
  /** Without its last dot. */
  | { readonly kind: 'name'; readonly name: string }
  /** An Ingress or a Gateway. */
  | { readonly kind: 'resource'; readonly resource: Resource };

/** Addresses in canonical form; undefined: no manifest tells it. */
export interface SeenPacket {
  readonly source: string | undefined;
  readonly destination: string | undefined;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A way from a client, or a part of one. */
export interface Path {
  readonly verdict: Verdict;
  /** The first step that stops it, or some of it, or of which nothing is known; absent where it is allowed. */
  readonly at: StepKind | undefined;
  /** The object that stops it, `NetworkPolicy shop/web`; absent where it is none, or nothing stops it. */
  readonly by: string | undefined;
  readonly reason: Message;
  readonly steps: readonly PathStep[];
}

/** What goes on as far as the steps tell. */
export function passing(steps: readonly PathStep[], reason: Message): Path {
  return { verdict: 'allowed', at: undefined, by: undefined, reason, steps };
}

/** What ends with a step, by it or in the dark. */
export function ending(steps: readonly PathStep[], step: PathStep, by?: string): Path {
  return {
    verdict: step.outcome === 'stops' ? 'blocked' : 'unknown',
    at: step.at,
    by,
    reason: step.why ?? step.what,
    steps: [...steps, step],
  };
}

/** A part that has been gone before another one. */
export function after(steps: readonly PathStep[], path: Path): Path {
  return { ...path, steps: [...steps, ...path.steps] };
}

/** One of several ways that a connection may take, each as likely as its share. All of the first one's steps are kept, of the others those that differ. */
export function either(ways: readonly Path[], said: { readonly mixed: Message }): Path {
  const [first] = ways;
  if (first === undefined) throw new Error('There is no way to choose from.');
  const steps = distinct(ways.flatMap((way) => way.steps));
  const some = (verdict: Verdict): Path | undefined => ways.find((way) => way.verdict === verdict);
  const allowed = some('allowed');
  const blocked = some('blocked');
  const mixed = some('mixed');
  const unknown = some('unknown');
  const stopper = mixed ?? blocked;
  if (stopper !== undefined && (mixed !== undefined || allowed !== undefined))
    return { verdict: 'mixed', at: stopper.at, by: stopper.by, reason: said.mixed, steps };
  return { ...(unknown ?? blocked ?? first), steps };
}

function distinct(steps: readonly PathStep[]): readonly PathStep[] {
  const known = new Map<string, PathStep>();
  for (const step of steps) {
    const key = JSON.stringify([step.at, step.outcome, step.what, step.seen], (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    if (!known.has(key)) known.set(key, step);
  }
  return [...known.values()].slice(0, mostSteps);
}

/** What a reader still reads. */
const mostSteps = 60;
