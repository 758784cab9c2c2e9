import { message, sentences } from '../../base/message.ts';
import { keyPlaceOf, placeOf, type Place } from '../../manifests/place.ts';
import type { LegacyPool, MetalLBConfigResource } from '../../manifests/resources/metallb.ts';
import { aggregationFault, bgpAnnouncementFault, bgpAnnouncementOf } from './bgpAnnouncement.ts';
import { bfdProfileFault, peerFault } from './bgpPeers.ts';
import { communityAliasesOf, type CommunityAliases } from './communities.ts';
import type { ConfigurationFault } from './fault.ts';
import { poolOf, type LoadBalancerPool } from './pool.ts';

/** What the ConfigMap that MetalLB read until v0.12 says. Controller and speakers read all of it, so that a broken peer takes the addresses away too. */
export interface LegacyConfiguration {
  readonly pools: readonly LoadBalancerPool[];
  readonly communities: CommunityAliases;
  /** Why MetalLB refuses the whole, other than for a pool. */
  readonly fault: ConfigurationFault | undefined;
}

/** metallb v0.12.1 internal/config/config.go Parse */
export function legacyConfigurationOf(config: MetalLBConfigResource): LegacyConfiguration {
  const communities = communityAliasesOf(
    config.communities.map(({ name, value }) => ({ name, value, place: placeOf(config, 'data', 'config', 'bgp-communities', name) })),
    false,
  );
  return {
    pools: config.pools.map((pool, index) => poolOfLegacy(pool, config, index, communities)),
    communities,
    fault: textFault(config) ?? profilesFault(config) ?? peersFault(config) ?? communities.fault,
  };
}

function textFault(config: MetalLBConfigResource): ConfigurationFault | undefined {
  return config.refused === undefined
    ? undefined
    : { message: message('MetalLB cannot read its text ({0}).', config.refused), because: [keyPlaceOf(config, 'data', 'config')] };
}

function profilesFault(config: MetalLBConfigResource): ConfigurationFault | undefined {
  const seen = new Set<string>();
  for (const [index, profile] of config.bfdProfiles.entries()) {
    const because = [placeOf(config, 'data', 'config', 'bfd-profiles', index)];
    if (profile.name === '') return { message: message('A BFD profile has no name.'), because };
    const fault = bfdProfileFault(profile);
    if (fault !== undefined)
      return { message: sentences(message('The fault is in BFD profile "{0}".', profile.name), fault.message), because };
    if (seen.has(profile.name)) return { message: message('There are two BFD profiles "{0}".', profile.name), because };
    seen.add(profile.name);
  }
  return undefined;
}

function peersFault(config: MetalLBConfigResource): ConfigurationFault | undefined {
  const seen = new Set<string>();
  for (const [index, peer] of config.peers.entries()) {
    const because = [placeOf(config, 'data', 'config', 'peers', index)];
    const fault = peerFault(peer)?.message;
    if (fault !== undefined) return { message: sentences(message('The fault is in peer {0}.', index + 1), fault), because };
    if (peer.bfdProfile !== '' && !config.bfdProfiles.some(({ name }) => name === peer.bfdProfile))
      return { message: message('There is no BFD profile "{1}", which peer {0} names.', index + 1, peer.bfdProfile), because };
    const key = JSON.stringify(peer);
    // Passwords are not kept, so two peers that differ in nothing else may be two.
    if (seen.has(key) && !peer.hasPassword) return { message: message('Peer {0} stands there twice.', index + 1), because };
    seen.add(key);
  }
  return undefined;
}

/** metallb v0.12.1 internal/config/config.go parseAddressPool */
function poolOfLegacy(pool: LegacyPool, config: MetalLBConfigResource, index: number, communities: CommunityAliases): LoadBalancerPool {
  const at = (...path: readonly (string | number)[]) => placeOf(config, 'data', 'config', 'address-pools', index, ...path);
  const announcements = (pool.bgpAdvertisements.length > 0 ? pool.bgpAdvertisements : [{}]).map(bgpAnnouncementOf);
  const result = poolOf({
    name: pool.name,
    labels: {},
    autoAssign: pool.autoAssign,
    avoidBuggyIPs: pool.avoidBuggyIPs,
    scope: undefined,
    addresses: pool.addresses.map((text, entry) => ({ text, place: at('addresses', entry) })),
    announcement: pool.protocol === 'bgp' ? announcements : 'layer2',
    place: at('name'),
    fault: undefined,
  });
  return { ...result, fault: result.fault ?? poolFault(pool, result, communities, at('protocol'), at('bgp-advertisements')) };
}

function poolFault(
  pool: LegacyPool,
  { announcement, entries }: LoadBalancerPool,
  communities: CommunityAliases,
  protocol: Place,
  advertisements: Place,
): ConfigurationFault | undefined {
  if (pool.protocol === undefined || pool.protocol === '')
    return { message: message('Pool "{0}" has no protocol.', pool.name), because: [protocol] };
  if (pool.protocol !== 'layer2' && pool.protocol !== 'bgp')
    return {
      message: message('The protocol "{1}" of pool "{0}" does not exist. The values are layer2 and bgp.', pool.name, pool.protocol),
      because: [protocol],
    };
  if (typeof announcement === 'string') {
    return pool.bgpAdvertisements.length === 0
      ? undefined
      : {
          message: message('Pool "{0}" is announced by layer2, so that it may not have bgp-advertisements.', pool.name),
          because: [advertisements],
        };
  }
  const seen = new Set<string>();
  for (const one of announcement) {
    const fault = bgpAnnouncementFault(one, communities, false) ?? aggregationFault(one, entries, pool.name);
    if (fault !== undefined)
      return { message: sentences(message('The fault is in pool "{0}".', pool.name), fault), because: [advertisements] };
    const key = JSON.stringify(one);
    if (seen.has(key)) return { message: message('Pool "{0}" has two equal bgp-advertisements.', pool.name), because: [advertisements] };
    seen.add(key);
  }
  return undefined;
}
