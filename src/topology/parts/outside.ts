import { contains, formatAddress, formatRange } from '../../base/ip.ts';
import { message, plural, term } from '../../base/message.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ClusterDrawing } from '../clusterDrawing.ts';
import { externalAddresses } from '../externalAddresses.ts';
import { textOf } from '../looks.ts';
import { entrancesOf } from './entrances.ts';
import { useNote } from './ranges.ts';

/** Pools, external addresses, and who comes in by them. */
export function addOutside(drawing: ClusterDrawing, services: readonly AllocatedService[]): void {
  const { loadBalancerPools } = drawing.allocation;
  const addresses = externalAddresses(services);
  const hasEntrances = addresses.length + loadBalancerPools.length > 0 || entrancesOf(drawing.allocation).length > 0;
  const clients = hasEntrances ? [addClients(drawing)] : [];
  const pools = loadBalancerPools.map((pool) => {
    const ranges = pool.ranges.map(formatRange);
    const id = drawing.add(
      `IPAddressPool/${pool.name}`,
      drawing.id,
      {
        kind: 'loadBalancerPool',
        label: pool.name,
        detail: ranges.join(', '),
        note: pool.valid ? useNote(drawing, 'load-balancer-pool', pool.ranges) : term('refused'),
        pending: !pool.valid,
      },
      { type: 'loadBalancerPool', pool },
      { resource: drawing.badges.resourceAt(pool.place), place: pool.place },
    );
    for (const client of clients) drawing.edge('reaches', client, id, '');
    return { pool, id };
  });
  for (const { address, users, certainty } of addresses) {
    const text = formatAddress(address);
    const names = new Set(users.map(({ loadBalancer }) => loadBalancer?.pool));
    const pool =
      pools.find(({ pool: { name } }) => names.has(name)) ??
      pools.find(({ pool: { ranges } }) => ranges.some((range) => contains(range, address)));
    const resource = users[0]?.resource;
    const id = drawing.add(
      `address/${text}`,
      pool?.id ?? drawing.id,
      {
        kind: 'externalAddress',
        label: text,
        certainty,
        keywords: users.map(({ namespace, name }) => `${namespace}/${name}`).join(' '),
        note: users.length > 1 ? plural(users.length, '{0} service', '{0} services') : '',
      },
      { type: 'externalAddress', address: text, services: users },
      { resource, place: resource && placeOf(resource, 'metadata', 'name') },
      [],
    );
    if (pool === undefined) for (const client of clients) drawing.edge('reaches', client, id, '');
    drawing.addresses.push({ id, users, certainty });
  }
}

/** Who comes from outside. */
export function addClients(drawing: ClusterDrawing): string {
  const id = drawing.full('clients');
  if (drawing.has(id)) return id;
  const lan = drawing.allocation.network.ranges.find(({ role }) => role === 'lan-subnet');
  return drawing.add(
    'clients',
    drawing.id,
    {
      kind: 'clients',
      label: lan === undefined ? message('Clients') : message('Clients on the LAN'),
      detail: lan === undefined ? '' : textOf(lan),
      note: lan === undefined ? term('outside the cluster') : '',
    },
    { type: 'clients' },
  );
}
