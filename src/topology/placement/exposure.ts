import type { GraphElement } from '../protocol.ts';
import type { Picture } from './picture.ts';

/** Who reaches a service: `exposed` also from outside the cluster, `internal` only from inside, `alias` nobody, it is a name for something elsewhere. In the order in which they are drawn. */
export const exposures = ['exposed', 'internal', 'alias'] as const;
export type Exposure = (typeof exposures)[number];

/** Undefined for what is no service. The note begins with the service's type, as manifests write it; that of a ClusterIP is not written. */
export function exposureOf(picture: Pick<Picture, 'edges'>, { id, kind, note }: GraphElement): Exposure | undefined {
  if (kind !== 'service') return undefined;
  if (/^(?:LoadBalancer|NodePort)\b/.test(note) || servicesWithAddress(picture).has(id)) return 'exposed';
  return /^ExternalName\b/.test(note) ? 'alias' : 'internal';
}

/** Kept for each set of edges: a change of looks alone leaves them as they are. */
const withAddress = new WeakMap<Picture['edges'], ReadonlySet<string>>();

function servicesWithAddress({ edges }: Pick<Picture, 'edges'>): ReadonlySet<string> {
  let known = withAddress.get(edges);
  if (known === undefined)
    withAddress.set(
      edges,
      (known = new Set([...edges.values()].filter(({ kind }) => kind === 'assigned' || kind === 'routes').map(({ to }) => to))),
    );
  return known;
}
