import { Derived } from '../../../base/derived.ts';
import { groupBy } from '../../../base/groupBy.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import type { AllocatedService, Allocation } from '../../allocation.ts';
import { impliedServices } from '../../allocationIndex.ts';
import { resourcesBy, resourcesOf } from '../../../manifests/cluster.ts';
import { isSame } from '../../../manifests/same.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import { mayShareNamespace } from '../podOwners.ts';

/** A service as names and ports see it: a manifest's, or one that every cluster of the profile has. */
export interface NamedService {
  readonly name: string;
  /** Absent: not known, so that it may be any. */
  readonly namespace: string | undefined;
  readonly resource: ServiceResource | undefined;
  readonly headless: boolean;
  readonly external: boolean;
  readonly ports: readonly {
    readonly name: string | undefined;
    readonly port: number;
    readonly targetPort: number | string | undefined;
    readonly nodePort: number | undefined;
  }[];
}

/** The services of a cluster by name, those that the API server refuses included: that is reported at them. */
export class ServiceNames {
  readonly #allocation: Allocation;
  /** Those that every cluster of the profile has. */
  readonly #implied = new Derived<readonly NamedService[]>(() => impliedServices(this.#allocation).map(impliedService), isSame);
  readonly #slips = new Derived(
    () => new SlipIndex([...this.#implied.get(), ...this.#written].map(({ name, namespace }) => ({ name, namespace }))),
    sameNames,
  );

  constructor(allocation: Allocation) {
    this.#allocation = allocation;
  }

  get #written(): readonly NamedService[] {
    return resourcesOf(this.#allocation.cluster, 'Service')
      .filter(({ metadata }) => metadata.name !== '')
      .map(namedService);
  }

  /** Every one, those of one name together. */
  get all(): readonly NamedService[] {
    return [...groupBy([...this.#implied.get(), ...this.#written], ({ name }) => name).values()].flat();
  }

  #of(name: string): readonly NamedService[] {
    const implied = this.#implied.get().filter((service) => service.name === name);
    const written = (servicesBy(this.#allocation.cluster, keyOfName(name)) as readonly ServiceResource[]).map(namedService);
    return implied.length === 0 ? written : [...implied, ...written];
  }

  /** Those that the name may mean, where an unknown namespace is any. */
  named(name: string, namespace: string | undefined): readonly NamedService[] {
    return this.#of(name).filter((service) => mayShareNamespace(service.namespace, namespace));
  }

  /** Those of the name that surely are in other namespaces. */
  elsewhere(name: string, namespace: string): readonly NamedService[] {
    return this.#of(name).filter((service) => !mayShareNamespace(service.namespace, namespace));
  }

  /** Whether manifests put services into a namespace, so that what it holds is known, more or less. */
  describes(namespace: string): boolean {
    return servicesBy.any(this.#allocation.cluster, keyOfNamespace(namespace));
  }

  /** Whether any manifest is of the namespace. */
  mentions(namespace: string): boolean {
    return resourcesInNamespace.any(this.#allocation.cluster, namespace);
  }

  /** Those that a namespace may have. */
  ofNamespace(namespace: string): readonly NamedService[] {
    const written = (key: string) => (servicesBy(this.#allocation.cluster, key) as readonly ServiceResource[]).map(namedService);
    return [
      ...this.#implied.get().filter((service) => service.namespace === namespace),
      ...written(keyOfNamespace(namespace)),
      ...written(keyOfNamespace(undefined)),
    ];
  }

  /** The one service of a namespace (an unknown one is any) that the name is a slip of; of equally near ones none. */
  nearest(name: string, namespace: string | undefined, fits: (service: NamedService) => boolean = () => true): NamedService | undefined {
    let best: NamedService | undefined;
    let least = Infinity;
    let tied = false;
    for (const service of this.#slipsOf(name, namespace)) {
      const distance = editDistance(name, service.name, 2);
      if (distance > least || !fits(service)) continue;
      if (distance === least) tied ||= service.name !== best?.name;
      else [best, least, tied] = [service, distance, false];
    }
    return tied ? undefined : best;
  }

  /** Services that a name may be a slip of. */
  #slipsOf(name: string, namespace: string | undefined): readonly NamedService[] {
    return this.#slips
      .get()
      .of(name, namespace)
      .flatMap((slip) => this.#of(slip.name).filter((service) => service.namespace === slip.namespace));
  }

  /** The namespace with a service of that name that the written one is a slip of. */
  nearestNamespace(name: string, namespace: string): NamedService | undefined {
    return this.elsewhere(name, namespace).find((service) =>
      isSlip(namespace, service.namespace ?? '', editDistance(namespace, service.namespace ?? '', 2)),
    );
  }
}

function impliedService({ name, namespace, ports }: AllocatedService): NamedService {
  return { name, namespace, resource: undefined, headless: false, external: false, ports };
}

function namedService(resource: ServiceResource): NamedService {
  const {
    metadata: { name, namespace },
    ports,
    clusterIP,
    serviceType,
  } = resource;
  return { name, namespace, resource, headless: clusterIP === 'None', external: serviceType === 'ExternalName', ports };
}

function keyOfName(name: string): string {
  return `name ${name}`;
}

function keyOfNamespace(namespace: string | undefined): string {
  return namespace === undefined ? 'no namespace' : `namespace ${namespace}`;
}

const servicesBy = resourcesBy(({ type, metadata: { name, namespace } }) =>
  type === 'Service' && name !== '' ? [keyOfName(name), keyOfNamespace(namespace)] : [],
);

const resourcesInNamespace = resourcesBy(function* ({ type, metadata: { name, namespace } }): Generator<string> {
  if (namespace !== undefined) yield namespace;
  if (type === 'Namespace') yield name;
});

type Named = Pick<NamedService, 'name' | 'namespace'>;

/** Finds names that are nearly alike without comparing all. */
class SlipIndex {
  /** Distinct. */
  readonly names: readonly Named[];
  /** By namespace (empty: not known; `*`: all) and length of the name, with the letters that it has. */
  readonly #byLength = new Map<string, { readonly named: Named; readonly letters: number }[]>();
  readonly #found = new Map<string, readonly Named[]>();
  #compared = 0;

  constructor(names: readonly Named[]) {
    this.names = [...new Map(names.map((named) => [JSON.stringify([named.name, named.namespace]), named])).values()];
    for (const named of this.names) {
      const candidate = { named, letters: lettersOf(named.name) };
      for (const bucket of ['*', named.namespace ?? '']) append(this.#byLength, `${bucket} ${named.name.length}`, candidate);
    }
  }

  /** Those that a name of a namespace (an unknown one is any) may be a slip of. */
  of(name: string, namespace: string | undefined): readonly Named[] {
    const key = `${name} ${namespace ?? ''}`;
    let slips = this.#found.get(key);
    if (slips === undefined) {
      const letters = lettersOf(name);
      const found: Named[] = [];
      for (let length = name.length - 2; length <= name.length + 2 && name.length >= shortestSlip; length++) {
        for (const bucket of namespace === undefined ? ['*'] : [namespace, '']) {
          for (const candidate of this.#byLength.get(`${bucket} ${length}`) ?? []) {
            // A letter less and a letter more are two slips at most.
            if (this.#compared++ >= mostCompared || bitsIn(candidate.letters ^ letters) > 4) continue;
            const distance = editDistance(name, candidate.named.name, 2);
            if (distance > 0 && isSlip(name, candidate.named.name, distance)) found.push(candidate.named);
          }
        }
      }
      this.#found.set(key, (slips = found));
    }
    return slips;
  }
}

function sameNames(one: SlipIndex, other: SlipIndex): boolean {
  return isSame(one.names, other.names);
}

/** Comparisons in a cluster, beyond which slips are no longer looked for. */
const mostCompared = 300_000;
/** A shorter name says too little. */
const shortestSlip = 4;

/**
 * Whether one name may be the other with slips of the pen. Names of a family are told apart by a number or by a short part
 * (`redis-1` and `redis-2`, `web-eu` and `web-us`): they are near, but mean different things.
 */
export function isSlip(one: string, other: string, distance: number): boolean {
  if (one.length < shortestSlip || !isNear(one, distance)) return false;
  if (one.replace(/[0-9]/g, '') === other.replace(/[0-9]/g, '')) return false;
  const parts = one.split(/[-.]/);
  const others = other.split(/[-.]/);
  if (parts.length !== others.length && distance === 1) return true;
  if (one.replaceAll('-', '') === other.replaceAll('-', '')) return true;
  if (parts.length !== others.length) return false;
  return parts.every((part, index) => {
    const counterpart = others[index] ?? '';
    return part === counterpart || (part.length > 3 && counterpart.length > 3) || isFumble(part, counterpart);
  });
}

/**
 * Whether short parts differ as fingers slip and names do not: neighbours swapped (`hub` and `uhb`), a letter twice (`db` and `ddb`), or a word for what something is with a
 * wrong letter (`xb` for `db`), where a family would have another word (`ui`).
 */
function isFumble(one: string, other: string): boolean {
  const letters = (text: string) => Array.from(text).sort().join('');
  if (roles.has(other) && !roles.has(one) && editDistance(one, other, 1) === 1) return true;
  if (one.length === other.length && letters(one) === letters(other)) return true;
  if (one.length === other.length) return false;
  const once = (text: string) => text.replace(/([a-z])\1+/g, '$1');
  return Math.abs(one.length - other.length) === 1 && Math.min(one.length, other.length) > 1 && once(one) === once(other);
}

/** Short words that tell what a service is, not which of several. */
const roles: ReadonlySet<string> = new Set(
  'api app bff bus cms crm db dns erp etl ftp gw hub iam job kv ldap log mq ntp sql ssh sso srv svc ui ux web'.split(' '),
);

/** For people: `Service shop/orders`; without a known namespace `Service orders`. */
export function labelOfService({ name, namespace }: NamedService): string {
  return `Service ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** One bit for each letter that a name has; characters 32 apart share one. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let index = 0; index < name.length; index++) letters |= 1 << (name.charCodeAt(index) & 31);
  return letters;
}

function bitsIn(number: number): number {
  let count = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
