import { formatAddress, parseAddress } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { dnsService } from '../../engine/coredns/dnsService.ts';
import type { Directive, ServerBlock } from '../../engine/coredns/corefile.ts';
import { fallsThrough, fallthroughZones } from '../../engine/coredns/fallthrough.ts';
import { isWithin, zonesOfText } from '../../engine/coredns/names.ts';
import { nodeLocalDNSOf } from '../../engine/coredns/nodeLocal.ts';
import { query } from '../../engine/coredns/query.ts';
import { blockFor, clusterDomainOf, dnsServerOf, placeOfProblem, type DNSServer } from '../../engine/coredns/server.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Severity } from '../findings/finding.ts';
import type { CheckContext } from '../shared/context.ts';

export const clusterNamesLost: Check = {
  code: 'dns/cluster-names',
  scope: 'cluster',
  severity: 'error',
  *run({ allocation }: CheckContext): Generator<Problem> {
    yield* lostByCache(allocation);
    const server = dnsServerOf(allocation);
    // One that does not start has a finding of its own; a template of an installer is none yet.
    if (server.resource === undefined || server.refusal !== undefined || isTemplate(server.resource.data['Corefile'] ?? '')) return;
    let isExplained = false;
    for (const problem of [...loops(server, allocation), ...hidden(server)]) {
      const place = placeOfProblem(server, { line: problem.line, message: problem.message, kind: 'refused' });
      if (place === undefined) continue;
      isExplained = true;
      yield { place, message: problem.message, severity: problem.severity };
    }
    if (!isExplained) yield* unanswered(server, allocation);
  },
};

/** What installers of CoreDNS put their values in the place of: `__PILLAR__DNS__DOMAIN__`, `}STUBDOMAINS`. coredns/deployment kubernetes/coredns.yaml.sed; and what tools fill in. */
export function isTemplate(text: string): boolean {
  return /__[A-Z]+__|STUBDOMAINS|UPSTREAMNAMESERVER|CLUSTER_DOMAIN|REVERSE_CIDRS|\{\{|\$\{/.test(text);
}

export interface LineProblem {
  readonly line: number;
  readonly message: Message;
  readonly severity?: Severity;
}

/** `forward` to the server itself. coredns plugin/loop */
function* loops({ corefile }: DNSServer, allocation: Allocation): Generator<LineProblem> {
  const own = addressesOfDNS(allocation);
  for (const { directives, keys } of corefile.servers) {
    const ports = new Set(keys.map(({ port }) => port ?? 53));
    for (const { name, args, line } of directives) {
      if (name !== 'forward' && name !== 'grpc' && name !== 'proxy') continue;
      for (const written of args.slice(1)) {
        const { host, port } = addressIn(written);
        const address = parseAddress(host);
        if (address === undefined) continue;
        const text = formatAddress(address);
        if (own.has(text) && port === 53) {
          yield {
            line,
            message: message(
              'CoreDNS forwards to {0}, which is the address of the cluster DNS, its own: a question goes round in a circle, and the plugin loop ends the server. Forward to a server outside of the cluster.',
              text,
            ),
          };
        } else if (isLoopback(text) && ports.has(port)) {
          yield {
            line,
            message: message(
              'CoreDNS forwards to {0}, which in its pod is CoreDNS itself: a question goes round in a circle, and the plugin loop ends the server. Forward to a server outside of the cluster.',
              text,
            ),
          };
        }
      }
    }
  }
}

function addressesOfDNS(allocation: Allocation): ReadonlySet<string> {
  const { clusterDNS } = allocation.network;
  return new Set([...(clusterDNS === undefined ? [] : [clusterDNS]), ...(dnsService(allocation)?.clusterIPs ?? [])].map(formatAddress));
}

function isLoopback(text: string): boolean {
  return text === '::1' || text.startsWith('127.');
}

/** `10.0.0.1`, `10.0.0.1:5353`, `[fd00::1]:53`, `dns://10.0.0.1`. */
function addressIn(written: string): { readonly host: string; readonly port: number } {
  const text = written.replace(/^dns:\/\//, '');
  const bracketed = /^\[([^\]]+)\](?::([0-9]+))?$/.exec(text);
  const [, host = text, port = '53'] = bracketed ?? /^([^:]+):([0-9]+)$/.exec(text) ?? [];
  return { host, port: Number(port) };
}

/** A `hosts` without fallthrough answers for every name of its zones, and comes before `kubernetes` wherever it stands. coredns plugin.cfg, plugin/hosts */
export function* hidden({ corefile }: Pick<DNSServer, 'corefile'>): Generator<LineProblem> {
  for (const server of corefile.servers) {
    const kubernetes = server.directives.find(({ name }) => name === 'kubernetes');
    const hosts = server.directives.find(({ name }) => name === 'hosts');
    if (kubernetes === undefined || hosts === undefined) continue;
    const covered = zonesOf(hosts, server, 1);
    const through = fallthroughOf(hosts);
    const zone = zonesOf(kubernetes, server, 0).find(
      (each) => !each.endsWith('.arpa.') && covered.some((outer) => isWithin(outer, each)) && !fallsThrough(through, each),
    );
    if (zone === undefined) continue;
    const [file] = hosts.args;
    // The first argument is a file. Whoever writes a domain there took it for the zone.
    if (file !== undefined && !file.includes('/') && hosts.lines.length > 0) {
      yield {
        line: hosts.line,
        severity: 'information',
        message: message(
          'The first argument of hosts is the name of a file: {0} limits nothing, and this block without fallthrough answers for all of {1}, names in {2} included. Write a server block for the zone, or fallthrough as the last line.',
          file,
          covered.map((outer) => (outer === '.' ? '"."' : outer)).join(', '),
          zone,
        ),
      };
      continue;
    }
    yield {
      line: hosts.line,
      message: message(
        'This hosts block has no fallthrough, so that it denies every name that it does not list, and comes before the plugin kubernetes: no name in {0} resolves. Write fallthrough as its last line.',
        zone,
      ),
    };
  }
}

function zonesOf({ args }: Directive, { keys }: ServerBlock, from: number): readonly string[] {
  const written = args.slice(from);
  return written.length > 0 ? written.flatMap(zonesOfText) : keys.flatMap(({ zones }) => zones);
}

function fallthroughOf({ lines }: Directive): readonly string[] {
  return lines.filter(({ words }) => words[0] === 'fallthrough').flatMap(({ words }) => fallthroughZones(words.slice(1)));
}

/** The cache on the nodes asks somebody else for names of the cluster. */
function* lostByCache(allocation: Allocation): Generator<Problem> {
  const cache = nodeLocalDNSOf(allocation);
  const domain = clusterDomainOf(allocation);
  if (cache === undefined || cache.server.refusal !== undefined || ![...addressesOfDNS(allocation)].some((text) => cache.listensOn(text)))
    return;
  const block = blockFor(cache.server, `svc.${domain}.`);
  const [first, ...others] = block?.plugins ?? [];
  if (block === undefined || first?.name !== 'forward' || others.length > 0 || first.to.some((to) => cache.leadsToCluster(to))) return;
  if (!first.to.every((to) => to.startsWith('/') || to === '__PILLAR__UPSTREAM__SERVERS__')) return;
  const place = placeOfProblem(cache.server, {
    line:
      cache.server.corefile.servers.find(({ keys }) => keys.some(({ zones }) => zones.some((zone) => block.zones.includes(zone))))?.line ??
      0,
    message: message('{0} is asked of {1}.', domain, first.to[0] ?? ''),
    kind: 'refused',
  });
  if (place === undefined) return;
  yield {
    place,
    message: message(
      'The cache on the nodes has no server block for {0}, the domain of the cluster: it asks {1} for its names instead of CoreDNS, and no name of a Service resolves.',
      domain,
      first.to[0] ?? '',
    ),
  };
}

/** By what CoreDNS would say of a Service that there surely is. */
function* unanswered(server: DNSServer, allocation: Allocation): Generator<Problem> {
  const domain = clusterDomainOf(allocation);
  const some = allocation.services.filter((service) => service.rejected === undefined && service.type !== 'ExternalName');
  // Where no service subnet is known, none has an address; its name is missed all the same.
  const known = some.find(({ clusterIPs }) => clusterIPs.length > 0) ?? some[0];
  // The whole would be underlined to its end.
  const place = placeOfProblem(server, {
    line: server.corefile.servers[0]?.line ?? 0,
    message: message('No server block of this Corefile has the plugin kubernetes, so that no name of a Service resolves.'),
    kind: 'refused',
  });
  if (known === undefined || place === undefined || server.problems.some(({ kind }) => kind === 'unknown')) return;
  const block = blockFor(server, `${nameOf(known)}.svc.${domain}.`);
  const kubernetes = block?.plugins.find(({ name }) => name === 'kubernetes');
  if (block === undefined || kubernetes === undefined) {
    if (server.blocks.some(({ plugins }) => plugins.some(({ name }) => name === 'kubernetes'))) return;
    yield { place, message: message('No server block of this Corefile has the plugin kubernetes, so that no name of a Service resolves.') };
    return;
  }
  if (known.clusterIPs.length === 0 || kubernetes.name !== 'kubernetes' || !kubernetes.zones.some((zone) => isWithin(zone, `${domain}.`)))
    return;
  if (kubernetes.namespaces.length > 0 || kubernetes.labels !== undefined || kubernetes.namespaceLabels !== undefined) return;
  const answer = query(allocation, { name: `${nameOf(known)}.svc.${domain}.`, type: known.ipFamilies[0] === 6 ? 'AAAA' : 'A' });
  if (answer.kind !== 'answered' || answer.rcode === 'NOERROR') return;
  yield {
    place,
    message: sentences(
      message(
        'With this Corefile CoreDNS answers {0} for {1}, the name of a Service that there is.',
        answer.rcode,
        `${nameOf(known)}.svc.${domain}`,
      ),
      answer.reason,
    ),
  };
}

function nameOf({ name, namespace }: AllocatedService): string {
  return `${name}.${namespace}`;
}
