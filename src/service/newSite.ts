import {
  contains,
  encloses,
  formatAddress,
  formatCIDR,
  hasHostBits,
  intersection,
  parseAddress,
  parseCIDR,
  parseRange,
  rangeOfCIDR,
  sizeOf,
  type CIDR,
  type IPRange,
} from '../base/ip.ts';
import { message, type Language, type Message } from '../base/message.ts';

/** What the device's page of the compute network asks for, as somebody types it; an empty text is not known. */
export interface SiteDraft {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly nodeIPs: string;
  readonly serviceIPs: string;
}

export type SiteField = keyof SiteDraft;

export interface SiteFieldAnswer {
  /** Why the value cannot stand, as a sentence; undefined when it can. */
  readonly fault: string | undefined;
  /** What such a value looks like in this network. */
  readonly example: string;
}

/** What is to be said of one value of a draft beside the others. */
export function siteField(draft: SiteDraft, field: SiteField, { say }: Language): SiteFieldAnswer {
  const fault = faultOf(draft, field);
  return { fault: fault === undefined ? undefined : say(fault), example: exampleOf(draft, field) };
}

/** The manifest, in the present format; it ends with a line break. Values that are not known are left out. */
export function siteText({ name, subnet, gateway, nodeIPs, serviceIPs }: SiteDraft): string {
  const network = [...line('    subnet', canonicalSubnet(subnet)), ...line('    gateway', gateway)];
  return [
    'apiVersion: edgenetwork/v1',
    'kind: EdgeNetwork',
    'metadata:',
    `  name: ${/^[a-z][a-z0-9-]*$/.test(name) && !words.has(name) ? name : JSON.stringify(name)}`,
    '  annotations:',
    '    config.kubernetes.io/local-config: "true"',
    'spec:',
    '  profile: azure-stack-edge',
    ...(network.length === 0 ? [] : ['  computeNetwork:', ...network]),
    ...line('  kubernetesNodeIPs', rangeWritten(nodeIPs)),
    ...line('  kubernetesServiceIPs', rangeWritten(serviceIPs)),
    '',
  ].join('\n');
}

/** What YAML reads as something other than a text. */
const words: ReadonlySet<string> = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

function line(key: string, value: string): readonly string[] {
  // A colon inside of an address of version 6 is part of a plain text; one at its end is none.
  return value === '' ? [] : [`${key}: ${value.endsWith(':') || value.startsWith(':') ? JSON.stringify(value) : value}`];
}

function canonicalSubnet(text: string): string {
  const cidr = parseCIDR(text.trim());
  return cidr === undefined ? text.trim() : formatCIDR(cidr);
}

/** `first-last`, as the device has it, also of a range that was typed as a CIDR. */
function rangeWritten(text: string): string {
  const range = rangeOf(text);
  return range === undefined ? text.trim() : dashed(range);
}

function dashed({ family, first, last }: IPRange): string {
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}

function rangeOf(text: string): IPRange | undefined {
  const parsed = parseRange(text.trim());
  return parsed.ok ? parsed.range : undefined;
}

function subnetOf({ subnet }: SiteDraft): CIDR | undefined {
  return parseCIDR(subnet.trim());
}

function faultOf(draft: SiteDraft, field: SiteField): Message | undefined {
  const text = draft[field].trim();
  if (field === 'name')
    return /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text)
      ? undefined
      : message('A name consists of small letters, digits, hyphens and dots, and begins and ends with a letter or a digit.');
  if (text === '') return undefined;
  switch (field) {
    case 'subnet':
      return faultOfSubnet(text);
    case 'gateway':
      return faultOfGateway(draft, text);
    case 'nodeIPs':
    case 'serviceIPs':
      return faultOfRange(draft, field, text);
  }
}

function faultOfSubnet(text: string): Message | undefined {
  const cidr = parseCIDR(text);
  if (cidr === undefined) return message('A subnet is an address and the length of its prefix, as in {0}.', '192.168.10.0/24');
  return hasHostBits(cidr) ? message('{0} is an address inside of the subnet {1}.', text, formatCIDR(cidr)) : undefined;
}

function faultOfGateway(draft: SiteDraft, text: string): Message | undefined {
  const address = parseAddress(text);
  if (address === undefined) return message('{0} is not an address.', text);
  const subnet = subnetOf(draft);
  return subnet === undefined || contains(rangeOfCIDR(subnet), address)
    ? undefined
    : message('{0} lies outside of the subnet {1}.', text, formatCIDR(subnet));
}

function faultOfRange(draft: SiteDraft, field: 'nodeIPs' | 'serviceIPs', text: string): Message | undefined {
  const parsed = parseRange(text);
  if (!parsed.ok)
    return parsed.meant === undefined || parsed.fault === 'blank'
      ? message('A range is its first and its last address with a hyphen between them, as in {0}.', exampleOf(draft, field))
      : message('A range is its first and its last address with a hyphen between them. Is {0} meant?', meantAsRange(parsed.meant));
  const { range } = parsed;
  const subnet = subnetOf(draft);
  if (subnet !== undefined && !encloses(rangeOfCIDR(subnet), range))
    return message('{0} lies outside of the subnet {1}.', dashed(range), formatCIDR(subnet));
  const gateway = parseAddress(draft.gateway.trim());
  if (gateway !== undefined && contains(range, gateway)) return message('The gateway {0} lies in this range.', formatAddress(gateway));
  if (field === 'nodeIPs')
    return sizeOf(range) < 2n ? message('A device with one node needs two addresses here, and one more for each further node.') : undefined;
  const nodes = rangeOf(draft.nodeIPs);
  return nodes !== undefined && intersection(nodes, range) !== undefined
    ? message('This range shares addresses with the Kubernetes node IPs {0}.', dashed(nodes))
    : undefined;
}

/** What was meant by a bare address is a range of one. */
function meantAsRange(text: string): string {
  const range = rangeOf(text);
  return range === undefined ? text : dashed(range);
}

/** The ends of the subnet are where people put these. */
function exampleOf(draft: SiteDraft, field: SiteField): string {
  const subnet = subnetOf(draft) ?? parseCIDR('192.168.10.0/24');
  if (field === 'name') return 'store-42';
  if (subnet === undefined || field === 'subnet') return '192.168.10.0/24';
  const { family, first, last } = rangeOfCIDR(subnet);
  const size = last - first + 1n;
  const at = (offset: bigint): string => formatAddress({ family, value: first + (offset < 0n ? size + offset : offset) });
  if (field === 'gateway') return at(1n);
  // Of a network that is too small for both, the other example would be no better.
  return field === 'nodeIPs' ? `${at(-15n)}-${at(-13n)}` : `${at(-12n)}-${at(-6n)}`;
}
