import { contains, hasHostBits, formatCIDR, parseAddress, parseCIDR, rangeOfCIDR, type CIDR } from '../../../base/ip.ts';
import { message, type Message } from '../../../base/message.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Refusal } from '../../../manifests/refusal.ts';
import type { NetworkAttachmentDefinitionResource } from '../../../manifests/resources/attachment.ts';

/**
 * Why no pod gets this network: its sandbox is not made, so that the pod never starts.
 * k8snetworkplumbingwg/multus-cni pkg/types/conf.go LoadDelegateNetConf; containernetworking/plugins plugins/ipam/host-local/backend/allocator/range.go Canonicalize
 */
export function attachmentFaults({ config }: NetworkAttachmentDefinitionResource): readonly Refusal[] {
  if (config.trim() === '' || holdsPlaceholder(config)) return [];
  const fault = faultOf(config);
  return fault === undefined ? [] : [{ path: ['spec', 'config'], by: 'nobody', text: fault }];
}

function faultOf(config: string): Message | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    return message('The configuration is not JSON, so that pods with this network do not start.');
  }
  if (!isObject(parsed)) return message('The configuration is not a JSON object, so that pods with this network do not start.');
  const plugins = parsed['plugins'] === undefined ? [parsed] : objects(parsed['plugins']);
  // Go reads the keys of JSON whatever the case of their letters.
  if (plugins.some((plugin) => !Object.entries(plugin).some(([key, value]) => key.toLowerCase() === 'type' && value !== '')))
    return message('A plugin of the configuration has no type, so that pods with this network do not start.');
  return plugins
    .map(({ ipam }) => ipam)
    .filter(isObject)
    .filter(({ type }) => type === 'host-local')
    .flatMap((ipam) => [...(typeof ipam['subnet'] === 'string' ? [ipam] : []), ...lists(ipam['ranges']).flatMap(objects)])
    .map(rangeFault)
    .find((fault) => fault !== undefined);
}

function rangeFault({ subnet, rangeStart, rangeEnd }: Readonly<Record<string, unknown>>): Message | undefined {
  if (typeof subnet !== 'string') return undefined;
  const cidr = parseCIDR(subnet);
  // A word for what the plugin before puts in its place: Calico's, the pod network of the node.
  if (cidr === undefined && /^usePodCidr/i.test(subnet)) return undefined;
  if (cidr === undefined) return message('The plugin host-local takes "{0}" for no subnet: pods with this network do not start.', subnet);
  if (hasHostBits(cidr))
    return message(
      'The plugin host-local refuses the subnet {0}, which has host bits; the network is {1}. Pods with this network do not start.',
      subnet,
      formatCIDR(cidr),
    );
  return outside(cidr, { rangeStart, rangeEnd });
}

function outside(cidr: CIDR, ends: Readonly<Record<string, unknown>>): Message | undefined {
  for (const [field, text] of Object.entries(ends)) {
    const address = typeof text === 'string' ? parseAddress(text) : undefined;
    if (address !== undefined && !contains(rangeOfCIDR(cidr), address))
      return message(
        'The plugin host-local refuses {0} {1}, which is not in the subnet {2}: pods with this network do not start.',
        field,
        String(text),
        formatCIDR(cidr),
      );
  }
  return undefined;
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return lists(value).filter(isObject);
}

function lists(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
