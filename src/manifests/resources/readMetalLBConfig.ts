import { message, type Message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { parseYaml } from '../parseYaml.ts';
import { spanOf, type FieldPlace } from '../place.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { LegacyPool, MetalLBConfigResource } from './metallb.ts';

/**
 * Reads the ConfigMap that MetalLB took its configuration from until v0.12 (the caller knows it by its name `config` and the `address-pools` in its key `config`).
 * The text is read strictly: an unknown or repeated key refuses all of it. metallb v0.12.1 internal/config/config.go
 */
export function readMetalLBConfig(fields: Fields, base: ResourceBase): MetalLBConfigResource {
  const holder = fields.at('data', 'config');
  const { root, problems } = parseYaml(holder.node?.type === 'scalar' ? holder.node.text : '');
  const refusals = new Refusals(fields);
  for (const { code, start, end, text } of problems) {
    refusals.add(
      code === 'yaml/duplicate-key' ? message('the key "{0}" stands twice in one map', text) : message('it is not YAML: {0}', text),
      code === 'yaml/duplicate-key' ? `key "${text}" already set in map` : text,
      spanOf(holder.place, start, end),
    );
  }
  const config = holder.contained(root);
  refusals.unknownKeys(config, ['peers', 'address-pools', 'bgp-communities', 'bfd-profiles']);
  const reported = fields.context.problems.length;
  const pools = config.maps('address-pools').map((pool) => readPool(pool, refusals));
  if (fields.context.problems.length > reported) refusals.first ??= 'cannot unmarshal';
  return { ...base, type: 'MetalLBConfig', pools, refused: refusals.first };
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
    this.#fields.context.report({ code: 'resource/wrong-type', message: message('MetalLB refuses this whole configuration: {0}.', reason), place });
  }

  unknownKeys(map: Fields, known: readonly string[]): void {
    for (const key of keysOf(map.node)) {
      if (!known.includes(key)) this.add(message('it knows no key "{0}" here', key), `field ${key} not found`, { ...map.at(key).place, part: 'key' });
    }
  }
}

function keysOf(node: SyntaxNode | undefined): readonly string[] {
  return node?.type === 'map' ? node.entries.map(({ key }) => key) : [];
}
