import { sameItems } from '../../../base/derived.ts';
import { editDistance } from '../../../base/nearest.ts';
import type { Allocation } from '../../allocation.ts';
import { isNameError } from '../../coredns/answer.ts';
import { isWithin } from '../../coredns/names.ts';
import { query } from '../../coredns/query.ts';
import { clusterDomainOf, dnsServerOf } from '../../coredns/server.ts';

/** What the cluster's DNS serves, as far as the names of services need it. */
export class ClusterDomains {
  /** Without a dot at its end. */
  readonly own: string;
  /** Whether a manifest says so; else it is what every tool assumes. */
  readonly written: boolean;
  readonly #allocation: Allocation;
  readonly #served: readonly string[];
  /** Of all server blocks. */
  readonly #zones: readonly string[];

  constructor(allocation: Allocation) {
    this.#allocation = allocation;
    this.own = clusterDomainOf(allocation);
    const { resource, blocks } = dnsServerOf(allocation);
    this.written = allocation.network.dnsDomainPlace !== undefined || resource !== undefined;
    this.#served = blocks
      .flatMap(({ plugins }) => plugins)
      .flatMap((plugin) => (plugin.name === 'kubernetes' ? plugin.zones.filter((zone) => !plugin.multiclusterZones.includes(zone)) : []))
      .map((zone) => zone.slice(0, -1));
    this.#zones = blocks.flatMap(({ zones }) => zones);
  }

  /** Whether two say the same. */
  isSame(other: ClusterDomains): boolean {
    return (
      this.own === other.own &&
      this.written === other.written &&
      this.#allocation === other.#allocation &&
      sameItems(this.#served, other.#served) &&
      sameItems(this.#zones, other.#zones)
    );
  }

  /** Whether names of services live below it, here or, as things are written, by a slip. */
  isDomain(domain: string): boolean {
    return this.isServed(domain) || this.isMistaken(domain);
  }

  isServed(domain: string): boolean {
    return domain === this.own || this.#served.includes(domain);
  }

  /** Whether it surely is to be the cluster's domain and is not: a slip, or what most clusters have where this one says otherwise. */
  isMistaken(domain: string): boolean {
    if (this.isServed(domain)) return false;
    if (domain === 'cluster.local') return this.written && !this.#isForwarded(domain);
    if (this.own.startsWith(`${domain}.`)) return !this.#isForwarded(domain);
    const [first = ''] = domain.split('.');
    const [ownFirst = ''] = this.own.split('.');
    // `cluster-b.local`, `cluster2.local`: another cluster's.
    if (domain.length < 8 || (first !== ownFirst && first.startsWith(ownFirst))) return false;
    const distance = editDistance(domain, this.own, 2);
    return distance > 0 && distance <= 2 && !this.#isForwarded(domain);
  }

  /** Whether CoreDNS itself says that there is no such name; false where something else answers, or nobody knows. `name` is complete. */
  denies(name: string): boolean {
    return isNameError(query(this.#allocation, { name: `${name}.`, type: 'A' }));
  }

  /** Whether CoreDNS itself has an answer. */
  answers(name: string): boolean {
    const answer = query(this.#allocation, { name: `${name}.`, type: 'A' });
    return answer.kind === 'answered' && answer.answers.length > 0;
  }

  /** A server block of its own, which leads to another cluster as a rule. */
  #isForwarded(domain: string): boolean {
    return this.#zones.some((zone) => zone !== '.' && isWithin(zone, `${domain}.`));
  }
}

export function isSameDomains(one: ClusterDomains, other: ClusterDomains): boolean {
  return one.isSame(other);
}
