import { fileNameMatcher } from '../../../base/glob.ts';
import { parseAddress } from '../../../base/ip.ts';
import { list, message, type Message } from '../../../base/message.ts';
import { fallthroughZones } from '../../../engine/coredns/fallthrough.ts';
import type { Directive } from '../../../engine/coredns/corefile.ts';
import type { CorefileProblem } from '../../../engine/coredns/corefileTokens.ts';
import { isWithin, zonesOfText } from '../../../engine/coredns/names.ts';
import { placeOfProblem, systemConfigMap, type DNSServer } from '../../../engine/coredns/server.ts';
import type { ServiceNames } from '../../../engine/references/names/serviceNames.ts';
import type { Cluster } from '../../../manifests/cluster.ts';
import { keyPlaceOf, type Place } from '../../../manifests/place.ts';
import type { ConfigMapResource } from '../../../manifests/resources/core.ts';
import type { CheckContext } from '../context.ts';

/** A part of a Corefile, or a file beside it, that CoreDNS reads or could read, and that no question ever reaches. */
export interface NeverAsked {
  readonly place: Place;
  readonly message: Message;
  /** Absent: a warning. */
  readonly severity?: 'information';
}

/** `text`: of the Corefile, written or implied. */
export function neverAsked({ cluster, references, network }: CheckContext, server: DNSServer, text: string): readonly NeverAsked[] {
  const custom = systemConfigMap(cluster, 'coredns-custom');
  const lines = text.split('\n');
  return [
    ...maskedForwards(server, custom, lines),
    ...notTaken(server, custom, lines),
    ...rewrittenNames(server, references.around.services, network.dnsDomain),
    ...rewrittenOutOfReach(server, network.dnsDomain, (problem) => placeOfImported(cluster, text, problem)),
    ...(custom === undefined ? [] : notImported(custom, lines)),
    ...(custom !== undefined && server.resource === undefined ? forwardsOfOlderVersions(server, custom, lines) : []),
  ];
}

/** Several `forward` of one server block are asked in the order in which they are written. coredns plugin/forward README */
function* maskedForwards(server: DNSServer, custom: ConfigMapResource | undefined, lines: readonly string[]): Generator<NeverAsked> {
  for (const { directives, keys } of server.corefile.servers) {
    const served = keys.flatMap(({ zones }) => zones);
    const forwards = directives.filter(({ name }) => name === 'forward').flatMap(forwardOf);
    for (const [index, { from, zone, line }] of forwards.entries()) {
      const place = placeOf(server, custom, lines, line, from);
      if (place === undefined) continue;
      const earlier = forwards
        .slice(0, index)
        .find((other) => isWithin(other.zone, zone) && !other.except.some((each) => isWithin(each, zone)));
      if (earlier !== undefined)
        yield {
          place,
          message:
            earlier.zone === zone
              ? message(
                  'This forward for {0} is never asked: another one for it stands before it in its server block and takes every question.',
                  from,
                )
              : message(
                  'This forward for {0} is never asked: the one for {1} stands before it in its server block and takes every question for it. Give {0} a server block of its own.',
                  from,
                  earlier.from,
                ),
        };
      else if (served.length > 0 && !served.some((each) => isWithin(each, zone) || isWithin(zone, each)))
        yield {
          place,
          message: message('This forward for {0} is never asked: its server block is for {1} alone.', from, list(served.map(withoutDot))),
        };
    }
  }
}

/** Where the product imports, in its own Corefile, depends on its version (`impliedCorefile`). k3s-io/k3s issue 12979 */
function* forwardsOfOlderVersions(server: DNSServer, custom: ConfigMapResource, lines: readonly string[]): Generator<NeverAsked> {
  for (const { from, line } of server.corefile.servers.flatMap(({ directives }) =>
    directives.filter(({ name }) => name === 'forward').flatMap(forwardOf),
  )) {
    // Of an import, and not of a block of its own.
    if (!/^\s*import\b.*\.override$/.test(lines[line] ?? '')) continue;
    const place = placeOf(server, custom, lines, line, from);
    if (place !== undefined)
      yield {
        place,
        severity: 'information',
        message: message(
          'K3s of before the end of 2025 (v1.34.2, v1.33.6, v1.32.10) imports this behind its own forward, and never asks it. A server block of its own, in a key that ends with .server, is asked in every version.',
        ),
      };
  }
}

/** What versions of CoreDNS do not have any more, with the first of these. coredns notes/coredns-1.5.0.md, coredns-1.7.0.md */
const removed: Readonly<Record<string, string>> = { proxy: '1.5', federation: '1.7', upstream: '1.7', resyncperiod: '1.7' };

/** What CoreDNS takes in some versions alone, or passes over. */
function* notTaken(server: DNSServer, custom: ConfigMapResource | undefined, lines: readonly string[]): Generator<NeverAsked> {
  for (const { name, args, lines: options, line } of server.corefile.servers.flatMap(({ directives }) => directives)) {
    const at = (where: number, text: Message): readonly NeverAsked[] => {
      const place = placeOf(server, custom, lines, where, args[0] ?? '');
      return place === undefined ? [] : [{ place, message: text }];
    };
    if (name === 'proxy' || name === 'federation') yield* at(line, noLonger(name));
    for (const {
      words: [option = '', ...names],
      line: own,
    } of options) {
      if (name === 'kubernetes' && Object.hasOwn(removed, option)) yield* at(own, noLonger(option));
      if (
        name === 'hosts' &&
        names.length > 0 &&
        /^[0-9a-f.:]+$/i.test(option) &&
        /[.:]/.test(option) &&
        parseAddress(option) === undefined
      )
        yield* at(own, message('"{0}" is not an IP address, so that CoreDNS passes over this line.', option));
    }
    const host = name === 'forward' ? args.slice(1).map(hostOf).find(isHostName) : undefined;
    if (host !== undefined)
      yield* at(
        line,
        message(
          '{0} is a name: only the newest versions of CoreDNS resolve it, once, as they start; with it all others do not start. Write an address.',
          host,
        ),
      );
  }
}

/** What `rewrite` makes of names: that of a Service which is written nearly so, or in another namespace. coredns plugin/rewrite README */
function* rewrittenNames(server: DNSServer, services: ServiceNames, domain: string): Generator<NeverAsked> {
  for (const { name, args, line } of server.corefile.servers.flatMap(({ directives }) => directives)) {
    const last = args.at(-1) ?? '';
    const [service = '', namespace = '', svc, ...zone] = last.replace(/\.$/, '').split('.');
    if (name !== 'rewrite' || server.resource === undefined || last.includes('{') || svc !== 'svc' || zone.join('.') !== domain) continue;
    if (services.named(service, namespace).length > 0) continue;
    const meant =
      services.nearest(service, namespace) ??
      services.nearestNamespace(service, namespace) ??
      (services.describes(namespace) ? services.elsewhere(service, namespace)[0] : undefined);
    if (meant === undefined) continue;
    const text = message(
      'This leads to {0}, a Service that there is not. Nearest is {1}.',
      last,
      [meant.name, meant.namespace ?? namespace, 'svc', domain].join('.'),
    );
    const place = placeOfProblem(server, { line, message: text, kind: 'unknown' });
    if (place !== undefined) yield { place, message: text };
  }
}

/** Names of the cluster that `rewrite` leads to in a server block that does not know them: a question stays in its block. coredns core/dnsserver/server.go ServeDNS, plugin/rewrite */
function* rewrittenOutOfReach(
  server: DNSServer,
  domain: string,
  importedAt: (problem: CorefileProblem) => Place | undefined,
): Generator<NeverAsked> {
  for (const { directives } of server.corefile.servers) {
    // Any plugin that may answer for itself.
    if (directives.some(({ name }) => name !== 'forward' && !answeringNothing.has(name))) continue;
    const upstreams = directives.filter(({ name }) => name === 'forward').flatMap(({ args }) => args.slice(1));
    if (upstreams.some((to) => to !== '/etc/resolv.conf')) continue;
    for (const { args, line, lines } of directives.filter(({ name }) => name === 'rewrite')) {
      const rule = [...args, ...lines.slice(0, 1).flatMap(({ words }) => words)];
      const [match = '', ...rest] = rule.slice(rule.indexOf('name') + 1);
      const to = /^(exact|prefix|suffix|substring|regex)$/i.test(match) ? rest[1] : rest[0];
      if (!rule.includes('name') || to === undefined || !isWithin(`svc.${domain}.`, `${to.replace(/^\.|\.$/g, '')}.`)) continue;
      const text =
        upstreams.length === 0
          ? message(
              'This leads to {0}, and nobody in its server block answers for it. Add the plugin kubernetes, or forward to the DNS of the cluster.',
              to,
            )
          : message(
              'This leads to {0}, which the name servers of the node are asked for: a question stays in its server block, and they do not know the names of the cluster. Add the plugin kubernetes, or forward to the DNS of the cluster.',
              to,
            );
      const problem: CorefileProblem = { line: lines[0]?.line ?? line, message: text, kind: 'unknown' };
      const place = importedAt(problem) ?? placeOfProblem(server, problem);
      if (place !== undefined) yield { place, message: text };
    }
  }
}

/** Plugins that give no answers of their own, beside `forward`. */
const answeringNothing: ReadonlySet<string> = new Set(
  'rewrite log errors cache loop reload loadbalance health ready prometheus bind bufsize debug nsid minimal any acl cancel chaos tls root metadata local timeouts'.split(
    ' ',
  ),
);

function noLonger(name: string): Message {
  return message(
    'CoreDNS has no {0} any more since {1}: such a version does not start with it, and no name resolves.',
    name,
    removed[name] ?? '',
  );
}

function hostOf(server: string): string {
  return server.replace(/^[a-z]+:\/\//, '').replace(/:[0-9]+$/, '');
}

/** Neither an address nor a file, nor something that is filled in. */
function isHostName(host: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.?$/.test(host) && /[a-z]/.test(host) && parseAddress(host) === undefined;
}

interface Forward {
  readonly from: string;
  readonly zone: string;
  readonly except: readonly string[];
  readonly line: number;
}

function forwardOf({ args: [from], lines, line }: Directive): readonly Forward[] {
  if (from === undefined) return [];
  const except = lines.filter(({ words }) => words[0] === 'except').flatMap(({ words }) => fallthroughZones(words.slice(1)));
  return zonesOfText(from).map((zone) => ({ from, zone, except, line }));
}

function withoutDot(zone: string): string {
  return zone === '.' ? zone : zone.slice(0, -1);
}

/** Where in the files beside the Corefile stands what an import of it brought: of several files the first that the import means. `text`: of the Corefile, written or implied. */
export function placeOfImported(cluster: Cluster, text: string, { line }: CorefileProblem): Place | undefined {
  const custom = systemConfigMap(cluster, 'coredns-custom');
  const [word, path = ''] = words(text.split('\n')[line] ?? '');
  const matches = word === 'import' ? fileNameMatcher(path.slice(path.lastIndexOf('/') + 1)) : undefined;
  const key = custom === undefined || matches === undefined ? undefined : Object.keys(custom.data).toSorted().find(matches);
  return custom === undefined || key === undefined ? undefined : keyPlaceOf(custom, 'data', key);
}

/** What an import brought stands in the file that it brought. */
function placeOf(
  server: DNSServer,
  custom: ConfigMapResource | undefined,
  lines: readonly string[],
  line: number,
  from: string,
): Place | undefined {
  if (/^\s*import\s/.test(lines[line] ?? '')) {
    const key = Object.entries(custom?.data ?? {}).find(([, text]) =>
      text.split('\n').some((each) => words(each)[1] === from && words(each)[0] === 'forward'),
    )?.[0];
    return custom === undefined || key === undefined ? undefined : keyPlaceOf(custom, 'data', key);
  }
  return server.resource === undefined ? undefined : placeOfProblem(server, { line, message: message('{0}', from), kind: 'unknown' });
}

function words(line: string): readonly string[] {
  return line.trim().split(/\s+/);
}

/** Files beside the Corefile that none of its imports means. */
function* notImported(custom: ConfigMapResource, lines: readonly string[]): Generator<NeverAsked> {
  const patterns = lines.flatMap((line) => {
    const [word, path = ''] = words(line);
    return word === 'import' && /\/custom\/|^custom\//.test(path) ? [path.slice(path.lastIndexOf('/') + 1)] : [];
  });
  if (patterns.length === 0) return;
  const matchers = patterns.flatMap((pattern) => fileNameMatcher(pattern) ?? []);
  for (const key of Object.keys(custom.data)) {
    if (matchers.some((matches) => matches(key))) continue;
    yield {
      place: keyPlaceOf(custom, 'data', key),
      message: message('CoreDNS never reads this: its Corefile imports {0}, and {1} is called otherwise.', list(patterns), key),
    };
  }
}
