import type { Cluster } from '../manifests/cluster.ts';

const siteTypes: ReadonlySet<string> = new Set(['EdgeNetwork', 'DeviceConfiguration', 'AksEdgeConfiguration']);

/** Whether a manifest or a device's file says what the site of a cluster is. */
export function isDescribed({ resources }: Cluster): boolean {
  return resources.some(({ type }) => siteTypes.has(type));
}
