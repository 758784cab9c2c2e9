import { resourcesWhere } from '../../manifests/cluster.ts';

/** What is written of pools and of who announces them, in apply order. */
export const poolResources = resourcesWhere(({ type }) => types.has(type));

const types: ReadonlySet<string> = new Set([
  'IPPool',
  'Installation',
  'IPAddressPool',
  'L2Advertisement',
  'BGPAdvertisement',
  'MetalLBConfig',
  'EdgeNetwork',
]);
