import { message, sentences, type Message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { LabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import { parseYaml } from '../parseYaml.ts';
import { spanOf, type FieldPlace } from '../place.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { BFDProfile, BGPPeer, LegacyPool, MetalLBConfigResource } from './metallb.ts';
import { hasText } from './readMetallb.ts';

/** Whether a ConfigMap is the one that MetalLB took its configuration from until v0.12. */
export function isMetalLBConfig(fields: Fields, { metadata }: ResourceBase): boolean {
  const { node } = fields.at('data', 'config');
  return metadata.name === 'config' && node?.type === 'scalar' && node.text.includes('address-pools');
}

/**
 * The text is read strictly: an unknown or repeated key refuses all of it. metallb v0.12.1 internal/config/config.go
 */
export function readMetalLBConfig(fields: Fields, base: ResourceBase): MetalLBConfigResource {
  const holder = fields.at('data', 'config');
  const { root, problems } = parseYaml(holder.node?.type === 'scalar' ? holder.node.text : '');
  const refusals = new Refusals(fields);
  for (const { code, start, end, text } of problems) {
    refusals.add(
      code === 'yaml/duplicate-key' ? message('The key "{0}" stands twice in one map.', text) : message('It is not YAML ({0}).', text),
      code === 'yaml/duplicate-key' ? `key "${text}" already set in map` : text,
      spanOf(holder.place, start, end),
    );
  }
  const config = holder.contained(root);
  refusals.unknownKeys(config, ['peers', 'address-pools', 'bgp-communities', 'bfd-profiles']);
  const reported = fields.context.problems.length;
  const pools = config.maps('address-pools').map((pool) => readPool(pool, refusals));
  const peers = config.maps('peers').map((peer) => readPeer(peer, refusals));
  const bfdProfiles = config.maps('bfd-profiles').map((profile) => readBFDProfile(profile, refusals));
  const communities = Object.entries(config.optionalStringMapOfAny('bgp-communities') ?? {}).map(([name, value]) => ({ name, value }));
  if (fields.context.problems.length > reported) refusals.first ??= 'cannot unmarshal';
  return { ...base, type: 'MetalLBConfig', pools, peers, bfdProfiles, communities, refused: refusals.first };
}

function readPeer(peer: Fields, refusals: Refusals): BGPPeer {
  refusals.unknownKeys(peer, [
    'my-asn',
    'peer-asn',
    'peer-address',
    'source-address',
    'peer-port',
    'hold-time',
    'keepalive-time',
    'router-id',
    'node-selectors',
    'password',
    'bfd-profile',
    'ebgp-multihop',
  ]);
  return {
    myASN: peer.integer('my-asn') ?? 0,
    peerASN: peer.integer('peer-asn') ?? 0,
    dynamicASN: undefined,
    localASN: undefined,
    peerAddress: peer.text('peer-address') ?? '',
    peerPort: peer.integer('peer-port'),
    interface: '',
    sourceAddress: peer.text('source-address') ?? '',
    routerID: peer.text('router-id') ?? '',
    holdTime: peer.text('hold-time'),
    keepaliveTime: peer.text('keepalive-time'),
    connectTime: undefined,
    nodeSelectors: peer.maps('node-selectors').map((selector) => readNodeSelector(selector, refusals)),
    hasPassword: hasText(peer.at('password')),
    passwordSecret: '',
    bfdProfile: peer.text('bfd-profile') ?? '',
    ebgpMultiHop: peer.boolean('ebgp-multihop') ?? false,
    vrf: '',
    enableGracefulRestart: false,
    disableMP: false,
    dualStackAddressFamily: false,
  };
}

function readNodeSelector(selector: Fields, refusals: Refusals): LabelSelector {
  refusals.unknownKeys(selector, ['match-labels', 'match-expressions']);
  return {
    matchLabels: selector.optionalStringMapOfAny('match-labels') ?? {},
    matchExpressions: selector.maps('match-expressions').map((expression) => {
      refusals.unknownKeys(expression, ['key', 'operator', 'values']);
      return { key: expression.text('key') ?? '', operator: expression.text('operator') ?? '', values: expression.texts('values') };
    }),
  };
}

function readBFDProfile(profile: Fields, refusals: Refusals): BFDProfile & { readonly name: string } {
  refusals.unknownKeys(profile, [
    'name',
    'receive-interval',
    'transmit-interval',
    'detect-multiplier',
    'echo-interval',
    'echo-mode',
    'passive-mode',
    'minimum-ttl',
  ]);
  profile.boolean('passive-mode');
  return {
    name: profile.text('name') ?? '',
    receiveInterval: profile.integer('receive-interval'),
    transmitInterval: profile.integer('transmit-interval'),
    echoInterval: profile.integer('echo-interval'),
    detectMultiplier: profile.integer('detect-multiplier'),
    minimumTtl: profile.integer('minimum-ttl'),
    echoMode: profile.boolean('echo-mode') ?? false,
  };
}

function readPool(pool: Fields, refusals: Refusals): LegacyPool {
  refusals.unknownKeys(pool, ['name', 'protocol', 'addresses', 'auto-assign', 'avoid-buggy-ips', 'bgp-advertisements']);
  return {
    name: pool.text('name') ?? '',
    protocol: pool.text('protocol'),
    addresses: pool.texts('addresses'),
    autoAssign: pool.boolean('auto-assign') ?? true,
    avoidBuggyIPs: pool.boolean('avoid-buggy-ips') ?? false,
    bgpAdvertisements: pool.maps('bgp-advertisements').map((advertisement) => {
      refusals.unknownKeys(advertisement, ['aggregation-length', 'aggregation-length-v6', 'localpref', 'communities']);
      return {
        aggregationLength: advertisement.integer('aggregation-length'),
        aggregationLengthV6: advertisement.integer('aggregation-length-v6'),
        localPref: advertisement.integer('localpref'),
        communities: advertisement.texts('communities'),
      };
    }),
  };
}

/** Why MetalLB refuses the text; each reason is also a problem at its place. */
class Refusals {
  first: string | undefined;
  readonly #fields: Fields;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  add(reason: Message, text: string, place: FieldPlace): void {
    this.first ??= text;
    this.#fields.context.report({
      code: 'resource/wrong-type',
      message: sentences(message('MetalLB refuses this whole configuration.'), reason),
      place,
    });
  }

  unknownKeys(map: Fields, known: readonly string[]): void {
    for (const key of keysOf(map.node)) {
      if (!known.includes(key))
        this.add(message('It knows no key "{0}" here.', key), `field ${key} not found`, { ...map.at(key).place, part: 'key' });
    }
  }
}

function keysOf(node: SyntaxNode | undefined): readonly string[] {
  return node?.type === 'map' ? node.entries.map(({ key }) => key) : [];
}
