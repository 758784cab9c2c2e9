import type { Fields } from '../fields.ts';
import { readLabelSelector, readLabelSelectors, type LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type {
  BFDProfileResource,
  BGPAdvertisementResource,
  BGPPeerResource,
  CommunityResource,
  IPAddressPoolResource,
  L2AdvertisementResource,
  ServiceAllocation,
} from './metallb.ts';

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
    preferredNodeSelectors: spec
      .maps('preferredNodeSelectors')
      .map((item) => ({
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

export function readCommunity(fields: Fields, base: ResourceBase): CommunityResource {
  return {
    ...base,
    type: 'Community',
    communities: fields
      .map('spec')
      .maps('communities')
      .map((alias) => ({ name: alias.string('name') ?? '', value: alias.text('value') ?? '' })),
  };
}

export function readBGPPeer(fields: Fields, base: ResourceBase): BGPPeerResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'BGPPeer',
    myASN: spec.integer('myASN') ?? 0,
    peerASN: spec.integer('peerASN') ?? 0,
    dynamicASN: spec.string('dynamicASN'),
    localASN: spec.integer('localASN'),
    peerAddress: spec.text('peerAddress') ?? '',
    peerPort: spec.integer('peerPort'),
    interface: spec.string('interface') ?? '',
    sourceAddress: spec.text('sourceAddress') ?? '',
    routerID: spec.text('routerID') ?? '',
    holdTime: spec.string('holdTime'),
    keepaliveTime: spec.string('keepaliveTime'),
    connectTime: spec.string('connectTime'),
    nodeSelectors: readLabelSelectors(spec, 'nodeSelectors'),
    hasPassword: hasText(spec.at('password')),
    passwordSecret: spec.map('passwordSecret').string('name') ?? '',
    bfdProfile: spec.string('bfdProfile') ?? '',
    ebgpMultiHop: spec.boolean('ebgpMultiHop') ?? false,
    vrf: spec.string('vrf') ?? '',
    enableGracefulRestart: spec.boolean('enableGracefulRestart') ?? false,
    disableMP: spec.boolean('disableMP') ?? false,
    dualStackAddressFamily: spec.boolean('dualStackAddressFamily') ?? false,
  };
}

/** Without reading the text on: a password is nobody's business here. */
export function hasText({ exists, node }: Fields): boolean {
  return exists && node?.type === 'scalar' && node.text !== '';
}

export function readBFDProfile(fields: Fields, base: ResourceBase): BFDProfileResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'BFDProfile',
    receiveInterval: spec.integer('receiveInterval'),
    transmitInterval: spec.integer('transmitInterval'),
    echoInterval: spec.integer('echoInterval'),
    detectMultiplier: spec.integer('detectMultiplier'),
    minimumTtl: spec.integer('minimumTtl'),
    echoMode: spec.boolean('echoMode') ?? false,
  };
}
