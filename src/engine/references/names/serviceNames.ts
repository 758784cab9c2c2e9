import { groupBy } from '../../../base/groupBy.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import type { Allocation } from '../../allocation.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
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
  readonly #byName = new Map<string, NamedService[]>();
  /** By namespace (empty: not known; `*`: all) and length of the name, with the letters that it has: so near ones are found without comparing all. */
  readonly #byLength = new Map<string, { readonly service: NamedService; readonly letters: number }[]>();
  readonly #nearest = new Map<string, readonly NamedService[]>();
  #all: readonly NamedService[] | undefined;
  #compared = 0;
  #byNamespace: ReadonlyMap<string | undefined, readonly NamedService[]> | undefined;
  readonly #namespaces = new Set<string>();
  readonly #mentioned = new Set<string>();

  constructor({ cluster, services }: Allocation) {
    for (const { resource, name, namespace, ports } of services) {
      if (resource === undefined) this.#add({ name, namespace, resource, headless: false, external: false, ports });
    }
    for (const resource of resourcesOf(cluster, 'Service')) {
      const {
        metadata: { name, namespace },
        ports,
        clusterIP,
        serviceType,
      } = resource;
      if (name === '') continue;
      this.#add({ name, namespace, resource, headless: clusterIP === 'None', external: serviceType === 'ExternalName', ports });
      if (namespace !== undefined) this.#namespaces.add(namespace);
    }
    for (const {
      type,
      metadata: { name, namespace },
    } of cluster.resources) {
      if (namespace !== undefined) this.#mentioned.add(namespace);
      if (type === 'Namespace') this.#mentioned.add(name);
    }
  }

  /** Every one, those of one name together. */
  get all(): readonly NamedService[] {
    return (this.#all ??= [...this.#byName.values()].flat());
  }

  /** Those that the name may mean, where an unknown namespace is any. */
  named(name: string, namespace: string | undefined): readonly NamedService[] {
    return (this.#byName.get(name) ?? []).filter((service) => mayShareNamespace(service.namespace, namespace));
  }

  /** Those of the name that surely are in other namespaces. */
  elsewhere(name: string, namespace: string): readonly NamedService[] {
    return (this.#byName.get(name) ?? []).filter((service) => !mayShareNamespace(service.namespace, namespace));
  }

  /** Whether manifests put services into a namespace, so that what it holds is known, more or less. */
  describes(namespace: string): boolean {
    return this.#namespaces.has(namespace);
  }

  /** Whether any manifest is of the namespace. */
  mentions(namespace: string): boolean {
    return this.#mentioned.has(namespace);
  }

  /** Those that a namespace may have. */
  ofNamespace(namespace: string): readonly NamedService[] {
    this.#byNamespace ??= groupBy(this.all, (service) => service.namespace);
    const [own = [], unknown = []] = [this.#byNamespace.get(namespace), this.#byNamespace.get(undefined)];
    return unknown.length === 0 ? own : [...own, ...unknown];
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
    const key = `${name} ${namespace ?? ''}`;
    let slips = this.#nearest.get(key);
    if (slips === undefined) {
      const letters = lettersOf(name);
      const found: NamedService[] = [];
      for (let length = name.length - 2; length <= name.length + 2 && name.length >= shortestSlip; length++) {
        for (const bucket of namespace === undefined ? ['*'] : [namespace, '']) {
          for (const candidate of this.#byLength.get(`${bucket} ${length}`) ?? []) {
            // A letter less and a letter more are two slips at most.
            if (this.#compared++ >= mostCompared || bitsIn(candidate.letters ^ letters) > 4) continue;
            const distance = editDistance(name, candidate.service.name, 2);
            if (distance > 0 && isSlip(name, candidate.service.name, distance)) found.push(candidate.service);
          }
        }
      }
      this.#nearest.set(key, (slips = found));
    }
    return slips;
  }

  /** The namespace with a service of that name that the written one is a slip of. */
  nearestNamespace(name: string, namespace: string): NamedService | undefined {
    return this.elsewhere(name, namespace).find((service) =>
      isSlip(namespace, service.namespace ?? '', editDistance(namespace, service.namespace ?? '', 2)),
    );
  }

  #add(service: NamedService): void {
    append(this.#byName, service.name, service);
    const candidate = { service, letters: lettersOf(service.name) };
    for (const bucket of ['*', service.namespace ?? '']) append(this.#byLength, `${bucket} ${service.name.length}`, candidate);
  }
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
  if (parts.length !== others.length) return distance === 1 || one.replaceAll('-', '') === other.replaceAll('-', '');
  return parts.every((part, index) => part === others[index] || (part.length > 3 && (others[index] ?? '').length > 3));
}

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
