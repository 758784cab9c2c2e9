import type { Visible, VisibleEdge } from '../../src/topology/placement/visible.ts';

/** Which node answers on the network for which address: of an address, a node, or a service by its addresses. */
export function announcementsFor({ shown, edges }: Visible, id: string): readonly VisibleEdge[] {
  const ends = new Set([id]);
  if (shown.get(id)?.element.kind === 'service')
    for (const { kind, from, to } of edges.values()) if (kind === 'assigned' && to === id) ends.add(from);
  return [...edges.values()].filter(({ kind, from, to }) => kind === 'announces' && (ends.has(from) || to === id));
}
