import { parseAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { editDistance } from '../../base/nearest.ts';
import { readACL } from './acl.ts';
import type { Directive, ServerBlock } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import type { ExpressionReader } from './goExpression.ts';
import { readHosts } from './hosts.ts';
import { readKubernetes } from './kubernetesOptions.ts';
import { fullyQualified, lowerCase, zonesOfText } from './names.ts';
import type { ForwardPlugin, Plugin, UnmodelledPlugin } from './plugins.ts';
import { readRewrites } from './rewriteRules.ts';
import { readTemplates } from './template.ts';

/** A server block on the port that the cluster's DNS service leads to. */
export interface DNSServerBlock {
  readonly zones: readonly string[];
  /** In the order in which CoreDNS runs them, which is not the written one. */
  readonly plugins: readonly Plugin[];
  /** No plugin of the block takes questions: CoreDNS refuses them. */
  readonly empty: boolean;
}

/** Directives that set the server up and take no questions. coredns plugin.cfg */
const SILENT = new Set([
  'bind',
  'debug',
  'geoip',
  'health',
  'multisocket',
  'on',
  'pprof',
  'quic',
  'ready',
  'reload',
  'root',
  'timeouts',
  'tls',
  'view',
]);

/** Those that look on, or work on what others answer; `chaos` is for another class than IN. coredns plugin.cfg */
const PASSING = new Set([
  'metadata',
  'trace',
  'prometheus',
  'errors',
  'log',
  'dnstap',
  'local',
  'loadbalance',
  'tsig',
  'cache',
  'header',
  'dnssec',
  'bufsize',
  'minimal',
  'cancel',
  'nsid',
  'transfer',
  'loop',
  'sign',
  'chaos',
  'proxyproto',
  'startup',
  'shutdown',
  'nomad',
]);

/** Those that the setup refuses a second of. coredns plugin/NAME/setup.go ErrOnce */
const ONCE = ['kubernetes', 'hosts', 'cache', 'dnssec', 'errors', 'grpc', 'loop', 'nsid', 'pprof', 'prometheus', 'ready', 'tsig'];

/** The order in which CoreDNS runs the plugins that may answer. coredns plugin.cfg */
const ORDER = [
  'any',
  'rewrite',
  'autopath',
  'acl',
  'dns64',
  'template',
  'hosts',
  'route53',
  'azure',
  'clouddns',
  'k8s_external',
  'kubernetes',
  'file',
  'auto',
  'secondary',
  'etcd',
  'forward',
  'grpc',
  'proxy',
  'fanout',
  'erratic',
  'whoami',
];

/** The plugins of one server block; `file` gives the text of a file in the server's container, as far as the manifests hold it. coredns plugin.cfg */
export function readServerBlock(
  { directives, keys, line }: ServerBlock,
  file: (path: string) => string | undefined,
  problems: CorefileProblem[],
  expressionOf: ExpressionReader,
): DNSServerBlock {
  const zones = keys.flatMap((key) => key.zones);
  const byName = new Map<string, Directive[]>();
  for (const directive of directives) {
    const list = byName.get(directive.name);
    if (list === undefined) byName.set(directive.name, [directive]);
    else list.push(directive);
    if (!ORDER.includes(directive.name) && !PASSING.has(directive.name) && !SILENT.has(directive.name)) {
      problems.push(strangePlugin(directive));
    }
  }
  for (const name of ONCE) {
    const second = byName.get(name)?.[1];
    if (second !== undefined)
      problems.push({ line: second.line, message: message('{0} can stand once only in a server block.', name), kind: 'refused' });
  }
  if (byName.has('view'))
    problems.push({
      line,
      message: message('A server block with view answers only some, and for whom is not followed here.'),
      kind: 'unknown',
    });
  const plugins = ORDER.flatMap((name) => pluginsOf(name, byName.get(name) ?? [], { zones, file, problems, expressionOf }));
  return { zones, plugins, empty: directives.every(({ name }) => SILENT.has(name)) };
}

interface Surroundings {
  readonly zones: readonly string[];
  readonly file: (path: string) => string | undefined;
  readonly problems: CorefileProblem[];
  readonly expressionOf: ExpressionReader;
}

function pluginsOf(name: string, lines: readonly Directive[], { zones, file, problems, expressionOf }: Surroundings): readonly Plugin[] {
  const [first] = lines;
  if (first === undefined) return [];
  switch (name) {
    case 'rewrite':
      return [readRewrites(lines, problems, expressionOf)];
    case 'acl':
      return readACL(lines, zones, problems);
    case 'any':
      return lines.map(({ args }) => ({ name: 'any', zones: args.length > 0 ? args.flatMap(zonesOfText) : zones }));
    case 'template':
      return readTemplates(lines, zones, problems, expressionOf);
    case 'hosts':
      return [readHosts(first, zones, file, problems)];
    case 'kubernetes': {
      const kubernetes = readKubernetes(first, zones, problems);
      return kubernetes === undefined ? [] : [kubernetes];
    }
    case 'autopath':
      return lines
        .filter(({ args }) => args.at(-1) === '@kubernetes')
        .map(({ args }) => ({ name: 'autopath', zones: args.length > 1 ? args.slice(0, -1).flatMap(zonesOfText) : zones }));
    case 'forward':
    case 'grpc':
    case 'proxy':
    case 'fanout':
      return lines.flatMap((line) => readForward(line, problems));
    case 'whoami':
      return [{ name: 'whoami' }];
    default:
      return lines.map((line) => unmodelled(line, zones, problems));
  }
}

/** Builds of one's own may have more plugins, but none that is called nearly like one of these. */
function strangePlugin({ name, line }: Directive): CorefileProblem {
  if (/[.:/]/.test(name))
    return {
      line,
      message: message('CoreDNS knows no plugin {0}. A server block does not stand inside of another one.', name),
      kind: 'refused',
    };
  const meant = name.length < 4 ? undefined : [...ORDER, ...PASSING, ...SILENT].find((known) => editDistance(name, known, 1) === 1);
  return meant === undefined
    ? { line, message: message('{0} is not known to CoreDNS.', name), kind: 'unknown' }
    : {
        line,
        message: message('CoreDNS knows no plugin {0}; nearest is {1}.', name, meant),
        kind: 'refused',
        slip: { written: name, meant },
      };
}

/** coredns plugin/forward/setup.go */
function readForward({ name, args: [from, ...to], lines, line }: Directive, problems: CorefileProblem[]): readonly ForwardPlugin[] {
  if (from === undefined || to.length === 0) {
    problems.push({ line, message: message('{0} needs a zone and a server.', name), kind: 'refused' });
    return [];
  }
  // A name may be that of a file; digits and dots alone are an address, or nothing. coredns plugin/pkg/parse/host.go
  const wrong = to.find((server) => {
    const host = server.replace(/^[a-z]+:\/\//, '').replace(/:[0-9]+$/, '');
    return /^[0-9.]+$/.test(host) && parseAddress(host) === undefined;
  });
  if (wrong !== undefined)
    problems.push({
      line,
      message: message('{0} is neither an address nor a file, so that nobody can be asked there.', wrong),
      kind: 'refused',
    });
  const except = lines
    .filter(({ words }) => words[0] === 'except')
    .flatMap(({ words }) => words.slice(1))
    .flatMap(zonesOfText);
  return zonesOfText(from).map((zone) => ({ name: 'forward', from: zone, to, except }));
}

function unmodelled({ name, args, line }: Directive, serverZones: readonly string[], problems: CorefileProblem[]): UnmodelledPlugin {
  const note = message('The answers that plugin {0} gives by itself are not followed here.', name);
  problems.push({ line, message: note, kind: 'unknown' });
  const zones = zoneTexts(name, args).map((zone) => lowerCase(fullyQualified(zone)));
  // What dns64 adds to a question for AAAA is for clients that have no IPv4 address.
  return { name: 'unmodelled', plugin: name, zones: name === 'dns64' ? [] : zones.length > 0 ? zones : serverZones, note };
}

/** The zones among a plugin's arguments; the server's are meant where there are none. */
function zoneTexts(name: string, args: readonly string[]): readonly string[] {
  switch (name) {
    case 'file':
      return args.slice(1);
    case 'route53':
    case 'clouddns':
      return args.map((text) => text.split(':')[0] ?? '');
    case 'azure':
      return args.map((text) => text.split(':')[1] ?? text);
    default:
      return args;
  }
}
