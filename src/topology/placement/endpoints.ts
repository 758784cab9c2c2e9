import type { Picture } from './picture.ts';

/** Whether a service leads to anything: pods, nodes or addresses. */
export function leadsSomewhere(picture: Pick<Picture, 'edges'>, service: string): boolean {
  return servicesThatLead(picture).has(service);
}

/** Kept for each set of edges: a change of looks alone leaves them as they are. */
const leading = new WeakMap<Picture['edges'], ReadonlySet<string>>();

function servicesThatLead({ edges }: Pick<Picture, 'edges'>): ReadonlySet<string> {
  let known = leading.get(edges);
  if (known === undefined) {
    const found = new Set<string>();
    for (const { kind, from } of edges.values()) if (kind === 'answers' || kind === 'selects') found.add(from);
    leading.set(edges, (known = found));
  }
  return known;
}
