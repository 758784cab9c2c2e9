import { formatAddress } from '../../base/ip.ts';
import { list, message, sentences } from '../../base/message.ts';
import type { Allocation, AllocatedPod } from '../allocation.ts';
import { answerFromACL } from './acl.ts';
import { emptyAnswer, isNameError, unknownAnswer, type DNSAnswer, type DNSQuestion } from './answer.ts';
import { isLive } from './clusterView.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { answerFromHosts } from './hosts.ts';
import { answerFromKubernetes } from './kubernetesAnswer.ts';
import { fullyQualified, isDomainName, isWithin, longestZone, lowerCase, nameIn } from './names.ts';
import type { NodeLocalDNS } from './nodeLocal.ts';
import type { AutopathPlugin, ForwardPlugin, KubernetesPlugin, Plugin } from './plugins.ts';
import { rewriteQuestion } from './rewrite.ts';
import { blockFor, dnsServerOf, placeOfProblem, type DNSServer } from './server.ts';
import type { DNSServerBlock } from './serverBlock.ts';
import { answerFromTemplates } from './template.ts';

/**
 * What the cluster's DNS server makes of a question, asked by a pod of the cluster or, without one, by anybody else.
 * `cache`: the one on the node of the client, which is asked first. Answers keep the case of the question in the names they give back. coredns core/dnsserver/server.go
 */
export function query(allocation: Allocation, question: DNSQuestion, client?: AllocatedPod, cache?: NodeLocalDNS): DNSAnswer {
  const name = fullyQualified(question.name);
  if (!isDomainName(name)) return emptyAnswer('NXDOMAIN', message('"{0}" is not a domain name.', question.name));
  return ask(
    { allocation, server: cache?.server ?? dnsServerOf(allocation), cache, client, depth: 0, asked: { times: 0 } },
    { name, type: question.type.toUpperCase() },
  );
}

interface Asking {
  readonly allocation: Allocation;
  readonly server: DNSServer;
  /** Present while the one on a node is asked. */
  readonly cache: NodeLocalDNS | undefined;
  readonly client: AllocatedPod | undefined;
  /** Times that the server asked itself for the end of a CNAME. */
  readonly depth: number;
  /** Such questions in all, for one question of a client. */
  readonly asked: { times: number };
}

/** A chain across zones that comes back to itself never ends in the real server either; it runs out of time. */
const MAX_DEPTH = 16;

/** Several CNAMEs in an answer, each of whose ends has several again, would be more questions than anybody waits for. */
const MAX_ASKED = 100;

function ask(asking: Asking, question: DNSQuestion): DNSAnswer {
  const { server, depth, asked } = asking;
  if (server.refusal !== undefined) return notStarted(server, server.refusal);
  if (depth > MAX_DEPTH || ++asked.times > MAX_ASKED)
    return emptyAnswer('SERVFAIL', message('{0} leads back to itself.', question.name), server.places);
  const block = blockFor(server, question.name);
  if (block === undefined)
    return emptyAnswer('REFUSED', message('No server block of the Corefile is for {0}.', question.name), server.places);
  if (block.empty) return emptyAnswer('REFUSED', message("No plugin of the Corefile's server block takes questions."), server.places);
  return run(asking, block, 0, question);
}

/** The plugins from one on, in CoreDNS's order. */
function run(asking: Asking, block: DNSServerBlock, at: number, question: DNSQuestion): DNSAnswer {
  const plugin = block.plugins[at];
  const next = (changed: DNSQuestion) => run(asking, block, at + 1, changed);
  if (plugin === undefined)
    return emptyAnswer('SERVFAIL', message('No plugin of the Corefile answers for {0}.', question.name), asking.server.places);
  return serve(plugin, asking, block, question, next) ?? next(question);
}

/** Undefined: the plugin hands the question on as it is. */
function serve(
  plugin: Plugin,
  asking: Asking,
  block: DNSServerBlock,
  question: DNSQuestion,
  next: (question: DNSQuestion) => DNSAnswer,
): DNSAnswer | undefined {
  const { allocation, server } = asking;
  const askAgain = (other: DNSQuestion) => ask({ ...asking, depth: asking.depth + 1 }, other);
  switch (plugin.name) {
    case 'rewrite': {
      const rewritten = rewriteQuestion(plugin, question, askAgain);
      if (rewritten === undefined) return emptyAnswer('SERVFAIL', message('A rewrite rule makes a name that is none.'), server.places);
      return rewritten.restore(next(rewritten.question));
    }
    case 'autopath':
      return walkSearchPath(plugin, asking, block, question, next);
    case 'hosts':
      return answerFromHosts(plugin, question, server.places);
    case 'kubernetes':
      return answerFromKubernetes(plugin, question, { allocation, view: server.view(plugin), ask: askAgain });
    case 'forward':
      if (forwards(plugin, question.name) && plugin.to.some((to) => asking.cache?.leadsToCluster(to) === true))
        return ask({ ...asking, server: dnsServerOf(allocation), cache: undefined }, question);
      return forwards(plugin, question.name)
        ? {
            kind: 'forwarded',
            name: question.name,
            to: plugin.to,
            reason: message('{0} is asked of {1}.', question.name, list(plugin.to)),
            because: server.places,
          }
        : undefined;
    case 'acl':
      return answerFromACL(plugin, question, asking.client?.ips[0], server.places);
    case 'template':
      return answerFromTemplates(plugin, question, askAgain, server.places);
    case 'any': {
      if (question.type !== 'ANY' || longestZone(plugin.zones, question.name) === undefined) return undefined;
      return {
        ...emptyAnswer('NOERROR', message("The Corefile's plugin any answers every question for all types so."), server.places),
        answers: [{ name: question.name, type: 'HINFO', ttl: 8482, data: '"ANY obsoleted" "See RFC 8482"' }],
      };
    }
    case 'whoami':
      return {
        ...emptyAnswer('NOERROR', message("The Corefile's plugin whoami answers with the address of the one who asks."), server.places),
        authoritative: true,
      };
    case 'unmodelled':
      return longestZone(plugin.zones, question.name) === undefined
        ? undefined
        : unknownAnswer(
            question.name,
            message('Plugin {0} of the Corefile answers for {1}, by data that is not known here.', plugin.plugin, question.name),
            server.places,
          );
  }
}

/** Nobody answers, so that the one who asks gives up in the end. */
function notStarted(server: DNSServer, problem: CorefileProblem): DNSAnswer {
  return emptyAnswer(
    'SERVFAIL',
    sentences(message('CoreDNS does not start with this Corefile because of line {0}.', problem.line + 1), problem.message),
    [placeOfProblem(server, problem)].filter((place) => place !== undefined),
  );
}

/** coredns plugin/forward/forward.go match: an excepted name passes on, unless it is the zone itself. */
function forwards({ from, except }: ForwardPlugin, name: string): boolean {
  return isWithin(from, name) && (lowerCase(name) === from || !except.some((zone) => isWithin(zone, name)));
}

/**
 * For a known pod and a name in the first domain of its search list: the first name of the whole list that exists, under a CNAME from the name asked.
 * coredns plugin/autopath/autopath.go, plugin/kubernetes/autopath.go
 */
function walkSearchPath(
  plugin: AutopathPlugin,
  { client, server }: Asking,
  block: DNSServerBlock,
  question: DNSQuestion,
  next: (question: DNSQuestion) => DNSAnswer,
): DNSAnswer | undefined {
  const kubernetes = block.plugins.find((candidate): candidate is KubernetesPlugin => candidate.name === 'kubernetes');
  const ip = client?.ips[0];
  if (longestZone(plugin.zones, question.name) === undefined || kubernetes?.pods !== 'verified' || client === undefined || ip === undefined)
    return undefined;
  const zone = longestZone(kubernetes.zones, question.name);
  // Of several pods with the address (host network), the first that runs counts, whoever asks.
  const pod = server
    .view(kubernetes)
    .podsWithAddress(formatAddress(ip))
    .find((candidate) => isLive(candidate) && candidate.phase === 'Running');
  if (zone === undefined || pod === undefined) return undefined;
  const search = [nameIn(zone, pod.namespace, 'svc'), nameIn(zone, 'svc'), zone];
  const [first = zone] = search;
  if (!isWithin(first, question.name) || question.name.length === first.length) return undefined;

  const base = question.name.slice(0, -first.length - 1);
  let firstAnswer: DNSAnswer | undefined;
  for (const domain of [...search, '.']) {
    const answer = next({ ...question, name: nameIn(domain, base) });
    firstAnswer ??= answer;
    if (answer.kind === 'forwarded') return answer;
    if (isNameError(answer) || answer.rcode === 'SERVFAIL' || answer.rcode === 'REFUSED') continue;
    const owner = answer.answers.find(({ name }) => lowerCase(name) !== lowerCase(question.name));
    return owner === undefined
      ? answer
      : { ...answer, answers: [{ name: question.name, type: 'CNAME', ttl: owner.ttl, data: owner.name }, ...answer.answers] };
  }
  return firstAnswer;
}
