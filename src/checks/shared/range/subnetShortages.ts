import { list, message, plural, sentences, type Term } from '../../../base/message.ts';
import { podsWhere, servicesWhere } from '../../../engine/allocationIndex.ts';
import { isWindows } from '../../../engine/calico/ipam.ts';
import type { AllocatedPod } from '../../../engine/allocation.ts';
import type { Refusal } from '../../../engine/explanation.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type Place } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';

/** Pods and services that get no address since a subnet has none left: once for each subnet and way in which it is short. */
export function* subnetShortages(context: CheckContext): Generator<Problem> {
  yield* podShortages(context);
  yield* serviceShortages(context);
}

interface Shortage {
  readonly refusal: Refusal<string>;
  readonly wanting: readonly { readonly name: string; readonly place: Place }[];
}

function* podShortages({ allocation }: CheckContext): Generator<Problem> {
  for (const { refusal, wanting } of grouped(podsWithoutAddress(allocation), ({ pending }) => pending, ownerOf)) {
    const owners = [...new Map(wanting.map((each) => [each.name, each])).values()];
    const [first] = owners;
    if (first === undefined) continue;
    yield {
      place: refusal.because[0] ?? first.place,
      message: sentences(
        refusal.message,
        plural(wanting.length, 'A pod of {1} gets none.', '{0} pods of {1} get none.', listed(owners)),
        message('Widen the range, or run fewer pods.'),
      ),
      related: owners.slice(0, mostListed).map(({ name, place }) => ({ message: message('{0} gets no address', name), place })),
    };
  }
}

function* serviceShortages({ allocation, network }: CheckContext): Generator<Problem> {
  const full = servicesWithoutAddress(allocation).flatMap(({ rejected, resource }) =>
    resource === undefined ? [] : [{ rejected, resource }],
  );
  for (const { refusal, wanting } of grouped(
    full,
    ({ rejected }) => rejected,
    ({ resource }) => ({ name: nameOf(resource), place: placeOf(resource, 'metadata', 'name') }),
  )) {
    const [first] = wanting;
    if (first === undefined) continue;
    // The subnet stands behind the service's own name; a subnet that is implied stands nowhere.
    yield {
      place: refusal.because[1] ?? network.profilePlace ?? first.place,
      message: sentences(
        refusal.message,
        plural(wanting.length, '{1} is refused.', '{0} services are refused: {1}.', listed(wanting)),
        message('Widen the subnet.'),
      ),
      related: wanting.slice(0, mostListed).map(({ name, place }) => ({ message: message('{0} is refused', name), place })),
    };
  }
}

// Windows pods lack a setting, not addresses: `calico/no-pool`.
const podsWithoutAddress = podsWhere(({ pending, node }) => pending?.reason === 'exhausted' && (node === undefined || !isWindows(node)));
const servicesWithoutAddress = servicesWhere(({ rejected }) => rejected?.reason === 'ip-range-full');

/** By what the refusal says, node by node where it names one. */
function grouped<T>(
  items: readonly T[],
  refusalOf: (item: T) => Refusal<string> | undefined,
  wantingOf: (item: T) => Shortage['wanting'][number],
): readonly Shortage[] {
  const groups = new Map<string, { readonly refusal: Refusal<string>; readonly wanting: Shortage['wanting'][number][] }>();
  for (const item of items) {
    const refusal = refusalOf(item);
    if (refusal === undefined) continue;
    const key = JSON.stringify(refusal.message);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { refusal, wanting: [wantingOf(item)] });
    else group.wanting.push(wantingOf(item));
  }
  return [...groups.values()];
}

function ownerOf({ origin }: AllocatedPod): Shortage['wanting'][number] {
  return { name: nameOf(origin), place: placeOf(origin, 'metadata', 'name') };
}

const mostListed = 20;

function listed(all: readonly { readonly name: string }[]): Term {
  return list(
    all.map(({ name }) => name),
    5,
  );
}
