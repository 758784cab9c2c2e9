import { sameItems } from '../../base/derived.ts';
import { changeOf } from '../../base/listChange.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService } from '../allocation.ts';
import { publishesSameEndpoints } from '../sameRequests.ts';

/** Of services that differ in nothing that is published but in what they are given, the first stands for the others: from one list of services to the next. */
export class Publishers {
  #services: readonly AdmittedService[] = [];
  #publishers: readonly AdmittedService[] = [];
  readonly #known = new Map<ServiceResource | string, AdmittedService>();

  /** In the order of the services: for each the one that asks for the same and stood in the list before, or itself. The old list where all are as before. */
  of(services: readonly AdmittedService[]): readonly AdmittedService[] {
    const { head, removed, added } = changeOf(this.#services, services);
    this.#services = services;
    if (removed.length === 0 && added.length === 0) return this.#publishers;
    const publishers = added.map((service) => {
      const known = this.#known.get(keyOf(service));
      return known !== undefined && publishesSameEndpoints(known, service) ? known : service;
    });
    for (const service of removed) this.#known.delete(keyOf(service));
    for (const [index, service] of added.entries()) this.#known.set(keyOf(service), publishers[index] as AdmittedService);
    const before = this.#publishers;
    if (sameItems(before.slice(head, head + removed.length), publishers)) return before;
    return (this.#publishers = before.toSpliced(head, removed.length, ...publishers));
  }

  /** Of a service of the last list. */
  for(service: AdmittedService): AdmittedService {
    return this.#known.get(keyOf(service)) ?? service;
  }
}

/** No two services of one cluster have the same. */
function keyOf({ resource, namespace, name }: AdmittedService): ServiceResource | string {
  return resource ?? `${namespace}/${name}`;
}
