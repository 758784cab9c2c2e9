import { formatAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { Allocation } from '../allocation.ts';
import { emptyAnswer, type DNSAnswer, type DNSQuestion, type Forwarding, type ResourceRecord } from './answer.ts';
import type { ClusterView } from './clusterView.ts';
import { fallsThrough } from './fallthrough.ts';
import { lookUp, servicePlaces, type Found } from './kubernetesLookup.ts';
import { zoneAsAsked } from './kubernetesRequest.ts';
import { nameServers } from './nameServers.ts';
import { addressOfReverseName, fullyQualified, isWithin, lowerCase, nameIn } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';
import { reverseTargets } from './reverse.ts';

/** What the plugin needs around it. */
export interface KubernetesContext {
  readonly allocation: Allocation;
  readonly view: ClusterView;
  /** Asks the whole server again, for the end of a CNAME outside of the zone. */
  readonly ask: (question: DNSQuestion) => DNSAnswer;
}

/** CNAMEs that are followed inside of the zone. */
const MAX_CHAIN = 10;

/**
 * What the `kubernetes` plugin answers; undefined hands the question to the next plugin. The order of records is stable, where the real one is shuffled.
 * coredns plugin/kubernetes/handler.go, reverse.go; plugin/backend_lookup.go
 */
export function answerFromKubernetes(
  plugin: KubernetesPlugin,
  { name, type }: DNSQuestion,
  context: KubernetesContext,
): DNSAnswer | undefined {
  const zone = zoneAsAsked(plugin, name);
  if (zone === undefined) return undefined;
  if (type === 'AXFR' || type === 'IXFR') return emptyAnswer('REFUSED', message('The kubernetes plugin transfers no zones.'));
  const atApex = name.length === zone.length;
  const soa = startOfAuthority(plugin, zone);
  if (type === 'SOA')
    return atApex
      ? positive([soa], message("{0} is the cluster's own zone.", name), [])
      : emptyAnswer('NOERROR', message('A start of authority is at {0} only.', zone), [], [soa]);

  const outcome = answerOfType(plugin, { name, type }, zone, context);
  if (outcome.exists)
    return outcome.records.length === 0
      ? emptyAnswer('NOERROR', outcome.reason, outcome.because, [soa])
      : { ...positive(outcome.records, outcome.reason, outcome.because), additional: outcome.additional, continued: outcome.continued };
  if (fallsThrough(plugin.fallthrough, name)) return undefined;
  return emptyAnswer('NXDOMAIN', outcome.reason, outcome.because, [soa]);
}

type Outcome =
  | { readonly exists: false; readonly reason: Message; readonly because: readonly Place[] }
  | {
      readonly exists: true;
      readonly records: readonly ResourceRecord[];
      readonly additional: readonly ResourceRecord[];
      readonly continued: Forwarding | undefined;
      readonly reason: Message;
      readonly because: readonly Place[];
    };

function answerOfType(plugin: KubernetesPlugin, question: DNSQuestion, zone: string, context: KubernetesContext): Outcome {
  const { name, type } = question;
  const some = { exists: true, records: [], additional: [], continued: undefined, because: [] } as const;
  if (type === 'TXT' && lowerCase(name) === lowerCase(nameIn(zone, 'dns-version'))) {
    return { ...some, records: [{ name, type, ttl: 28800, data: '"1.1.0"' }], reason: message('This is the version of the DNS schema.') };
  }
  if (type === 'NS' && name.length === zone.length) {
    const servers = nameServers(context.allocation, plugin, zone);
    const records = distinct(servers.map((server) => ({ name, type, ttl: plugin.ttl, data: server.name })));
    return {
      ...some,
      records,
      additional: servers.map((server) => addressRecord(server.name, plugin.ttl, server.address)),
      reason: message('These are the services in front of CoreDNS.'),
    };
  }
  if (type === 'PTR') {
    const reverse = answerReverse(plugin, name, context);
    if (reverse !== undefined) return reverse;
  }
  if (lowerCase(name) === lowerCase(nameIn(zone, 'ns', 'dns'))) {
    const records = nameServers(context.allocation, plugin, zone)
      .map((server) => addressRecord(name, plugin.ttl, server.address))
      .filter((record) => record.type === type);
    return { ...some, records, reason: message("This is the address of the zone's name server.") };
  }

  const lookup = lookUp(plugin, context.view, name, zone);
  if (!lookup.exists) return lookup;
  const { found, reason, because } = lookup;
  switch (type) {
    case 'A':
    case 'AAAA':
      return { exists: true, ...resolveAddresses(plugin, question, zone, found, context, []), additional: [], reason, because };
    case 'SRV':
      return { exists: true, ...serviceRecords(plugin, name, found), continued: undefined, reason, because };
    case 'CNAME': {
      const alias = found[0] === undefined || !('alias' in found[0].target) ? undefined : found[0].target.alias;
      return {
        ...some,
        records: alias === undefined ? [] : [{ name, type, ttl: plugin.ttl, data: fullyQualified(alias) }],
        reason,
        because,
      };
    }
    default:
      return { ...some, reason, because };
  }
}

interface Resolved {
  readonly records: readonly ResourceRecord[];
  readonly continued: Forwarding | undefined;
}

/** Equal addresses once; a CNAME is followed, inside of the zone here and elsewhere through the whole server. */
function resolveAddresses(
  plugin: KubernetesPlugin,
  { name, type }: DNSQuestion,
  zone: string,
  found: readonly Found[],
  context: KubernetesContext,
  chain: readonly string[],
): Resolved {
  const records: ResourceRecord[] = [];
  let continued: Forwarding | undefined;
  for (const { target } of found) {
    if ('address' in target) {
      const record = addressRecord(name, plugin.ttl, target.address);
      if (record.type === type) records.push(record);
      continue;
    }
    const alias = fullyQualified(target.alias);
    const link = lowerCase(name);
    if (isWithin(link, alias) || chain.includes(link) || chain.length >= MAX_CHAIN) continue;
    const cname: ResourceRecord = { name, type: 'CNAME', ttl: plugin.ttl, data: alias };
    if (isWithin(zone, alias)) {
      const next = lookUp(plugin, context.view, alias, zone);
      const rest = next.exists ? resolveAddresses(plugin, { name: alias, type }, zone, next.found, context, [...chain, link]) : undefined;
      // A chain that leads to nothing inside of the zone is left out altogether.
      if (rest !== undefined && rest.records.length > 0) {
        records.push(cname, ...rest.records);
        continued = rest.continued;
      }
      continue;
    }
    const elsewhere = context.ask({ name: alias, type });
    records.push(cname, ...(elsewhere.kind === 'answered' ? elsewhere.answers : []));
    continued = elsewhere.kind === 'answered' ? elsewhere.continued : { name: elsewhere.name, to: elsewhere.to };
  }
  return { records: distinct(records), continued };
}

/** backend_lookup.go SRV: the weight is shared by all records before equal ones are dropped; a name without ports and an ExternalName have none. */
function serviceRecords(
  plugin: KubernetesPlugin,
  name: string,
  found: readonly Found[],
): { readonly records: readonly ResourceRecord[]; readonly additional: readonly ResourceRecord[] } {
  const addressed = found.filter(({ target }) => 'address' in target);
  const weight = Math.max(1, Math.floor((100 / (100 * addressed.length)) * 100));
  const served = addressed.filter(({ port }) => port !== -1);
  return {
    records: distinct(served.map(({ port, owner }) => ({ name, type: 'SRV', ttl: plugin.ttl, data: `0 ${weight} ${port} ${owner}` }))),
    additional: distinct(
      served.flatMap(({ owner, target }) => ('address' in target ? [addressRecord(owner, plugin.ttl, target.address)] : [])),
    ),
  };
}

/** reverse.go: the service with that cluster IP, else each ready endpoint with that address; undefined when the name stands for no address. */
function answerReverse(plugin: KubernetesPlugin, name: string, { view }: KubernetesContext): Outcome | undefined {
  const address = addressOfReverseName(name);
  if (address === undefined) return undefined;
  const targets = reverseTargets(plugin, view, formatAddress(address));
  const [first] = targets;
  if (first === undefined)
    return { exists: false, reason: message('No service and no ready endpoint has the address {0}.', formatAddress(address)), because: [] };
  return {
    exists: true,
    records: distinct(targets.map((target) => ({ name, type: 'PTR', ttl: plugin.ttl, data: target.name }))),
    additional: [],
    continued: undefined,
    reason: message('{0} is an address of Service {1}.', formatAddress(address), `${first.service.namespace}/${first.service.name}`),
    because: servicePlaces(first.service),
  };
}

function addressRecord(name: string, ttl: number, address: Parameters<typeof formatAddress>[0]): ResourceRecord {
  return { name, type: address.family === 4 ? 'A' : 'AAAA', ttl, data: formatAddress(address) };
}

/** The serial is the time of the last change in a real server. */
const SERIAL = 1;

function startOfAuthority({ ttl }: KubernetesPlugin, zone: string): ResourceRecord {
  return {
    name: zone,
    type: 'SOA',
    ttl: Math.min(ttl, 300),
    data: `${nameIn(zone, 'ns', 'dns')} ${nameIn(zone, 'hostmaster')} ${SERIAL} 7200 1800 86400 ${ttl}`,
  };
}

function positive(answers: readonly ResourceRecord[], reason: Message, because: readonly Place[]) {
  return { ...emptyAnswer('NOERROR', reason, because), answers, authoritative: true };
}

function distinct(records: readonly ResourceRecord[]): readonly ResourceRecord[] {
  if (records.length < 2) return records;
  const seen = new Set<string>();
  return records.filter(({ name, type, data }) => {
    const key = `${lowerCase(name)} ${type} ${data}`;
    return !seen.has(key) && seen.add(key);
  });
}
