import type { Visible, VisibleEdge } from '../src/topology/placement/visible.ts';

/** What traffic through an element passes: everything that leads to it and everything it leads to, with the frames round them. Never zigzag: not what merely shares a pod with it. */
export function chainOf({ shown, edges }: Visible, id: string): ReadonlySet<string> {
  const chain = new Set<string>();
  if (!shown.has(id)) return chain;
  const outwards = new Map<string, VisibleEdge[]>();
  const inwards = new Map<string, VisibleEdge[]>();
  for (const edge of edges.values()) {
    if (edge.kind === 'announces') continue;
    push(outwards, edge.from, edge);
    push(inwards, edge.to, edge);
  }

  const starts = [id];
  // A frame's chain is that of all it holds.
  if (shown.get(id)?.role === 'frame') for (const inner of shown.keys()) if (isInside(shown, inner, id)) starts.push(inner);
  const follow = (index: ReadonlyMap<string, readonly VisibleEdge[]>, next: (edge: VisibleEdge) => string) => {
    const seen = new Set(starts);
    const queue = [...starts];
    for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
      chain.add(current);
      const frame = shown.get(current)?.frame;
      // What leads to a pool leads to each of its addresses.
      const viaFrame = frame === undefined ? [] : (index.get(frame) ?? []).filter(({ kind }) => kind === 'reaches');
      for (const edge of [...(index.get(current) ?? []), ...viaFrame]) {
        const other = next(edge);
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
  };
  follow(outwards, ({ to }) => to);
  follow(inwards, ({ from }) => from);
  // The names of the services passed belong to them.
  for (const { kind, from, to } of edges.values()) if (kind === 'resolves' && chain.has(to)) chain.add(from);
  for (const member of [...chain]) {
    for (let frame = shown.get(member)?.frame; frame !== undefined; frame = shown.get(frame)?.frame) chain.add(frame);
  }
  return chain;
}

function isInside(shown: Visible['shown'], id: string, frame: string): boolean {
  for (let current = shown.get(id)?.frame; current !== undefined; current = shown.get(current)?.frame) if (current === frame) return true;
  return false;
}

function push(index: Map<string, VisibleEdge[]>, key: string, edge: VisibleEdge): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [edge]);
  else known.push(edge);
}
