import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { list, message } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import { dnsService } from '../coredns/dnsService.ts';
import { isNodeLocalDNS } from '../coredns/nodeLocal.ts';
import { resolveFrom } from '../coredns/resolver.ts';
import { resolverConfigOf } from '../coredns/resolverConfig.ts';
import { serviceOfUnknownAddress } from '../coredns/unknownAddress.ts';
import { podEnd, unseenEnd, type End } from '../policies/ends.ts';
import type { PolicyJudge } from '../policies/judge.ts';
import { addressOf, policedPod, type PathClient } from './client.ts';
import { deliver, policyStep, type Target } from './deliver.ts';
import { ending, passing, type Path, type PathStep } from './path.ts';

/** What a client gets for a name. */
export type NameAnswer =
  | { readonly kind: 'addresses'; readonly steps: readonly PathStep[]; readonly addresses: readonly IPAddress[] }
  /** The name is that of a Service whose address no manifest tells. */
  | { readonly kind: 'service'; readonly steps: readonly PathStep[]; readonly service: AllocatedService }
  /** Servers outside of the manifests answer. */
  | { readonly kind: 'elsewhere'; readonly steps: readonly PathStep[]; readonly step: PathStep }
  | { readonly kind: 'ends'; readonly path: Path };

/** A name as the client asks for it, the question itself being traffic that policies look at. */
export function addressesOf(judge: PolicyJudge, allocation: Allocation, client: PathClient, name: string): NameAnswer {
  if (client.kind !== 'pod')
    return {
      kind: 'elsewhere',
      steps: [],
      step: unknownStep(
        client.kind === 'outside'
          ? message('{0} is asked of the name servers of the site, which no manifest describes.', name)
          : message("{0} is asked of the node's own name servers, which no manifest describes.", name),
      ),
    };
  const { pod } = client;
  const resolution = resolveFrom(allocation, pod, name, 'A');
  const { server, nameservers } = resolverConfigOf(allocation, pod);
  const first = parseAddress(nameservers[0] ?? '');
  const asksCluster = server === 'cluster' || (first !== undefined && isLinkLocal(first));
  const steps: PathStep[] = [];
  if (asksCluster) {
    const question = questionPath(judge, allocation, pod);
    if (question.verdict === 'blocked') return { kind: 'ends', path: asDNS(question, name) };
    if (question.verdict === 'unknown') steps.push({ ...asDNSStep(question), outcome: 'passes' });
  }
  if (resolution.kind === 'forwarded') {
    const why = resolution.reason;
    return {
      kind: 'elsewhere',
      steps,
      step: {
        at: 'dns',
        outcome: 'unknown',
        what: message('What {0} leads to is not known here.', name),
        why,
        because: resolution.because,
        seen: undefined,
      },
    };
  }
  const addresses = resolution.answers.filter(({ type }) => type === 'A').map(({ data }) => parseAddress(data));
  const found = addresses.filter((address) => address !== undefined);
  if (found.length === 0) {
    const six = resolveFrom(allocation, pod, name, 'AAAA');
    const more = six.kind === 'answered' ? six.answers.filter(({ type }) => type === 'AAAA').map(({ data }) => parseAddress(data)) : [];
    found.push(...more.filter((address) => address !== undefined));
  }
  if (found.length > 0)
    return {
      kind: 'addresses',
      addresses: found,
      steps: [
        ...steps,
        {
          at: 'dns',
          outcome: 'passes',
          what: message('{0} is {1}: {2}.', name, resolution.tried.at(-1) ?? name, list(found.map(formatAddress))),
          why: resolution.reason,
          because: resolution.because,
          seen: undefined,
          meets: [{ kind: 'name', name: (resolution.tried.at(-1) ?? name).replace(/\.$/, '') }],
        },
      ],
    };
  const service = serviceOfUnknownAddress(allocation, resolution.tried.at(-1) ?? '');
  const named = service ?? resolution.tried.map((tried) => serviceOfUnknownAddress(allocation, tried)).find((one) => one !== undefined);
  if (named !== undefined)
    return {
      kind: 'service',
      service: named,
      steps: [
        ...steps,
        {
          at: 'dns',
          outcome: 'passes',
          what: message('{0} is Service {1}.', name, `${named.namespace}/${named.name}`),
          why: undefined,
          because: resolution.because,
          seen: undefined,
          meets: [{ kind: 'service', service: named }],
        },
      ],
    };
  if (resolution.continued !== undefined)
    return {
      kind: 'elsewhere',
      steps,
      step: unknownStep(message('{0} leads on to {1}, which is asked elsewhere.', name, resolution.continued.name)),
    };
  return {
    kind: 'ends',
    path: ending(steps, {
      at: 'dns',
      outcome: 'stops',
      what: message('{0} does not resolve ({1}).', name, resolution.rcode),
      why: resolution.reason,
      because: resolution.because,
      seen: undefined,
      meets: [client],
    }),
  };
}

function unknownStep(what: PathStep['what']): PathStep {
  return { at: 'dns', outcome: 'unknown', what, why: undefined, because: [], seen: undefined };
}

function asDNS(question: Path, name: string): Path {
  return {
    ...question,
    at: 'dns',
    steps: [{ ...asDNSStep(question), what: message('The question for {0} does not reach the DNS.', name) }],
  };
}

function asDNSStep(question: Path): PathStep {
  const last = question.steps.at(-1);
  return {
    at: 'dns',
    outcome: 'stops',
    what: last?.what ?? question.reason,
    why: question.reason,
    because: last?.because ?? [],
    seen: last?.seen,
    ...(last?.meets === undefined ? {} : { meets: last.meets }),
  };
}

/** The way of a question to the DNS pods: UDP on the port that they have. */
export function questionPath(judge: PolicyJudge, allocation: Allocation, pod: AllocatedPod): Path {
  const nobody = passing([], message('The DNS is asked.'));
  if (policedPod({ kind: 'pod', pod }) === undefined) return nobody;
  const service = dnsService(allocation);
  const [server] = resolverConfigOf(allocation, pod).nameservers.map((text) => parseAddress(text));
  const node = allocation.pods.find((other) => isNodeLocalDNS(other) && (other.node?.name === pod.node?.name || pod.node === undefined));
  // A cache on the node has the address itself: nothing is translated.
  if (server !== undefined && (node !== undefined || isLinkLocal(server)))
    return toEnd({ kind: 'address', address: server, node: undefined }, 53);
  const endpoints = (service?.slices ?? []).flatMap(({ endpoints: listed, ports }) => {
    const port = ports.find(({ protocol, port: number }) => protocol === 'UDP' && number !== undefined)?.port;
    return port === undefined ? [] : listed.filter(({ ready }) => ready).map((endpoint) => ({ endpoint, port }));
  });
  if (endpoints.length > 0) {
    const ways = endpoints.map(({ endpoint, port }) => {
      const target: Target =
        endpoint.pod === undefined
          ? { kind: 'address', address: endpoint.ip, node: undefined }
          : { kind: 'pod', pod: endpoint.pod, address: endpoint.ip };
      const sender = podEnd(allocation, pod, addressOf(pod.ips, endpoint.ip.family) ?? pod.ips[0]);
      return deliver(judge, allocation, {
        sender,
        senderNode: pod.node,
        fromHost: false,
        source: sender,
        target,
        port,
        protocol: 'UDP',
        byService: true,
      });
    });
    return ways.find(({ verdict }) => verdict === 'allowed') ?? ways.find(({ verdict }) => verdict === 'unknown') ?? ways[0] ?? nobody;
  }
  const hidden = service?.unaddressed[0];
  return toEnd(hidden === undefined ? usualDNS(allocation) : podEnd(allocation, hidden), 53);

  function toEnd(end: End, port: number): Path {
    const sender = podEnd(allocation, pod);
    const target: Target = { kind: 'address', address: end.address ?? { family: 4, value: 0n }, node: undefined };
    const { step, by } = policyStep(judge, 'egress', sender, end, { target, port, protocol: 'UDP' });
    return step.outcome === 'passes' ? nobody : ending([], step, by);
  }
}

/** The DNS pods of the usual installations, where no manifest shows them. */
function usualDNS(allocation: Allocation): End {
  return unseenEnd(allocation, 'kube-system', { 'k8s-app': 'kube-dns' }, [
    { name: 'dns', protocol: 'UDP', port: 53 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53 },
  ]);
}

function isLinkLocal({ family, value }: IPAddress): boolean {
  return family === 4 && value >> 16n === 0xa9fen;
}
