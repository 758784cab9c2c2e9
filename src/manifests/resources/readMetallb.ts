import type { Fields } from '../fields.ts';
import { readLabelSelector, readLabelSelectors, type LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { BGPAdvertisementResource, IPAddressPoolResource, L2AdvertisementResource, ServiceAllocation } from './metallb.ts';

export function readIPAddressPool(fields: Fields, base: ResourceBase): IPAddressPoolResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'IPAddressPool',
    addresses: spec.texts('addresses'),
    autoAssign: spec.boolean('autoAssign') ?? true,
    avoidBuggyIPs: spec.boolean('avoidBuggyIPs') ?? false,
    serviceAllocation: readServiceAllocation(spec.map('serviceAllocation')),
  };
}

function readServiceAllocation(fields: Fields): ServiceAllocation | undefined {
  if (!fields.exists) return undefined;
  return {
    priority: fields.integer('priority') ?? 0,
    namespaces: fields.strings('namespaces'),
    namespaceSelectors: readLabelSelectors(fields, 'namespaceSelectors'),
    serviceSelectors: readLabelSelectors(fields, 'serviceSelectors'),
  };
}

export function readL2Advertisement(fields: Fields, base: ResourceBase): L2AdvertisementResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'L2Advertisement',
    ...readAdvertised(spec),
    interfaces: spec.strings('interfaces'),
    preferredNodeSelectors: spec.maps('preferredNodeSelectors').map((item) => ({
      weight: item.integer('weight') ?? 0,
      preference: readLabelSelector(item.map('preference')) ?? { matchLabels: {}, matchExpressions: [] },
    })),
  };
}

export function readBGPAdvertisement(fields: Fields, base: ResourceBase): BGPAdvertisementResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'BGPAdvertisement',
    ...readAdvertised(spec),
    aggregationLength: spec.integer('aggregationLength'),
    aggregationLengthV6: spec.integer('aggregationLengthV6'),
    localPref: spec.integer('localPref'),
    communities: spec.strings('communities'),
    peers: spec.strings('peers'),
  };
}

interface Advertised {
  readonly ipAddressPools: readonly string[];
  readonly ipAddressPoolSelectors: readonly LabelSelector[];
  readonly nodeSelectors: readonly LabelSelector[];
  readonly serviceSelectors: readonly LabelSelector[];
}

function readAdvertised(spec: Fields): Advertised {
  return {
    ipAddressPools: spec.strings('ipAddressPools'),
    ipAddressPoolSelectors: readLabelSelectors(spec, 'ipAddressPoolSelectors'),
    nodeSelectors: readLabelSelectors(spec, 'nodeSelectors'),
    serviceSelectors: readLabelSelectors(spec, 'serviceSelectors'),
  };
}
