import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { PodPendingReason, ScheduledPod } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import type { Assignment, ExplicitFailure } from './ipam.ts';
import type { Pool } from './pool.ts';
import type { ClusterPools } from './pools.ts';

type PodRefusal = Refusal<PodPendingReason>;

const windowsNeedsStrictAffinity = message('Windows nodes need strictAffinity: true in the IPAMConfiguration.');

/** Why a pod did not get the address that its annotation, at `place`, asks for. */
export function explicitRefusal(failure: ExplicitFailure, address: IPAddress, holder: ScheduledPod | undefined, place: Place): PodRefusal {
  const text = formatAddress(address);
  const because = [place];
  switch (failure) {
    case 'not-in-pool':
      return { reason: 'invalid-request', message: message('No enabled pool holds {0}.', text), because };
    case 'use-not-allowed':
      return { reason: 'invalid-request', message: message('The pool of {0} is not for pods.', text), because };
    case 'windows-needs-strict-affinity':
      return { reason: 'exhausted', message: windowsNeedsStrictAffinity, because };
    case 'block-of-other-node':
      return {
        reason: 'in-use',
        message: message('The block of {0} belongs to another node, and strict affinity lets no other use it.', text),
        because,
      };
    case 'in-use':
      return {
        reason: 'in-use',
        message:
          holder === undefined
            ? message('{0} is in use already.', text)
            : message('{0} is in use by pod {1}.', text, `${holder.namespace}/${holder.name}`),
        because: holder === undefined ? because : [place, placeOf(holder.origin)],
      };
  }
}

/** Who asked: `place` is the annotation that decided, or the pod's manifest. */
interface Asker {
  readonly node: string;
  readonly namespace: string;
  readonly place: Place;
}

/** Why a pod got no address of a pool's choice. */
export function assignmentRefusal({ failure, pools }: Assignment & { ok: false }, known: ClusterPools, asker: Asker): PodRefusal {
  const { node, namespace, place } = asker;
  const because = pools.map((pool) => pool.place).filter((place) => place !== undefined);
  const names = list(pools.map(({ name }) => name));
  const exhausted = (text: Message): PodRefusal => ({ reason: 'exhausted', message: text, because });
  switch (failure) {
    case 'no-qualified-pool':
      return noPool(known, pools, asker);
    case 'no-configured-pool':
      return { reason: 'no-pool', message: message('No pool selects node {0} and namespace {1}.', node, namespace), because };
    case 'unknown-pool':
      return { reason: 'invalid-request', message: message('A pool that it asks for does not exist or is not enabled.'), because: [place] };
    case 'windows-needs-strict-affinity':
      return exhausted(windowsNeedsStrictAffinity);
    case 'block-limit':
      return exhausted(message('Node {0} has as many blocks of {1} as it may have, and all are full.', node, names));
    case 'blocks-not-allocated':
      return exhausted(message('Node {0} has no free address in {1}, and autoAllocateBlocks is off.', node, names));
    case 'strict-affinity':
      return exhausted(message('No block of {0} is left for node {1}, and strict affinity forbids it to borrow.', names, node));
    case 'exhausted':
      return exhausted(message('{0} has no free address left.', names));
  }
}

/** Says of a pool that was not used why, since that is what has to change. */
function noPool({ pools, unreadable }: ClusterPools, tried: readonly Pool[], { node, place }: Asker): PodRefusal {
  const unused = pools.find(({ refused, disabled }) => refused !== undefined || disabled);
  const text =
    unused?.refused !== undefined
      ? sentences(message('No pool can be used for it, since pool {0} is refused.', unused.name), unused.refused)
      : unused !== undefined
        ? message('No pool can be used for it: {0} is disabled.', unused.name)
        : pools.every(({ uses }) => !uses.includes('Workload'))
          ? message('No pool can be used for it: none has Workload in its allowedUses.')
          : message('No pool can be used for it on node {0}.', node);
  const places = [unused, ...tried].map((pool) => pool?.place).filter((found) => found !== undefined);
  return { reason: 'no-pool', message: text, because: places.length > 0 ? places : [...unreadable, place] };
}
