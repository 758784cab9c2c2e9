import { parseAddress, parseCIDR, type CIDR, type Family, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { labelOf } from '../labels.ts';
import type { CNIConfiguration } from './cniConfiguration.ts';
import type { Pool } from './pool.ts';

/** What the CNI plugin asks of IPAM for a pod. */
export type PodRequest =
  | {
      readonly kind: 'automatic';
      readonly families: readonly Family[];
      readonly pools: Readonly<Record<Family, readonly CIDR[]>>;
      /** The annotation that names pools or families. */ readonly annotation: string | undefined;
    }
  | {
      readonly kind: 'explicit';
      readonly addresses: readonly IPAddress[];
      /** False: IPAM is bypassed, and conflicts go unseen. */ readonly ipam: boolean;
      readonly annotation: string;
    }
  | { readonly kind: 'invalid'; readonly message: Message; readonly annotation: string | undefined };

const prefix = 'cni.projectcalico.org/';

function featureOff(feature: 'ip_addrs_no_ipam' | 'floating_ips'): Message {
  return message('The CNI configuration does not enable the feature {0}.', feature);
}

/** Whether a request is refused only since the CNI configuration does not switch on what it asks for. */
export function needsFeature({ message: { key } }: { readonly message: Message }): boolean {
  return key === featureOff('floating_ips').key;
}

/** Whether the annotations can change a request at all. */
export function concernsCalico(annotations: StringMap): boolean {
  return Object.keys(annotations).some((key) => key.startsWith(prefix));
}

/**
 * Reads the annotations of pod and namespace; a pod's value replaces the namespace's, key by key. `pools` are all that exist, disabled ones too.
 * cni-plugin pkg/k8s/k8s.go CmdAddK8s, internal/pkg/utils/utils.go ResolvePools
 */
export function podRequest(pod: StringMap, namespace: StringMap, configuration: CNIConfiguration, pools: readonly Pool[]): PodRequest {
  try {
    return readRequest(pod, namespace, configuration, pools);
  } catch (error) {
    if (error instanceof InvalidRequest) return { kind: 'invalid', message: error.reason, annotation: error.annotation };
    throw error;
  }
}

/** Leaves the reading of a request from any depth; it never leaves this file. */
class InvalidRequest extends Error {
  readonly reason: Message;
  readonly annotation: string | undefined;

  constructor(reason: Message, annotation: string | undefined) {
    super();
    this.reason = reason;
    this.annotation = annotation;
  }
}

function readRequest(pod: StringMap, namespace: StringMap, configuration: CNIConfiguration, pools: readonly Pool[]): PodRequest {
  const inherited = (key: string) => nonEmpty(pod, key) ?? nonEmpty(namespace, key);
  const poolTexts = { 4: readList('ipv4pools', inherited('ipv4pools')), 6: readList('ipv6pools', inherited('ipv6pools')) };
  const families = readFamilies(inherited('ipFamilies')) ?? configuration.families;
  const explicit = nonEmpty(pod, 'ipAddrs');
  const bypassing = nonEmpty(pod, 'ipAddrsNoIpam');
  if (explicit !== undefined && bypassing !== undefined) {
    throw new InvalidRequest(message('ipAddrs and ipAddrsNoIpam cannot be used together.'), `${prefix}ipAddrsNoIpam`);
  }
  if (bypassing !== undefined && !configuration.allowsAddressesWithoutIPAM) {
    throw new InvalidRequest(featureOff('ip_addrs_no_ipam'), `${prefix}ipAddrsNoIpam`);
  }
  const floating = nonEmpty(pod, 'floatingIPs');
  if (floating !== undefined && !configuration.allowsFloatingIPs) {
    throw new InvalidRequest(featureOff('floating_ips'), `${prefix}floatingIPs`);
  }
  readList('floatingIPs', floating);
  if (explicit !== undefined)
    return { kind: 'explicit', addresses: readAddresses('ipAddrs', explicit), ipam: true, annotation: `${prefix}ipAddrs` };
  if (bypassing !== undefined)
    return { kind: 'explicit', addresses: readAddresses('ipAddrsNoIpam', bypassing), ipam: false, annotation: `${prefix}ipAddrsNoIpam` };
  const named = (['ipv4pools', 'ipv6pools', 'ipFamilies'] as const).find((key) => inherited(key) !== undefined);
  return {
    kind: 'automatic',
    families,
    pools: {
      4: (poolTexts[4] ?? configuration.pools[4]).map((text) =>
        resolvePool(text, 4, pools, poolTexts[4] === undefined ? undefined : `${prefix}ipv4pools`),
      ),
      6: (poolTexts[6] ?? configuration.pools[6]).map((text) =>
        resolvePool(text, 6, pools, poolTexts[6] === undefined ? undefined : `${prefix}ipv6pools`),
      ),
    },
    annotation: named === undefined ? undefined : `${prefix}${named}`,
  };
}

function nonEmpty(annotations: StringMap, key: string): string | undefined {
  const value = labelOf(annotations, `${prefix}${key}`);
  return value === '' ? undefined : value;
}

/** A JSON list of strings, as Go reads one: `null` is an empty list. */
function readList(key: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (value === null) return [];
  const items: unknown[] = Array.isArray(value) ? value : [undefined];
  return items.map((item) => {
    if (item === null) return '';
    if (typeof item !== 'string')
      throw new InvalidRequest(message('The annotation {0} is not a JSON list of strings.', key), `${prefix}${key}`);
    return item;
  });
}

function readFamilies(text: string | undefined): readonly Family[] | undefined {
  const names = readList('ipFamilies', text);
  if (names === undefined) return undefined;
  const wrong = names.find((name) => name !== 'IPv4' && name !== 'IPv6');
  if (wrong !== undefined) throw new InvalidRequest(message('"{0}" is not an IP family: IPv4 and IPv6 are.', wrong), `${prefix}ipFamilies`);
  return ([4, 6] as const).filter((family) => names.includes(`IPv${family}`));
}

function readAddresses(key: string, text: string): readonly IPAddress[] {
  const annotation = `${prefix}${key}`;
  const addresses = (readList(key, text) ?? []).map((item) => {
    const address = parseAddress(item);
    if (address === undefined) throw new InvalidRequest(message('"{0}" is not an IP address.', item), annotation);
    return address;
  });
  if (addresses.length === 0) throw new InvalidRequest(message('The annotation {0} lists no address.', key), annotation);
  if (addresses.filter(({ family }) => family === 4).length > 1 || addresses.filter(({ family }) => family === 6).length > 1) {
    throw new InvalidRequest(message('The annotation {0} lists more than one address of a family.', key), annotation);
  }
  return addresses;
}

function resolvePool(text: string, family: Family, pools: readonly Pool[], annotation: string | undefined): CIDR {
  const cidr = parseCIDR(text) ?? pools.find(({ name }) => name === text)?.cidr;
  if (cidr === undefined) throw new InvalidRequest(message('There is no pool {0}.', text), annotation);
  if (cidr.family !== family) throw new InvalidRequest(message('{0} is not an IPv{1} pool.', text, family), annotation);
  return { ...cidr, address: cidr.network };
}
