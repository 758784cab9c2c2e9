import { formatCIDR, rangeOfCIDR, type IPRange } from '../../base/ip.ts';
import { message, term, type Text } from '../../base/message.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { useOf } from '../../engine/addresses/inventory.ts';
import type { NetworkRange } from '../../engine/network.ts';
import type { ClusterDrawing } from '../clusterDrawing.ts';
import { nameOfNetwork, textOf } from '../looks.ts';

/** Networks elsewhere that pods must reach; they leave by the address of their node. */
export function addNetworks(drawing: ClusterDrawing): void {
  const networks = drawing.allocation.network.ranges
    .filter(({ role }) => role === 'external-network')
    .map((range) => addRange(drawing, range, 'externalNetwork', drawing.id));
  if (drawing.nodes.size > mostLeaving) return;
  for (const node of drawing.nodes.values()) for (const network of networks) drawing.edge('reaches', node, network, '');
}

/** Of more nodes the lines to a network would say no more than its heading. */
const mostLeaving = 4;

/** The ranges of the cluster's own. */
export function addRanges(drawing: ClusterDrawing): void {
  const { network, ipPools } = drawing.allocation;
  const ranges = network.ranges.filter(({ role }) => role !== 'external-network');
  if (ranges.length + ipPools.length === 0) return;
  const plan = drawing.add('plan', drawing.id, { kind: 'addressPlan', label: message('Address ranges') }, { type: 'addressPlan' });
  for (const range of ranges) addRange(drawing, range, 'range', plan);
  for (const pool of ipPools) {
    drawing.add(
      `IPPool/${pool.name}`,
      plan,
      {
        kind: 'ipPool',
        label: pool.name,
        detail: formatCIDR(pool.cidr),
        note: pool.refused === undefined ? useNote(drawing, 'ip-pool', [rangeOfCIDR(pool.cidr)]) : term('not used'),
        pending: pool.refused !== undefined || pool.disabled,
      },
      { type: 'ipPool', pool },
      { resource: pool.resource, place: pool.place },
    );
  }
}

/** `3 of 10 used` */
export function useNote({ allocation }: ClusterDrawing, kind: ClaimKind, ranges: readonly IPRange[]): Text {
  const { used, size } = useOf(allocation, kind, ranges);
  return term('{0} of {1} used', used, size);
}

function addRange(drawing: ClusterDrawing, range: NetworkRange, kind: 'range' | 'externalNetwork', parent: string): string {
  return drawing.add(
    `range/${range.role}/${range.text}`,
    parent,
    {
      kind,
      label: kind === 'externalNetwork' ? nameOfNetwork(range) : range.label,
      detail: textOf(range),
      note: range.implied === undefined ? '' : term('implied'),
      certainty: 'fixed',
    },
    { type: 'range', range },
    { resource: drawing.badges.resourceAt(range.place), place: range.place },
  );
}
