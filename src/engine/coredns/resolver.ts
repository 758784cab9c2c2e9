import { message, type Message } from '../../base/message.ts';
import { formatAddress, parseAddress } from '../../base/ip.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Allocation, AllocatedPod } from '../allocation.ts';
import type { Answered, DNSAnswer, DNSQuestion, Forwarding, Rcode, ResourceRecord } from './answer.ts';
import { fullyQualified, isDomainName } from './names.ts';
import { query } from './query.ts';
import { resolverConfigOf } from './resolverConfig.ts';
import { serviceOfUnknownAddress } from './unknownAddress.ts';

/** What a program that looks a name up gets. */
export type Resolution =
  | {
      readonly kind: 'answered';
      readonly question: DNSQuestion;
      readonly rcode: Rcode;
      readonly answers: readonly ResourceRecord[];
      /** The addresses that go with SRV and NS answers; the zone's SOA of a negative answer. */
      readonly additional: readonly ResourceRecord[];
      readonly authority: readonly ResourceRecord[];
      /** The names that were asked, in order, each with its last dot. */
      readonly tried: readonly string[];
      /** The end of a CNAME chain outside of the manifests: more answers come from there. */
      readonly continued: Forwarding | undefined;
      readonly reason: Message;
      readonly because: readonly Place[];
    }
  | {
      /** The last name tried went to a server that is not part of the manifests; what it says is not known. */
      readonly kind: 'forwarded';
      readonly question: DNSQuestion;
      readonly tried: readonly string[];
      readonly to: readonly string[];
      readonly reason: Message;
      readonly because: readonly Place[];
    };

/**
 * Resolves a name as the C library of a pod does: by the pod's search list and `ndots`. Without a pod the name is asked as it is.
 * The order is glibc's; musl asks all name servers at once and, from `ndots` dots on, does not go on to the search list. glibc resolv/res_query.c
 */
export function resolveFrom(allocation: Allocation, pod: AllocatedPod | undefined, name: string, type: string): Resolution {
  const question = { name, type: type.toUpperCase() };
  if (!isDomainName(fullyQualified(name))) {
    return {
      kind: 'answered',
      question,
      rcode: 'NXDOMAIN',
      answers: [],
      additional: [],
      authority: [],
      tried: [],
      continued: undefined,
      reason: message('"{0}" is not a domain name.', name),
      because: [],
    };
  }
  if (pod === undefined) return resolutionOf(question, [fullyQualified(name)], query(allocation, question));

  const own = answerFromAliases(pod, question);
  if (own !== undefined) return own;
  const config = resolverConfigOf(allocation, pod);
  const tried: string[] = [];
  const failures: Answered[] = [];
  const { candidates, asIsFirst } = candidatesOf(name, config.searches, config.ndots);
  for (const candidate of candidates) {
    tried.push(candidate);
    if (config.server !== 'cluster') {
      const reason =
        config.server === 'node'
          ? message("The pod uses its node's resolver, not the cluster's DNS.")
          : message("The pod asks {0}, not the cluster's DNS.", config.server.elsewhere);
      return {
        kind: 'forwarded',
        question,
        tried,
        to: config.server === 'node' ? config.nameservers : [config.server.elsewhere],
        reason,
        because: config.because,
      };
    }
    const answer = query(allocation, { name: candidate, type }, pod, config.cache);
    if (answer.kind === 'forwarded' || answer.answers.length > 0 || (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN'))
      return resolutionOf(question, tried, answer);
    // Its records are there, though no manifest tells them.
    if (answer.rcode === 'NOERROR' && serviceOfUnknownAddress(allocation, candidate) !== undefined)
      return resolutionOf(question, tried, answer);
    failures.push(answer);
  }
  // The name as it is decides when it was asked first; else a name that exists without such data outweighs those that do not exist.
  const failure = asIsFirst ? failures[0] : (failures.find(({ rcode }) => rcode === 'NOERROR') ?? failures[0]);
  if (failure === undefined)
    return {
      kind: 'answered',
      question,
      rcode: 'NXDOMAIN',
      answers: [],
      additional: [],
      authority: [],
      tried,
      continued: undefined,
      reason: message('None of the names that could be asked is short enough.'),
      because: config.because,
    };
  return resolutionOf(question, tried, failure);
}

/** The hosts file of the pod comes before any server, and is asked for the name as it is. kubernetes pkg/kubelet/kubelet_pods.go ensureHostsFile, glibc nss/nss_files */
function answerFromAliases({ origin, spec }: AllocatedPod, question: DNSQuestion): Resolution | undefined {
  const family = question.type === 'A' ? 4 : question.type === 'AAAA' ? 6 : undefined;
  const name = question.name.toLowerCase();
  const found = spec.hostAliases.flatMap(({ ip, hostnames }, index) => {
    const address = parseAddress(ip);
    return address !== undefined && address.family === family && hostnames.some((hostname) => hostname.toLowerCase() === name)
      ? [{ address, index }]
      : [];
  });
  if (found.length === 0) return undefined;
  const path = origin.type === 'Pod' ? ['spec'] : [...origin.templatePath, 'spec'];
  return {
    kind: 'answered',
    question,
    rcode: 'NOERROR',
    answers: found.map(({ address }) => ({
      name: fullyQualified(question.name),
      type: question.type,
      ttl: 0,
      data: formatAddress(address),
    })),
    additional: [],
    authority: [],
    tried: [],
    continued: undefined,
    reason: message('hostAliases of the pod write {0} into its hosts file, so that no server is asked.', question.name),
    because: found.map(({ index }) => placeOf(origin, ...path, 'hostAliases', index)),
  };
}

/** The names in the order in which they are asked, fully qualified, each once. */
function candidatesOf(
  name: string,
  searches: readonly string[],
  ndots: number,
): { readonly candidates: readonly string[]; readonly asIsFirst: boolean } {
  if (name.endsWith('.')) return { candidates: [name], asIsFirst: true };
  const asIs = `${name}.`;
  const searched = searches.map((search) => (search === '.' ? asIs : `${name}.${fullyQualified(search)}`)).filter(isDomainName);
  const asIsFirst = name.split('.').length - 1 >= ndots;
  return { candidates: [...new Set(asIsFirst ? [asIs, ...searched] : [...searched, asIs])], asIsFirst };
}

function resolutionOf(question: DNSQuestion, tried: readonly string[], answer: DNSAnswer): Resolution {
  const { reason, because } = answer;
  if (answer.kind === 'forwarded') return { kind: 'forwarded', question, tried, to: answer.to, reason, because };
  return {
    kind: 'answered',
    question,
    rcode: answer.rcode,
    answers: answer.answers,
    additional: answer.additional,
    authority: answer.authority,
    tried,
    continued: answer.continued,
    reason,
    because,
  };
}
