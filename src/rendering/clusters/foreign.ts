import type { Resource } from '../../manifests/resource.ts';
import type { Unknown } from '../../manifests/unknown.ts';

/**
 * What is not known of a cluster, and of what others publish (`Reach.foreign`) in which namespaces it makes nothing: those in which resources of other units work, and none of the unit that fetches it. A project that is
 * published has no namespace of somebody's own applications.
 */
export function withForeign(unknowns: readonly Unknown[], resources: readonly Resource[]): readonly Unknown[] {
  if (!unknowns.some(isForeign)) return unknowns;
  const units = new Map<string, Set<string | undefined>>();
  for (const { type, metadata, document } of resources) {
    const { namespace } = metadata;
    if ((type !== 'Workload' && type !== 'Service') || namespace === undefined || shared.has(namespace)) continue;
    const known = units.get(namespace);
    if (known === undefined) units.set(namespace, new Set([document.unitKey]));
    else known.add(document.unitKey);
  }
  return unknowns.map((unknown) => {
    if (!isForeign(unknown)) return unknown;
    const besides = [...units].filter(([, keys]) => !keys.has(unknown.unit)).map(([namespace]) => namespace);
    return { ...unknown, reach: { ...unknown.reach, besides } };
  });
}

function isForeign({ reach }: Unknown): boolean {
  return reach.foreign === true && reach.namespace === undefined;
}

const shared: ReadonlySet<string> = new Set(['default', 'kube-system']);
