import { message, term } from '../../base/message.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { explainRecord, recordsOfService } from '../../engine/coredns/records.ts';
import { clusterDomainOf } from '../../engine/coredns/server.ts';
import { fact, type Fact, type FactValue } from './fact.ts';

export type NameFactKey = 'resolves' | 'own-namespace' | 'other-namespaces' | 'pods' | 'service-records';

/** What the cluster's DNS server answers for a service's name, and for the names below it. */
export function nameFacts(allocation: Allocation, service: AllocatedService, dnsName: string): readonly Fact<NameFactKey>[] {
  const { name, namespace, type } = service;
  const full = `${dnsName}.`;
  const own = recordsOfService(allocation, service).filter((record) => record.name === full || record.name.endsWith(`.${full}`));
  const exact = own.filter((record) => record.name === full && record.type !== 'SRV');
  const [first] = exact;
  const listed = (records: typeof own) => records.map((record): FactValue => ({ value: withoutDot(record.name), text: record.data }));
  return [
    fact(
      'resolves',
      type === 'ExternalName' ? message('Alias of') : message('Resolves to'),
      exact.length === 0 ? [term('nothing')] : exact.map(({ data }) => data),
      first === undefined ? undefined : explainRecord(first),
    ),
    fact('own-namespace', message('In its namespace'), [name]),
    fact('other-namespaces', message('From other namespaces'), [`${name}.${namespace}`]),
    fact('pods', message('Names of its pods'), listed(own.filter((record) => record.name !== full && record.type !== 'SRV'))),
    fact('service-records', message('Service records'), listed(own.filter((record) => record.type === 'SRV'))),
  ];
}

/** The service's own name, and what it resolves to: `A  10.96.0.12`. */
export function serviceRecords(allocation: Allocation, service: AllocatedService): readonly string[] {
  const { name, namespace } = service;
  const own = `${name}.${namespace}.svc.${clusterDomainOf(allocation)}`;
  const answers = recordsOfService(allocation, service).filter((record) => record.name === `${own}.` && record.type !== 'SRV');
  return [own, ...answers.map(({ type, data }) => `${type}  ${withoutDot(data)}`)];
}

/** Names of the service itself; of a headless one also those of its pods, which are what it is for. */
export function dnsNamesOf(allocation: Allocation, service: AllocatedService): readonly string[] {
  const names = new Set<string>();
  for (const { name, type, origin } of recordsOfService(allocation, service)) {
    if (origin.kind !== 'service' || origin.service !== service || type === 'PTR') continue;
    if (origin.endpoint === undefined || service.headless) names.add(withoutDot(name));
  }
  return [...names];
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
